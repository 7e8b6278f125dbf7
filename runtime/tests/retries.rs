//! Retries: the failures that are retried, the number of attempts, and the waits between them.

mod support;

use std::time::Duration;

use support::clock::NOW;
use support::exchange::{Exchange, base};
use support::sample::{CreateImageRequest, DescribeInstancesRequest, StopInstancesRequest};
use support::script::{Script, Step};
use tencentcloud_api_runtime::codegen::{Request, ServiceClient};
use tencentcloud_api_runtime::retry::{Backoff, Failure, NeverRetry, RetryPolicyExt, SafeErrors};
use tencentcloud_api_runtime::{
    ConfigBuilder, Error, ErrorKind, GenericClient, HttpResponse, TimeoutKind, TransportErrorKind,
    Value, json,
};

fn client(config: ConfigBuilder) -> ServiceClient {
    ServiceClient::new(&config.build().unwrap())
}

/// Makes a call. Fails unless its attempts use all steps of the script.
async fn call<R: Request>(script: &Script, request: R) -> Result<R::Response, Error> {
    let result = client(script.config()).send(&request).await;
    assert_eq!(script.remaining(), 0, "unused steps");
    result
}

fn read() -> DescribeInstancesRequest {
    DescribeInstancesRequest::default()
}

fn write() -> StopInstancesRequest {
    StopInstancesRequest::default()
}

/// Failures after which the request may have taken effect.
fn ambiguous() -> Vec<Step> {
    vec![
        Step::Fail(TransportErrorKind::Exchange),
        Step::status(502, "<html>Bad Gateway</html>"),
        Step::status(500, ""),
        Step::status(408, ""),
        Step::code("InternalError"),
        Step::code("InternalError.Db"),
        Step::code("InternalServerError"),
        Step::code("ServiceUnavailable"),
    ]
}

/// Failures after which the request cannot have taken effect.
fn harmless() -> Vec<Step> {
    vec![
        Step::Fail(TransportErrorKind::Connect),
        Step::Fail(TransportErrorKind::ConnectTimeout),
        Step::code("RequestLimitExceeded"),
        Step::code("RequestLimitExceeded.UinLimitExceeded"),
        Step::status(429, ""),
    ]
}

