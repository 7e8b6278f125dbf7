//! Writing of structures to any format.

use serde_core::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde_core::{Serialize, Serializer};

use crate::codec::{Field, List, Mapping, Structure, View, WriteError, entries};

/// Writes a structure as a map from wire names to values, without absent members.
///
/// # Errors
/// Those of the format, and if a float is infinite or NaN.
pub fn serialize<S: Serializer>(structure: &dyn Structure, format: S) -> Result<S::Ok, S::Error> {
    let members = structure.schema().members.iter().enumerate();
    let present = members.filter_map(|(index, member)| {
        let view = structure.member(index).and_then(Field::view)?;
        Some((member.name, view))
    });
    let mut map = format.serialize_map(Some(present.clone().count()))?;
    for (member, view) in present {
        map.serialize_entry(member, &Written { view, member })?;
    }
    map.end()
}

/// Writes a map from text to structures.
///
/// # Errors
/// Those of the format, and if a float is infinite or NaN.
pub(super) fn serialize_mapping<S: Serializer>(
    mapping: &dyn Mapping,
    format: S,
) -> Result<S::Ok, S::Error> {
    let mut map = format.serialize_map(Some(entries(mapping).count()))?;
    for (name, structure) in entries(mapping) {
        let view = View::Structure(structure);
        map.serialize_entry(name, &Written { view, member: "" })?;
    }
    map.end()
}

/// A value of a member.
struct Written<'a> {
    view: View<'a>,
    member: &'static str,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, format: S) -> Result<S::Ok, S::Error> {
        match self.view {
            View::Text(text) => format.serialize_str(text),
            View::Integer(number) => format.serialize_i64(number),
            View::Float(number) if number.is_finite() => format.serialize_f64(number),
            View::Float(_) => {
                let member = self.member;
                Err(S::Error::custom(WriteError { member }))
            }
            View::Boolean(value) => format.serialize_bool(value),
            View::Any(value) if format.is_human_readable() => value.serialize(format),
            View::Any(value) => format.serialize_str(&value.to_string()),
            View::Structure(structure) => serialize(structure, format),
            View::List(list) => self.list(list, format),
            View::Mapping(mapping) => serialize_mapping(mapping, format),
        }
    }
}

impl Written<'_> {
    fn list<S: Serializer>(&self, list: &dyn List, format: S) -> Result<S::Ok, S::Error> {
        let elements = (0..).map_while(|index| list.at(index));
        let mut sequence = format.serialize_seq(Some(elements.clone().count()))?;
        for view in elements {
            let member = self.member;
            sequence.serialize_element(&Written { view, member })?;
        }
        sequence.end()
    }
}
