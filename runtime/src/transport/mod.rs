//! How bytes get to the API and back; replaceable as a whole.

mod error;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::time::BoxFuture;

pub use self::error::{TransportError, TransportErrorKind};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;

/// Sends a request and collects the response. Dropping the future must abandon the exchange.
///
/// The `Host` header (`:authority` in HTTP/2) is not among the headers: it follows from the URL, with
/// the port only where it is not the scheme's default. The signature covers it, so it must be sent
/// so. Redirects must not be followed.
pub trait Transport: Send + Sync {
    /// Does one exchange.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;
}

/// A signed request.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// `POST`, for now.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// All headers but `Host`; those that hold secrets are marked sensitive.
    pub headers: HeaderMap,
    /// The body as signed.
    pub body: Bytes,
    /// A longer response body, once decompressed, is to be refused with
    /// [`TransportErrorKind::ResponseTooLarge`].
    pub max_response_bytes: usize,
}

impl HttpRequest {
    pub(crate) fn post(url: String, headers: HeaderMap, body: Bytes, limit: usize) -> Self {
        Self {
            method: Method::POST,
            url,
            headers,
            body,
            max_response_bytes: limit,
        }
    }
}

// A body may hold passwords, so only its length is shown.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.url)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What came back.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body, decompressed.
    pub body: Bytes,
}

impl HttpResponse {
    /// A response without headers.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
        }
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
