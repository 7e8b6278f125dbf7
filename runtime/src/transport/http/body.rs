//! The body of a response on its way.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http_body::{Body as _, Frame};
use hyper::body::Incoming;

use super::connection::{Connection, Http1};
use super::failure;
use super::gzip::Gunzip;
use super::host::Host;
use crate::transport::TransportError;

/// A body as the caller wants it.
pub(super) enum Body {
    Plain(Source),
    Gzip(Box<Gunzip>),
}

impl Body {
    /// The body without the encoding that the headers name, if it is one that was asked for; they name it no longer.
    pub(super) fn decoded(source: Source, headers: &mut HeaderMap) -> Self {
        let encoding = headers.get(CONTENT_ENCODING).map(|value| value.as_bytes());
        let packed = encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case(b"gzip"));
        if !packed {
            return Self::Plain(source);
        }
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
        Self::Gzip(Box::new(Gunzip::new(source)))
    }
}

impl Stream for Body {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.get_mut() {
            Self::Plain(source) => Pin::new(source).poll_next(context),
            Self::Gzip(packed) => Pin::new(&mut **packed).poll_next(context),
        }
    }
}

/// A body's data as it comes; trailers are passed over. With its end, the connection goes back to those that are kept;
/// without, it is closed.
pub(super) struct Source {
    incoming: Incoming,
    host: Arc<Host>,
    connection: Option<Http1>,
}

impl Source {
    pub(super) fn new(incoming: Incoming, host: Arc<Host>, connection: Connection) -> Self {
        let connection = match connection {
            Connection::Http1(connection) => Some(connection),
            Connection::Http2(_) => None,
        };
        Self {
            incoming,
            host,
            connection,
        }
    }

    /// The error of whatever reads this.
    pub(super) fn broken(&self, error: std::io::Error) -> TransportError {
        failure::within_body(&self.host, error)
    }
}

impl Stream for Source {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Self {
                incoming,
                connection,
                ..
            } = &mut *self;
            let frame = ready!(match connection {
                Some(connection) => connection.poll_frame(incoming, context),
                None => Pin::new(incoming).poll_frame(context),
            });
            match frame.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Err(_trailers))) => {}
                Some(Err(error)) => {
                    self.connection = None;
                    return Poll::Ready(Some(Err(failure::within_body(&self.host, error))));
                }
                None => {
                    if let Some(connection) = self.connection.take() {
                        self.host.keep(connection);
                    }
                    return Poll::Ready(None);
                }
            }
        }
    }
}
