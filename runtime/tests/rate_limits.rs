//! The client-side limit: calls stay within the documented requests per second.

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use support::clock::{Always, SkippingClock};
use support::sample::{DescribeInstancesRequest, StopInstancesRequest};
use support::script::{OK, Script, Step};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::limit::{LimitedRequest, LocalRateLimiter, RateLimiter};
use tencentcloud_api_runtime::{
    BoxFuture, Config, ErrorKind, HttpRequest, HttpResponse, RateLimitError, Transport,
    TransportError,
};

/// A transport that records when requests arrive, and answers at once.
#[derive(Clone)]
struct TimedTransport {
    clock: SkippingClock,
    times: Arc<Mutex<Vec<Duration>>>,
}

impl TimedTransport {
    fn new() -> Self {
        Self {
            clock: SkippingClock::new(),
            times: Arc::default(),
        }
    }

    fn config(&self) -> Config {
        Script::new([])
            .config()
            .documented_rate_limits(true)
            .transport(self.clone())
            .clock(self.clock.clone())
            .timeout(Duration::from_secs(1))
            .build()
            .unwrap()
    }

    fn times(&self) -> Vec<Duration> {
        self.times.lock().unwrap().clone()
    }
}

impl Transport for TimedTransport {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.times.lock().unwrap().push(self.clock.elapsed());
        Box::pin(std::future::ready(Ok(HttpResponse::new(200, OK))))
    }
}

/// Returns the maximum number of requests in any second.
fn most_in_a_second(times: &[Duration]) -> usize {
    let count_from = |start: &Duration| {
        let second = *start..*start + Duration::from_secs(1);
        times.iter().filter(|time| second.contains(*time)).count()
    };
    times.iter().map(count_from).max().unwrap()
}

#[tokio::test]
async fn sequential_calls_stay_within_rate() {
    let transport = TimedTransport::new();
    let client = ServiceClient::new(&transport.config());
    for _ in 0..3_000 {
        client
            .send(&DescribeInstancesRequest::default())
            .await
            .unwrap();
    }
    let times = transport.times();
    assert_eq!(times.len(), 3_000);
    let most = most_in_a_second(&times);
    assert!((36..=40).contains(&most), "documented are 40: {most}");
    let seconds = times.last().unwrap().as_secs();
    assert!(
        (75..=83).contains(&seconds),
        "3000 at 40 a second: {seconds} s"
    );
}

#[tokio::test]
async fn clones_and_clients_share_rate() {
    let transport = TimedTransport::new();
    let config = transport.config();
    let clients = [ServiceClient::new(&config), ServiceClient::new(&config)];
    let request = DescribeInstancesRequest::default();
    let calls = (0..400).map(|index| {
        let client = clients[index % 2].clone();
        let request = request.clone();
        async move { client.send(&request).await }
    });
    for result in join_all(calls).await {
        result.unwrap();
    }
    assert_eq!(transport.times().len(), 400);
    assert!(most_in_a_second(&transport.times()) <= 40);
}

#[tokio::test]
async fn regions_are_limited_separately() {
    let transport = TimedTransport::new();
    let config = transport.config();
    let request = DescribeInstancesRequest::default();
    for region in ["ap-guangzhou", "ap-beijing", "ap-shanghai"] {
        let client = ServiceClient::new(&config.with_region(region));
        client.send(&request).await.unwrap();
    }
    let client = ServiceClient::new(&config);
    for _ in 0..100 {
        client.send(&StopInstancesRequest::default()).await.unwrap();
    }
    assert_eq!(transport.clock.elapsed(), Duration::ZERO);
    client.send(&request).await.unwrap();
    assert!(transport.clock.elapsed() > Duration::ZERO);
}

#[tokio::test]
async fn retry_waits_for_rate() {
    let script = Script::new([Step::code("RequestLimitExceeded"), Step::ok()]);
    // The shortest possible backoff leaves only the rate limit's delay.
    let config = script
        .config()
        .documented_rate_limits(true)
        .random(Always(0))
        .build()
        .unwrap();
    let request = DescribeInstancesRequest::default();
    ServiceClient::new(&config).send(&request).await.unwrap();
    assert_eq!(script.clock.slept(), [Duration::from_micros(27_500)]);
}

/// A limiter that notes its requests, and grants only the first ones.
#[derive(Default)]
struct Granting {
    slots: usize,
    seen: Mutex<Vec<String>>,
}

impl RateLimiter for Granting {
    fn acquire<'a>(
        &'a self,
        request: LimitedRequest<'a>,
    ) -> BoxFuture<'a, Result<(), RateLimitError>> {
        let mut seen = self.seen.lock().unwrap();
        seen.push(format!("{request:?}"));
        let granted = seen.len() <= self.slots;
        let result = granted.then_some(()).ok_or(RateLimitError::new("used up"));
        Box::pin(std::future::ready(result))
    }
}

#[tokio::test]
async fn custom_limiter_sees_documented_facts() {
    let script = Script::new([Step::ok()]);
    let limiter = Arc::new(Granting {
        slots: 1,
        ..Granting::default()
    });
    let config = script.config().rate_limiter(Arc::clone(&limiter));
    let client = ServiceClient::new(&config.build().unwrap());
    let request = DescribeInstancesRequest::default();
    client.send(&request).await.unwrap();
    let error = client.send(&request).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::RateLimit(_)), "{error:?}");
    assert!(error.was_never_sent() && !error.is_retryable() && error.attempts() == 0);
    let text = "the rate limiter refused DescribeInstances of cvm: used up";
    assert_eq!(error.to_string(), text);
    assert_eq!(script.sent(), 1);
    let seen = limiter.seen.lock().unwrap();
    let facts = "service: \"cvm\", action: \"DescribeInstances\", region: \"ap-guangzhou\", \
                 per_second: 40";
    assert!(seen[0].contains(facts), "{seen:?}");
}

#[tokio::test]
async fn refused_retry_keeps_error_of_attempt() {
    let script = Script::new([Step::code("RequestLimitExceeded")]);
    let limiter = Granting {
        slots: 1,
        ..Granting::default()
    };
    let config = script.config().rate_limiter(limiter).build().unwrap();
    let request = DescribeInstancesRequest::default();
    let error = ServiceClient::new(&config)
        .send(&request)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("RequestLimitExceeded"));
    assert_eq!((error.attempts(), script.sent()), (1, 1));
}

#[tokio::test]
async fn switched_off_limits_remove_limiter() {
    let script = Script::new([Step::ok()]);
    let config = script.config().rate_limiter(Granting::default());
    let config = config.documented_rate_limits(false).build().unwrap();
    let request = DescribeInstancesRequest::default();
    ServiceClient::new(&config).send(&request).await.unwrap();
}

#[tokio::test]
async fn one_of_four_processes_takes_a_quarter() {
    let clock = SkippingClock::new();
    let limiter = LocalRateLimiter::one_of(4);
    for _ in 0..11 {
        let request = LimitedRequest::new("cvm", "DescribeZones", 20, &clock);
        limiter.acquire(request).await.unwrap();
    }
    assert_eq!(clock.elapsed(), Duration::from_millis(10 * 4 * 55));
}
