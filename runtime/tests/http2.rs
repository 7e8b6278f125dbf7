//! HTTP/2 in the default transport: shared connections, refused streams and graceful shutdown.
#![cfg(feature = "http-client")]

mod support;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use h2::server::SendResponse;
use h2::{Reason, RecvStream};
use http::{Request, Response};
use support::certificates::Certificates;
use support::exchange::base;
use support::sample::DescribeInstancesRequest;
use tencentcloud_api_runtime::codegen::ServiceClient;
use tencentcloud_api_runtime::{Error, ErrorKind, HttpOptions, TransportErrorKind};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

const OK: &[u8] = br#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;

/// The server's reaction to a request or a connection.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Answer {
    /// Resets the stream as refused: the server has not processed the request.
    Refuse,
    /// Announces at the start of a connection that the server processes no request on it.
    GoAway,
}

struct Server {
    address: String,
    /// The PEM certificate of the authority that the server's certificate is from.
    authority: String,
    /// The number of connections so far.
    connections: Arc<AtomicUsize>,
    /// The heads of the requests so far.
    requests: Arc<Mutex<Vec<Request<()>>>>,
}

impl Server {
    /// Starts a server that gives these answers in order, then normal replies.
    async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let certificates = Certificates::new();
        let acceptor = TlsAcceptor::from(Arc::new(certificates.server_config()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self {
            address: format!("https://localhost:{port}"),
            authority: certificates.authority,
            connections: Arc::default(),
            requests: Arc::default(),
        };
        let connections = Arc::clone(&server.connections);
        let requests = Arc::clone(&server.requests);
        let answers: Arc<Mutex<VecDeque<_>>> = Arc::new(Mutex::new(answers.into_iter().collect()));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let stream = acceptor.accept(stream).await.unwrap();
                let mut connection = h2::server::handshake(stream).await.unwrap();
                let (answers, requests) = (Arc::clone(&answers), Arc::clone(&requests));
                let mut next = answers.lock().unwrap();
                if next.front() == Some(&Answer::GoAway) {
                    next.pop_front();
                    connection.abrupt_shutdown(Reason::NO_ERROR);
                }
                drop(next);
                tokio::spawn(async move {
                    while let Some(Ok((request, respond))) = connection.accept().await {
                        let answer = answers.lock().unwrap().pop_front();
                        let (head, body) = request.into_parts();
                        requests.lock().unwrap().push(Request::from_parts(head, ()));
                        tokio::spawn(answer_with(answer, body, respond));
                    }
                });
            }
        });
        server
    }

    fn client(&self) -> ServiceClient {
        let options = HttpOptions::default()
            .system_roots(false)
            .add_root_certificates(self.authority.clone());
        let config = base().endpoint(&self.address).http(options);
        ServiceClient::new(&config.build().unwrap())
    }
}

async fn answer_with(
    answer: Option<Answer>,
    mut body: RecvStream,
    mut respond: SendResponse<Bytes>,
) {
    if answer == Some(Answer::Refuse) {
        return respond.send_reset(Reason::REFUSED_STREAM);
    }
    while body.data().await.is_some() {}
    let mut stream = respond.send_response(Response::new(()), false).unwrap();
    stream.send_data(Bytes::from_static(OK), true).unwrap();
}

async fn call(client: &ServiceClient) -> Result<(), Error> {
    let response = client.send(&DescribeInstancesRequest::default()).await?;
    assert_eq!(response.total_count, Some(1));
    Ok(())
}

#[tokio::test]
async fn concurrent_calls_share_connection() {
    let server = Server::start([]).await;
    let client = server.client();
    call(&client).await.unwrap();
    let calls = (0..50).map(|_| {
        let client = client.clone();
        tokio::spawn(async move { call(&client).await.unwrap() })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    let requests = server.requests.lock().unwrap();
    assert_eq!(requests.len(), 51);
    let request = &requests[0];
    assert_eq!(request.uri().to_string(), format!("{}/", server.address));
    assert!(!request.headers().contains_key("host"));
    assert_eq!(request.headers()["x-tc-action"], "DescribeInstances");
}

#[tokio::test]
async fn refused_stream_is_resent_once() {
    let server = Server::start([Answer::Refuse]).await;
    let client = server.client();
    call(&client).await.unwrap();
    assert_eq!(server.requests.lock().unwrap().len(), 2);
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);

    let server = Server::start([Answer::Refuse; 5]).await;
    let error = call(&server.client()).await.unwrap_err();
    let ErrorKind::Transport(error) = error.kind() else {
        panic!("{error:?}");
    };
    assert_eq!(error.kind(), TransportErrorKind::Exchange);
    assert_eq!(server.requests.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn graceful_shutdown_opens_new_connection() {
    let server = Server::start([Answer::GoAway]).await;
    let client = server.client();
    for _ in 0..2 {
        call(&client).await.unwrap();
    }
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
    assert_eq!(server.requests.lock().unwrap().len(), 2);

    let server = Server::start([Answer::GoAway; 5]).await;
    call(&server.client()).await.unwrap_err();
    assert_eq!(server.connections.load(Ordering::SeqCst), 2);
}
