//! What an error of the HTTP client means for the exchange.

use std::error::Error as StdError;
use std::io;

use super::{TransportError, TransportErrorKind};

/// An error from before the head of the response.
pub(super) fn before_head(error: reqwest::Error) -> TransportError {
    let kind = match (error.is_connect(), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => TransportErrorKind::Connect,
        (false, _) if connection_closed(&error) => TransportErrorKind::ConnectionClosed,
        (false, _) => TransportErrorKind::Exchange,
    };
    TransportError::new(kind, without_query(error))
}

/// An error from within the body.
pub(super) fn within_body(error: reqwest::Error) -> TransportError {
    TransportError::new(TransportErrorKind::Exchange, without_query(error))
}

/// The error prints its URL, whose query may hold a session token and parameters.
fn without_query(mut error: reqwest::Error) -> reqwest::Error {
    if let Some(url) = error.url_mut() {
        url.set_query(None);
    }
    error
}

fn connection_closed(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if is_closing(error) {
            return true;
        }
        cause = error.source();
    }
    false
}

fn is_closing(error: &(dyn StdError + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<hyper::Error>() {
        return error.is_incomplete_message() || error.is_canceled() || error.is_closed();
    }
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(
        kind,
        Some(
            io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof
        )
    )
}
