//! A connection that speaks HTTP/2, which all calls to its host share.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
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
    sender: Option<SendRequest<Claimed>>,
    last_used: Instant,
}

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
        let idle_timeout = options.pool_idle_timeout;
        tokio::spawn(serve(Arc::downgrade(&connection), serving, idle_timeout));
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

    /// Sends a copy of a request and waits for the head of the response. A request that has waited
    /// for a while on a connection which serves no further ones is taken back: hyper can lose one
    /// that arrives while the task of the connection ends.
    pub(crate) async fn exchange(
        &self,
        message: &Request<Bytes>,
    ) -> Result<Response<Incoming>, Failure> {
        let uri = message.uri();
        let begun = Arc::new(AtomicBool::new(message.body().is_empty()));
        let request = message.clone().map(|body| Claimed {
            data: Some(body).filter(|body| !body.is_empty()),
            begun: Arc::clone(&begun),
        });
        let sent = {
            let mut state = self.state();
            state.last_used = Instant::now();
            let sender = state.sender.as_mut();
            sender.map(|sender| sender.try_send_request(request))
        };
        let mut sent = pin!(sent.ok_or_else(|| Failure::retired(uri))?);
        let sent = loop {
            match timeout(PATIENCE, &mut sent).await {
                Ok(sent) => break sent,
                Err(_) if !self.is_open() && !begun.swap(true, Ordering::AcqRel) => {
                    return Err(Failure::retired(uri));
                }
                Err(_) => {}
            }
        };
        sent.map_err(|mut failed| {
            // Without the body, a server that has the head cannot process the request.
            let unbegun = !begun.swap(true, Ordering::AcqRel);
            let unsent = failed.take_message().is_some() || unbegun;
            Failure::new(uri, failed.into_error(), unsent)
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The body of a request, which only one can claim: the connection that begins to send it, or the
/// caller that takes it back.
struct Claimed {
    /// `None` if it is empty or sent.
    data: Option<Bytes>,
    begun: Arc<AtomicBool>,
}

impl Body for Claimed {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.data.take().map(|data| {
            let is_taken_back = self.begun.swap(true, Ordering::AcqRel);
            let frame = Some(Frame::data(data)).filter(|_| !is_taken_back);
            frame.ok_or("the request was taken back")
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.data.as_ref().map_or(0, Bytes::len) as u64)
    }
}

/// Serves a connection until it closes or was not used for a while. The running requests finish.
async fn serve(connection: Weak<Http2>, serving: impl Future, idle_timeout: Duration) {
    let mut serving = pin!(serving);
    let rest = || {
        let unused = connection.upgrade()?.state().last_used.elapsed();
        idle_timeout.checked_sub(unused)
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
    pub(crate) fn new(connection: Option<&Arc<Http2>>, deadline: Option<Instant>) -> Self {
        let suspect = Instant::now() + PATIENCE;
        Self {
            connection: connection.cloned(),
            suspect: deadline.map_or(suspect, |deadline| suspect.min(deadline)),
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
