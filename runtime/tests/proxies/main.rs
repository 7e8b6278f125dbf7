//! Calls through proxies on the loopback interface: HTTP, HTTPS and SOCKS, with and without a
//! login, and the errors when proxies fail.
#![cfg(feature = "http-client")]

#[path = "../support/mod.rs"]
mod support;

mod environment;
mod failing;
mod fake;
mod working;

use std::time::Duration;

use support::certificates::Certificates;
use support::clock::StoppedClock;
use support::exchange::base;
use support::sample::DescribeInstancesRequest;
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::retry::{RetryPolicyExt as _, SafeErrors};
use tencentcloud_api_runtime::{
    ConfigBuilder, Error, ErrorKind, HttpOptions, SystemClock, TransportErrorKind,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const OK: &str = r#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;
/// The name of the target in certificates. Nothing listens on its port: the proxies connect to the
/// upstream server instead.
const PLAIN: &str = "http://localhost:1";
const TLS: &str = "https://localhost:1";

/// Makes a call that fails at once, as the clock stands still.
async fn call(config: ConfigBuilder) -> Result<(), Error> {
    let client = ServiceClient::new(&config.build()?);
    let response = client.send(&DescribeInstancesRequest::default()).await?;
    assert_eq!(response.total_count, Some(1));
    Ok(())
}

/// Makes a call with up to three attempts, without waits between them.
async fn call_thrice(config: ConfigBuilder) -> Result<(), Error> {
    let policy = SafeErrors.with_attempt_limit(3);
    let waits = tencentcloud_api_runtime::retry::Backoff::new(Duration::ZERO, Duration::ZERO);
    call(config.retry(policy).backoff(waits).clock(SystemClock)).await
}

/// Returns the kind of the transport error that a call failed with.
fn kind(error: &Error) -> TransportErrorKind {
    match error.kind() {
        ErrorKind::Transport(error) => error.kind(),
        other => panic!("{other}"),
    }
}

/// Starts an API server with TLS, and returns the port, and the options that trust it.
async fn upstream(certificates: &Certificates, tls: bool) -> (u16, HttpOptions) {
    let acceptor =
        tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(certificates.server_config()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if !tls {
                    return answer(stream).await;
                }
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer(stream).await;
                }
            });
        }
    });
    let options = HttpOptions::default()
        .http2(false)
        .add_root_certificates(certificates.authority.clone());
    (port, options)
}

/// Answers one request and closes the connection.
async fn answer(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin) {
    let mut request = [0; 4096];
    if stream.read(&mut request).await.unwrap_or_default() == 0 {
        return;
    }
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", OK.len());
    let reply = [head.as_bytes(), OK.as_bytes()].concat();
    let _ = stream.write_all(&reply).await;
    let _ = stream.shutdown().await;
}

/// Returns the options for a target, with plain HTTP or TLS.
fn target(tls: bool) -> ConfigBuilder {
    base()
        .clock(StoppedClock { sleeps_end: false })
        .endpoint(if tls { TLS } else { PLAIN })
}

/// Connects to the upstream server on this port.
async fn connect(port: u16) -> TcpStream {
    TcpStream::connect(("127.0.0.1", port)).await.unwrap()
}
