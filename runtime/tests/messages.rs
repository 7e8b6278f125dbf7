//! Messages of errors: the whole cause on one line, each part once, with the ids of the call.

mod support;

use std::error::Error as StdError;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake};
use std::thread::{self, Thread};
use std::time::Duration;

use support::exchange::{Exchange, base};
use support::sample::{DescribeInstancesRequest, StopInstancesRequest};
use support::script::{OK, Script, Step};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{
    CallOptions, Config, Credential, Error, ErrorKind, HttpResponse, TimeoutKind,
    TransportErrorKind,
};

/// Returns the error of a call with these options.
async fn failure(config: tencentcloud_api_runtime::ConfigBuilder, options: &CallOptions) -> Error {
    let client = ServiceClient::new(&config.build().unwrap());
    let request = StopInstancesRequest::default();
    client.send_with(&request, options).await.unwrap_err()
}

/// Returns the error with its sources, as programs print it.
fn with_sources(error: &Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text = format!("{text}: {source}");
        next = source.source();
    }
    text
}

#[cfg(feature = "http-client")]
#[tokio::test]
async fn refused_connection_names_address_and_reason() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let config = base().endpoint(format!("http://{address}"));
    let error = failure(config, &CallOptions::new().trace_id("t-1")).await;
    let text = with_sources(&error);
    for part in [address.as_str(), "onnection refused", "(trace id t-1)"] {
        assert_eq!(text.matches(part).count(), 1, "{part}: {text}");
    }
    assert!(!text.contains('\n'), "{text}");
    let ErrorKind::Transport(transport) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(transport.kind(), TransportErrorKind::Connect);
    let mut cause: &(dyn StdError + 'static) = transport.cause();
    while let Some(source) = cause.source() {
        cause = source;
    }
    let system = cause
        .downcast_ref::<std::io::Error>()
        .map(std::io::Error::kind);
    assert_eq!(system, Some(std::io::ErrorKind::ConnectionRefused));
}

#[cfg(feature = "http-client")]
#[tokio::test]
async fn unknown_host_names_host_and_reason() {
    let http = tencentcloud_api_runtime::HttpOptions::default().without_proxy();
    let config = base().http(http).endpoint("https://cvm.nowhere.invalid");
    let text = with_sources(&failure(config, &CallOptions::new()).await);
    assert_eq!(text.matches("cvm.nowhere.invalid").count(), 1, "{text}");
    assert!(text.contains("dns error: "), "{text}");
}

