//! What is sent.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};

/// A signed request.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// `POST` or `GET`.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// All headers but `Host`; those that hold secrets are marked sensitive.
    pub headers: HeaderMap,
    /// The body as signed.
    pub body: Bytes,
    /// A longer response body, once decompressed, is to be refused with
    /// [`TransportErrorKind::ResponseTooLarge`](super::TransportErrorKind::ResponseTooLarge).
    pub max_response_bytes: usize,
    /// Whether it must not go through a proxy: its address means something else there, as that of a
    /// metadata service does, and the answer holds keys.
    pub direct: bool,
}

// Body and query may hold passwords, so only the body's length is shown and no query.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next();
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &url.unwrap_or_default())
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
