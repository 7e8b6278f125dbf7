//! Waiting for a response that satisfies a condition.

mod support;

use std::time::Duration;

use support::clock::Always;
use support::sample::DescribeInstancesRequest;
use support::script::{Script, Step};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::NeverRetry;
use tencentcloud_api_runtime::wait::WaitError;
use tencentcloud_api_runtime::{Error, ErrorKind, TimeoutKind};

/// Returns a reply with this total.
fn count(total: i64) -> Step {
    Step::status(200, &format!(r#"{{"Response":{{"TotalCount":{total}}}}}"#))
}

/// Returns a client that does not retry. Its random generator draws the middle of each range.
fn client(script: &Script) -> ServiceClient {
    let config = script.config().retry(NeverRetry).random(Always(1 << 63));
    ServiceClient::new(&config.build().unwrap())
}

fn slept_millis(script: &Script) -> Vec<u128> {
    script
        .clock
        .slept()
        .iter()
        .map(Duration::as_millis)
        .collect()
}

#[tokio::test]
async fn matching_response_is_returned() {
    let script = Script::new([count(0), count(1), count(2), count(3)]);
    let request = DescribeInstancesRequest::default();
    let response = client(&script)
        .wait_until(&request, |response| response.total_count == Some(3))
        .await
        .unwrap();
    assert_eq!(response.total_count, Some(3));
    assert_eq!(slept_millis(&script), [1_000, 1_500, 2_250]);
}

#[tokio::test]
async fn first_response_may_match() {
    let script = Script::new([count(1)]);
    let request = DescribeInstancesRequest::default();
    client(&script)
        .wait_until(&request, |_| true)
        .time_limit(Duration::ZERO)
        .await
        .unwrap();
    assert!(script.clock.slept().is_empty());
}

#[tokio::test]
async fn time_limit_error_has_last_response() {
    let script = Script::new((0..5).map(count));
    let request = DescribeInstancesRequest::default();
    let error = client(&script)
        .wait_until(&request, |_| false)
        .time_limit(Duration::from_secs(10))
        .await
        .unwrap_err();
    assert_eq!(slept_millis(&script), [1_000, 1_500, 2_250, 3_375]);
    assert_eq!(error.last().unwrap().total_count, Some(4));
    assert!(error.error().is_none());
    assert_eq!(
        error.to_string(),
        "no response satisfied the predicate within 10s (5 calls)"
    );
    assert!(format!("{error:?}").contains("TotalCount: 4"), "{error:?}");
    let error = Error::from(error);
    let ErrorKind::Timeout(timeout) = error.kind() else {
        panic!("{error:?}")
    };
    assert_eq!((timeout.kind, error.attempts()), (TimeoutKind::Wait, 5));
}

#[tokio::test]
async fn retryable_error_continues_wait() {
    let script = Script::new([
        Step::status(502, ""),
        Step::code("RequestLimitExceeded"),
        count(1),
    ]);
    let request = DescribeInstancesRequest::default();
    client(&script)
        .wait_until(&request, |_| true)
        .await
        .unwrap();

    let script = Script::new([count(7), Step::status(502, "")]);
    let error = client(&script)
        .wait_until(&request, |_| false)
        .time_limit(Duration::from_secs(2))
        .await
        .unwrap_err();
    assert_eq!(error.last().unwrap().total_count, Some(7));
    assert!(
        error.to_string().ends_with("(2 calls): HTTP status 502"),
        "{error}"
    );
}

#[tokio::test]
async fn lasting_error_ends_wait() {
    let script = Script::new([count(7), Step::code("InvalidInstanceId.NotFound")]);
    let request = DescribeInstancesRequest::default();
    let error = client(&script)
        .wait_until(&request, |_| false)
        .await
        .unwrap_err();
    assert!(matches!(&error, WaitError::Call { .. }));
    assert_eq!(error.last().unwrap().total_count, Some(7));
    assert_eq!(
        Error::from(error).code(),
        Some("InvalidInstanceId.NotFound")
    );
}

#[tokio::test]
async fn custom_delays_respect_documented_rate() {
    let script = Script::new((0..4).map(count));
    let request = DescribeInstancesRequest::default();
    client(&script)
        .wait_until(&request, |response| response.total_count == Some(3))
        .first_delay(Duration::from_secs(20))
        .longest_delay(Duration::from_secs(30))
        .await
        .unwrap();
    assert_eq!(slept_millis(&script), [20_000, 30_000, 30_000]);

    let script = Script::new((0..4).map(count));
    client(&script)
        .wait_until(&request, |response| response.total_count == Some(3))
        .first_delay(Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(slept_millis(&script), [25; 3], "40 a second");
}

#[tokio::test]
async fn dropped_wait_stops_calling() {
    let exchange = support::exchange::Exchange::answering(200, support::script::OK);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let request = DescribeInstancesRequest::default();
    // The stopped clock never ends the pause.
    let wait = client.wait_until(&request, |_| false);
    let limit = Duration::from_millis(20);
    assert!(
        tokio::time::timeout(limit, async { wait.await })
            .await
            .is_err()
    );
    tokio::time::sleep(limit).await;
    assert_eq!(exchange.count(), 1);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_wait_returns_matching_response() {
    let script = Script::new([count(0), count(1)]);
    let config = script.config().build().unwrap();
    let client = tencentcloud_api_runtime::blocking::Client::new(&config);
    let request = DescribeInstancesRequest::default();
    let wait = client.wait_until(&request, |response| response.total_count == Some(1));
    assert_eq!(wait.wait().unwrap().total_count, Some(1));
}
