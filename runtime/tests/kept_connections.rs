//! Idle connections of the default transport: their timeout, their reuse, and the server closing
//! them.
#![cfg(feature = "http-client")]

mod support;

use std::time::Duration;

use support::exchange::base;
use support::sample::DescribeInstancesRequest;
use support::server::{GZIPPED, Reply, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{Error, ErrorKind, HttpOptions, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const OK: &str = r#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;

fn client(address: &str, options: HttpOptions) -> ServiceClient {
    let config = base().endpoint(address).http(options);
    ServiceClient::new(&config.build().unwrap())
}

async fn call(client: &ServiceClient) -> Result<(), Error> {
    let sent = client.send(&DescribeInstancesRequest::default()).await;
    sent.map(drop)
}

/// Returns the number of each request's connection.
fn connections(server: &Server) -> Vec<usize> {
    server.seen().iter().map(|seen| seen.connection).collect()
}

#[tokio::test]
async fn idle_connection_closes_after_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let options = HttpOptions::default().pool_idle_timeout(Duration::from_millis(50));
    let client = client(&address, options);
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        assert_ne!(stream.read(&mut request).await.unwrap(), 0);
        let Reply::Raw(reply) = Reply::json(OK) else {
            unreachable!("`Reply::json` returns bytes")
        };
        stream.write_all(&reply).await.unwrap();
        // The client closes the connection even if no other call follows.
        let end = stream.read(&mut request);
        tokio::time::timeout(Duration::from_secs(10), end).await
    });
    call(&client).await.unwrap();
    assert_eq!(
        served
            .await
            .unwrap()
            .expect("the client closes it")
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn connection_closed_by_server_is_replaced() {
    let Reply::Raw(reply) = Reply::json(OK) else {
        unreachable!("`Reply::json` returns bytes")
    };
    let replies = (0..3).map(|_| Reply::RawThenClose(reply.clone()));
    let server = Server::start(replies).await;
    let client = client(&server.address, HttpOptions::default());
    for _ in 0..3 {
        call(&client).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(connections(&server), [1, 2, 3]);
}

#[tokio::test]
async fn unread_body_closes_its_connection() {
    // Longer than the buffers, so that a part of it remains unread.
    let long = format!(
        r#"{{"Response":{{"RequestId":"{}"}}}}"#,
        "r".repeat(16 << 20)
    );
    let server = Server::start([Reply::json(&long), Reply::json(OK)]).await;
    let config = base().endpoint(&server.address).max_response_bytes(100);
    let client = ServiceClient::new(&config.build().unwrap());
    let error = call(&client).await.unwrap_err();
    let ErrorKind::Transport(error) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), TransportErrorKind::ResponseTooLarge);
    call(&client).await.unwrap();
    assert_eq!(connections(&server), [1, 2]);
}

#[tokio::test]
async fn truncated_or_invalid_gzip_is_error() {
    let gzip = |body: &[u8]| Reply::with("200 OK", "Content-Encoding: gzip\r\n", body);
    let half = &GZIPPED[..GZIPPED.len() / 2];
    let without_checksum = &GZIPPED[..GZIPPED.len() - 8];
    for body in [half, without_checksum, b"not gzip"] {
        let server = Server::start([gzip(body)]).await;
        let client = client(&server.address, HttpOptions::default());
        let error = call(&client).await.unwrap_err();
        let ErrorKind::Transport(error) = error.kind() else {
            panic!("{body:?}");
        };
        assert_eq!(error.kind(), TransportErrorKind::Exchange);
        let text = error.to_string();
        assert!(text.contains(&server.address), "{text}");
    }
}

#[tokio::test]
async fn gzip_members_are_concatenated() {
    let body = GZIPPED.repeat(2);
    let server = Server::start([Reply::with(
        "502 Bad Gateway",
        "Content-Encoding: GZIP\r\n",
        &body,
    )])
    .await;
    let error = call(&client(&server.address, HttpOptions::default())).await;
    let error = error.unwrap_err();
    let ErrorKind::HttpStatus(error) = error.kind() else {
        panic!("{error:?}");
    };
    let reply = r#"{"Response":{"RequestId":"zipped"}}"#;
    assert_eq!(error.excerpt, reply.repeat(2));
}
