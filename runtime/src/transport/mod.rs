//! How bytes get to the API and back; replaceable as a whole.

mod error;
#[cfg(feature = "http-client")]
mod http;
mod request;
mod response;

use std::sync::Arc;

use crate::time::BoxFuture;

pub use self::error::{TransportError, TransportErrorKind};
#[cfg(feature = "http-client")]
pub use self::http::{HttpOptions, HttpTransport};
pub use self::request::HttpRequest;
pub(crate) use self::response::too_large as response_too_large;
pub use self::response::{ByteStream, HttpResponse, StreamingResponse};

/// Sends a request and collects the response. Dropping the future must abandon the exchange.
///
/// The `Host` header (`:authority` in HTTP/2) is not among the headers: it follows from the URL, with
/// the port only where it is not the scheme's default. The signature covers it, so it must be sent
/// so. Redirects must not be followed.
pub trait Transport: Send + Sync {
    /// Does one exchange.
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Does one exchange up to the head of the response; the body comes piece by piece. Dropping the
    /// body must abandon the exchange. The limit of [`HttpRequest::max_response_bytes`] is the
    /// caller's business here.
    ///
    /// As it stands, this collects the whole response first, which is right for replies that end, but
    /// delivers events of a stream only when the last one has come.
    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(async move { Ok(self.send(request).await?.into()) })
    }

    /// The same transport without the connections that this one holds open, or `None` if any thread
    /// can use them. Blocking clients ask for it: the task that serves a connection may
    /// belong to the very thread that blocks.
    fn detached(&self) -> Option<Arc<dyn Transport>> {
        None
    }
}
