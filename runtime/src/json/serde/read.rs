//! Reading of structures from any format.

use std::fmt::{self, Write as _};

use serde_core::Deserializer;
use serde_core::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::codec::{Field, Mapping, ReadError, Structure, View};

/// The nesting that reading accepts, the same as for JSON.
const MAX_DEPTH: usize = 128;
/// The only member of the map as which `serde_json` passes on a number, if another crate of the
/// program enables its feature `arbitrary_precision`.
const EXACT_NUMBER: &str = "$serde_json::private::Number";

/// Reads a structure as replies are read. Logs the values that it leaves out.
///
/// # Errors
/// Those of the format, and if the value isn't a map.
pub fn deserialize<'de, T, D>(format: D) -> Result<T, D::Error>
where
    T: Structure + Default,
    D: Deserializer<'de>,
{
    let mut structure = T::default();
    let mut json = String::new();
    let value = ToJson {
        json: &mut json,
        expected: Some(View::Structure(&structure)),
        depth: 0,
    };
    value.deserialize(format)?;
    super::super::read_tolerant(json.as_bytes(), &mut structure).map_err(|error| fault(&error))?;
    Ok(structure)
}

/// Reads a map from text to structures. `empty` tells its type, and `from_json` makes it.
///
/// # Errors
/// Those of the format, and if the value isn't a map.
pub(super) fn deserialize_mapping<'de, T, D: Deserializer<'de>>(
    empty: &dyn Mapping,
    format: D,
    from_json: impl FnOnce(&str) -> Result<T, ReadError>,
) -> Result<T, D::Error> {
    let mut json = String::new();
    let value = ToJson {
        json: &mut json,
        expected: Some(View::Mapping(empty)),
        depth: 0,
    };
    value.deserialize(format)?;
    from_json(&json).map_err(|error| fault(&error))
}

/// Returns the error without its offset, which would be one in the intermediate text.
fn fault<E: Error>(error: &ReadError) -> E {
    match error.path() {
        path if path.is_empty() => E::custom(error.problem()),
        path => E::custom(format_args!("{path}: {}", error.problem())),
    }
}

