//! Options of single calls, with a transport that answers from a function.

mod support;

use std::time::Duration;

use support::clock::StoppedClock;
use support::exchange::Exchange;
use support::sample::{DescribeInstancesRequest, Placement, RunInstancesRequest};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{
    CallOptions, ErrorKind, GenericClient, HttpResponse, Language, RequestForm, RootDomain,
    SignatureMethod, Value, json,
};

const EMPTY: &str = r#"{"Response":{"Unknown":7,"RequestId":"r-8"}}"#;

/// Returns the URL of the last request.
fn url(exchange: &Exchange) -> String {
    let seen = exchange.seen.lock().unwrap();
    seen.last().unwrap().url.clone()
}

#[tokio::test]
async fn call_options_override_client_and_config() {
    let exchange = Exchange::answering(200, EMPTY);
    let base = CallOptions::new()
        .language(Language::Chinese)
        .trace_id("config")
        .header("X-A", "config")
        .parameter("Limit", json!(1));
    let config = exchange.config().call_options(base).build().unwrap();
    let client = ServiceClient::new(&config);
    let request = DescribeInstancesRequest::default();

    client.send(&request).await.unwrap();
    assert_eq!(exchange.header("x-tc-language").as_deref(), Some("zh-CN"));
    assert_eq!(exchange.header("x-tc-traceid").as_deref(), Some("config"));
    assert_eq!(exchange.body(0), json!({"Limit": 1}));

    let client = client.with(
        CallOptions::new()
            .region("ap-beijing")
            .header("x-a", "client"),
    );
    let options = CallOptions::new()
        .trace_id("call")
        .endpoint("http://one:81/x")
        .parameter("Offset", json!(2));
    client.send_with(&request, &options).await.unwrap();
    for (name, value) in [
        ("x-tc-language", "zh-CN"),
        ("x-tc-traceid", "call"),
        ("x-a", "client"),
        ("x-tc-region", "ap-beijing"),
    ] {
        assert_eq!(exchange.header(name).as_deref(), Some(value));
    }
    assert_eq!(exchange.body(1), json!({"Limit": 1, "Offset": 2}));
    assert_eq!(url(&exchange), "http://one:81/x");
}

#[tokio::test]
async fn call_region_selects_host() {
    let exchange = Exchange::answering(200, EMPTY);
    let config = exchange.config().build().unwrap();
    let client = GenericClient::new(&config, "cls", "v");
    for (options, expected) in [
        (CallOptions::new(), "https://cls.tencentcloudapi.com/"),
        (
            CallOptions::new().region("ap-shenzhen-fsi"),
            "https://cls.ap-shenzhen-fsi.tencentcloudapi.com/",
        ),
        (
            CallOptions::new().ai_domain(true),
            "https://cls.ai.tencentcloudapi.com/",
        ),
        (CallOptions::new().endpoint("a.b"), "https://a.b/"),
    ] {
        client.call_with("X", Value::Null, &options).await.unwrap();
        assert_eq!(url(&exchange), expected);
    }
    let config = exchange
        .config()
        .root_domain(RootDomain::International)
        .region_in_host(true)
        .service_endpoint("cvm", "http://mock:1")
        .build()
        .unwrap();
    for (service, expected) in [
        ("cls", "https://cls.ap-guangzhou.intl.tencentcloudapi.com/"),
        ("cvm", "http://mock:1/"),
    ] {
        let client = GenericClient::new(&config, service, "v");
        client.call("X", Value::Null).await.unwrap();
        assert_eq!(url(&exchange), expected);
    }
}

#[tokio::test]
async fn malformed_name_cannot_change_host() {
    let exchange = Exchange::answering(200, EMPTY);
    let config = exchange.config().build().unwrap();
    let options = CallOptions::new().region("evil.example/-fsi");
    let client = GenericClient::new(&config, "cvm", "v");
    let error = client.call_with("X", Value::Null, &options).await;
    assert!(matches!(
        error.unwrap_err().kind(),
        ErrorKind::InvalidRequest(_)
    ));
    let client = GenericClient::new(&config, "evil.example/", "v");
    let error = client.call("X", Value::Null).await;
    assert!(matches!(
        error.unwrap_err().kind(),
        ErrorKind::InvalidRequest(_)
    ));
    assert_eq!(exchange.count(), 0);
}

