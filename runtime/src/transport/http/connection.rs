//! An open connection that sends requests.

use std::fmt;
use std::future::{Future as _, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Extensions, Response};
use http_body::{Body as _, Frame};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::client::legacy::connect::Connection as _;
use hyper_util::rt::TokioExecutor;

use super::connector::{Forwarding, Link};
use super::failure::Failure;
use super::message::Message;
use super::origin::Origin;

/// A connection of either version of HTTP.
pub(crate) enum Connection {
    Http1(Http1),
    Http2(Http2),
}

/// A connection for one exchange at a time. The task that waits for a response or a piece of a body
/// also drives the connection, which avoids waking another task.
pub(crate) struct Http1 {
    sender: http1::SendRequest<Full<Bytes>>,
    /// `None` once the connection is closed.
    served: Option<Box<Served>>,
    through: Option<Forwarding>,
}

type Served = http1::Connection<Link, Full<Bytes>>;

/// A connection for many exchanges at once, driven by its own task. Clones share the connection.
#[derive(Clone)]
pub(crate) struct Http2(http2::SendRequest<Full<Bytes>>);

impl Connection {
    /// Performs the handshake.
    pub(crate) async fn open(link: Link) -> hyper::Result<Self> {
        let connected = link.connected();
        if connected.is_negotiated_h2() {
            let executor = TokioExecutor::new();
            let (sender, connection) = http2::handshake(executor, link).await?;
            tokio::spawn(connection);
            return Ok(Self::Http2(Http2(sender)));
        }
        let mut extras = Extensions::new();
        connected.get_extras(&mut extras);
        let (sender, connection) = http1::handshake(link).await?;
        Ok(Self::Http1(Http1 {
            sender,
            served: Some(Box::new(connection)),
            through: extras.remove(),
        }))
    }

    /// Sends a request and waits for the head of the response.
    pub(crate) async fn send(
        &mut self,
        message: &mut Message,
        origin: &Origin,
    ) -> Result<Response<Incoming>, Failure> {
        match self {
            Self::Http1(connection) => connection.send(message, origin).await,
            Self::Http2(connection) => connection.send(message, origin).await,
        }
    }
}

impl Http1 {
    async fn send(
        &mut self,
        message: &mut Message,
        origin: &Origin,
    ) -> Result<Response<Incoming>, Failure> {
        // Driving the connection detects the end of the last exchange, and whether the server
        // closed an idle connection.
        let ready = poll_fn(|context| {
            self.drive(context, |connection| {
                connection.sender.poll_ready(&mut noop_context())
            })
        });
        ready.await.map_err(Failure::before_sending)?;
        let outgoing = message.for_http1(origin, self.through.as_ref());
        let mut sent = pin!(self.sender.try_send_request(outgoing));
        let response =
            poll_fn(|context| self.drive(context, |_| sent.as_mut().poll(&mut noop_context())));
        response
            .await
            .map_err(|mut failed| match failed.take_message() {
                Some(outgoing) => {
                    message.restore(outgoing);
                    Failure::before_sending(failed.into_error())
                }
                None => Failure::maybe_sent(failed.into_error()),
            })
    }

    /// Returns the next piece of the body that arrives on this connection.
    pub(crate) fn poll_frame(
        &mut self,
        body: &mut Incoming,
        context: &mut Context<'_>,
    ) -> Poll<Option<hyper::Result<Frame<Bytes>>>> {
        // hyper reads a body only on request.
        let frame = Pin::new(&mut *body).poll_frame(&mut noop_context());
        if frame.is_ready() {
            return frame;
        }
        self.drive(context, |_| {
            Pin::new(&mut *body).poll_frame(&mut noop_context())
        })
    }

    /// Drives the connection, then polls. Only the network wakes the caller. The two halves of
    /// hyper's connection signal each other within this call, and both are polled before the caller
    /// waits.
    fn drive<T>(
        &mut self,
        context: &mut Context<'_>,
        ask: impl FnOnce(&mut Self) -> Poll<T>,
    ) -> Poll<T> {
        self.serve(context);
        ask(self)
    }

    /// Reads and writes as far as possible without waiting.
    fn serve(&mut self, context: &mut Context<'_>) {
        if let Some(served) = &mut self.served
            && Pin::new(&mut **served).poll(context).is_ready()
        {
            self.served = None;
        }
    }

    pub(crate) fn is_open(&self) -> bool {
        self.served.is_some() && !self.sender.is_closed()
    }
}

/// Returns a context that wakes nobody.
fn noop_context() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

impl Http2 {
    async fn send(
        &mut self,
        message: &mut Message,
        origin: &Origin,
    ) -> Result<Response<Incoming>, Failure> {
        self.0.ready().await.map_err(Failure::before_sending)?;
        let sent = self.0.try_send_request(message.for_http2(origin)).await;
        sent.map_err(|mut failed| match failed.take_message() {
            Some(_) => Failure::before_sending(failed.into_error()),
            None => Failure::maybe_sent(failed.into_error()),
        })
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.0.is_closed()
    }
}

// The header for the proxy holds its password, so `Debug` omits it.
impl fmt::Debug for Http1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http1")
            .field("proxy", &self.through.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Http2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http2").finish_non_exhaustive()
    }
}