/// A value to append to a JSON text.
struct ToJson<'a> {
    json: &'a mut String,
    /// A value of the expected type. Only formats that do not describe their values need it, and
    /// `None` asks them to.
    expected: Option<View<'a>>,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for ToJson<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, format: D) -> Result<(), D::Error> {
        if self.depth > MAX_DEPTH {
            return Err(D::Error::custom("nested too deeply"));
        }
        if format.is_human_readable() {
            self.expected = None;
        }
        match self.expected {
            None => format.deserialize_any(self),
            Some(View::Text(_) | View::Any(_)) => format.deserialize_str(self),
            Some(View::Integer(_)) => format.deserialize_i64(self),
            Some(View::Float(_)) => format.deserialize_f64(self),
            Some(View::Boolean(_)) => format.deserialize_bool(self),
            Some(View::Structure(_) | View::Mapping(_)) => format.deserialize_map(self),
            Some(View::List(_)) => format.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for ToJson<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.expected {
            Some(View::Structure(structure)) => f.write_str(structure.schema().name),
            _ => f.write_str("a value that JSON can hold"),
        }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.push(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.push(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.push(value)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.push(value)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.push(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        if !value.is_finite() {
            return Err(E::custom(
                "JSON cannot hold a number that is infinite or NaN",
            ));
        }
        self.push(format_args!("{value:?}"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        match self.expected {
            Some(View::Any(_)) => match value.parse::<Value>() {
                Ok(any) => self.push(any),
                Err(error) => Err(E::custom(format_args!(
                    "expected the text of JSON: {error}"
                ))),
            },
            _ => self.push(Value::from(value)),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.push("null")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.push("null")
    }

    fn visit_some<D: Deserializer<'de>>(self, format: D) -> Result<(), D::Error> {
        self.deserialize(format)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, format: D) -> Result<(), D::Error> {
        self.deserialize(format)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        self.json.push('[');
        let mut end = self.json.len();
        while self.element(&mut elements)?.is_some() {
            end = self.json.len();
            self.json.push(',');
        }
        // Without the last comma.
        self.json.truncate(end);
        self.json.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        let start = self.json.len();
        let mut end = start + 1;
        self.json.push('{');
        while let Some(name) = members.next_key::<String>()? {
            if name == EXACT_NUMBER && end == start + 1 {
                self.json.truncate(start);
                return self.exact_number(&members.next_value::<String>()?);
            }
            if self.member(&name, &mut members)? {
                end = self.json.len();
                self.json.push(',');
            }
        }
        self.json.truncate(end);
        self.json.push('}');
        Ok(())
    }
}

impl ToJson<'_> {
    /// Appends a value that prints as JSON.
    fn push<E>(self, value: impl fmt::Display) -> Result<(), E> {
        // Writing to a `String` cannot fail.
        let _ = write!(self.json, "{value}");
        Ok(())
    }

    /// Appends the text of a number.
    fn exact_number<E: Error>(self, text: &str) -> Result<(), E> {
        if text
            .bytes()
            .any(|byte| !byte.is_ascii_digit() && !b"+-.eE".contains(&byte))
        {
            return Err(E::custom("a malformed number"));
        }
        self.push(text)
    }

    /// Returns a place for a value inside this one.
    fn inner<'a>(json: &'a mut String, depth: usize, expected: Option<View<'a>>) -> ToJson<'a> {
        ToJson {
            json,
            expected,
            depth: depth + 1,
        }
    }

    /// Appends the next element of a list.
    fn element<'de, A: SeqAccess<'de>>(
        &mut self,
        elements: &mut A,
    ) -> Result<Option<()>, A::Error> {
        let (json, depth) = (&mut *self.json, self.depth);
        let Some(View::List(list)) = self.expected else {
            return elements.next_element_seed(Self::inner(json, depth, None));
        };
        let read =
            |view: View<'_>| elements.next_element_seed(Self::inner(json, depth, Some(view)));
        shown(|show| list.show_default(show), read).unwrap_or(Ok(None))
    }

    /// Appends a member, unless the expected structure lacks it.
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        members: &mut A,
    ) -> Result<bool, A::Error> {
        if let Some(View::Mapping(mapping)) = self.expected {
            let _ = write!(self.json, "{}:", Value::from(name));
            let (json, depth) = (&mut *self.json, self.depth);
            let read =
                |view: View<'_>| members.next_value_seed(Self::inner(json, depth, Some(view)));
            let read = shown(|show| mapping.show_default(show), read);
            return read.unwrap_or(Ok(())).map(|()| true);
        }
        let field = match self.expected {
            Some(View::Structure(structure)) => match field_named(structure, name) {
                None => return members.next_value::<IgnoredAny>().map(|_| false),
                found => found,
            },
            _ => None,
        };
        let _ = write!(self.json, "{}:", Value::from(name));
        let (json, depth) = (&mut *self.json, self.depth);
        let Some(field) = field else {
            return members
                .next_value_seed(Self::inner(json, depth, None))
                .map(|()| true);
        };
        let read = |view: View<'_>| members.next_value_seed(Self::inner(json, depth, Some(view)));
        let read = shown(|show| field.show_default(show), read);
        read.unwrap_or(Ok(())).map(|()| true)
    }
}

fn field_named<'s>(structure: &'s dyn Structure, name: &str) -> Option<&'s dyn Field> {
    let mut members = structure.schema().members.iter();
    let index = members.position(|member| member.name == name)?;
    structure.member(index)
}

/// Returns the result of a function for the value that `show` shows.
fn shown<R>(
    show: impl FnOnce(&mut dyn FnMut(View<'_>)),
    read: impl FnOnce(View<'_>) -> R,
) -> Option<R> {
    let (mut read, mut result) = (Some(read), None);
    show(&mut |view| result = read.take().map(|read| read(view)));
    result
}
