//! Calls over real connections, to a server that records and verifies requests.
#![cfg(feature = "http-client")]

mod support;

use support::clock::{NOW, StoppedClock};
use support::exchange::base;
use support::sample::DescribeInstancesRequest;
use support::server::{GZIPPED, Reply, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{
    Credential, ErrorKind, GenericClient, Language, TimeoutKind, TransportErrorKind, Value,
};

const OK: &str =
    r#"{"Response":{"TotalCount":1,"InstanceSet":[{"InstanceId":"ins-1"}],"RequestId":"r-1"}}"#;
const DAY: &str = "2019-02-25";

fn client(server: &Server) -> ServiceClient {
    ServiceClient::new(&base().endpoint(&server.address).build().unwrap())
}

#[tokio::test]
async fn call_arrives_signed_and_reply_decodes() {
    let server = Server::start([Reply::json(OK)]).await;
    let request = DescribeInstancesRequest {
        limit: Some(1),
        ..Default::default()
    };
    let response = client(&server).send(&request).await.unwrap();
    assert_eq!(response.total_count, Some(1));
    assert_eq!(
        response.instance_set[0].instance_id.as_deref(),
        Some("ins-1")
    );
    assert_eq!(response.request_id.as_deref(), Some("r-1"));

    let [seen] = &server.seen()[..] else {
        panic!("expected one request")
    };
    seen.verify("cvm", DAY);
    assert_eq!(seen.start_line, "POST / HTTP/1.1");
    assert_eq!(seen.body, br#"{"Limit":1}"#);
    for (name, value) in [
        ("host", server.address.trim_start_matches("http://")),
        ("content-type", "application/json"),
        ("x-tc-action", "DescribeInstances"),
        ("x-tc-version", "2017-03-12"),
        ("x-tc-timestamp", &NOW.to_string()),
        ("x-tc-region", "ap-guangzhou"),
    ] {
        assert_eq!(seen.headers[name], value);
    }
    assert!(seen.headers["x-tc-requestclient"].starts_with("SDK_RUST_"));
    for absent in ["x-tc-token", "x-tc-language"] {
        assert!(!seen.headers.contains_key(absent));
    }
}

#[tokio::test]
async fn settings_appear_in_headers() {
    let server = Server::start([Reply::json(OK)]).await;
    let credential = Credential::new("AKIDtest", "hush-key")
        .unwrap()
        .with_token("tok")
        .unwrap();
    let config = base()
        .credential(credential)
        .endpoint(format!("{}/behind/A/proxy", server.address))
        .language(Language::English)
        .request_client("my tool, 1.0")
        .build()
        .unwrap();
    ServiceClient::new(&config)
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    let seen = &server.seen()[0];
    seen.verify("cvm", DAY);
    assert_eq!(seen.start_line, "POST /behind/A/proxy HTTP/1.1");
    assert_eq!(seen.headers["x-tc-token"], "tok");
    assert_eq!(seen.headers["x-tc-language"], "en-US");
    assert!(seen.headers["x-tc-requestclient"].ends_with("; my tool, 1.0"));
}

#[tokio::test]
async fn sequential_calls_share_connection() {
    let server = Server::start([Reply::json(OK), Reply::json(OK), Reply::json(OK)]).await;
    let config = base().endpoint(&server.address).build().unwrap();
    for _ in 0..3 {
        // Each client is new, but the connections belong to the configuration.
        let client = ServiceClient::new(&config.with_region("ap-beijing"));
        client
            .send(&DescribeInstancesRequest::default())
            .await
            .unwrap();
    }
    let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [1, 1, 1]);
    assert_eq!(server.seen()[2].headers["x-tc-region"], "ap-beijing");
}

#[tokio::test]
async fn gzip_reply_decodes() {
    let gzip = Reply::with("200 OK", "Content-Encoding: gzip\r\n", GZIPPED);
    let server = Server::start([gzip]).await;
    let response = client(&server)
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap();
    assert_eq!(response.request_id.as_deref(), Some("zipped"));
    assert!(server.seen()[0].headers["accept-encoding"].contains("gzip"));
}

#[tokio::test]
async fn generic_client_calls_any_action() {
    let reply = r#"{"Response":{"TotalCount":2,"Big":9007199254740993,"RequestId":"r"}}"#;
    let server = Server::start([Reply::json(reply), Reply::json(reply)]).await;
    let config = base().endpoint(&server.address).build().unwrap();
    let client = GenericClient::new(&config, "cbs", "2017-03-12");
    let parameters = serde_json::json!({"DiskIds": ["disk-1"]});
    let reply = client.call("DescribeDisks", parameters).await.unwrap();
    assert_eq!(reply["Big"], 9_007_199_254_740_993_i64);
    client.call("DescribeDisks", Value::Null).await.unwrap();

    let seen = server.seen();
    seen[0].verify("cbs", DAY);
    assert_eq!(seen[0].body, br#"{"DiskIds":["disk-1"]}"#);
    assert_eq!(seen[0].headers["x-tc-action"], "DescribeDisks");
    assert_eq!(seen[1].body, b"{}");
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let redirect = Reply::with("302 Found", "Location: http://127.0.0.1:1/\r\n", b"moved");
    let server = Server::start([redirect]).await;
    let error = client(&server)
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "HTTP status 302: moved");
}

#[tokio::test]
async fn oversized_reply_is_error() {
    let server = Server::start([
        Reply::json(OK),
        Reply::with("200 OK", "Content-Encoding: gzip\r\n", GZIPPED),
    ])
    .await;
    let config = base()
        .endpoint(&server.address)
        .max_response_bytes(30)
        .build()
        .unwrap();
    let client = ServiceClient::new(&config);
    for _ in 0..2 {
        let error = client
            .send(&DescribeInstancesRequest::default())
            .await
            .unwrap_err();
        let ErrorKind::Transport(error) = error.kind() else {
            panic!("{error}")
        };
        assert_eq!(error.kind(), TransportErrorKind::ResponseTooLarge);
    }
}

#[tokio::test]
async fn broken_exchange_differs_from_refused_connection() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Resp".to_vec();
    let server = Server::start([Reply::RawThenClose(cut)]).await;
    let error = client(&server)
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap_err();
    let ErrorKind::Transport(broken) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(broken.kind(), TransportErrorKind::Exchange);
    assert!(error.is_retryable());

    let config = base().endpoint("http://127.0.0.1:1").build().unwrap();
    let error = ServiceClient::new(&config)
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap_err();
    let ErrorKind::Transport(refused) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(refused.kind(), TransportErrorKind::Connect);
    assert!(!error.to_string().contains("hush"), "{error}");
}

