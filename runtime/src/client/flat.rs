//! Decoding of replies without `Response`: `{"code": 0, "message": "", "codeDesc": "Success", …}`.

use serde_json::{Map, Value};

use super::envelope::{Destination, skip_member, value_member};
use crate::codec::{self, ReadError, Reader, Structure, View};
use crate::reply::{ENVELOPE, ErrorBody};
use crate::v2::ResourceResults;

/// The member with the results of an action for each resource.
const DETAIL: &str = "detail";
/// The codes of actions that failed for all resources, and for some.
const RESOURCES_FAILED: [i64; 2] = [5100, 5400];
/// The members of a reply that tell how the call ended.
#[derive(Default)]
struct Status {
    code: Option<String>,
    description: Option<String>,
    message: Option<String>,
    /// An error in another form: that of version 3.0 of the API, or that of a gateway.
    error: Option<ErrorBody>,
    /// True if the reply has a result for each resource.
    has_results: bool,
}

/// Reads a reply and its content, which includes the code. Returns the error that the reply states.
///
/// If an action failed for some resources or all of them, the content has the result of each, so
/// that the reply isn't an error.
pub(super) fn read(
    reader: &mut Reader<'_>,
    destination: &mut Destination<'_>,
) -> Result<Option<ErrorBody>, ReadError> {
    match destination {
        Destination::Structure(structure) => {
            let schema = structure.schema();
            let mut position = reader.begin(schema);
            let mut status = read_members(reader, |reader| {
                reader.member(*structure, schema, &mut position)
            })?;
            status.has_results &= holds_results(*structure);
            status.into_error()
        }
        Destination::Value(value) => {
            let mut members = Map::new();
            let status = read_members(reader, |reader| value_member(reader, &mut members))?;
            **value = Value::Object(members);
            status.into_error()
        }
        Destination::Events(events) => {
            reader.peek();
            let start = reader.offset();
            let status = read_members(reader, skip_member)?;
            let end = reader.since(start);
            let stated = status.into_error()?;
            if stated.is_none() {
                events.push_reply(end);
            }
            Ok(stated)
        }
        Destination::Nothing => read_members(reader, skip_member)?.into_error(),
    }
}

/// Reads the members of a reply up to its end. `read_member` reads each one.
fn read_members(
    reader: &mut Reader<'_>,
    mut read_member: impl FnMut(&mut Reader<'_>) -> Result<(), ReadError>,
) -> Result<Status, ReadError> {
    let mut status = Status::default();
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        let start = reader.mark();
        let name = reader.member_name()?;
        status.note(&name, reader)?;
        reader.rewind(start);
        read_member(reader)?;
    }
    reader.finish()?;
    Ok(status)
}

impl Status {
    /// Notes the next value, if the member with this name tells how the call ended.
    fn note(&mut self, name: &str, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        let place = match name {
            "code" | "Code" => &mut self.code,
            "codeDesc" => &mut self.description,
            "message" | "Message" => &mut self.message,
            "Error" => {
                self.error = ErrorBody::from_text(reader.skip()?);
                return Ok(());
            }
            ENVELOPE => {
                let content = codec::members(reader.skip()?).unwrap_or_default();
                let error = content.iter().find(|(name, _)| name == "Error");
                self.error = error.and_then(|(_, text)| ErrorBody::from_text(text));
                return Ok(());
            }
            DETAIL => {
                let results = ResourceResults::from_json(reader.skip()?);
                self.has_results = results.is_ok_and(|results| results.are_stated());
                return Ok(());
            }
            _ => return Ok(()),
        };
        let text = reader.skip()?;
        let set = text != "null";
        *place = set.then(|| codec::scalar_text(text)).transpose()?;
        Ok(())
    }

    /// Returns the error, if the call failed. Its code is a name if the reply has one.
    fn into_error(self) -> Result<Option<ErrorBody>, ReadError> {
        /// The name that goes with the code 0.
        const SUCCESS: &str = "Success";
        if self.error.is_some() {
            return Ok(self.error);
        }
        let code = self.code.as_deref().map_or("", str::trim);
        if code.is_empty() {
            return Err(ReadError::new("expected a member `code`, found none", 0));
        }
        let number = codec::integer_from_text(code);
        let by_resource = number.is_some_and(|number| RESOURCES_FAILED.contains(&number));
        if number == Some(0) || (by_resource && self.has_results) {
            return Ok(None);
        }
        let name = self.description.map(|name| name.trim().to_owned());
        let name = name.filter(|name| !name.is_empty() && name != SUCCESS);
        Ok(Some(ErrorBody {
            code: name
                .or_else(|| Some(number.map_or(code.to_owned(), |number| number.to_string()))),
            number,
            message: self.message,
        }))
    }
}

/// Returns whether a response has the results of an action for each resource.
fn holds_results(structure: &dyn Structure) -> bool {
    let mut members = structure.schema().members.iter();
    let index = members.position(|member| member.name == DETAIL);
    let view = index.and_then(|index| structure.member(index)?.view());
    matches!(view, Some(View::Mapping(_)))
}