#[tokio::test]
async fn option_parameters_merge_into_request() {
    let exchange = Exchange::answering(200, EMPTY);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let request = RunInstancesRequest {
        placement: Some(Placement::default()),
        password: Some("p".to_owned()),
        ..Default::default()
    };
    let options = CallOptions::new()
        .parameter("Placement", json!({"Zone": "z", "New": [1]}))
        .parameter("Password", Value::Null)
        .parameter("ImageId", "img");
    client.send_with(&request, &options).await.unwrap();
    assert_eq!(
        exchange.body(0),
        json!({"Placement": {"Zone": "z", "New": [1]}, "Password": null, "ImageId": "img"})
    );

    // Required parameters that neither request nor options contain are still missing.
    let options = CallOptions::new().parameter("ImageId", "img");
    let error = client.send_with(&request, &options).await.unwrap_err();
    let missing = "missing required parameters: Placement.Zone";
    assert_eq!(error.to_string(), missing);
    let options = options.check_required(false);
    client.send_with(&request, &options).await.unwrap();
    assert_eq!(exchange.count(), 2);
}

#[tokio::test]
async fn call_region_overrides_config() {
    let exchange = Exchange::answering(200, EMPTY);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let options = CallOptions::new().check_required(false);
    let request = RunInstancesRequest::default();
    client.send_with(&request, &options).await.unwrap();
    assert_eq!(
        exchange.header("x-tc-region").as_deref(),
        Some("ap-guangzhou")
    );
    let options = options.region("ap-tokyo");
    client.send_with(&request, &options).await.unwrap();
    assert_eq!(exchange.header("x-tc-region").as_deref(), Some("ap-tokyo"));
}

#[tokio::test]
async fn detailed_call_returns_status_and_headers() {
    let exchange = Exchange::new(|_| {
        let mut reply = HttpResponse::new(201, EMPTY);
        reply.headers.insert("x-served-by", "7".parse().unwrap());
        Some(reply)
    });
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let options = CallOptions::new().random_trace_id();
    let request = DescribeInstancesRequest::default();
    let response = client.send_detailed(&request, &options).await.unwrap();
    assert_eq!(response.body.request_id.as_deref(), Some("r-8"));
    assert_eq!(response.request_id.as_deref(), Some("r-8"));
    assert_eq!(
        (response.status, &response.raw[..]),
        (201, EMPTY.as_bytes())
    );
    assert_eq!(response.headers["x-served-by"], "7");
    assert_eq!(response.trace_id, exchange.header("x-tc-traceid"));
    let other = client.send_detailed(&request, &options).await.unwrap();
    assert_eq!(other.trace_id.as_ref().map(String::len), Some(36));
    assert_ne!(other.trace_id, response.trace_id);

    let config = exchange.config().build().unwrap();
    let client = GenericClient::new(&config, "cvm", "v");
    let options = CallOptions::new();
    let generic = client
        .call_detailed("X", Value::Null, &options)
        .await
        .unwrap();
    assert_eq!(generic.body["Unknown"], 7);
    assert_eq!((generic.status, generic.trace_id), (201, None));
}

#[tokio::test]
async fn raw_body_is_sent_unchanged() {
    let exchange = Exchange::answering(200, EMPTY);
    let client = GenericClient::new(&exchange.config().build().unwrap(), "cvm", "v");
    let json = r#"{ "Big" : 123456789012345678901234567890.50 }"#;
    assert_eq!(client.call_raw("X", json).await.unwrap(), EMPTY);
    assert_eq!(exchange.seen.lock().unwrap()[0].body, json);

    let options = CallOptions::new().parameter("B", true);
    client.with(options).call_raw("X", json).await.unwrap();
    assert_eq!(
        exchange.seen.lock().unwrap()[1].body,
        r#"{"Big":123456789012345678901234567890.50,"B":true}"#
    );

    let query = client.with(CallOptions::new().form(RequestForm::Query));
    for broken in ["", "[]", "{", "\u{fffd}"] {
        let error = query.call_raw("X", broken).await.unwrap_err();
        let text = error.to_string();
        let expected = "parameters of X must be a JSON object: expected";
        assert!(text.starts_with(expected), "{text}");
    }
    let error = query.call_raw("X", &b"\xff"[..]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidRequest(_)));

    let body = r#"{"Response":{"Error":{"Code":"No","Message":"m"},"RequestId":"r"}}"#;
    let exchange = Exchange::answering(200, body);
    let client = GenericClient::new(&exchange.config().build().unwrap(), "cvm", "v");
    let error = client.call_raw("X", "{}").await.unwrap_err();
    assert_eq!(error.code(), Some("No"));
}

