//! The data of events, decoded into types.

use std::error::Error as StdError;

use serde_json::Value;

use super::parser::Event;
use crate::codec::{Mismatch, ReadError, Reader, Structure};
use crate::error::{DecodeError, Error};
use crate::reply::{ENVELOPE, is_wrapped, request_id_in};

/// The error of a decoder, of any type.
pub(super) type AnyError = Box<dyn StdError + Send + Sync>;

/// A type that the data of an event can be decoded into.
///
/// All responses and structures of the generated crates are such types, and so is [`Value`].
/// Implement it for types that `serde` or other code decodes:
///
/// ```
/// use std::error::Error;
/// use tencentcloud_api_runtime::{EventData, Mismatch};
///
/// struct Length(usize);
///
/// impl EventData for Length {
///     fn from_data(
///         data: &str,
///         _: &mut Vec<Mismatch>,
///     ) -> Result<Self, Box<dyn Error + Send + Sync>> {
///         Ok(Self(data.trim().parse()?))
///     }
/// }
/// ```
pub trait EventData: Sized {
    /// Decodes the data of an event, which is never blank. Adds values that it left out to
    /// `mismatches`, which most types ignore.
    ///
    /// # Errors
    /// Any error ends the stream.
    fn from_data(
        data: &str,
        mismatches: &mut Vec<Mismatch>,
    ) -> Result<Self, Box<dyn StdError + Send + Sync>>;
}

/// The response by itself or in its envelope.
impl<T: Structure + Default> EventData for T {
    fn from_data(data: &str, mismatches: &mut Vec<Mismatch>) -> Result<Self, AnyError> {
        let mut value = Self::default();
        read_response(data, &mut value, mismatches)?;
        Ok(value)
    }
}

/// JSON of any shape, with its envelope if it has one.
impl EventData for Value {
    fn from_data(data: &str, mismatches: &mut Vec<Mismatch>) -> Result<Self, AnyError> {
        let mut reader = Reader::new(data);
        let value = reader.value()?;
        reader.finish()?;
        mismatches.extend(reader.mismatches(&[], None));
        Ok(value)
    }
}

fn read_response(
    text: &str,
    structure: &mut dyn Structure,
    mismatches: &mut Vec<Mismatch>,
) -> Result<(), ReadError> {
    let mut reader = Reader::new(text);
    let mut envelope: &[&str] = &[];
    if is_wrapped(&mut reader, structure.schema()) {
        reader.open(b'{')?;
        reader.member_name()?;
        let inner = reader.structure(structure);
        inner.map_err(|error| error.in_member(ENVELOPE))?;
        while reader.next_entry(false, b'}')? {
            reader.member_name()?;
            reader.skip()?;
        }
        envelope = &[ENVELOPE];
    } else {
        reader.structure(structure)?;
    }
    reader.finish()?;
    mismatches.extend(reader.mismatches(envelope, Some(structure)));
    Ok(())
}

/// Returns whether a typed stream skips an event: one without data, such as a ping, or one of
/// another kind, which has a name and whose data is neither an object nor a list.
pub(super) fn is_other_kind(event: &Event) -> bool {
    let data = event.data.trim_start();
    let has_other_name = event.event.as_deref().is_some_and(|name| name != "message");
    data.is_empty() || (has_other_name && !data.starts_with(['{', '[']))
}

/// Decodes an event. With `strict`, a mismatch is an error.
pub(super) fn decode<T: EventData>(event: Event, strict: bool) -> Result<Event<T>, Error> {
    let mut mismatches = Vec::new();
    let decoded = T::from_data(&event.data, &mut mismatches);
    let failed = |error: DecodeError| {
        let request_id = request_id_in(&event.data);
        Error::from(error)
            .with_request_id(request_id)
            .after_attempts(1)
    };
    if strict && let Some(first) = event.mismatches.iter().chain(&mismatches).next() {
        return Err(failed(DecodeError::strict(first, "")));
    }
    match decoded {
        Ok(data) => Ok(event.with_data(data, mismatches)),
        Err(error) => Err(failed(decode_error(error))),
    }
}

/// Returns the error of a decoder as the error of a call.
pub(super) fn decode_error(error: AnyError) -> DecodeError {
    match error.downcast::<ReadError>() {
        Ok(error) => DecodeError::new(&error),
        Err(error) => DecodeError::new(&ReadError::new(error.to_string(), 0)),
    }
}
