//! The transport: sends requests to the API and receives responses. Replaceable as a whole.

mod error;
#[cfg(feature = "http-client")]
mod http;
mod response;

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use ::http::header::{ACCEPT_ENCODING, CONNECTION};
use ::http::{HeaderMap, HeaderValue, Method};
use bytes::Bytes;

use crate::display::masked_address;
use crate::time::BoxFuture;
#[cfg(feature = "testing")]
use crate::v2::Envelope;

pub use self::error::{TransportError, TransportErrorKind};
#[cfg(feature = "http-client")]
pub use self::http::{HttpOptions, HttpTransport};
pub(crate) use self::response::too_large as response_too_large;
pub use self::response::{ByteStream, HttpResponse, StreamingResponse};

/// The HTTP client below all calls. Implement it to send requests in another way than
/// `HttpTransport`.
///
/// An implementation must follow these rules:
///
/// - Dropping a future or a body cancels the exchange.
/// - `Host` (`:authority` in HTTP/2) is not among the headers. Derive it from the URL, with the
///   port only if it is not the scheme's default. The signature covers this form.
/// - Redirects are responses. Do not follow them.
/// - Bodies of responses are decompressed.
/// - Each error has the [`TransportErrorKind`] that tells whether the request may have been sent,
///   because retries depend on it.
pub trait Transport: Send + Sync {
    /// Sends a request and receives the whole response. A response of any status is `Ok`.
    ///
    /// # Errors
    /// If the request cannot be sent or the response not received, including one longer than
    /// [`HttpRequest::max_response_bytes`].
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Sends a request and receives the head of the response. The body arrives in pieces. The
    /// caller, not the transport, enforces [`HttpRequest::max_response_bytes`] here.
    ///
    /// The default implementation calls [`send`](Self::send). It therefore delivers the events of a
    /// stream only after the last one has arrived.
    ///
    /// # Errors
    /// If the request cannot be sent or the head of the response not received.
    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(async move { Ok(self.send(request).await?.into()) })
    }

    /// Returns a copy of the transport without its open connections, or `None` if any thread can
    /// use them. The default implementation returns `None`.
    ///
    /// Blocking clients call this, because the task that serves a connection may belong to the
    /// thread that blocks.
    fn detached(&self) -> Option<Arc<dyn Transport>> {
        None
    }
}

/// A request to send, usually signed. `Debug` omits query and body.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// `POST` or `GET`.
    pub method: Method,
    /// The full URL, including the query.
    pub url: String,
    /// All headers except `Host`. Those that hold secrets are marked sensitive.
    pub headers: HeaderMap,
    /// The body as signed.
    pub body: Bytes,
    /// The maximum length of the decompressed response body, in bytes. [`Transport::send`] must
    /// reject a longer one with [`TransportErrorKind::ResponseTooLarge`].
    pub max_response_bytes: usize,
    /// True if the request must bypass proxies. Set for metadata services: a proxy would reach
    /// its own machine's service, and the response holds keys.
    pub direct: bool,
    /// The time at which the caller gives up and drops the future, or `None` if it never does. A
    /// transport can tell by it whether a dropped exchange was cancelled or timed out.
    pub deadline: Option<Instant>,
    /// True if the response holds keys. A transport should zeroize its copies of the response, and
    /// return a body that is zeroized on drop. The headers ask for a connection that closes.
    pub secret_response: bool,
    /// The product and the form of replies of a request in protocol v2, for the test kit.
    #[cfg(feature = "testing")]
    pub(crate) v2: Option<(Box<str>, Envelope)>,
}

impl HttpRequest {
    /// Creates a request without headers and body, which may use proxies.
    pub(crate) fn new(method: Method, url: String, max_response_bytes: usize) -> Self {
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            max_response_bytes,
            direct: false,
            deadline: None,
            secret_response: false,
            #[cfg(feature = "testing")]
            v2: None,
        }
    }

    /// Marks the request as one whose response holds keys.
    pub(crate) fn expect_secrets(&mut self) {
        self.secret_response = true;
        // The buffers of a connection are freed when it closes, and those of a decompressor cannot
        // be zeroized.
        let headers = [(CONNECTION, "close"), (ACCEPT_ENCODING, "identity")];
        for (name, value) in headers {
            self.headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

// Body and query may hold passwords, so `Debug` prints only the length of the body and omits the
// query.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &masked_address(&self.url))
            .field("headers", &self.headers)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
