//! Classification of hyper's errors.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use h2::Reason;
use http::Uri;

use super::proxy::ProxyError;
use super::tls;
use crate::transport::{TransportError, TransportErrorKind};

type BoxError = Box<dyn StdError + Send + Sync>;

/// A failure to get a response on a connection.
pub(crate) struct Failure {
    error: hyper::Error,
    unsent: bool,
}

impl Failure {
    /// Returns a failure after which the server may have received the request.
    pub(crate) fn maybe_sent(error: hyper::Error) -> Self {
        Self {
            error,
            unsent: false,
        }
    }

    /// Returns a failure before any part of the request was sent.
    pub(crate) fn before_sending(error: hyper::Error) -> Self {
        Self {
            error,
            unsent: true,
        }
    }

    pub(crate) fn unsent(&self) -> bool {
        self.unsent
    }

    /// Returns whether the server states that it did not process the request. It refused the
    /// stream, or closed the connection gracefully while the request was on its way.
    pub(crate) fn refused_by_http2(&self) -> bool {
        let cause = self.error.source();
        let Some(error) = cause.and_then(|cause| cause.downcast_ref::<h2::Error>()) else {
            return false;
        };
        let closed = error.is_go_away() && error.reason() == Some(Reason::NO_ERROR);
        let refused = error.is_reset() && error.reason() == Some(Reason::REFUSED_STREAM);
        error.is_remote() && (closed || refused)
    }

    pub(crate) fn into_error(self, origin: &Uri) -> TransportError {
        let kind = if is_closing(&self.error) {
            TransportErrorKind::ConnectionClosed
        } else {
            TransportErrorKind::Exchange
        };
        TransportError::new(kind, At::new(origin, self.error))
    }
}

/// Returns the error for a failed connection attempt.
pub(crate) fn connecting(origin: &Uri, error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let refused = error
        .downcast_ref::<ProxyError>()
        .and_then(ProxyError::refusal);
    let kind = if refused.is_some() || tls::is_rejection(&*error) {
        TransportErrorKind::Rejected
    } else {
        TransportErrorKind::Connect
    };
    TransportError::new(kind, At::new(origin, error))
}

/// Returns the error for a connection attempt that timed out.
pub(crate) fn too_slow(origin: &Uri, error: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::ConnectTimeout, At::new(origin, error))
}

/// Returns the error for a failure within the body.
pub(crate) fn within_body(origin: &Uri, error: impl Into<BoxError>) -> TransportError {
    TransportError::new(TransportErrorKind::Exchange, At::new(origin, error))
}

fn is_closing(error: &hyper::Error) -> bool {
    if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        return true;
    }
    io_kinds(error).any(|kind| {
        matches!(
            kind,
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof
        )
    })
}

/// Returns the system error kinds among an error and its causes.
pub(crate) fn io_kinds<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = io::ErrorKind> + 'a {
    causes(error).filter_map(|cause| cause.downcast_ref().map(io::Error::kind))
}

/// Returns an error and its causes, including those that system errors wrap.
pub(crate) fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> + 'a {
    std::iter::successors(Some(error), |&cause| {
        // `source` would skip the error that a system error wraps.
        match cause.downcast_ref().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => cause.source(),
        }
    })
}

/// An error, with the origin it concerns.
#[derive(Debug)]
struct At {
    origin: String,
    error: BoxError,
}

impl At {
    fn new(origin: &Uri, error: impl Into<BoxError>) -> Self {
        let origin = origin.to_string();
        let origin = origin.trim_end_matches('/').to_owned();
        let error = error.into();
        Self { origin, error }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.origin, self.error)
    }
}

// The message includes the error itself, so the chain continues below it.
impl StdError for At {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}