#[tokio::test]
async fn total_timeout_ends_call() {
    let server = Server::start([Reply::Silence]).await;
    let config = base()
        .endpoint(&server.address)
        .clock(StoppedClock { sleeps_end: true })
        .build()
        .unwrap();
    let error = ServiceClient::new(&config)
        .send(&DescribeInstancesRequest::default())
        .await
        .unwrap_err();
    let ErrorKind::Timeout(timeout) = error.kind() else {
        panic!("{error}")
    };
    assert_eq!(timeout.kind, TimeoutKind::Total);
    assert_eq!(
        error.to_string(),
        "the call did not finish in time (60s allowed)"
    );
}

#[tokio::test]
async fn dropped_call_cancels_exchange() {
    let server = Server::start([Reply::Silence]).await;
    let client = client(&server);
    let request = DescribeInstancesRequest::default();
    let call = client.send(&request);
    tokio::select! {
        _ = call => panic!("the server does not reply"),
        () = server.arrived.notified() => {}
    }
    server.abandoned.notified().await;
}

#[tokio::test]
async fn broken_refusal_keeps_status_and_excerpt() {
    let broken = |status: u16| {
        let head = format!("HTTP/1.1 {status} X\r\nContent-Length: 99\r\n\r\n");
        Reply::RawThenClose(format!("{head}<html>denied").into_bytes())
    };
    for status in [403, 407, 413, 503] {
        let server = Server::start([broken(status)]).await;
        let request = DescribeInstancesRequest::default();
        let error = client(&server).send(&request).await.unwrap_err();
        let ErrorKind::HttpStatus(error) = error.kind() else {
            panic!("{error:?}");
        };
        assert_eq!((error.status, &*error.excerpt), (status, "<html>denied"));
    }
    let server = Server::start([broken(200)]).await;
    let request = DescribeInstancesRequest::default();
    let error = client(&server).send(&request).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Transport(_)), "{error:?}");
}
