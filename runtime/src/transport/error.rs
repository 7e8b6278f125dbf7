//! Errors of a transport.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use crate::display::Causes;

/// The point at which an exchange failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport could not be set up, usually because root certificates are missing, or the
    /// request's URL is malformed. The request was not sent.
    Setup,
    /// Connecting failed: name lookup, refusal or TLS. The request was not sent.
    Connect,
    /// Connecting was refused for a lasting reason: the server's certificate is invalid or its
    /// authority unknown, or a proxy refused the user or the target. The request was not sent.
    /// Another attempt would fail too, so such errors are not retried.
    Rejected,
    /// Connecting took longer than allowed. The request was not sent.
    ConnectTimeout,
    /// The connection closed before the head of the reply arrived. Usually the server closed an
    /// idle connection at the same moment. The call probably had no effect.
    ConnectionClosed,
    /// The connection broke or violated the protocol. The call may have taken effect.
    Exchange,
    /// The response is longer than [`HttpRequest::max_response_bytes`](crate::HttpRequest). The
    /// call may have taken effect.
    ResponseTooLarge,
}

/// A failure to send the request or to receive the reply.
///
/// `Display` prints the error of the library below with all its causes on one line, so
/// [`source`](StdError::source) returns `None`. [`cause`](Self::cause) returns that error.
#[derive(Debug, Clone)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Arc<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// Returns an error of this kind. `source` is the error of the library below.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let source = Arc::from(source.into());
        Self { kind, source }
    }

    /// Returns the point at which the exchange failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// Returns the error of the library below. Its sources lead to the error of the operating
    /// system, if there is one.
    #[must_use]
    pub fn cause(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self.source.as_ref()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Setup => "cannot set up the transport",
            TransportErrorKind::Connect | TransportErrorKind::Rejected => "cannot connect",
            TransportErrorKind::ConnectTimeout => "connecting timed out",
            TransportErrorKind::ConnectionClosed => "the connection closed before a reply",
            TransportErrorKind::Exchange => "the exchange with the server failed",
            TransportErrorKind::ResponseTooLarge => "the response is longer than allowed",
        })?;
        write!(f, ": {}", Causes(self.source.as_ref()))
    }
}

// The message includes all causes.
impl StdError for TransportError {}
