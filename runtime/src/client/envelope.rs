//! What replies come in: `{"Response": {…}}`, with an `Error` member where the call failed.

use serde_json::Value;

use super::fault::{ErrorBody, LegacyFault, request_id_in};
use crate::codec::{ReadError, Reader, Structure, UnknownMembers};
use crate::error::{ApiError, DecodeError, Error, HttpStatusError};
use crate::stream::Events;

/// Where the content of a reply goes.
pub(super) enum Output<'a> {
    Structure(&'a mut dyn Structure),
    Value(&'a mut Value),
    /// Opened by the attempt; only what is no stream gets as far as being decoded.
    Events(&'a mut Events),
}

/// Reads a reply. The status comes first: what a gateway says is no JSON, and no decode error either.
/// Returns the members that the output has no place for.
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
        Ok(Some(fault)) => Err(api_error(fault, status, text)),
        Err(error) => Err(unreadable(&error, text)),
    }
}

/// The API's own error where the body holds one, the status and an excerpt otherwise.
fn refused(status: u16, body: &[u8]) -> Error {
    const EXCERPT_CHARS: usize = 200;
    let text = String::from_utf8_lossy(body);
    let mut ignored = Value::Null;
    if let Ok(Some(fault)) = read(&mut Reader::new(&text), &mut Output::Value(&mut ignored)) {
        return api_error(fault, status, &text);
    }
    Error::HttpStatus(Box::new(HttpStatusError {
        status,
        excerpt: text.trim().chars().take(EXCERPT_CHARS).collect(),
        request_id: request_id_in(&text),
        attempts: 0,
        retry_after: None,
    }))
}

fn api_error(fault: ErrorBody, status: u16, text: &str) -> Error {
    Error::Api(Box::new(ApiError {
        code: fault.code.unwrap_or_default(),
        message: fault.message.unwrap_or_default(),
        request_id: request_id_in(text),
        status,
        attempts: 0,
        retry_after: None,
    }))
}

#[cold]
fn garbled(body: &[u8]) -> Error {
    let fault = std::str::from_utf8(body).err();
    let offset = fault.map_or(0, |fault| fault.valid_up_to());
    let problem = ReadError::new("the text is not UTF-8", offset);
    unreadable(&problem, &String::from_utf8_lossy(body))
}

fn unreadable(error: &ReadError, text: &str) -> Error {
    Error::Decode(Box::new(DecodeError {
        path: error.path(),
        problem: error.problem().to_owned(),
        offset: error.offset(),
        request_id: request_id_in(text),
        attempts: 0,
    }))
}

/// A stream came where a single response was expected.
pub(super) fn unexpected_stream() -> Error {
    let problem = "the reply is a stream of events, which `stream` receives and `call` cannot";
    unreadable(&ReadError::new(problem, 0), "")
}

/// Reads the envelope and what is in it; the error it holds is not an error of reading.
fn read(reader: &mut Reader<'_>, output: &mut Output<'_>) -> Result<Option<ErrorBody>, ReadError> {
    let mut answer = None;
    let mut legacy = LegacyFault::default();
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        let name = reader.member_name()?;
        match &*name {
            "Response" => {
                let read = read_content(reader, output);
                answer = Some(read.map_err(|error| error.in_member("Response"))?);
            }
            name => legacy.read_member(reader, name)?,
        }
    }
    reader.finish()?;
    match answer {
        Some(fault) => Ok(fault),
        None => legacy.into_fault().map(Some),
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
            let fault = value.get("Error").and_then(ErrorBody::from_value);
            events.push_reply(&value);
            Ok(fault)
        }
    }
}

/// Reads a response as any structure, but for an `Error` member that holds a code.
fn read_structure(
    reader: &mut Reader<'_>,
    structure: &mut dyn Structure,
) -> Result<Option<ErrorBody>, ReadError> {
    let schema = structure.schema();
    let mut fault = None;
    let mut position = reader.begin(schema);
    let mut first = reader.open(b'{')?;
    while reader.next_entry(first, b'}')? {
        first = false;
        if let Some(found) = ErrorBody::take_member(reader)? {
            fault = Some(found);
            continue;
        }
        reader.member(structure, schema, &mut position)?;
    }
    Ok(fault)
}
