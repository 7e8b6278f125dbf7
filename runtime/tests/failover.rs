//! Failover: attempts move to a backup while the primary endpoint fails, and return once it has
//! recovered.

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

/// A primary endpoint that can fail, and a backup that works.
struct Endpoints {
    primary_works: Arc<AtomicBool>,
    /// The reply of both.
    body: Arc<Mutex<&'static str>>,
    exchange: Exchange,
    clock: SkippingClock,
}

impl Endpoints {
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
        let failover = Failover::new([Backup::region("ap-beijing")]).failures(3);
        Script::new([])
            .config()
            .clock(self.clock.clone())
            .transport(self.exchange.clone())
            .failover(failover)
            .retry(NeverRetry)
    }

    fn client(&self) -> ServiceClient {
        ServiceClient::new(&self.config().build().unwrap())
    }

    /// Returns the host of each attempt.
    fn hosts(&self) -> Vec<String> {
        let seen = self.exchange.seen.lock().unwrap();
        let host = |url: &str| url.trim_matches('/').replace("https://", "");
        seen.iter().map(|request| host(&request.url)).collect()
    }
}

/// Calls several times, and returns which calls succeeded.
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
    let endpoints = Endpoints::new();
    let client = endpoints.client();
    assert_eq!(calls(&client, 5).await, [false, false, false, true, true]);
    assert_eq!(
        endpoints.hosts(),
        [PRIMARY, PRIMARY, PRIMARY, BACKUP, BACKUP]
    );

    endpoints.clock.advance(Duration::from_secs(60));
    assert_eq!(calls(&client, 2).await, [false, true], "the trial fails");
    assert_eq!(endpoints.hosts()[5..], [PRIMARY, BACKUP]);

    endpoints.clock.advance(Duration::from_secs(60));
    endpoints.primary_works.store(true, Ordering::Relaxed);
    assert_eq!(calls(&client, 3).await, [true; 3], "the trial succeeds");
    assert_eq!(endpoints.hosts()[7..], [PRIMARY; 3]);
}

#[tokio::test]
async fn successes_never_trigger_failover() {
    let endpoints = Endpoints::new();
    endpoints.primary_works.store(true, Ordering::Relaxed);
    assert_eq!(calls(&endpoints.client(), 50).await, [true; 50]);
    assert!(endpoints.hosts().iter().all(|host| host == PRIMARY));
}

#[tokio::test]
async fn six_failures_in_a_row_trigger_failover() {
    let endpoints = Endpoints::new();
    endpoints.primary_works.store(true, Ordering::Relaxed);
    let failover = Failover::new([Backup::region("ap-beijing")]);
    let config = endpoints.config().failover(failover);
    let client = ServiceClient::new(&config.build().unwrap());
    assert_eq!(calls(&client, 100).await, [true; 100]);
    endpoints.primary_works.store(false, Ordering::Relaxed);
    assert_eq!(calls(&client, 5).await, [false; 5]);
    endpoints.primary_works.store(true, Ordering::Relaxed);
    assert_eq!(
        calls(&client, 1).await,
        [true],
        "a success restarts counting"
    );
    endpoints.primary_works.store(false, Ordering::Relaxed);
    let outcomes = [false, false, false, false, false, false, true, true];
    assert_eq!(calls(&client, 8).await, outcomes);
    assert_eq!(endpoints.hosts()[111..], [PRIMARY, BACKUP, BACKUP]);
}

#[tokio::test]
async fn number_of_consecutive_failures_is_settable() {
    let endpoints = Endpoints::new();
    endpoints.primary_works.store(true, Ordering::Relaxed);
    let failover = Failover::new([Backup::region("ap-beijing")]);
    let config = endpoints
        .config()
        .failover(failover.failures(1_000).consecutive_failures(2));
    let client = ServiceClient::new(&config.build().unwrap());
    assert_eq!(calls(&client, 9).await, [true; 9]);
    endpoints.primary_works.store(false, Ordering::Relaxed);
    assert_eq!(calls(&client, 3).await, [false, false, true]);
}

#[tokio::test]
async fn api_errors_are_not_failures() {
    let endpoints = Endpoints::new();
    endpoints.primary_works.store(true, Ordering::Relaxed);
    *endpoints.body.lock().unwrap() = r#"{"Response":{"Error":{"Code":"InternalError"}}}"#;
    assert_eq!(calls(&endpoints.client(), 20).await, [false; 20]);
    assert!(endpoints.hosts().iter().all(|host| host == PRIMARY));
}

#[tokio::test]
async fn retry_of_call_may_use_backup() {
    let endpoints = Endpoints::new();
    let policy = SafeErrors.with_attempt_limit(4);
    let client = ServiceClient::new(&endpoints.config().retry(policy).build().unwrap());
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    assert_eq!(endpoints.hosts(), [PRIMARY, PRIMARY, PRIMARY, BACKUP]);
    let seen = endpoints.exchange.seen.lock().unwrap();
    let signature = |index: usize| seen[index].headers["authorization"].clone();
    assert_ne!(
        signature(2),
        signature(3),
        "each attempt is signed for its host"
    );
}

#[tokio::test]
async fn clients_of_config_share_failover() {
    let endpoints = Endpoints::new();
    let config = endpoints.config().build().unwrap();
    calls(&ServiceClient::new(&config), 3).await;
    let other = ServiceClient::new(&config.with_region("ap-shanghai"));
    assert_eq!(calls(&other, 1).await, [true]);
    assert_eq!(endpoints.hosts()[3], BACKUP);
}

#[tokio::test]
async fn explicit_endpoint_disables_failover() {
    let endpoints = Endpoints::new();
    let client = endpoints
        .client()
        .with(CallOptions::new().endpoint(PRIMARY));
    assert_eq!(calls(&client, 10).await, [false; 10]);
    assert!(endpoints.hosts().iter().all(|host| host == PRIMARY));
}

#[tokio::test]
async fn unsuitable_backup_is_skipped() {
    let region = || Backup::region("ap-beijing");
    let domain = || Backup::root_domain("tencentcloudapi.com.cn");
    let endpoint = || Backup::endpoint("http://127.0.0.1:9/x");
    let cn = "cvm.tencentcloudapi.com.cn";
    let finance = "cvm.ap-shanghai-fsi.tencentcloudapi.com";
    let finance_cn = "cvm.ap-shanghai-fsi.tencentcloudapi.com.cn";
    // A change of the configuration, its backups, and the host or URL of the second attempt.
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
            vec![region(), domain(), endpoint()],
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
        let config = Script::new([])
            .config()
            .transport(exchange.clone())
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
