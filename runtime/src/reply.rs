//! The parts of a reply that calls and streams share: the request id, stated errors, the response.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use crate::codec::{self, Field, Member, ReadError, Reader, Schema, Structure};
use crate::transport::HttpResponse;

/// A successful response with its HTTP status, headers and raw body.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The content that the action returned.
    pub body: T,
    /// The HTTP status, usually 200.
    pub status: u16,
    /// The HTTP headers.
    pub headers: HeaderMap,
    /// The request id, which support staff ask for, if the reply has one.
    pub request_id: Option<String>,
    /// The `X-TC-TraceId` that the request carried, if [`CallOptions`](crate::CallOptions) set one.
    pub trace_id: Option<String>,
    /// The whole reply, decompressed: `{"Response": {…}}`. It includes members that are not yet
    /// documented.
    pub raw: Bytes,
}

impl<T> Response<T> {
    pub(crate) fn new(body: T, http: HttpResponse, trace_id: Option<&HeaderValue>) -> Self {
        let text = std::str::from_utf8(&http.body).ok();
        let trace_id = trace_id.and_then(|id| id.to_str().ok());
        Self {
            body,
            status: http.status,
            request_id: text.and_then(request_id_in),
            trace_id: trace_id.map(str::to_owned),
            headers: http.headers,
            raw: http.body,
        }
    }
}

/// Finds the request id in a reply, even if the reply is malformed or states an error.
pub(crate) fn request_id_in(text: &str) -> Option<String> {
    const NAMES: [&str; 2] = ["\"RequestId\"", "\"requestId\""];
    let after = NAMES.iter().find_map(|name| text.rsplit_once(name));
    let mut id: Option<String> = None;
    let value = after?.1.trim_start().strip_prefix(':')?.trim_start();
    if value.starts_with('"') {
        id.read(&mut Reader::new(value)).ok()?;
    }
    id.filter(|id| !id.is_empty())
}

/// The `Error` member of a reply.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
}

static ERROR_BODY: Schema = Schema {
    name: "Error",
    members: &[Member::new("Code"), Member::new("Message")],
};

impl Structure for ErrorBody {
    fn schema(&self) -> &'static Schema {
        &ERROR_BODY
    }
    fn member(&self, index: usize) -> Option<&dyn Field> {
        Some(match index {
            0 => &self.code,
            1 => &self.message,
            _ => return None,
        })
    }
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        Some(match index {
            0 => &mut self.code,
            1 => &mut self.message,
            _ => return None,
        })
    }
}

impl ErrorBody {
    /// Reads the member `Error` if it is next and holds a code. Otherwise rewinds the reader,
    /// because a response may have an unrelated member of that name.
    pub(crate) fn read_member(reader: &mut Reader<'_>) -> Result<Option<Self>, ReadError> {
        let start = reader.mark();
        if reader.member_name()? != "Error" {
            reader.rewind(start);
            return Ok(None);
        }
        let mut body = Self::default();
        let is_object = reader.peek() == Some(b'{');
        let text = reader.skip().unwrap_or_default();
        if is_object && codec::read(text, &mut body).is_ok() && body.has_code() {
            return Ok(Some(body));
        }
        reader.rewind(start);
        Ok(None)
    }

    /// Reads an `Error` member from a JSON value; `None` if it has no code.
    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        let text = |name| value.get(name)?.as_str().map(str::to_owned);
        let body = Self {
            code: text("Code"),
            message: text("Message"),
        };
        if body.has_code() { Some(body) } else { None }
    }

    fn has_code(&self) -> bool {
        self.code.as_ref().is_some_and(|code| !code.is_empty())
    }
}

/// The error envelope of the API before version 3.0, which gateways still send:
/// `{"code": 4100, "message": …, "codeDesc": …}`.
#[derive(Debug, Default)]
pub(crate) struct LegacyError {
    code: Option<String>,
    description: Option<String>,
    message: Option<String>,
}

impl LegacyError {
    /// Reads the value of a member of the envelope.
    pub(crate) fn read_member(
        &mut self,
        reader: &mut Reader<'_>,
        name: &str,
    ) -> Result<(), ReadError> {
        let member = match name {
            "code" => &mut self.code,
            "codeDesc" => &mut self.description,
            "message" => &mut self.message,
            _ => return reader.skip().map(drop),
        };
        member.read(reader)
    }

    /// Converts the envelope, preferring its description to its code. Fails if the reply has
    /// neither form.
    pub(crate) fn into_body(self) -> Result<ErrorBody, ReadError> {
        match self.code {
            Some(code) if code != "0" => Ok(ErrorBody {
                code: self
                    .description
                    .filter(|text| !text.is_empty())
                    .or(Some(code)),
                message: self.message,
            }),
            _ => Err(ReadError::new(
                "expected a member `Response`, found none",
                0,
            )),
        }
    }
}