#[tokio::test]
async fn call_timeout_overrides_config() {
    let exchange = Exchange::new(|_| None);
    let clock = StoppedClock { sleeps_end: true };
    let config = exchange.config().clock(clock).build().unwrap();
    let client = ServiceClient::new(&config);
    let options = CallOptions::new().timeout(Duration::from_millis(1500));
    let request = DescribeInstancesRequest::default();
    let error = client.send_with(&request, &options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the call did not finish in time (1.5s allowed)"
    );
}

#[tokio::test]
async fn malformed_option_fails_call() {
    let exchange = Exchange::answering(200, EMPTY);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let new = CallOptions::new;
    let json_v1 = new()
        .signature(SignatureMethod::HmacSha1)
        .form(RequestForm::Json);
    for (options, expected) in [
        (new().endpoint("ftp://x"), "ftp://x"),
        (new().trace_id("a\nb"), "trace id"),
        (new().header("a b", "x"), "a b"),
        (new().header("x-a", "hush\n"), "x-a"),
        (new().signed_header("x-a", "hüsh"), "x-a"),
        (new().trace_id("ü"), "trace id"),
        (new().header("Host", "x"), "cannot be overridden"),
        (
            new().signed_header("AUTHORIZATION", "x"),
            "cannot be overridden",
        ),
        (new().header("X-TC-Timestamp", "1"), "cannot be overridden"),
        (new().form(RequestForm::Form), "Tc3HmacSha256"),
        (json_v1, "HmacSha1"),
        (
            new().signature(SignatureMethod::HmacSha256).file("F", "x"),
            "Multipart",
        ),
    ] {
        let request = DescribeInstancesRequest::default();
        let error = client.send_with(&request, &options).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::InvalidRequest(_)),
            "{error}"
        );
        let error = error.to_string();
        assert!(
            error.contains(expected) && !error.contains("hush"),
            "{error}"
        );
        let client = client.with(options);
        assert!(client.send(&request).await.is_err());
    }
    assert_eq!(exchange.count(), 0);
}

#[tokio::test]
async fn options_debug_hides_values() {
    let exchange = Exchange::answering(200, EMPTY);
    let options = CallOptions::new()
        .parameter("Password", "hush-password")
        .header("X-Key", "hush-header")
        .signature(SignatureMethod::HmacSha1)
        .form(RequestForm::Query);
    let files = CallOptions::new().file("F", "hush-file");
    let config = exchange.config().call_options(options.clone());
    let client = ServiceClient::new(&config.clone().build().unwrap());
    let client = client.with(CallOptions::new());
    client
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    let sent = exchange.seen.lock().unwrap()[0].clone();
    assert!(sent.url.contains("hush-password") && sent.url.contains("Signature="));
    let printed = format!("{options:?}{files:?}{config:?}{client:?}{sent:?}");
    assert!(
        !printed.contains("hush") && !printed.contains("Signature="),
        "{printed}"
    );
}

#[test]
fn contradicting_endpoint_settings_fail_build() {
    let exchange = Exchange::answering(200, EMPTY);
    for config in [
        exchange.config().endpoint("a").gateway("b"),
        exchange.config().endpoint("a").region_in_host(true),
        exchange.config().gateway("ftp://b"),
        exchange.config().service_endpoint("cvm", "http://"),
    ] {
        assert!(config.build().is_err());
    }
}

#[test]
fn calls_with_options_are_send() {
    fn assert_send<T: Send>(_: T) {}
    let exchange = Exchange::answering(200, EMPTY);
    let config = exchange.config().build().unwrap();
    let client = ServiceClient::new(&config);
    let options = CallOptions::new();
    let request = DescribeInstancesRequest::default();
    assert_send(client.send_detailed(&request, &options));
    let generic = GenericClient::new(&config, "cvm", "v");
    assert_send(generic.call_with("X", Value::Null, &options));
    assert_send(generic.stream("X", Value::Null));
}