#[tokio::test]
async fn gateway_page_is_quoted_with_ids() {
    let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\u{1b}[31m";
    let exchange = Exchange::new(move |_| {
        let mut reply = HttpResponse::new(502, page);
        reply
            .headers
            .insert("x-tc-traceid", "t-reply".parse().unwrap());
        Some(reply)
    });
    let error = failure(exchange.config(), &CallOptions::new()).await;
    assert_eq!(
        error.to_string(),
        "HTTP status 502: <html> <head><title>502 Bad Gateway</title></head> [31m (trace id t-reply)"
    );
    assert_eq!(error.trace_id(), Some("t-reply"));
    let error = failure(exchange.config(), &CallOptions::new().trace_id("t-request")).await;
    assert_eq!(
        error.trace_id(),
        Some("t-request"),
        "the call's own id comes first"
    );
}

#[tokio::test]
async fn api_error_has_request_and_trace_id() {
    let script = Script::new([Step::code("Failed").with_header("x-tc-traceid", "t-1")]);
    let error = failure(script.config(), &CallOptions::new()).await;
    assert_eq!(error.to_string(), "Failed: m (request id r, trace id t-1)");
    assert_eq!(
        (error.request_id(), error.trace_id()),
        (Some("r"), Some("t-1"))
    );
    let script = Script::new([Step::code("Failed")]);
    let error = failure(script.config(), &CallOptions::new()).await;
    assert_eq!(error.to_string(), "Failed: m (request id r)");
}

#[tokio::test]
async fn ids_of_servers_are_escaped_and_limited() {
    let id = format!("{}{}", r"a\n\u001b[31mb", "x".repeat(500));
    let body =
        format!(r#"{{"Response":{{"Error":{{"Code":"No","Message":"m"}},"RequestId":"{id}"}}}}"#);
    let exchange = Exchange::new(move |_| Some(HttpResponse::new(200, body.clone())));
    let text = failure(exchange.config(), &CallOptions::new())
        .await
        .to_string();
    assert!(text.starts_with("No: m (request id a [31mbxxx"), "{text}");
    assert!(
        text.ends_with("x…)") && text.chars().count() < 170,
        "{text}"
    );
}

#[tokio::test]
async fn call_without_time_is_not_sent() {
    let reads = DescribeInstancesRequest::default();
    for (configured, option, kind) in [
        (Some(Duration::ZERO), None, TimeoutKind::Total),
        (None, Some(Duration::ZERO), TimeoutKind::Total),
        (None, None, TimeoutKind::Attempt),
    ] {
        // The fastest reply there is, and three attempts.
        let script = Script::new((0..3).map(|_| Step::status(200, OK)));
        let mut config = script.config();
        config = match configured {
            Some(limit) => config.timeout(limit),
            None if option.is_none() => config.attempt_timeout(Duration::ZERO),
            None => config,
        };
        let client = ServiceClient::new(&config.build().unwrap());
        let mut options = CallOptions::new().trace_id("t-1");
        if let Some(limit) = option {
            options = options.timeout(limit);
        }
        let error = client.send_with(&reads, &options).await.unwrap_err();
        let ErrorKind::Timeout(timeout) = error.kind() else {
            panic!("{error}")
        };
        assert_eq!(
            (timeout.kind, timeout.allowed),
            (kind, Some(Duration::ZERO))
        );
        assert!(error.was_never_sent() && !error.is_retryable());
        let end = "(0ns allowed, so nothing was sent) (trace id t-1)";
        assert!(error.to_string().ends_with(end), "{error}");
        assert_eq!((script.sent(), script.clock.slept().len()), (0, 0));
    }
}

#[cfg(feature = "http-client")]
#[test]
fn call_outside_tokio_is_error() {
    let config = Config::builder()
        .credential(Credential::new("AKIDtest", "hush-key").unwrap())
        .region("ap-guangzhou")
        .endpoint("http://127.0.0.1:9")
        .build()
        .unwrap();
    let client = ServiceClient::new(&config);
    let request = DescribeInstancesRequest::default();
    let error = block_on(client.send(&request)).unwrap_err();
    assert!(error.to_string().contains("Tokio runtime"), "{error}");
    assert!(error.was_never_sent() && !error.is_retryable());
    assert_eq!(error.attempts(), 1);
}

#[cfg(feature = "http-client")]
#[test]
fn own_transport_works_outside_tokio() {
    let config = Config::builder()
        .credential(Credential::new("AKIDtest", "hush-key").unwrap())
        .region("ap-guangzhou")
        .transport(Exchange::answering(200, OK))
        .build()
        .unwrap();
    let client = ServiceClient::new(&config);
    let request = DescribeInstancesRequest::default();
    block_on(client.send(&request)).unwrap();
}

#[cfg(feature = "http-client")]
#[test]
fn default_clock_measures_time_outside_tokio() {
    let config = Config::builder()
        .credential(Credential::new("AKIDtest", "hush-key").unwrap())
        .region("ap-guangzhou")
        .transport(Exchange::new(|_| None))
        .build()
        .unwrap();
    let client = ServiceClient::new(&config);
    let request = DescribeInstancesRequest::default();
    for (limit, call) in [
        (Duration::from_millis(20), 1),
        (Duration::from_millis(1), 2),
    ] {
        let options = CallOptions::new().timeout(limit);
        let began = std::time::Instant::now();
        let error = block_on(client.send_with(&request, &options)).unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Timeout(_)),
            "{call}: {error}"
        );
        assert!(began.elapsed() >= limit);
    }
}

/// Drives a future on this thread, without a runtime.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(thread::current())).into();
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        thread::park();
    }
}

#[tokio::test]
async fn connect_timeout_names_address() {
    let script = Script::new([Step::Fail(TransportErrorKind::ConnectTimeout)]);
    let config = script
        .config()
        .retry(tencentcloud_api_runtime::retry::NeverRetry);
    let error = failure(config, &CallOptions::new()).await;
    assert_eq!(error.to_string(), "connecting timed out: as scripted");
}

#[tokio::test]
async fn detailed_reply_debug_hides_raw_body() {
    let body = r#"{"Response":{"InstanceSet":[{"Password":"hush-reply"}],"RequestId":"r-1"}}"#;
    let exchange = Exchange::answering(200, body);
    let client = ServiceClient::new(&exchange.config().build().unwrap());
    let request = DescribeInstancesRequest::default();
    let reply = client
        .send_detailed(&request, &CallOptions::new())
        .await
        .unwrap();
    let printed = format!("{reply:?} {reply:#?}");
    assert!(
        printed.contains("r-1") && !printed.contains("hush"),
        "{printed}"
    );
    assert!(
        printed.contains(&format!("raw_bytes: {}", body.len())),
        "{printed}"
    );
}
