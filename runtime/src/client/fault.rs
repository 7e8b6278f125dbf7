//! Errors as replies state them, today's form and the one before.

use serde_json::Value;

use crate::codec::{self, Field, Member, ReadError, Reader, Schema, Structure};

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
    /// Takes the member `Error` if it is next and holds a code; otherwise leaves the reader as it is,
    /// for a response may have a member of that name that means something else.
    pub(super) fn take_member(reader: &mut Reader<'_>) -> Result<Option<Self>, ReadError> {
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

    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        let text = |name| value.get(name)?.as_str().map(str::to_owned);
        let body = Self {
            code: text("Code"),
            message: text("Message"),
        };
        body.has_code().then_some(body)
    }

    fn has_code(&self) -> bool {
        self.code.as_ref().is_some_and(|code| !code.is_empty())
    }
}

/// The envelope of the API before 3.0, which gateways still use: `{"code": 4100, "message": …, "codeDesc": …}`.
#[derive(Debug, Default)]
pub(super) struct LegacyFault {
    code: Option<String>,
    description: Option<String>,
    message: Option<String>,
}

impl LegacyFault {
    /// Takes the value of a member of the envelope.
    pub(super) fn read_member(
        &mut self,
        reader: &mut Reader<'_>,
        name: &str,
    ) -> Result<(), ReadError> {
        let place = match name {
            "code" => &mut self.code,
            "codeDesc" => &mut self.description,
            "message" => &mut self.message,
            _ => return reader.skip().map(drop),
        };
        place.read(reader)
    }

    /// The fault, by its description where there is one; an error if the reply is of neither form.
    pub(super) fn into_fault(self) -> Result<ErrorBody, ReadError> {
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

/// The request's id in a reply that is broken or states an error.
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
