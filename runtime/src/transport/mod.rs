//! The transport: sends requests to the API and receives responses. Replaceable as a whole.

mod error;
#[cfg(feature = "http-client")]
mod http;
mod response;

use std::fmt;
use std::sync::Arc;

use ::http::{HeaderMap, Method};
use bytes::Bytes;

use crate::time::BoxFuture;

pub use self::error::{TransportError, TransportErrorKind};
#[cfg(feature = "http-client")]
pub use self::http::{HttpOptions, HttpTransport};
pub(crate) use self::response::too_large as response_too_large;
pub use self::response::{ByteStream, HttpResponse, StreamingResponse};

/// Sends a request and receives the response. Dropping the future must cancel the exchange.
///
/// The headers don't include `Host` (`:authority` in HTTP/2). It follows from the URL, with the
/// port only if it isn't the scheme's default. The signature covers it, so it must be sent in this
/// form. Redirects must not be followed.
pub trait Transport: Send + Sync {
    /// Performs one exchange.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Performs one exchange up to the head of the response; the body arrives in pieces. Dropping
    /// the body must cancel the exchange. The caller, not the transport, enforces
    /// [`HttpRequest::max_response_bytes`] here.
    ///
    /// By default this collects the whole response first. That suits finite replies, but delivers
    /// the events of a stream only after the last one has arrived.
    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(async move { Ok(self.send(request).await?.into()) })
    }

    /// Returns a copy of the transport without its open connections, or `None` if any thread can
    /// use them.
    ///
    /// Blocking clients call this: the task that serves a connection may belong to the thread that
    /// blocks.
    fn detached(&self) -> Option<Arc<dyn Transport>> {
        None
    }
}

/// A signed request.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// `POST` or `GET`.
    pub method: Method,
    /// The full address, including the query.
    pub url: String,
    /// All headers except `Host`. Those that hold secrets are marked sensitive.
    pub headers: HeaderMap,
    /// The body as signed.
    pub body: Bytes,
    /// The maximum length of the decompressed response body. The transport must reject a longer one
    /// with [`TransportErrorKind::ResponseTooLarge`].
    pub max_response_bytes: usize,
    /// True if the request must bypass proxies. Set for metadata services: their address means
    /// something else behind a proxy, and the response holds keys.
    pub direct: bool,
}

// Body and query may hold passwords, so this prints only the length of the body and omits the
// query.
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
