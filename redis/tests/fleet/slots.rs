//! The slots that Redis assigns, without waiting for them.

use std::time::Duration;

use tencentcloud_api_redis::RedisRateLimiter;
use tencentcloud_api_runtime::ErrorKind;
use tencentcloud_api_runtime::limit::{LimitedRequest, RateLimiter as _};
use tencentcloud_api_runtime::testing::ManualClock;

use super::endpoint::Endpoint;
use super::member::{DescribeZones, client};
use super::{address, start_redis};

/// A rate at which the test cannot pass a slot: one request per second.
fn request(clock: &ManualClock) -> LimitedRequest<'_> {
    LimitedRequest::new("cvm", "RunInstances", 1, clock).in_region("ap-guangzhou")
}

/// Returns the time of the next slot in Redis, and the time to live of the key in milliseconds.
async fn stored(address: &str) -> (u64, u64) {
    let client = redis::Client::open(address).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let key = "tencentcloud-api:account-1:cvm:RunInstances:ap-guangzhou";
    let mut pipeline = redis::pipe();
    pipeline.cmd("GET").arg(key).cmd("PTTL").arg(key);
    pipeline.query_async(&mut connection).await.unwrap()
}

#[tokio::test]
async fn two_limiters_take_turns() {
    let Some(server) = start_redis(&[]).await else {
        return;
    };
    let clocks = [(); 3].map(|()| ManualClock::new().skipping());
    let limiter = |namespace| RedisRateLimiter::new(address(&server), namespace).unwrap();
    let others = [
        limiter("account-1"),
        limiter("account-1"),
        limiter("account-2"),
    ];
    for (limiter, clock) in others.iter().zip(&clocks) {
        limiter.acquire(request(clock)).await.unwrap();
    }
    assert_eq!(
        clocks[0].elapsed(),
        Duration::ZERO,
        "the first slot is free"
    );
    let second = clocks[1].elapsed();
    assert!(second > Duration::ZERO && second <= Duration::from_millis(1100));
    assert_eq!(clocks[2].elapsed(), Duration::ZERO, "another account");
    let (_, expiry) = stored(&address(&server)).await;
    assert!((1..=3_200).contains(&expiry), "the key expires: {expiry}");
}

#[tokio::test]
async fn dropped_caller_leaves_slot() {
    let Some(server) = start_redis(&[]).await else {
        return;
    };
    let clock = ManualClock::new();
    let limiter = RedisRateLimiter::new(address(&server), "account-1").unwrap();
    limiter.acquire(request(&clock)).await.unwrap();
    let dropped = limiter.acquire(request(&clock));
    let waits = tokio::time::timeout(Duration::from_millis(500), dropped).await;
    assert!(waits.is_err(), "the slot is a second away");
    let (next, _) = stored(&address(&server)).await;
    let heir = limiter.acquire(request(&clock));
    let (taken, ()) = tokio::join!(heir, async {
        tokio::task::yield_now().await;
        clock.advance(Duration::from_millis(1100));
    });
    taken.unwrap();
    assert_eq!(stored(&address(&server)).await.0, next, "no further slot");
}

#[tokio::test]
async fn too_long_queue_refuses_call() {
    let Some(server) = start_redis(&[]).await else {
        return;
    };
    let endpoint = Endpoint::start().await;
    let limiter = RedisRateLimiter::builder(address(&server), "account-1")
        .longest_wait(Duration::ZERO)
        .build()
        .unwrap();
    let clock = ManualClock::new().skipping();
    limiter.acquire(request(&clock)).await.unwrap();
    let refusal = limiter.acquire(request(&clock)).await.unwrap_err();
    assert!(
        refusal.problem.contains("raise `longest_wait`"),
        "{refusal}"
    );

    // Fifty calls at once cannot all get a slot without waiting.
    let client = client(&endpoint.address, limiter);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(&DescribeZones).await.map(|_| ()) })
        })
        .collect();
    let mut refused = 0;
    for call in calls {
        if let Err(error) = call.await.unwrap() {
            assert!(matches!(error.kind(), ErrorKind::RateLimit(_)), "{error}");
            assert!(error.was_never_sent() && error.attempts() == 0);
            assert!(
                error.to_string().contains("DescribeZones of cvm"),
                "{error}"
            );
            refused += 1;
        }
    }
    assert!(refused > 0);
    assert_eq!(endpoint.arrivals().len(), 50 - refused);
}
