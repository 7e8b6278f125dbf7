//! The parts of a reply that calls and streams share: the request id, stated errors, the response.

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use crate::codec::{self, Field, Member, Mismatch, ReadError, Reader, Schema, Structure};
use crate::transport::HttpResponse;
use crate::v2::Envelope;

/// A successful response with its HTTP status, headers and raw body. `Debug` prints only the length
/// of the raw body.
#[derive(Clone, PartialEq)]
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
    /// The whole reply, decompressed: `{"Response": {…}}`, or in protocol [v2](crate::v2) also its
    /// content alone. It includes members that are not yet documented, and values that were left
    /// out.
    pub raw: Bytes,
    /// The values that do not fit their documented types, up to 1000. Their members are absent, and
    /// elements of lists are missing.
    pub mismatches: Vec<Mismatch>,
}

impl<T> Response<T> {
    pub(crate) fn new(
        body: T,
        http: HttpResponse,
        request_id: Option<String>,
        trace_id: Option<&HeaderValue>,
        mismatches: Vec<Mismatch>,
    ) -> Self {
        let trace_id = trace_id.and_then(|id| id.to_str().ok());
        Self {
            body,
            status: http.status,
            request_id,
            trace_id: trace_id.map(str::to_owned),
            headers: http.headers,
            raw: http.body,
            mismatches,
        }
    }
}

// The raw body shows members that the content's own `Debug` hides.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("body", &self.body)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("request_id", &self.request_id)
            .field("trace_id", &self.trace_id)
            .field("raw_bytes", &self.raw.len())
            .field("mismatches", &self.mismatches)
            .finish()
    }
}

/// Decodes a body for a look at its text, with U+FFFD for invalid bytes.
pub(crate) fn text_of(body: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    }
}

/// Reads the envelope of a reply, with a function that reads its content. Returns the error that
/// the reply states.
///
/// Gateways also state an error outside the envelope: `{"Error": {…}}`, or the form of
/// [`BareError`].
pub(crate) fn read_envelope(
    reader: &mut Reader<'_>,
    mut read_content: impl FnMut(&mut Reader<'_>) -> Result<Option<ErrorBody>, ReadError>,
) -> Result<Option<ErrorBody>, ReadError> {
    let mut content = None;
    let mut bare = BareError::default();
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        let name = reader.member_name()?;
        match &*name {
            ENVELOPE => {
                let read = read_content(reader);
                content = Some(read.map_err(|error| error.in_member(ENVELOPE))?);
            }
            name => bare.read_member(reader, name)?,
        }
    }
    reader.finish()?;
    match content {
        Some(stated) => Ok(stated),
        None => bare.into_body().map(Some),
    }
}

/// Reads a response as members. `read_member` reads each one, except an `Error` that holds a code,
/// which is returned.
pub(crate) fn read_members<'a>(
    reader: &mut Reader<'a>,
    mut read_member: impl FnMut(&mut Reader<'a>) -> Result<(), ReadError>,
) -> Result<Option<ErrorBody>, ReadError> {
    let mut stated = None;
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        match ErrorBody::read_member(reader)? {
            Some(found) => stated = Some(found),
            None => read_member(reader)?,
        }
    }
    Ok(stated)
}

/// Returns whether the text is an object whose first member is the envelope of a reply, and not a
/// member of this schema.
pub(crate) fn is_wrapped(reader: &mut Reader<'_>, schema: &Schema) -> bool {
    if schema.members.iter().any(|member| member.name == ENVELOPE) {
        return false;
    }
    let start = reader.mark();
    let opened = reader.take(b'{') && reader.peek() == Some(b'"');
    let is_envelope = opened && reader.member_name().is_ok_and(|name| name == ENVELOPE);
    let is_object = is_envelope && reader.peek() == Some(b'{');
    reader.rewind(start);
    is_object
}

/// The member that holds the response.
pub(crate) const ENVELOPE: &str = "Response";

/// The names of the request id.
pub(crate) const REQUEST_IDS: [&str; 3] = ["RequestId", "requestId", "RequestID"];

/// Finds the request id in a reply, even if the reply is malformed or states an error.
pub(crate) fn request_id(envelope: Envelope, text: &str) -> Option<String> {
    match envelope {
        Envelope::Response => request_id_in(text),
        Envelope::Code => request_id_of_flat(text),
    }
}

/// Finds the request id among the members of a reply without `Response`. Those inside `detail` name
/// tasks.
fn request_id_of_flat(text: &str) -> Option<String> {
    let Ok(members) = codec::members(text) else {
        // A malformed reply.
        let has_tasks = text.contains("\"detail\"");
        return if has_tasks { None } else { request_id_in(text) };
    };
    let is_id = |name: &str| name == ENVELOPE || REQUEST_IDS.contains(&name);
    let (name, value) = members.iter().find(|(name, _)| is_id(name))?;
    if name == ENVELOPE {
        return request_id_in(value);
    }
    let id = codec::scalar_text(value).ok()?;
    Some(id).filter(|id| !id.is_empty() && *value != "null")
}

