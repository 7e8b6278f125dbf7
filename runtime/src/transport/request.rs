//! What is sent.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};

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
    /// [`TransportErrorKind::ResponseTooLarge`](super::TransportErrorKind::ResponseTooLarge).
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