#[tokio::test]
async fn harmless_failure_is_always_retried() {
    for step in harmless() {
        call(&Script::new([step.clone(), Step::ok()]), write())
            .await
            .unwrap();
        call(&Script::new([step, Step::ok()]), read())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn ambiguous_failure_retried_only_if_safe() {
    for step in ambiguous() {
        call(&Script::new([step.clone(), Step::ok()]), read())
            .await
            .unwrap();
        let token = CreateImageRequest::default();
        call(&Script::new([step.clone(), Step::ok()]), token)
            .await
            .unwrap();
        let error = call(&Script::new([step]), write()).await.unwrap_err();
        assert_eq!(error.attempts(), 1);
        assert!(!error.to_string().contains("attempts"), "{error}");
    }
}

#[tokio::test]
async fn lasting_failure_is_never_retried() {
    for step in [
        Step::code("InvalidParameterValue"),
        Step::code("RequestSizeLimitExceeded"),
        Step::code("LimitExceeded"),
        Step::code("AuthFailure.SignatureFailure"),
        Step::status(404, ""),
        Step::status(200, "<html>Please log in</html>"),
        Step::Fail(TransportErrorKind::ResponseTooLarge),
        Step::Fail(TransportErrorKind::Setup),
        Step::Fail(TransportErrorKind::Rejected),
    ] {
        assert_eq!(
            call(&Script::new([step]), read())
                .await
                .unwrap_err()
                .attempts(),
            1
        );
    }
}

#[tokio::test]
async fn third_failure_reports_three_attempts() {
    let script = Script::new([
        Step::status(502, ""),
        Step::Fail(TransportErrorKind::Exchange),
        Step::code("InternalError"),
    ]);
    let error = call(&script, read()).await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert_eq!(
        error.to_string(),
        "InternalError: m (request id r) (after 3 attempts)"
    );
    for last in ambiguous() {
        let script = Script::new([Step::status(502, ""), last.clone(), last]);
        let error = call(&script, read()).await.unwrap_err();
        assert!(
            error.to_string().ends_with(" (after 3 attempts)"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn backoff_doubles_and_throttling_starts_longer() {
    let policy = SafeErrors.with_attempt_limit(9);
    let script = Script::new((0..9).map(|_| Step::status(502, "")));
    let config = script
        .config()
        .retry(policy)
        .timeout(Duration::from_secs(999));
    client(config).send(&read()).await.unwrap_err();
    assert_eq!(
        rounded_millis(&script),
        [500, 1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000]
    );

    let script = Script::new([Step::code("RequestLimitExceeded"), Step::ok()]);
    call(&script, write()).await.unwrap();
    assert_eq!(rounded_millis(&script), [1_000]);

    let script = Script::new([Step::status(502, ""), Step::status(502, ""), Step::ok()]);
    let backoff = Backoff::new(Duration::from_secs(1), Duration::from_millis(1_500));
    client(script.config().backoff(backoff))
        .send(&read())
        .await
        .unwrap();
    assert_eq!(rounded_millis(&script), [1_000, 1_500]);
}

/// Returns the completed waits in milliseconds.
fn rounded_millis(script: &Script) -> Vec<u128> {
    let slept = script.clock.slept();
    slept
        .iter()
        .map(|wait| (wait.as_micros() + 500) / 1_000)
        .collect()
}

#[tokio::test]
async fn retry_after_sets_wait() {
    let busy = Step::status(503, "").with_header("retry-after", "7");
    let script = Script::new([busy, Step::ok()]);
    call(&script, read()).await.unwrap();
    assert_eq!(script.clock.slept(), [Duration::from_secs(7)]);

    let throttled = Step::code("RequestLimitExceeded").with_header("retry-after", "120");
    let script = Script::new([throttled]);
    let error = call(&script, read()).await.unwrap_err();
    assert!(
        error.is_throttling(),
        "the wait would exceed the timeout: {error}"
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(120)));
    assert!(script.clock.slept().is_empty());
}

#[tokio::test]
async fn each_attempt_is_signed_anew() {
    let busy = Step::status(503, "").with_header("retry-after", "2");
    let script = Script::new([busy.clone(), busy, Step::ok()]);
    call(&script, read()).await.unwrap();
    let times = [NOW, NOW + 2, NOW + 4].map(|time| time.to_string());
    assert_eq!(script.headers("x-tc-timestamp"), times);
    let mut signatures = script.headers("authorization");
    signatures.dedup();
    assert_eq!(signatures.len(), 3);
}

/// `NOW` as an HTTP date.
const DATE: &str = "Mon, 25 Feb 2019 16:44:25 GMT";

#[tokio::test]
async fn wrong_clock_is_corrected_once() {
    for ahead in [3_600, -3_600, -i64::try_from(NOW).unwrap()] {
        let expired = Step::code("AuthFailure.SignatureExpire").with_header("date", DATE);
        let mut script = Script::new([expired, Step::ok(), Step::ok()]);
        script.clock.ahead = ahead;
        let client = client(script.config());
        client.send(&write()).await.unwrap();
        client.clone().send(&write()).await.unwrap();
        let wrong = NOW.saturating_add_signed(ahead);
        let times = [wrong, NOW, NOW].map(|time| time.to_string());
        assert_eq!(script.headers("x-tc-timestamp"), times);
        assert!(
            script.clock.slept().is_empty(),
            "a corrected clock needs no wait"
        );
    }
}

#[tokio::test]
async fn expired_signature_with_right_clock_fails() {
    let expired = Step::code("AuthFailure.SignatureExpire");
    for step in [expired.clone(), expired.clone().with_header("date", DATE)] {
        call(&Script::new([step]), read()).await.unwrap_err();
    }
    let mut script = Script::new([
        expired.clone().with_header("date", DATE),
        expired.with_header("date", DATE),
    ]);
    script.clock.ahead = 3_600;
    let error = call(&script, read()).await.unwrap_err();
    assert_eq!(error.attempts(), 2, "the clock is corrected once per call");
}

#[tokio::test]
async fn client_token_is_generated_and_kept() {
    let script = Script::new([Step::status(502, ""), Step::status(502, ""), Step::ok()]);
    let request = CreateImageRequest {
        image_name: Some("x".to_owned()),
        dry_run: Some(false),
        ..Default::default()
    };
    call(&script, request).await.unwrap();
    let expected = json!({"ImageName": "x", "ClientToken": "f".repeat(32), "DryRun": false});
    assert_eq!(script.bodies(), vec![expected; 3]);

    let script = Script::new([Step::status(502, ""), Step::ok()]);
    let request = CreateImageRequest {
        client_token: Some("mine".to_owned()),
        ..Default::default()
    };
    call(&script, request).await.unwrap();
    assert_eq!(script.bodies(), vec![json!({"ClientToken": "mine"}); 2]);
}

#[tokio::test]
async fn each_call_gets_own_token() {
    let exchange = Exchange::answering(200, support::script::OK);
    let client = client(exchange.config());
    for _ in 0..2 {
        client.send(&CreateImageRequest::default()).await.unwrap();
    }
    let token = |index| exchange.body(index)["ClientToken"].clone();
    assert_ne!(token(0), token(1));
}

#[tokio::test]
async fn generic_retry_needs_name_or_token() {
    for (action, parameters, is_retried) in [
        ("DescribeInstances", Value::Null, true),
        ("StopInstances", Value::Null, false),
        ("Listen", Value::Null, false),
        ("Get", Value::Null, false),
        ("RunInstances", json!({"ClientToken": "t"}), true),
        ("RunInstances", json!({"ClientToken": ""}), false),
    ] {
        let script = Script::new([Step::status(502, ""), Step::ok()]);
        let client = GenericClient::new(&script.config().build().unwrap(), "cvm", "2017-03-12");
        let result = client.call(action, parameters).await;
        assert_eq!(result.is_ok(), is_retried, "{action}");
    }
}

#[tokio::test]
async fn custom_policy_decides_retries() {
    let script = Script::new([Step::code("RequestLimitExceeded")]);
    let config = script.config().retry(NeverRetry);
    client(config).send(&read()).await.unwrap_err();
    assert_eq!(script.sent(), 1);

    let script = Script::new([Step::code("FailedOperation.Locked"), Step::ok()]);
    let locked = |failure: &Failure<'_>| failure.error.code() == Some("FailedOperation.Locked");
    client(script.config().retry(locked))
        .send(&write())
        .await
        .unwrap();

    let script = Script::new((0..4).map(|_| Step::status(502, "")));
    let policy = SafeErrors.with_time_limit(Duration::from_secs(4));
    client(script.config().retry(policy))
        .send(&read())
        .await
        .unwrap_err();
    assert_eq!(rounded_millis(&script), [500, 1_000, 2_000]);
}

#[tokio::test]
async fn budget_is_shared_and_refilled() {
    let broken = || Step::status(502, "");
    let script = Script::new([broken(), broken(), broken(), Step::ok(), broken(), broken()]);
    let client = client(script.config().retry_budget(9));
    assert_eq!(
        client.send(&read()).await.unwrap_err().attempts(),
        2,
        "5 of 9 spent"
    );
    let clone = client.clone();
    assert_eq!(
        clone.send(&read()).await.unwrap_err().attempts(),
        1,
        "4 left"
    );
    clone.send(&read()).await.unwrap();
    assert_eq!(
        client.send(&read()).await.unwrap_err().attempts(),
        2,
        "5 again"
    );
    assert_eq!(script.remaining(), 0);
}

#[tokio::test]
async fn stalled_attempt_leaves_time_for_another() {
    let script = Script::new([Step::Silence, Step::ok()]);
    let config = script.config().attempt_timeout(Duration::from_secs(10));
    client(config.clone()).send(&read()).await.unwrap();
    assert_eq!(rounded_millis(&script), [10_000, 500]);

    let script = Script::new([Step::Silence]);
    let config = script.config().attempt_timeout(Duration::from_secs(10));
    let error = client(config).send(&write()).await.unwrap_err();
    let ErrorKind::Timeout(timeout) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(timeout.kind, TimeoutKind::Attempt);
    assert_eq!(
        error.to_string(),
        "the attempt did not finish in time (10s allowed)"
    );
}

#[tokio::test]
async fn total_timeout_counts_attempts() {
    let script = Script::new([Step::status(502, ""), Step::Silence]);
    let error = call(&script, read()).await.unwrap_err();
    let ErrorKind::Timeout(timeout) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!((timeout.kind, error.attempts()), (TimeoutKind::Total, 2));
}

#[tokio::test]
async fn dropped_call_is_not_retried() {
    // The stopped clock of `base` never ends a backoff.
    let exchange = Exchange::answering(503, "");
    let client = client(base().transport(exchange.clone()).retry(SafeErrors));
    let (read, wait) = (read(), Duration::from_millis(20));
    let call = client.send(&read);
    assert!(
        tokio::time::timeout(wait, call).await.is_err(),
        "still backing off"
    );
    tokio::time::sleep(wait).await;
    assert_eq!(exchange.count(), 1);
}

#[tokio::test]
async fn failed_reply_leaves_no_members() {
    let half = r#"{"Response":{"TotalCount":7,"InstanceSet":[{"CPU":1}],"Error":{"Code":"InternalError"}}}"#;
    let script = Script::new([Step::Reply(HttpResponse::new(200, half)), Step::ok()]);
    let response = call(&script, read()).await.unwrap();
    assert_eq!(response.total_count, None);
    assert!(response.instance_set.is_empty());
    assert_eq!(response.request_id.as_deref(), Some("r-ok"));
}
