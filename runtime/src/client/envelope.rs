//! The envelope of replies: `{"Response": {…}}`, with an `Error` member if the call failed.

use serde_json::Value;

use crate::codec::{ReadError, Reader, Structure, UnknownMembers};
use crate::error::{ApiError, DecodeError, Error, ErrorKind, HttpStatusError};
use crate::reply::{ErrorBody, LegacyError, request_id_in};
use crate::stream::Events;

/// The destination of a reply's content.
pub(super) enum Output<'a> {
    Structure(&'a mut dyn Structure),
    Value(&'a mut Value),
    /// A stream. Only replies that are not streams are decoded.
    Events(&'a mut Events),
}

/// Decodes a reply and returns the members that the output does not have. Checks the status first,
/// because a gateway's reply is an HTTP error rather than malformed JSON.
pub(super) fn decode(
    status: u16,
    body: &[u8],
    output: &mut Output<'_>,
) -> Result<UnknownMembers, Error> {
    if !(200..300).contains(&status) {
        return Err(refused(status, body));
    }
    let Ok(text) = simdutf8::basic::from_utf8(body) else {
        return Err(garbled(body));
    };
    let mut reader = Reader::new(text);
    match read(&mut reader, output) {
        Ok(None) => Ok(reader.unknown),
        Ok(Some(stated)) => Err(api_error(stated, status, text)),
        Err(error) => Err(decode_error(&error, text)),
    }
}

/// Returns the error that the body states, or else the status and an excerpt.
fn refused(status: u16, body: &[u8]) -> Error {
    const EXCERPT_CHARS: usize = 200;
    let text = String::from_utf8_lossy(body);
    let mut ignored = Value::Null;
    if let Ok(Some(stated)) = read(&mut Reader::new(&text), &mut Output::Value(&mut ignored)) {
        return api_error(stated, status, &text);
    }
    let error = Error::new(ErrorKind::HttpStatus(HttpStatusError {
        status,
        excerpt: text.trim().chars().take(EXCERPT_CHARS).collect(),
    }));
    error.with_request_id(request_id_in(&text))
}

fn api_error(stated: ErrorBody, status: u16, text: &str) -> Error {
    let error = Error::new(ErrorKind::Api(ApiError {
        code: stated.code.unwrap_or_default(),
        message: stated.message.unwrap_or_default(),
        status,
    }));
    error.with_request_id(request_id_in(text))
}

#[cold]
fn garbled(body: &[u8]) -> Error {
    let offset = match std::str::from_utf8(body) {
        Err(error) => error.valid_up_to(),
        Ok(_) => 0,
    };
    let problem = ReadError::new("the text is not UTF-8", offset);
    decode_error(&problem, &String::from_utf8_lossy(body))
}

fn decode_error(error: &ReadError, text: &str) -> Error {
    let kind = ErrorKind::Decode(DecodeError {
        path: error.path(),
        problem: error.problem().to_owned(),
        offset: error.offset(),
    });
    Error::new(kind).with_request_id(request_id_in(text))
}

/// Returns the error of a call whose reply is a stream.
pub(super) fn unexpected_stream() -> Error {
    let problem = "the reply is a stream of events; receive it with `stream` instead of `call`";
    decode_error(&ReadError::new(problem, 0), "")
}

/// Reads the envelope and its content. Returns the error that the reply states.
fn read(reader: &mut Reader<'_>, output: &mut Output<'_>) -> Result<Option<ErrorBody>, ReadError> {
    let mut content = None;
    let mut legacy = LegacyError::default();
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        let name = reader.member_name()?;
        match &*name {
            "Response" => {
                let read = read_content(reader, output);
                content = Some(read.map_err(|error| error.in_member("Response"))?);
            }
            name => legacy.read_member(reader, name)?,
        }
    }
    reader.finish()?;
    match content {
        Some(stated) => Ok(stated),
        None => legacy.into_body().map(Some),
    }
}

fn read_content(
    reader: &mut Reader<'_>,
    output: &mut Output<'_>,
) -> Result<Option<ErrorBody>, ReadError> {
    match output {
        Output::Structure(structure) => read_structure(reader, *structure),
        Output::Value(value) => {
            **value = reader.value()?;
            Ok(value.get("Error").and_then(ErrorBody::from_value))
        }
        Output::Events(events) => {
            let value = reader.value()?;
            let stated = value.get("Error").and_then(ErrorBody::from_value);
            events.push_reply(&value);
            Ok(stated)
        }
    }
}

/// Reads a response into a structure, except an `Error` member that holds a code.
fn read_structure(
    reader: &mut Reader<'_>,
    structure: &mut dyn Structure,
) -> Result<Option<ErrorBody>, ReadError> {
    let schema = structure.schema();
    let mut stated = None;
    let mut position = reader.begin(schema);
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        if let Some(found) = ErrorBody::read_member(reader)? {
            stated = Some(found);
            continue;
        }
        reader.member(structure, schema, &mut position)?;
    }
    Ok(stated)
}
