//! The replies and failures of mocked actions.

use std::io;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::json;

use crate::error::{ApiError, Error, ErrorKind, HttpStatusError, TimeoutKind};
use crate::transport::{HttpResponse, TransportError, TransportErrorKind};

/// A failure with which a mocked call ends: an API error, a gateway's reply, or no reply.
///
/// Hooks can inject one too: it converts into an [`Error`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Api { code: String, message: String },
    Status { status: u16, body: String },
    Transport(TransportErrorKind),
    Reset,
    Silence,
}

impl Fault {
    /// Returns an error of the API, with a code such as `ResourceNotFound` and HTTP status 200.
    #[must_use]
    pub fn api(code: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, message) = (code.into(), message.into());
        Self(Kind::Api { code, message })
    }

    /// Returns the API's refusal of too many requests, `RequestLimitExceeded`.
    #[must_use]
    pub fn throttled() -> Self {
        Self::api("RequestLimitExceeded", "too many requests")
    }

    /// Returns a reply that a gateway might send, with any status and body.
    #[must_use]
    pub fn status(status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        Self(Kind::Status { status, body })
    }

    /// Returns a failure of the transport, without a reply.
    #[must_use]
    pub fn transport(kind: TransportErrorKind) -> Self {
        Self(Kind::Transport(kind))
    }

    /// Returns a connection that the server resets before it replies.
    #[must_use]
    pub fn reset() -> Self {
        Self(Kind::Reset)
    }

    /// Returns a server that never replies, so that the time limit of the attempt or call expires.
    #[must_use]
    pub fn timeout() -> Self {
        Self(Kind::Silence)
    }

    /// Returns the reply or error that the transport delivers, or `None` if it never does.
    pub(crate) fn delivered(
        self,
        request_id: &str,
    ) -> Option<Result<HttpResponse, TransportError>> {
        Some(match self.0 {
            Kind::Api { code, message } => {
                let error = json!({"Code": code, "Message": message});
                let reply = json!({"Response": {"Error": error, "RequestId": request_id}});
                Ok(HttpResponse::new(200, reply.to_string()))
            }
            Kind::Status { status, body } => Ok(HttpResponse::new(status, body)),
            Kind::Transport(kind) => Err(TransportError::new(kind, "requested by the test")),
            Kind::Reset => Err(reset()),
            Kind::Silence => return None,
        })
    }
}

fn reset() -> TransportError {
    let cause = io::Error::from(io::ErrorKind::ConnectionReset);
    TransportError::new(TransportErrorKind::Exchange, cause)
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault.0 {
            Kind::Api { code, message } => {
                let error = ApiError::new(code, None, message, 200);
                Self::new(ErrorKind::Api(error))
            }
            Kind::Status { status, body } => Self::new(ErrorKind::HttpStatus(HttpStatusError {
                status,
                excerpt: body,
                proxy: None,
            })),
            Kind::Transport(kind) => TransportError::new(kind, "requested by the test").into(),
            Kind::Reset => reset().into(),
            Kind::Silence => Self::timeout(TimeoutKind::Attempt, None),
        }
    }
}

/// The reply to a mocked call: a response or failure, optionally with headers and a delay.
///
/// Results convert into replies, so a test needs this type only for headers and delays.
#[derive(Debug, Clone)]
pub struct MockReply<T> {
    pub(super) result: Result<T, Fault>,
    pub(super) headers: HeaderMap,
    pub(super) delay: Duration,
}

impl<T> MockReply<T> {
    /// Returns a successful reply.
    pub fn new(response: T) -> Self {
        Self::from(Ok(response))
    }

    /// Adds a header. One that HTTP does not allow becomes the failure
    /// `MockTransport.MalformedHeader`.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let parsed = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        );
        match parsed {
            (Ok(name), Ok(value)) => {
                self.headers.append(name, value);
            }
            _ => {
                let problem = format!("HTTP does not allow the header {name:?}: {value:?}");
                self.result = Err(Fault::api("MockTransport.MalformedHeader", problem));
            }
        }
        self
    }

    /// Delays the end of the body by this duration of the mock's clock, as a slow server does. A
    /// delay beyond the time limit of the attempt or call makes that expire.
    #[must_use]
    pub fn slow(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Converts the response, or fails.
    pub(super) fn and_then<U>(self, convert: impl FnOnce(T) -> Result<U, Fault>) -> MockReply<U> {
        MockReply {
            result: self.result.and_then(convert),
            headers: self.headers,
            delay: self.delay,
        }
    }
}

impl<T> From<Result<T, Fault>> for MockReply<T> {
    fn from(result: Result<T, Fault>) -> Self {
        Self {
            result,
            headers: HeaderMap::new(),
            delay: Duration::ZERO,
        }
    }
}

impl<T> From<Fault> for MockReply<T> {
    fn from(fault: Fault) -> Self {
        Self::from(Err(fault))
    }
}
