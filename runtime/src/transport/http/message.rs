//! A request in the form that hyper sends.

use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderValue, Method, Request, Uri};
use http_body::{Body, Frame, SizeHint};
use zeroize::Zeroizing;

use super::failure::BoxError;
use crate::transport::{HttpRequest, TransportError, TransportErrorKind};

/// A request that can be sent again if the server did not process it.
pub(crate) struct Message {
    pub(crate) uri: Uri,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
    /// The time at which the caller gives up.
    pub(crate) deadline: Option<Instant>,
    /// The claim to the body of the last request.
    claim: Claim,
}

impl Message {
    pub(crate) fn new(request: HttpRequest) -> Result<Self, TransportError> {
        let mut headers = request.headers;
        let encodings = headers.entry(ACCEPT_ENCODING);
        encodings.or_insert(HeaderValue::from_static("gzip"));
        Ok(Self {
            uri: address(request.url)?,
            method: request.method,
            headers,
            body: request.body,
            deadline: request.deadline,
            claim: Claim::default(),
        })
    }

    /// Adds the header that a forwarding proxy requires.
    pub(crate) fn authorize_proxy(&mut self, authorization: HeaderValue) {
        self.headers.insert(PROXY_AUTHORIZATION, authorization);
    }

    /// Returns the request to send. The headers are kept for sending it again if `keep` is true.
    pub(crate) fn request(&mut self, keep: bool) -> Request<Payload> {
        self.claim = Claim::default();
        let mut request = Request::new(Payload {
            data: Some(self.body.clone()).filter(|data| !data.is_empty()),
            claim: self.claim.clone(),
        });
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = match keep {
            true => self.headers.clone(),
            false => mem::take(&mut self.headers),
        };
        request
    }

    /// Takes back the last request, if no connection has begun to send its body. The server then
    /// receives at most the head, so it cannot process the request.
    pub(crate) fn take_back(&self) -> bool {
        self.claim.make()
    }
}

/// A claim that only one can make: the connection that sends a body, or the caller that takes it
/// back.
#[derive(Clone, Default)]
struct Claim(Arc<AtomicBool>);

impl Claim {
    /// Returns whether this was the first claim.
    fn make(&self) -> bool {
        !self.0.swap(true, Ordering::AcqRel)
    }
}

/// The body of a request, which can be taken back until a connection claims it.
pub(crate) struct Payload {
    /// `None` if it is empty or sent.
    data: Option<Bytes>,
    claim: Claim,
}

/// The error of a body that was taken back.
#[derive(Debug, thiserror::Error)]
#[error("the request was taken back")]
pub(crate) struct TakenBack;

impl Body for Payload {
    type Data = Bytes;
    type Error = TakenBack;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TakenBack>>> {
        let Some(data) = self.data.take() else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(match self.claim.make() {
            true => Ok(Frame::data(data)),
            false => Err(TakenBack),
        }))
    }

    /// Returns whether the body is empty. Hyper asks when it begins to send, and then never asks
    /// for the content of an empty body.
    fn is_end_stream(&self) -> bool {
        if self.data.is_none() {
            self.claim.make();
        }
        self.data.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.data.as_ref().map_or(0, Bytes::len) as u64)
    }
}

/// Parses the address of a request.
fn address(url: String) -> Result<Uri, TransportError> {
    // A query may hold a session token. All parts of the address share this memory, which is
    // zeroized with the last of them.
    let url = Bytes::from_owner(Zeroizing::new(url));
    let uri = Uri::from_maybe_shared(url).map_err(bad_address)?;
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return Err(bad_address("user info (`user:password@`) is not supported"));
    }
    match uri.scheme_str() {
        Some("http" | "https") => Ok(uri),
        _ => Err(bad_address("it must start with http:// or https://")),
    }
}

/// Returns the error for a malformed address. It omits the address, which may hold secrets.
fn bad_address(error: impl Into<BoxError>) -> TransportError {
    let problem = format!("malformed request address: {}", error.into());
    TransportError::new(TransportErrorKind::Setup, problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_needs_scheme_and_host() {
        for (url, expected) in [
            ("https://host.example", "https://host.example/"),
            ("http://[::1]:8080/a/b?c=/d", "http://[::1]:8080/a/b?c=/d"),
            (
                "https://host.example?a=http://b/",
                "https://host.example/?a=http://b/",
            ),
        ] {
            assert_eq!(address(url.to_owned()).unwrap().to_string(), expected);
        }
        for url in [
            "",
            "/",
            "host.example/",
            "host.example:443/",
            "https:/host",
            "https://",
            "ftp://host/",
            "https://user:password@host/",
        ] {
            let error = address(url.to_owned()).unwrap_err();
            assert_eq!(error.kind(), TransportErrorKind::Setup, "{url}");
        }
    }

    #[test]
    fn body_is_sent_or_taken_back() {
        let mut context = Context::from_waker(std::task::Waker::noop());
        for content in ["", "{}"] {
            let request = || Claim::default();
            let payload = |claim: &Claim| Payload {
                data: Some(Bytes::from(content)).filter(|data| !data.is_empty()),
                claim: claim.clone(),
            };
            let claim = request();
            let mut sent = payload(&claim);
            if !sent.is_end_stream() {
                let frame = Pin::new(&mut sent).poll_frame(&mut context);
                assert!(matches!(frame, Poll::Ready(Some(Ok(_)))));
            }
            assert!(!claim.make(), "it was sent");

            let claim = request();
            let mut taken_back = payload(&claim);
            assert!(claim.make());
            if !taken_back.is_end_stream() {
                let frame = Pin::new(&mut taken_back).poll_frame(&mut context);
                assert!(matches!(frame, Poll::Ready(Some(Err(TakenBack)))));
            }
        }
    }
}
