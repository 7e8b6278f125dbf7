//! Attempts move to a backup while the primary endpoint fails, and return once it has recovered.

mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::clock::SkippingClock;
use support::exchange::Exchange;
use support::sample::{DescribeInstancesRequest, StopInstancesRequest};
use support::script::{OK, Script};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::failover::{Backup, Failover};
use tencentcloud_api_runtime::retry::{NeverRetry, RetryPolicyExt, SafeErrors};
use tencentcloud_api_runtime::{CallOptions, ConfigBuilder, HttpResponse};

const PRIMARY: &str = "cvm.tencentcloudapi.com";
const BACKUP: &str = "cvm.ap-beijing.tencentcloudapi.com";

/// Transport, clock and state of a primary endpoint that can fail.
struct World {
    primary_works: Arc<AtomicBool>,
    body: Arc<Mutex<&'static str>>,
    exchange: Exchange,
    clock: SkippingClock,
}

impl World {
    fn new() -> Self {
        let primary_works = Arc::new(AtomicBool::new(false));
        let body = Arc::new(Mutex::new(OK));
        let (works, answer) = (Arc::clone(&primary_works), Arc::clone(&body));
        let exchange = Exchange::new(move |request| {
            let is_primary = request.url == format!("https://{PRIMARY}/");
            if is_primary && !works.load(Ordering::Relaxed) {
                return Some(HttpResponse::new(502, "<html>"));
            }
            Some(HttpResponse::new(200, *answer.lock().unwrap()))
        });
        Self {
            primary_works,
            body,
            exchange,
            clock: SkippingClock::new(),
        }
    }

    fn config(&self) -> ConfigBuilder {
        let config = Script::new([]).config().clock(self.clock.clone());
        let failover = Failover::new([Backup::region("ap-beijing")]).failures(3);
        config
            .transport(self.exchange.clone())
            .failover(failover)
            .retry(NeverRetry)
    }

    fn client(&self) -> ServiceClient {
        ServiceClient::new(&self.config().build().unwrap())
    }

    fn hosts(&self) -> Vec<String> {
        let seen = self.exchange.seen.lock().unwrap();
        let host = |url: &str| url.trim_matches('/').replace("https://", "");
        seen.iter().map(|request| host(&request.url)).collect()
    }
}

async fn calls(client: &ServiceClient, count: usize) -> Vec<bool> {
    let mut succeeded = Vec::new();
    for _ in 0..count {
        let result = client.send(&StopInstancesRequest::default()).await;
        succeeded.push(result.is_ok());
    }
    succeeded
}

#[tokio::test]
async fn backup_serves_until_trial_succeeds() {
    let world = World::new();
    let client = world.client();
    assert_eq!(calls(&client, 5).await, [false, false, false, true, true]);
    assert_eq!(world.hosts(), [PRIMARY, PRIMARY, PRIMARY, BACKUP, BACKUP]);

    world.clock.advance(Duration::from_secs(60));
    assert_eq!(calls(&client, 2).await, [false, true], "the trial fails");
    assert_eq!(world.hosts()[5..], [PRIMARY, BACKUP]);

    world.clock.advance(Duration::from_secs(60));
    world.primary_works.store(true, Ordering::Relaxed);
    assert_eq!(calls(&client, 3).await, [true; 3], "the trial succeeds");
    assert_eq!(world.hosts()[7..], [PRIMARY; 3]);
}

#[tokio::test]
async fn successes_never_trigger_failover() {
    let world = World::new();
    world.primary_works.store(true, Ordering::Relaxed);
    assert_eq!(calls(&world.client(), 50).await, [true; 50]);
    assert!(world.hosts().iter().all(|host| host == PRIMARY));
}

#[tokio::test]
async fn api_errors_are_not_failures() {
    let world = World::new();
    world.primary_works.store(true, Ordering::Relaxed);
    *world.body.lock().unwrap() = r#"{"Response":{"Error":{"Code":"InternalError"}}}"#;
    assert_eq!(calls(&world.client(), 20).await, [false; 20]);
    assert!(world.hosts().iter().all(|host| host == PRIMARY));
}

#[tokio::test]
async fn retry_of_call_may_use_backup() {
    let world = World::new();
    let policy = SafeErrors.with_attempt_limit(4);
    let client = ServiceClient::new(&world.config().retry(policy).build().unwrap());
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    assert_eq!(world.hosts(), [PRIMARY, PRIMARY, PRIMARY, BACKUP]);
    let seen = world.exchange.seen.lock().unwrap();
    let signature = |index: usize| seen[index].headers["authorization"].clone();
    assert_ne!(signature(2), signature(3), "signed for the host it goes to");
}

#[tokio::test]
async fn clients_of_config_share_failover() {
    let world = World::new();
    let config = world.config().build().unwrap();
    calls(&ServiceClient::new(&config), 3).await;
    let other = ServiceClient::new(&config.with_region("ap-shanghai"));
    assert_eq!(calls(&other, 1).await, [true]);
    assert_eq!(world.hosts()[3], BACKUP);
}

#[tokio::test]
async fn explicit_endpoint_disables_failover() {
    let world = World::new();
    let client = world.client().with(CallOptions::new().endpoint(PRIMARY));
    assert_eq!(calls(&client, 10).await, [false; 10]);
    assert!(world.hosts().iter().all(|host| host == PRIMARY));
}

#[tokio::test]
async fn backup_skips_unsupported_requests() {
    let region = || Backup::region("ap-beijing");
    let domain = || Backup::root_domain("tencentcloudapi.com.cn");
    let address = || Backup::endpoint("http://127.0.0.1:9/x");
    let cn = "cvm.tencentcloudapi.com.cn";
    let finance = "cvm.ap-shanghai-fsi.tencentcloudapi.com";
    let finance_cn = "cvm.ap-shanghai-fsi.tencentcloudapi.com.cn";
    type Change = fn(ConfigBuilder) -> ConfigBuilder;
    let cases: [(Change, Vec<Backup>, &str); 6] = [
        (|config| config, vec![domain(), region()], cn),
        (
            |config| config.region("ap-shanghai-fsi"),
            vec![region()],
            finance,
        ),
        (
            |config| config.region("ap-shanghai-fsi"),
            vec![region(), domain()],
            finance_cn,
        ),
        (
            |config| config.endpoint("https://mock"),
            vec![region(), domain()],
            "mock",
        ),
        (
            |config| config.endpoint("https://mock"),
            vec![region(), domain(), address()],
            "http://127.0.0.1:9/x",
        ),
        (
            |config| config.gateway("https://gate"),
            vec![region(), domain()],
            "gate",
        ),
    ];
    for (change, backups, expected) in cases {
        let exchange = Exchange::answering(502, "");
        let config = Script::new([]).config().transport(exchange.clone());
        let config = config
            .retry(NeverRetry)
            .failover(Failover::new(backups).failures(1));
        let client = ServiceClient::new(&change(config).build().unwrap());
        calls(&client, 2).await;
        let seen = exchange.seen.lock().unwrap();
        let url = seen[1].url.trim_end_matches('/').replace("https://", "");
        assert_eq!(url, expected);
    }
}

#[test]
fn malformed_backup_fails_build() {
    for backup in [
        Backup::region("a b"),
        Backup::root_domain("a/b"),
        Backup::endpoint("ftp://x"),
    ] {
        let config = Script::new([]).config().failover(Failover::new([backup]));
        assert!(config.build().unwrap_err().to_string().contains("endpoint"));
    }
}
