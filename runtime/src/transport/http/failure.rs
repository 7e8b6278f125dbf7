//! Classification of hyper's errors.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::io;

use h2::Reason;
use http::Uri;
use hyper_util::client::legacy;

use super::proxy::ProxyError;
use super::tls;
use crate::transport::{TransportError, TransportErrorKind};

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// The failure of an exchange over HTTP/2.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: TransportError,
    /// True if the server did not process the request.
    pub(crate) is_unprocessed: bool,
}

impl Failure {
    /// Returns the failure of an exchange. `unsent` is true if hyper returned the request, or did
    /// not begin to send its body.
    pub(crate) fn new(uri: &Uri, error: hyper::Error, unsent: bool) -> Self {
        // With TLS 1.3, a server rejects the client's certificate after the client has connected.
        let is_unprocessed = !tls::is_rejection(&error) && (unsent || is_unprocessed(&error));
        Self {
            error: TransportError::new(kind(&error), At::new(uri, error)),
            is_unprocessed,
        }
    }

    /// Returns the failure of a request to a connection that serves no further ones.
    pub(crate) fn retired(uri: &Uri) -> Self {
        let closed = io::Error::from(io::ErrorKind::NotConnected);
        Self {
            error: TransportError::new(TransportErrorKind::ConnectionClosed, At::new(uri, closed)),
            is_unprocessed: true,
        }
    }
}

/// Returns the error for a failed exchange over HTTP/1.1.
pub(crate) fn over_http1(uri: &Uri, error: legacy::Error) -> TransportError {
    let cause = error.source();
    if let Some(connecting) = cause.and_then(|cause| cause.downcast_ref::<TransportError>()) {
        return connecting.clone();
    }
    let has_connected = error.connect_info().is_some();
    let hyper: Option<&hyper::Error> = cause.and_then(|cause| cause.downcast_ref());
    match hyper.filter(|_| has_connected) {
        Some(hyper) if tls::is_rejection(hyper) || !is_unprocessed(hyper) => {
            let kind = kind(hyper);
            TransportError::new(kind, At::new(uri, Exchange(error)))
        }
        _ => connecting(uri, Exchange(error)),
    }
}

/// The error of hyper-util's pool. Its message is that of its cause, which says more.
#[derive(Debug)]
struct Exchange(legacy::Error);

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.source() {
            Some(cause) => write!(f, "{cause}"),
            None => write!(f, "{}", self.0),
        }
    }
}

impl StdError for Exchange {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()?.source()
    }
}

/// Returns the kind of failure after which the server may have the request.
fn kind(error: &hyper::Error) -> TransportErrorKind {
    if tls::is_rejection(error) {
        TransportErrorKind::Rejected
    } else if is_closing(error) {
        TransportErrorKind::ConnectionClosed
    } else {
        TransportErrorKind::Exchange
    }
}

/// Returns whether the server did not process the request: hyper returned it unsent, or the server
/// refused the stream, or it closed the connection gracefully before it read the request.
fn is_unprocessed(error: &hyper::Error) -> bool {
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
