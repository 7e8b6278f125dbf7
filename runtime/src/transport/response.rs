//! Responses, received as a whole or in pieces.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
#[cfg(feature = "http-client")]
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::HeaderMap;
#[cfg(feature = "http-client")]
use http::HeaderValue;
use http::header::CONTENT_LENGTH;
use zeroize::Zeroize;
#[cfg(feature = "http-client")]
use zeroize::Zeroizing;

use super::{TransportError, TransportErrorKind};

/// A response that was received as a whole.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The HTTP status code.
    pub status: u16,
    /// The headers, without the content encoding.
    pub headers: HeaderMap,
    /// The whole body, decompressed.
    pub body: Bytes,
    /// The proxy that replied itself instead of forwarding the request, without user and password.
    /// `None` if the reply is the API's, or the transport cannot tell.
    pub proxy: Option<String>,
}

impl HttpResponse {
    /// Returns a response with this status and body, without headers.
    #[must_use]
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.into(),
            proxy: None,
        }
    }

    /// Returns the response with these headers.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// Zeroizes the body, unless the transport kept a share of it.
    pub(crate) fn wipe(&mut self) {
        wipe(mem::take(&mut self.body));
    }
}

/// Zeroizes bytes that nobody else shares. Returns them if somebody does.
fn wipe(bytes: Bytes) -> Option<Bytes> {
    match bytes.try_into_mut() {
        Ok(mut bytes) => {
            bytes.zeroize();
            None
        }
        Err(shared) => Some(shared),
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

/// A body that arrives in pieces, decompressed. It ends with the first error.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The head of a response, with a body that arrives in pieces.
#[non_exhaustive]
pub struct StreamingResponse {
    /// The HTTP status code.
    pub status: u16,
    /// The headers, without the content encoding.
    pub headers: HeaderMap,
    /// The pieces of the body, decompressed.
    pub body: ByteStream,
    /// The proxy that replied itself; see [`HttpResponse::proxy`].
    pub proxy: Option<String>,
}

impl StreamingResponse {
    /// Returns a response with a body that is still arriving.
    #[must_use]
    pub fn new(status: u16, headers: HeaderMap, body: ByteStream) -> Self {
        Self {
            status,
            headers,
            body,
            proxy: None,
        }
    }

    /// Receives the whole body.
    ///
    /// # Errors
    /// The error of the exchange, or [`TransportErrorKind::ResponseTooLarge`] if the body is longer
    /// than `limit` bytes.
    pub async fn collect(self, limit: usize) -> Result<HttpResponse, TransportError> {
        let mut response = collect(self.status, self.headers, self.body, limit).await?;
        response.proxy = self.proxy;
        Ok(response)
    }
}

/// Receives a whole body of at most `limit` bytes. Of a reply that refuses the request, the part
/// before a broken connection counts as the body: servers may refuse a request before they have
/// read it whole, and closing the connection then resets it.
pub(crate) async fn collect(
    status: u16,
    headers: HeaderMap,
    mut body: impl Stream<Item = Result<Bytes, TransportError>> + Unpin,
    limit: usize,
) -> Result<HttpResponse, TransportError> {
    // Most bodies arrive in one piece, which needs no copy.
    let mut whole = Bytes::new();
    let mut collected = BytesMut::new();
    while let Some(piece) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
        let piece = match piece {
            Ok(piece) => piece,
            Err(_) if !(200..300).contains(&status) => break,
            Err(error) => return Err(error),
        };
        let length = whole.len() + collected.len() + piece.len();
        if length > limit {
            return Err(too_large(limit));
        }
        if length == piece.len() {
            whole = piece;
            continue;
        }
        if collected.is_empty() {
            collected.reserve(announced_length(&headers).clamp(length, limit));
            collected.extend_from_slice(&std::mem::take(&mut whole));
        }
        collected.extend_from_slice(&piece);
    }
    let body = if whole.is_empty() {
        collected.freeze()
    } else {
        whole
    };
    Ok(HttpResponse::new(status, body).with_headers(headers))
}

/// The longest wait until the connection gives up its share of a body.
#[cfg(feature = "http-client")]
const SHARE_WAIT: Duration = Duration::from_millis(1);
#[cfg(feature = "http-client")]
const SHARE_WAITS: usize = 50;

/// Blanks after a body, which JSON allows. Vector instructions copy the last bytes of a text to the
/// stack when they check it, and with these, such a copy holds nothing else.
#[cfg(feature = "http-client")]
const PADDING: [u8; 64] = [b' '; 64];

/// Receives a whole body that holds secrets into memory that is zeroized on drop, and zeroizes the
/// pieces that it arrived in.
///
/// A piece may be a part of the connection's buffer. It can be zeroized once the connection is
/// closed, so this waits a little.
#[cfg(feature = "http-client")]
pub(crate) async fn collect_secret(
    status: u16,
    headers: HeaderMap,
    mut body: impl Stream<Item = Result<Bytes, TransportError>> + Unpin,
    limit: usize,
) -> Result<HttpResponse, TransportError> {
    let mut pieces = Vec::new();
    let mut length = 0;
    while let Some(piece) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
        let piece = piece?;
        length += piece.len();
        pieces.push(piece);
        if length > limit {
            return Err(too_large(limit));
        }
    }
    drop(body);
    let headers = {
        let shared = headers;
        copied(&shared)
    };
    // Long enough: growing would leave copies.
    let mut whole = Zeroizing::new(Vec::with_capacity(length + PADDING.len()));
    for piece in &pieces {
        whole.extend_from_slice(piece);
    }
    whole.extend_from_slice(&PADDING);
    for _ in 0..SHARE_WAITS {
        pieces = pieces.into_iter().filter_map(wipe).collect();
        if pieces.is_empty() {
            break;
        }
        tokio::time::sleep(SHARE_WAIT).await;
    }
    Ok(HttpResponse::new(status, Bytes::from_owner(whole)).with_headers(headers))
}

/// Returns headers that share no memory with the connection's buffer.
#[cfg(feature = "http-client")]
fn copied(headers: &HeaderMap) -> HeaderMap {
    let mut copies = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        if let Ok(copy) = HeaderValue::from_bytes(value.as_bytes()) {
            copies.append(name, copy);
        }
    }
    copies
}

/// Returns the length that the head announces. Servers may omit it or get it wrong.
fn announced_length(headers: &HeaderMap) -> usize {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0)
}

pub(crate) fn too_large(limit: usize) -> TransportError {
    let problem = format!("more than {limit} bytes");
    TransportError::new(TransportErrorKind::ResponseTooLarge, problem)
}

impl From<HttpResponse> for StreamingResponse {
    fn from(response: HttpResponse) -> Self {
        let body = if response.body.is_empty() {
            None
        } else {
            Some(response.body)
        };
        let whole = Box::pin(Whole(body));
        Self {
            proxy: response.proxy,
            ..Self::new(response.status, response.headers, whole)
        }
    }
}

impl fmt::Debug for StreamingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// A body that has already arrived.
struct Whole(Option<Bytes>);

impl Stream for Whole {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.get_mut().0.take().map(Ok))
    }
}
