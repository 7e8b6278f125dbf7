//! A connection that speaks HTTP/2, which all calls to its host share.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::{Instant, timeout};

use super::HttpOptions;
use super::failure::Failure;
use super::link::Link;

/// The time after which an attempt without a response is suspect. As its connection has served for
/// this long, callers that cancel many calls do not open many connections.
const PATIENCE: Duration = Duration::from_secs(1);

/// A connection that speaks HTTP/2.
pub(crate) struct Http2(Mutex<State>);

struct State {
    /// The only sender, or `None` if the connection serves no further request. Without it, the
    /// connection returns the requests that it did not take, and closes when the others finish.
    sender: Option<SendRequest<Recorded>>,
    last_used: Instant,
}

/// A body that records when a connection begins to send it.
type Recorded = UnsyncBoxBody<Bytes, Infallible>;

impl Http2 {
    pub(crate) async fn open(link: Link, options: &HttpOptions) -> hyper::Result<Arc<Self>> {
        let (sender, serving) = Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(options.http2_ping_interval)
            .keep_alive_timeout(options.http2_ping_timeout)
            .keep_alive_while_idle(true)
            .handshake(link)
            .await?;
        let connection = Arc::new(Self(Mutex::new(State {
            sender: Some(sender),
            last_used: Instant::now(),
        })));
        let serving = serve(
            Arc::downgrade(&connection),
            serving,
            options.pool_idle_timeout,
        );
        tokio::spawn(serving);
        Ok(connection)
    }

    pub(crate) fn is_open(&self) -> bool {
        let sender = &self.state().sender;
        sender.as_ref().is_some_and(|sender| !sender.is_closed())
    }

    /// Prevents that the connection serves further requests.
    pub(crate) fn retire(&self) {
        self.state().sender = None;
    }

    /// Sends a copy of a request and waits for the head of the response.
    pub(crate) async fn exchange(
        &self,
        message: &Request<Bytes>,
    ) -> Result<Response<Incoming>, Failure> {
        let uri = message.uri();
        // Without the body, a server that has the head cannot process the request.
        let begun = Arc::new(AtomicBool::new(message.body().is_empty()));
        let body = recorded(message.body().clone(), Arc::clone(&begun));
        let mut request = message.clone().map(|_| body);
        if !message.body().is_empty() {
            let length = message.body().len().into();
            request.headers_mut().insert(CONTENT_LENGTH, length);
        }
        let sent = {
            let mut state = self.state();
            state.last_used = Instant::now();
            let sender = state.sender.as_mut();
            sender.map(|sender| sender.try_send_request(request))
        };
        let sent = sent.ok_or_else(|| Failure::retired(uri))?;
        sent.await.map_err(|mut failed| {
            let unsent = failed.take_message().is_some() || !begun.load(Ordering::Relaxed);
            Failure::new(uri, failed.into_error(), unsent)
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn recorded(body: Bytes, begun: Arc<AtomicBool>) -> Recorded {
    let body = Full::new(body).map_frame(move |frame| {
        begun.store(true, Ordering::Relaxed);
        frame
    });
    body.boxed_unsync()
}

/// Serves a connection until it closes or was not used for a while. The running requests finish.
async fn serve(connection: Weak<Http2>, serving: impl Future, limit: Duration) {
    let mut serving = pin!(serving);
    let rest = || {
        let unused = connection.upgrade()?.state().last_used.elapsed();
        limit.checked_sub(unused)
    };
    while let Some(rest) = rest()
        && timeout(rest, &mut serving).await.is_err()
    {}
    if let Some(connection) = connection.upgrade() {
        connection.retire();
    }
}

/// An attempt. If it is dropped before it has finished, its connection may have fallen silent, and
/// serves no further request: if the time limit of the attempt expired, or the caller had waited
/// for a while. Requests that are running on the connection finish.
///
/// Other cancellations leave the connection alone. A mass of them would otherwise open as many
/// connections, while HTTP/2 pings find a silent connection as well.
pub(crate) struct Attempt {
    /// `None` if it has finished, and for HTTP/1.1, where a dropped attempt ends the connection.
    connection: Option<Arc<Http2>>,
    suspect: Instant,
}

impl Attempt {
    pub(crate) fn new(
        connection: Option<&Arc<Http2>>,
        deadline: Option<std::time::Instant>,
    ) -> Self {
        let suspect = Instant::now() + PATIENCE;
        Self {
            connection: connection.cloned(),
            suspect: deadline.map_or(suspect, |deadline| suspect.min(deadline.into())),
        }
    }

    /// Ends the attempt. The connection may serve further requests.
    pub(crate) fn finish(mut self) {
        self.connection = None;
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        if let Some(connection) = &self.connection
            && self.suspect <= Instant::now()
        {
            connection.retire();
        }
    }
}
