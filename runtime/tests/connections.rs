//! Connections of the default transport: proxies, pool, TLS and HTTP version.
#![cfg(feature = "http-client")]

mod support;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use support::certificates::Certificates;
use support::exchange::base;
use support::sample::DescribeInstancesRequest;
use support::server::{Reply, Server};
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::SafeErrors;
use tencentcloud_api_runtime::{
    ConfigBuilder, Error, ErrorKind, GenericClient, HttpOptions, SystemClock, TransportErrorKind,
    Value,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const OK: &str = r#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;
/// The URL of a port without a listener.
const NOWHERE: &str = "http://127.0.0.1:1";

async fn call(config: ConfigBuilder) -> Result<(), Error> {
    let client = ServiceClient::new(&config.build()?);
    let response = client.send(&DescribeInstancesRequest::default()).await?;
    assert_eq!(response.total_count, Some(1));
    Ok(())
}

/// Returns the kind of the transport error that a call failed with.
fn kind(result: Result<(), Error>) -> TransportErrorKind {
    match result.unwrap_err().into_kind() {
        ErrorKind::Transport(error) => error.kind(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn configured_proxy_skips_excluded_hosts() {
    let server = Server::start([Reply::json(OK), Reply::json(OK)]).await;
    let proxy = server.address.replace("http://", "http://user:hush@");
    let options = HttpOptions::default().proxy(proxy);
    assert!(!format!("{options:?}").contains("hush"));
    let remote = base().endpoint("http://cvm.example.invalid");
    call(remote.http(options)).await.unwrap();
    let [seen] = &server.seen()[..] else {
        panic!("expected one request")
    };
    assert_eq!(seen.start_line, "POST http://cvm.example.invalid/ HTTP/1.1");
    assert_eq!(seen.headers["proxy-authorization"], "Basic dXNlcjpodXNo");
    seen.verify("cvm", "2019-02-25");

    let local = base().endpoint(&server.address);
    let options = HttpOptions::default().proxy(NOWHERE);
    let result = call(local.clone().http(options.clone())).await;
    assert_eq!(kind(result), TransportErrorKind::Connect);
    call(local.http(options.no_proxy("example.com, 127.0.0.0/8")))
        .await
        .unwrap();
    assert_eq!(server.seen()[1].start_line, "POST / HTTP/1.1");
}

#[tokio::test]
async fn pool_keeps_at_most_max_idle() {
    let server = Server::start([Reply::json(OK), Reply::json(OK)]).await;
    let options = HttpOptions::default().pool_max_idle_per_host(0);
    let config = base()
        .endpoint(&server.address)
        .http(options)
        .build()
        .unwrap();
    for _ in 0..2 {
        let client = ServiceClient::new(&config);
        client
            .send(&DescribeInstancesRequest::default())
            .await
            .unwrap();
    }
    let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [1, 2]);
}

#[tokio::test]
async fn closed_connection_differs_from_broken_one() {
    let server = Server::start([
        Reply::RawThenClose(Vec::new()),
        Reply::RawThenClose(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec()),
    ])
    .await;
    for expected in [
        TransportErrorKind::ConnectionClosed,
        TransportErrorKind::Exchange,
    ] {
        assert_eq!(kind(call(base().endpoint(&server.address)).await), expected);
    }
}

#[tokio::test]
async fn closed_connection_retries_only_safe_calls() {
    let close = || Reply::RawThenClose(Vec::new());
    let server = Server::start([Reply::json(OK), close(), Reply::json(OK), close()]).await;
    let config = base()
        .retry(SafeErrors)
        .clock(SystemClock)
        .endpoint(&server.address)
        .build()
        .unwrap();
    let client = ServiceClient::new(&config);
    let read = DescribeInstancesRequest::default();
    for _ in 0..2 {
        client.send(&read).await.unwrap();
    }
    assert_eq!(server.seen().len(), 3);
    let generic = GenericClient::new(client.config(), "cvm", "2017-03-12");
    let error = generic.call("RunInstances", Value::Null).await.unwrap_err();
    assert_eq!(kind(Err(error)), TransportErrorKind::ConnectionClosed);
    assert_eq!(server.seen().len(), 4, "the call may have taken effect");
}

/// The ALPN protocol of a connection, and whether the client presented a certificate.
type Handshake = (Vec<u8>, bool);

/// Starts a server that answers over HTTP/1.1, but closes HTTP/2 connections after the handshake.
/// Returns its URL and the handshakes.
async fn tls_server(certificates: &Certificates) -> (String, Receiver<Handshake>) {
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(certificates.server_config()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!(
        "https://localhost:{}",
        listener.local_addr().unwrap().port()
    );
    let (report, handshakes) = channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let connection = stream.get_ref().1;
            let protocol = connection.alpn_protocol().unwrap_or_default().to_vec();
            let has_certificate = connection.peer_certificates().is_some();
            report.send((protocol, has_certificate)).unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await.unwrap();
            let reply = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{OK}",
                OK.len()
            );
            stream.write_all(reply.as_bytes()).await.unwrap();
            let _ = stream.shutdown().await;
        }
    });
    (address, handshakes)
}

#[tokio::test]
async fn custom_certificates_are_trusted_and_presented() {
    let certificates = Certificates::new();
    let (address, handshakes) = tls_server(&certificates).await;
    let plain = HttpOptions::default().http2(false);
    let result = call(base().endpoint(&address).http(plain.clone())).await;
    assert_eq!(
        kind(result),
        TransportErrorKind::Rejected,
        "an unknown authority"
    );

    for options in [plain.clone(), plain.system_roots(false)] {
        let options = options.add_root_certificates(certificates.authority.clone());
        call(base().endpoint(&address).http(options.clone()))
            .await
            .unwrap();
        assert_eq!(handshakes.recv().unwrap(), (b"http/1.1".to_vec(), false));

        let (certificate, key) = &certificates.client;
        let options = options.client_certificate(format!("{certificate}{}", key.serialize_pem()));
        call(base().endpoint(&address).http(options)).await.unwrap();
        assert_eq!(handshakes.recv().unwrap(), (b"http/1.1".to_vec(), true));
    }
}

#[tokio::test]
async fn http2_is_used_when_offered() {
    let certificates = Certificates::new();
    let (address, handshakes) = tls_server(&certificates).await;
    let options = HttpOptions::default().add_root_certificates(certificates.authority.clone());
    // The server closes HTTP/2 connections.
    call(base().endpoint(&address).http(options))
        .await
        .unwrap_err();
    assert_eq!(handshakes.recv().unwrap().0, b"h2");
}

#[test]
fn malformed_certificate_fails_build() {
    for (options, problem) in [
        (
            HttpOptions::default().add_root_certificates(""),
            "no certificate",
        ),
        (
            HttpOptions::default().client_certificate(Certificates::new().client.0),
            "key of the client certificate",
        ),
    ] {
        let error = base().http(options).build().unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
    }
}
