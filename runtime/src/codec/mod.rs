//! Conversion between JSON and structures, driven by tables instead of derived code.
//!
//! Generated crates hold tens of thousands of structures. A table and two `match`es per structure
//! compile many times faster than derived implementations, and the code that reads and writes
//! exists only once.

mod convert;
mod equal;
mod error;
mod field;
mod limits;
mod locate;
mod mapping;
mod mismatch;
mod number;
mod order;
mod parameters;
mod reader;
mod scan;
mod schema;
mod structure;
mod text;
mod value;
mod writer;

pub use equal::equal;
pub use error::ReadError;
pub use field::{Element, Field, List, View};
pub use limits::{BrokenLimit, BrokenLimits, Limit, LimitRule, check_limits};
pub use mapping::Mapping;
#[cfg(feature = "serde")]
pub(crate) use mapping::entries;
pub use mismatch::Mismatch;
pub(crate) use mismatch::replace_invalid;
pub(crate) use number::integer_from_text;
pub(crate) use parameters::{flatten, members, merge, scalar_text};
pub use reader::Reader;
pub(crate) use schema::UnknownMembers;
pub use schema::{Member, Schema};
pub use structure::{MissingParameters, Structure, debug, validate};
pub use writer::WriteError;
pub(crate) use writer::Writer;

/// Reads a whole JSON text into a structure. Returns how many members were skipped because the
/// schema does not name them.
///
/// # Errors
/// If the text isn't JSON, or a value does not fit its declared type.
pub fn read(text: &str, structure: &mut dyn Structure) -> Result<usize, ReadError> {
    let mut reader = Reader::new(text);
    reader.structure(structure)?;
    reader.finish()?;
    match reader.first_misfit() {
        Some(error) => Err(error),
        None => Ok(reader.unknown.total()),
    }
}

/// Reads a whole JSON text into a structure as replies are read: a value that does not fit its
/// declared type is left out. Returns these values.
///
/// # Errors
/// If the text isn't JSON, or not an object.
pub fn read_tolerant(
    text: &str,
    structure: &mut dyn Structure,
) -> Result<Vec<Mismatch>, ReadError> {
    let mut reader = Reader::new(text);
    reader.structure(structure)?;
    reader.finish()?;
    Ok(reader.mismatches(&[], Some(structure)))
}

/// Writes a structure as JSON.
///
/// # Errors
/// If a float is infinite or NaN.
pub fn write(structure: &dyn Structure) -> Result<String, WriteError> {
    let mut writer = Writer::new();
    writer.structure(structure);
    writer.finish()
}

/// Returns a structure as a JSON value.
///
/// # Errors
/// If a float is infinite or NaN.
pub(crate) fn to_value(structure: &dyn Structure) -> Result<serde_json::Value, WriteError> {
    value::of_structure(structure)
}

/// Makes every member absent.
pub(crate) fn clear(structure: &mut dyn Structure) {
    for index in 0..structure.schema().members.len() {
        if let Some(field) = structure.member_mut(index) {
            field.clear();
        }
    }
}
