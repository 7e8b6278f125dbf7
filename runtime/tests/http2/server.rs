//! An HTTP/2 server on the loopback interface that refuses requests, shuts down and stays silent.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use h2::server::{Connection, SendResponse};
use h2::{Reason, RecvStream};
use http::{Request, Response};
use serde_json::Value;
use tencentcloud_api_runtime::{ConfigBuilder, HttpOptions};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::support::certificates::Certificates;
use crate::support::exchange::base;

const OK: &[u8] = br#"{"Response":{"TotalCount":1,"RequestId":"r-1"}}"#;

/// The server's reaction to a request or a connection.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Answer {
    /// Resets the stream as refused: the server has not processed the request.
    Refuse,
    /// Announces at the start of a connection that the server processes no request on it.
    GoAway,
    /// Answers only when [`Server::release`] allows it.
    Hold,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    /// The PEM certificate of the authority that the server's certificate is from.
    authority: String,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    answers: Mutex<VecDeque<Answer>>,
    /// The number of requests that a connection processes before the server replaces it.
    requests_per_connection: Option<usize>,
    connections: AtomicUsize,
    requests: Mutex<Vec<Request<()>>>,
    /// The number of times that the server processed the request for each instance.
    processed: Mutex<BTreeMap<String, usize>>,
    arrived: Notify,
    released: Notify,
}

impl Server {
    /// Starts a server that gives these answers in order, then normal replies.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::with(State {
            answers: Mutex::new(answers.into_iter().collect()),
            ..State::default()
        })
        .await
    }

    /// Starts a server that shuts every connection down after this number of requests.
    pub(crate) async fn recycling(requests_per_connection: usize) -> Self {
        Self::with(State {
            requests_per_connection: Some(requests_per_connection),
            ..State::default()
        })
        .await
    }

    async fn with(state: State) -> Self {
        let certificates = Certificates::new();
        let acceptor = TlsAcceptor::from(Arc::new(certificates.server_config()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            authority: certificates.authority,
            state: Arc::new(state),
        };
        let state = Arc::clone(&server.state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                state.connections.fetch_add(1, Ordering::SeqCst);
                let (acceptor, state) = (acceptor.clone(), Arc::clone(&state));
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await
                        && let Ok(connection) = h2::server::handshake(stream).await
                    {
                        serve(connection, &state).await;
                    }
                });
            }
        });
        server
    }

    pub(crate) fn address(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    /// Returns options that trust the server's certificate only.
    pub(crate) fn options(&self) -> HttpOptions {
        HttpOptions::default()
            .system_roots(false)
            .add_root_certificates(self.authority.clone())
    }

    pub(crate) fn config(&self) -> ConfigBuilder {
        base().endpoint(self.address()).http(self.options())
    }

    /// The number of connections so far.
    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// The heads of the requests so far.
    pub(crate) fn requests(&self) -> Vec<Request<()>> {
        let requests = self.state.requests.lock().unwrap();
        requests.clone()
    }

    /// The number of times that each instance was in a processed request.
    pub(crate) fn processed(&self) -> BTreeMap<String, usize> {
        self.state.processed.lock().unwrap().clone()
    }

    /// Waits until the next held request has arrived.
    pub(crate) async fn arrived(&self) {
        self.state.arrived.notified().await;
    }

    /// Answers one of the requests that are held.
    pub(crate) fn release(&self) {
        self.state.released.notify_one();
    }
}

async fn serve(mut connection: Connection<TlsStream<TcpStream>, Bytes>, state: &Arc<State>) {
    let is_next = |answer| {
        let mut answers = state.answers.lock().unwrap();
        let is_next = answers.front() == Some(&answer);
        if is_next {
            answers.pop_front();
        }
        is_next
    };
    if is_next(Answer::GoAway) {
        connection.abrupt_shutdown(Reason::NO_ERROR);
    }
    let mut taken = 0;
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        taken += 1;
        if state
            .requests_per_connection
            .is_some_and(|most| taken > most)
        {
            respond.send_reset(Reason::REFUSED_STREAM);
            continue;
        }
        if state.requests_per_connection == Some(taken) {
            connection.graceful_shutdown();
        }
        let (head, body) = request.into_parts();
        let head = Request::from_parts(head, ());
        state.requests.lock().unwrap().push(head);
        if is_next(Answer::Refuse) {
            respond.send_reset(Reason::REFUSED_STREAM);
            continue;
        }
        let held = is_next(Answer::Hold);
        tokio::spawn(answer(Arc::clone(state), held, body, respond));
    }
}

/// Processes a request. A request that ends early has no effect.
async fn answer(
    state: Arc<State>,
    held: bool,
    mut body: RecvStream,
    mut respond: SendResponse<Bytes>,
) {
    let mut bytes = Vec::new();
    while let Some(piece) = body.data().await {
        let Ok(piece) = piece else { return };
        body.flow_control().release_capacity(piece.len()).unwrap();
        bytes.extend_from_slice(&piece);
    }
    if held {
        state.arrived.notify_one();
        state.released.notified().await;
    }
    let request: Value = serde_json::from_slice(&bytes).unwrap();
    if let Some(id) = request["InstanceIds"][0].as_str() {
        *state
            .processed
            .lock()
            .unwrap()
            .entry(id.to_owned())
            .or_default() += 1;
    }
    // The client may have given up.
    if let Ok(mut stream) = respond.send_response(Response::new(()), false) {
        let _ = stream.send_data(Bytes::from_static(OK), true);
    }
}
