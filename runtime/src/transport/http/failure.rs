//! Classification of hyper's errors.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::io;

use h2::Reason;
use http::Uri;

use super::attempt::Failure;
use super::proxy::ProxyError;
use super::tls;
use crate::transport::{TransportError, TransportErrorKind};

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

impl Failure {
    /// Returns the error of hyper, of the pool or of the connector.
    pub(crate) fn cause(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Client(error) => error.source(),
            Self::Stuck => None,
        }
    }

    /// Returns whether the server did not process the request: hyper returned it unsent, or the
    /// server refused the stream, or it closed the connection gracefully before it read the
    /// request.
    pub(crate) fn is_unprocessed(&self) -> bool {
        let hyper = self.cause().and_then(|cause| cause.downcast_ref());
        let Some(error): Option<&hyper::Error> = hyper else {
            return false;
        };
        if error.is_canceled() {
            return true;
        }
        let cause = error.source();
        let Some(error) = cause.and_then(|cause| cause.downcast_ref::<h2::Error>()) else {
            return false;
        };
        let closed = error.is_go_away() && error.reason() == Some(Reason::NO_ERROR);
        let refused = error.is_reset() && error.reason() == Some(Reason::REFUSED_STREAM);
        error.is_remote() && (closed || refused)
    }

    /// Returns whether the server rejected the client's certificate. With TLS 1.3, it does so after
    /// the client has connected.
    pub(crate) fn is_rejection(&self) -> bool {
        tls::is_rejection(self)
    }

    /// Returns the error for an exchange after which the server may have the request.
    pub(crate) fn into_error(self, uri: &Uri) -> TransportError {
        let hyper = self.cause().and_then(|cause| cause.downcast_ref());
        let kind = match &self {
            failure if failure.is_rejection() => TransportErrorKind::Rejected,
            Self::Client(error) if error.is_connect() => TransportErrorKind::Connect,
            Self::Client(_) if !hyper.is_some_and(is_closing) => TransportErrorKind::Exchange,
            _ => TransportErrorKind::ConnectionClosed,
        };
        TransportError::new(kind, At::new(uri, self))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.cause(), self) {
            (Some(cause), _) => write!(f, "{cause}"),
            (None, Self::Client(error)) => write!(f, "{error}"),
            (None, Self::Stuck) => f.write_str("the connection did not send the request"),
        }
    }
}

// The message is that of the cause, so the chain continues below it.
impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause()?.source()
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
        let port = origin.port();
        let scheme = origin.scheme_str().unwrap_or_default();
        let mut origin = format!("{scheme}://{}", origin.host().unwrap_or_default());
        if let Some(port) = port {
            let _ = write!(origin, ":{port}");
        }
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
