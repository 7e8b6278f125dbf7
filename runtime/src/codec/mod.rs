//! JSON to and from structures, driven by tables instead of derived code.
//!
//! Generated crates hold tens of thousands of structures. A table and two `match`es for each compile
//! many times faster than derived implementations, and all reading and writing happens here, once.

mod convert;
mod debug;
mod error;
mod field;
mod number;
mod order;
mod parameters;
mod reader;
mod required;
mod same;
mod scan;
mod skip;
mod structure;
mod text;
mod unknown;
mod value;
mod writer;

pub use debug::debug;
pub use error::ReadError;
pub use field::{Element, Field, List, View};
pub(crate) use parameters::{flatten, members, merge, scalar_text};
pub use reader::Reader;
pub use required::{MissingParameters, validate};
pub use structure::{Member, Schema, Structure};
pub(crate) use unknown::UnknownMembers;
pub use writer::WriteError;
pub(crate) use writer::Writer;

/// Reads a whole JSON text into a structure, and tells how many members were skipped because the
/// schema does not name them.
///
/// # Errors
/// If the text is no JSON, or a value cannot be converted to what the structure declares.
pub fn read(text: &str, structure: &mut dyn Structure) -> Result<usize, ReadError> {
    let mut reader = Reader::new(text);
    reader.structure(structure)?;
    reader.finish()?;
    Ok(reader.unknown.total())
}

/// Writes a structure as JSON.
///
/// # Errors
/// If a float is infinite or not a number.
pub fn write(structure: &dyn Structure) -> Result<String, WriteError> {
    let mut writer = Writer::new();
    writer.structure(structure);
    writer.finish()
}

/// Makes every member absent again.
pub(crate) fn clear(structure: &mut dyn Structure) {
    for index in 0..structure.schema().members.len() {
        if let Some(field) = structure.member_mut(index) {
            field.clear();
        }
    }
}
