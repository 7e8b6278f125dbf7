//! Redis is away, hangs, or refuses the password: the process limits itself, and says so.

use std::cell::RefCell;
use std::io;
use std::time::{Duration, Instant};

use tencentcloud_api_redis::{InvalidSetting, RedisRateLimiter};
use tokio::net::TcpListener;

use super::endpoint::{Endpoint, most_in_a_second};
use super::member::{DescribeZones, client};
use super::program::free_port;
use super::{address, start_redis, start_redis_again};

const PAUSE: Duration = Duration::from_millis(50);

thread_local! {
    /// The log of the test on this thread, whose runtime has only this thread.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// A writer to the log of the current thread.
struct Log;

impl Log {
    /// Begins to log. The subscriber is that of all threads: one per thread would miss events that
    /// another thread, without a subscriber, emitted first.
    fn start() {
        let subscriber = tracing_subscriber::fmt().with_writer(|| Log).finish();
        let _ = tracing::subscriber::set_global_default(subscriber);
        LOG.with_borrow_mut(Vec::clear);
    }

    fn text() -> String {
        LOG.with_borrow(|log| String::from_utf8_lossy(log).into_owned())
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn killed_redis_is_replaced_until_it_returns() {
    Log::start();
    let Some(server) = start_redis(&[]).await else {
        return;
    };
    let endpoint = Endpoint::start().await;
    let limiter = RedisRateLimiter::builder(address(&server), "account-1")
        .pause(PAUSE)
        .build()
        .unwrap();
    let client = client(&endpoint.address, limiter.clone());
    for _ in 0..5 {
        client.send(&DescribeZones).await.unwrap();
    }
    assert!(!limiter.is_degraded() && limiter.local_slots() == 0);

    let port = server.port;
    drop(server);
    for _ in 0..25 {
        client.send(&DescribeZones).await.unwrap();
    }
    assert!(limiter.is_degraded());
    assert_eq!((limiter.outages(), limiter.local_slots()), (1, 25));

    let _server = start_redis_again(port).await;
    tokio::time::sleep(2 * PAUSE).await;
    for _ in 0..5 {
        client.send(&DescribeZones).await.unwrap();
    }
    assert!(!limiter.is_degraded());
    assert_eq!((limiter.outages(), limiter.local_slots()), (1, 25));
    assert_eq!(endpoint.arrivals().len(), 35);
    assert!(most_in_a_second(&endpoint.arrivals()) <= 20);
    let log = Log::text();
    assert_eq!(log.matches("Redis is away").count(), 1, "{log}");
    assert_eq!(log.matches("Redis is back").count(), 1, "{log}");
}

#[tokio::test]
async fn wrong_password_is_reported_but_never_printed() {
    Log::start();
    let Some(server) = start_redis(&["--requirepass", "right"]).await else {
        return;
    };
    let endpoint = Endpoint::start().await;
    let wrong = format!("redis://default:hush-hush@127.0.0.1:{}/", server.port);
    let limiter = RedisRateLimiter::new(&wrong, "account-1").unwrap();
    let client = client(&endpoint.address, limiter.clone());
    client.send(&DescribeZones).await.unwrap();
    assert_eq!(limiter.local_slots(), 1);
    let printed = format!("{}{limiter:?}{client:?}", Log::text());
    assert!(printed.contains(&format!("127.0.0.1:{}", server.port)));
    assert!(printed.to_lowercase().contains("password"), "{printed}");
    assert!(!printed.contains("hush"), "{printed}");

    let right = format!("redis://default:right@127.0.0.1:{}/", server.port);
    let limiter = RedisRateLimiter::new(right, "account-1").unwrap();
    super::member::client(&endpoint.address, limiter.clone())
        .send(&DescribeZones)
        .await
        .unwrap();
    assert!(!limiter.is_degraded());
}

#[tokio::test]
async fn unreachable_redis_does_not_fail_calls() {
    let endpoint = Endpoint::start().await;
    let address = format!("redis://127.0.0.1:{}/", free_port());
    let limiter = RedisRateLimiter::new(address, "account-1").unwrap();
    let client = client(&endpoint.address, limiter.clone());
    for _ in 0..3 {
        client.send(&DescribeZones).await.unwrap();
    }
    assert!(limiter.is_degraded());
    assert_eq!((limiter.outages(), limiter.local_slots()), (1, 3));
}

#[tokio::test]
async fn silent_redis_delays_calls_only_briefly() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::start().await;
    let address = format!("redis://{}/", silent.local_addr().unwrap());
    let limiter = RedisRateLimiter::new(address, "account-1").unwrap();
    let client = client(&endpoint.address, limiter.clone());
    let started = Instant::now();
    client.send(&DescribeZones).await.unwrap();
    assert!(limiter.is_degraded());
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "200 ms are allowed"
    );
}

#[test]
fn malformed_settings_are_explained_without_secrets() {
    let error = RedisRateLimiter::new("redis://u:hush@x@host:port/?k=hush", "a").unwrap_err();
    assert!(matches!(error, InvalidSetting::Address { .. }));
    let text = error.to_string();
    assert!(text.contains("redis://[redacted]@host:port/`"), "{text}");
    assert!(!text.contains("hush"), "{text}");
    let builder = RedisRateLimiter::builder("redis://:hush@host", " ");
    assert!(!format!("{builder:?}").contains("hush"));
    assert_eq!(builder.build().unwrap_err(), InvalidSetting::EmptyNamespace);
    let zero = RedisRateLimiter::builder("redis://host", "a").command_timeout(Duration::ZERO);
    let setting = "command_timeout";
    assert_eq!(zero.build().unwrap_err(), InvalidSetting::Zero { setting });
}
