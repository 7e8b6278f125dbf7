//! Spans with the names of OpenTelemetry's conventions.

mod support;

use support::clock::SkippingClock;
use support::exchange::Exchange;
use support::log::Log;
use support::sample::DescribeInstancesRequest;
use support::script::OK;
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::{RetryPolicyExt as _, SafeErrors};

#[tokio::test]
async fn spans_follow_conventions() {
    let log = Log::capture();
    let client = ServiceClient::new(&Exchange::answering(200, OK).config().build().unwrap());
    let request = DescribeInstancesRequest::default();
    client.send(&request).await.unwrap();
    let closed = log.lines(&["close"]);
    let attempt = closed.iter().find(|line| line.contains("attempt{"));
    let (call, attempt) = attempt.unwrap().split_once("attempt{").unwrap();
    for part in [
        "otel.name=cvm/DescribeInstances",
        "otel.kind=\"client\"",
        "rpc.system=\"tencentcloud-api\"",
        "rpc.service=\"cvm\"",
        "rpc.method=\"DescribeInstances\"",
    ] {
        assert!(call.contains(part), "{part} in {call}");
    }
    for part in [
        "otel.name=\"POST\"",
        "otel.kind=\"client\"",
        "http.request.method=\"POST\"",
        "http.response.status_code=200",
        "server.address=\"cvm.tencentcloudapi.com\"",
        "server.port=443",
    ] {
        assert!(attempt.contains(part), "{part} in {attempt}");
    }
    for absent in ["error.type", "otel.status_code", "resend_count"] {
        assert!(!attempt.contains(absent), "{absent} in {attempt}");
    }
}

#[tokio::test]
async fn failed_spans_have_error_type() {
    let code =
        r#"{"Response":{"Error":{"Code":"InternalError","Message":"hush"},"RequestId":"r"}}"#;
    for (status, body, error_type) in [(200, code, "InternalError"), (502, "hush", "502")] {
        let log = Log::capture();
        let config = Exchange::answering(status, body).config();
        let config = config
            .endpoint("http://127.0.0.1:8080/path")
            .clock(SkippingClock::new());
        let config = config.retry(SafeErrors.with_attempt_limit(2));
        let client = ServiceClient::new(&config.build().unwrap());
        let request = DescribeInstancesRequest::default();
        client.send(&request).await.unwrap_err();
        let part = format!("error.type=\"{error_type}\"");
        let resend = "http.request.resend_count=1";
        let server = "server.address=\"127.0.0.1\" server.port=8080";
        let attempt = log.lines(&["close", "attempt=2", resend, server, &part]);
        assert_eq!(attempt.len(), 1, "{}", log.text());
        let call = log.lines(&["close", "attempts=2", "otel.status_code=\"ERROR\"", &part]);
        assert_eq!(call.len(), 1, "{}", log.text());
        assert!(!log.text().contains("hush"));
    }
}
