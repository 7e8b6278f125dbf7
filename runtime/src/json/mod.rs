//! Conversion of structures from JSON, as callers ask for it: from their files and tests, instead
//! of from replies.

#[cfg(feature = "serde")]
mod serde;

use std::borrow::Cow;

use serde_json::Value;

use crate::codec::{
    Mismatch, ReadError, Reader, Schema, Structure, WriteError, replace_invalid, to_value, write,
};
use crate::reply::{
    ENVELOPE, REQUEST_IDS, is_wrapped, read_envelope, read_members, read_request_id,
};

#[cfg(feature = "serde")]
pub use self::serde::{deserialize, serialize};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// JSON of every generated request, response and structure.
///
/// It is in the [`prelude`](crate::prelude). The feature `serde` implements `Serialize` and
/// `Deserialize` for the same types, which read and write other formats too.
pub trait Json: Structure + Default {
    /// Reads JSON as replies are read: a text, bytes, or a whole reply with its `{"Response": …}`.
    ///
    /// Members that the type lacks are skipped. A value that does not fit its type is left out and
    /// logged as a warning with `tracing`. [`from_json_strict`](Self::from_json_strict) refuses
    /// both.
    ///
    /// # Errors
    /// If the text isn't a JSON object, or is a reply that states an error.
    fn from_json(json: impl AsRef<[u8]>) -> Result<Self, ReadError> {
        let mut structure = Self::default();
        read_tolerant(json.as_ref(), &mut structure)?;
        Ok(structure)
    }

    /// Reads JSON that must fit the type: a text, bytes, or a whole reply.
    ///
    /// # Errors
    /// As for [`from_json`](Self::from_json), and if the type lacks a member, a value does not fit
    /// its type, or bytes are not UTF-8. The error names the path, but never the value.
    fn from_json_strict(json: impl AsRef<[u8]>) -> Result<Self, ReadError> {
        let mut structure = Self::default();
        read_strict(json.as_ref(), &mut structure)?;
        Ok(structure)
    }

    /// Writes JSON with the API's names, without absent members. Reading it returns an equal value.
    ///
    /// Unlike `Debug`, it includes passwords and keys.
    ///
    /// # Errors
    /// If a float is infinite or NaN.
    fn to_json(&self) -> Result<String, WriteError> {
        write(self)
    }

    /// Returns the JSON of [`to_json`](Self::to_json) as a value.
    ///
    /// # Errors
    /// If a float is infinite or NaN.
    fn to_value(&self) -> Result<Value, WriteError> {
        to_value(self)
    }
}

impl<T: Structure + Default> Json for T {}

fn read_tolerant(json: &[u8], structure: &mut dyn Structure) -> Result<(), ReadError> {
    let (text, replaced) = match std::str::from_utf8(without_mark(json)) {
        Ok(text) => (Cow::Borrowed(text), Vec::new()),
        Err(_) => {
            let (text, replaced) = replace_invalid(without_mark(json));
            (Cow::Owned(text), replaced)
        }
    };
    let mut reader = Reader::new(&text);
    reader.misfits.add_replaced(&replaced);
    let envelope = read(&mut reader, structure)?;
    if !reader.misfits.is_empty() {
        for mismatch in reader.mismatches(envelope, Some(structure)) {
            log(&mismatch);
        }
    }
    Ok(())
}

fn read_strict(json: &[u8], structure: &mut dyn Structure) -> Result<(), ReadError> {
    let text = std::str::from_utf8(without_mark(json)).map_err(|error| {
        let offset = error.valid_up_to();
        ReadError::new("the bytes are not UTF-8 text", offset)
    })?;
    let mut reader = Reader::refusing_unknown(text);
    read(&mut reader, structure)?;
    match reader.first_misfit() {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

fn without_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json)
}

/// Reads a structure, or a whole reply that holds it. Returns the members around it.
fn read(
    reader: &mut Reader<'_>,
    structure: &mut dyn Structure,
) -> Result<&'static [&'static str], ReadError> {
    let schema = structure.schema();
    if !is_wrapped(reader, schema) {
        reader.structure(structure)?;
        reader.finish()?;
        return Ok(&[]);
    }
    let lacks_id = !REQUEST_IDS.iter().any(|name| names(schema, name));
    let stated = read_envelope(reader, |reader| {
        let mut position = reader.begin(schema);
        read_members(reader, |reader| {
            if read_request_id(reader, structure)? || (lacks_id && skipped_id(reader)?) {
                return Ok(());
            }
            reader.member(structure, schema, &mut position)
        })
    })?;
    match stated {
        None => Ok(&[ENVELOPE]),
        Some(stated) => {
            let code = stated.code.unwrap_or_default();
            let problem = format!("the reply states the error {}", code.escape_debug());
            Err(ReadError::new(problem, 0).in_member(ENVELOPE))
        }
    }
}

fn names(schema: &Schema, name: &str) -> bool {
    schema.members.iter().any(|member| member.name == name)
}

/// Skips the member if it is the request id, which every reply has, even if its page does not
/// document it.
fn skipped_id(reader: &mut Reader<'_>) -> Result<bool, ReadError> {
    let start = reader.mark();
    if !REQUEST_IDS.contains(&&*reader.member_name()?) {
        reader.rewind(start);
        return Ok(false);
    }
    reader.skip()?;
    Ok(true)
}

/// Logs a value that the caller does not get. Never the value itself, which may be secret.
#[cold]
fn log(mismatch: &Mismatch) {
    tracing::warn!(
        structure = mismatch.structure,
        path = ?mismatch.path,
        expected = mismatch.expected,
        kind = mismatch.kind,
        "the JSON has a value that does not fit its documented type",
    );
}
