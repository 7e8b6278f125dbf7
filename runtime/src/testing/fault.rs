//! Ways for a mocked call to fail.

use crate::transport::{HttpResponse, TransportError, TransportErrorKind};
use serde_json::json;

/// How a mocked call fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Api { code: String, message: String },
    Status { status: u16, body: String },
    Transport(TransportErrorKind),
}

impl Fault {
    /// The API's own error: `ResourceNotFound`.
    #[must_use]
    pub fn api(code: impl Into<String>, message: impl Into<String>) -> Self {
        let (code, message) = (code.into(), message.into());
        Self(Kind::Api { code, message })
    }

    /// What a gateway says: a status with any body.
    #[must_use]
    pub fn status(status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        Self(Kind::Status { status, body })
    }

    /// No reply at all.
    #[must_use]
    pub fn transport(kind: TransportErrorKind) -> Self {
        Self(Kind::Transport(kind))
    }

    /// What a transport makes of it.
    pub(super) fn into_reply(self, request_id: &str) -> Result<HttpResponse, TransportError> {
        match self.0 {
            Kind::Api { code, message } => {
                let error = json!({"Code": code, "Message": message});
                let reply = json!({"Response": {"Error": error, "RequestId": request_id}});
                Ok(HttpResponse::new(200, reply.to_string()))
            }
            Kind::Status { status, body } => Ok(HttpResponse::new(status, body)),
            Kind::Transport(kind) => Err(TransportError::new(kind, "the test wants it so")),
        }
    }
}