/// Finds the request id in the text of a reply or event.
pub(crate) fn request_id_in(text: &str) -> Option<String> {
    const NAMES: [&str; 3] = ["\"RequestId\"", "\"requestId\"", "\"RequestID\""];
    let after = NAMES.iter().find_map(|name| text.rsplit_once(name));
    let mut id: Option<String> = None;
    let value = after?.1.trim_start().strip_prefix(':')?.trim_start();
    if value.starts_with('"') {
        id.read(&mut Reader::new(value)).ok()?;
    }
    id.filter(|id| !id.is_empty())
}

/// Reads the request id if it is next and has a name that the structure does not know. In some
/// replies, its last letters are in capitals.
pub(crate) fn read_request_id(
    reader: &mut Reader<'_>,
    structure: &mut dyn Structure,
) -> Result<bool, ReadError> {
    let start = reader.mark();
    let members = structure.schema().members;
    let index_of = |wanted: &str| members.iter().position(|member| member.name == wanted);
    let name = reader.member_name()?;
    let is_unknown = REQUEST_IDS.contains(&&*name) && index_of(&name).is_none();
    let known = REQUEST_IDS.iter().find_map(|name| index_of(name));
    let field = known.and_then(|index| structure.member_mut(index));
    match field {
        Some(field) if is_unknown && field.view().is_none() => {
            field.read(reader)?;
            Ok(true)
        }
        _ => {
            reader.rewind(start);
            Ok(false)
        }
    }
}

/// The `Error` member of a reply.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    /// The number next to a code that is a name.
    pub(crate) number: Option<i64>,
    pub(crate) message: Option<String>,
}

static ERROR_BODY: Schema = Schema {
    name: "Error",
    members: &[
        Member::new("Code"),
        Member::new("Message"),
        // Some gateways write the names in lower case.
        Member::new("code"),
        Member::new("message"),
    ],
};

impl Structure for ErrorBody {
    fn schema(&self) -> &'static Schema {
        &ERROR_BODY
    }
    fn member(&self, index: usize) -> Option<&dyn Field> {
        Some(match index {
            0 | 2 => &self.code,
            1 | 3 => &self.message,
            _ => return None,
        })
    }
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        Some(match index {
            0 | 2 => &mut self.code,
            1 | 3 => &mut self.message,
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
        let text = reader.skip().unwrap_or_default();
        let stated = Self::from_text(text);
        if stated.is_none() {
            reader.rewind(start);
        }
        Ok(stated)
    }

    /// Reads the JSON of an `Error` member; `None` unless it is an object that holds a code. The
    /// code may be a number.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let mut body = Self::default();
        codec::read_tolerant(text, &mut body).ok()?;
        if body.has_code() { Some(body) } else { None }
    }

    fn has_code(&self) -> bool {
        self.code.as_ref().is_some_and(|code| !code.is_empty())
    }
}

/// An error outside the envelope, which gateways send: `{"code": 4100, "message": …, "codeDesc":
/// …}`, as the API did before version 3.0, `{"Code": …, "Message": …}`, or `{"Error": {…}}`.
#[derive(Debug, Default)]
struct BareError {
    stated: Option<ErrorBody>,
    code: Option<String>,
    description: Option<String>,
    message: Option<String>,
}

impl BareError {
    /// Reads the value of a member of the reply.
    fn read_member(&mut self, reader: &mut Reader<'_>, name: &str) -> Result<(), ReadError> {
        let member = match name {
            "code" | "Code" => &mut self.code,
            "codeDesc" => &mut self.description,
            "message" | "Message" => &mut self.message,
            "Error" => {
                self.stated = ErrorBody::from_text(reader.skip()?);
                return Ok(());
            }
            _ => return reader.skip().map(drop),
        };
        member.read(reader)
    }

    /// Converts the error, preferring its description to its code. Fails if the reply has none of
    /// the forms.
    fn into_body(self) -> Result<ErrorBody, ReadError> {
        if let Some(stated) = self.stated {
            return Ok(stated);
        }
        let is_set = |text: &String| !text.is_empty();
        match self.code.filter(is_set) {
            Some(code) if code != "0" => Ok(ErrorBody {
                number: code.parse().ok(),
                code: self.description.filter(is_set).or(Some(code)),
                message: self.message,
            }),
            _ => Err(ReadError::new(
                "expected a member `Response`, found none",
                0,
            )),
        }
    }
}
