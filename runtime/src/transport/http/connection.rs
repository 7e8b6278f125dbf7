//! A connection, ready for requests.

use std::fmt;

use bytes::Bytes;
use http::{HeaderValue, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::TokioExecutor;

use super::connector::Link;
use super::failure::Failure;
use super::host::Host;
use super::message::Message;

/// A connection of either kind.
pub(super) enum Connection {
    Http1(Http1),
    Http2(Http2),
}

/// One exchange after the other.
pub(super) struct Http1 {
    sender: http1::SendRequest<Full<Bytes>>,
    through: Option<Forwarding>,
}

/// Many exchanges at once; clones are the same connection.
#[derive(Clone)]
pub(super) struct Http2(http2::SendRequest<Full<Bytes>>);

/// A proxy that reads requests and passes them on.
pub(super) struct Forwarding {
    /// What it wants to be told of who asks.
    pub(super) authorization: Option<HeaderValue>,
}

impl Connection {
    /// Begins to talk; a task of its own serves the connection as long as it lasts.
    pub(super) async fn open(link: Link) -> hyper::Result<Self> {
        if link.http2 {
            let executor = TokioExecutor::new();
            let (sender, connection) = http2::handshake(executor, link.stream).await?;
            tokio::spawn(connection);
            return Ok(Self::Http2(Http2(sender)));
        }
        let (sender, connection) = http1::handshake(link.stream).await?;
        tokio::spawn(connection);
        let through = link.through;
        Ok(Self::Http1(Http1 { sender, through }))
    }

    /// Sends, and waits for the head of the response.
    pub(super) async fn send(
        &mut self,
        message: &mut Message,
        host: &Host,
    ) -> Result<Response<Incoming>, Failure> {
        match self {
            Self::Http1(connection) => connection.send(message, host).await,
            Self::Http2(connection) => connection.send(message, host).await,
        }
    }
}

impl Http1 {
    async fn send(
        &mut self,
        message: &mut Message,
        host: &Host,
    ) -> Result<Response<Incoming>, Failure> {
        // The end of the last exchange may be still on its way through the connection's task.
        self.sender.ready().await.map_err(Failure::unsent_for)?;
        let outgoing = message.for_http1(host, self.through.as_ref());
        let sent = self.sender.try_send_request(outgoing).await;
        sent.map_err(|mut failed| match failed.take_message() {
            Some(outgoing) => {
                message.restore(outgoing);
                Failure::unsent_for(failed.into_error())
            }
            None => Failure::of(failed.into_error()),
        })
    }

    pub(super) fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }
}

impl Http2 {
    async fn send(
        &mut self,
        message: &mut Message,
        host: &Host,
    ) -> Result<Response<Incoming>, Failure> {
        self.0.ready().await.map_err(Failure::unsent_for)?;
        let sent = self.0.try_send_request(message.for_http2(host)).await;
        sent.map_err(|mut failed| match failed.take_message() {
            Some(_) => Failure::unsent_for(failed.into_error()),
            None => Failure::of(failed.into_error()),
        })
    }

    pub(super) fn is_open(&self) -> bool {
        !self.0.is_closed()
    }
}

// The header for the proxy holds its password.
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
