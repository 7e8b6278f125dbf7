//! Why an exchange failed.

use std::error::Error as StdError;
use std::fmt;

/// At which point an exchange failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The transport could not be set up, for want of root certificates as a rule, or a request has no usable address.
    Setup,
    /// No connection: name lookup, refusal, TLS. The request was not sent.
    Connect,
    /// No connection within the time allowed. The request was not sent.
    ConnectTimeout,
    /// The connection closed before the head of the reply had come. As a rule it was a kept-alive one
    /// that the server had given up in the same moment, and the call did not take effect; but that
    /// is not certain.
    ConnectionClosed,
    /// The connection broke or misbehaved. Whether the call took effect is unknown.
    Exchange,
    /// The response is longer than allowed.
    ResponseTooLarge,
}

/// The request could not be sent, or the reply not received.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

impl TransportError {
    /// An error of this kind; `source` is what the library below said.
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let source = source.into();
        Self { kind, source }
    }

    /// At which point it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Setup => "the transport could not be set up",
            TransportErrorKind::Connect => "no connection could be made",
            TransportErrorKind::ConnectTimeout => "no connection could be made in time",
            TransportErrorKind::ConnectionClosed => "the connection closed before an answer",
            TransportErrorKind::Exchange => "the exchange with the server broke off",
            TransportErrorKind::ResponseTooLarge => "the response is longer than allowed",
        })?;
        write!(f, ": {}", self.source)
    }
}

impl StdError for TransportError {
    // The source itself is part of the message, so the chain goes on below it.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}
