//! Reading of values into members, with the conversions that real servers require.

use serde_json::{Map, Number, Value};

use super::error::ReadError;
use super::field::List;
use super::order::Position;
use super::reader::Reader;
use super::schema::{Member, Schema, names_equal};
use super::structure::Structure;
use super::text::{integer_from_text, quote_or_backslash};

impl<'a> Reader<'a> {
    /// Reads an object into a structure. Skips and counts unknown members.
    pub(crate) fn structure(&mut self, structure: &mut dyn Structure) -> Result<(), ReadError> {
        let schema = structure.schema();
        let mut position = self.orders.begin(schema);
        let mut first = self.open(b'{')?;
        loop {
            let expected = self.orders.next(position);
            let index = match schema.members.get(expected) {
                Some(member) if !first && self.take_following_member(member) => expected,
                _ if !self.next_entry(first, b'}')? => return Ok(()),
                _ => match self.member_index(schema, position)? {
                    Some(index) => index,
                    None => {
                        first = false;
                        continue;
                    }
                },
            };
            first = false;
            self.member_value(structure, schema, index)?;
            position.pass(index);
        }
    }

    /// Returns the position before the first member, for objects whose members are read one by one.
    pub(crate) fn begin(&mut self, schema: &'static Schema) -> Position {
        self.orders.begin(schema)
    }

    /// Reads one member and moves the position past it.
    pub(crate) fn member(
        &mut self,
        structure: &mut dyn Structure,
        schema: &'static Schema,
        position: &mut Position,
    ) -> Result<(), ReadError> {
        if let Some(index) = self.member_index(schema, *position)? {
            self.member_value(structure, schema, index)?;
            position.pass(index);
        }
        Ok(())
    }

    /// Reads a member's name and looks it up; skips an unknown member.
    fn member_index(
        &mut self,
        schema: &'static Schema,
        position: Position,
    ) -> Result<Option<usize>, ReadError> {
        let name = self.member_name()?;
        let expected = self.orders.next(position);
        let is_name = |member: &Member| names_equal(member.name.as_bytes(), name.as_bytes());
        if schema.members.get(expected).is_some_and(is_name) {
            return Ok(Some(expected));
        }
        if let Some(index) = schema.members.iter().position(is_name) {
            self.orders.learn(position, index);
            return Ok(Some(index));
        }
        self.unknown.count(schema.name, &name);
        self.skip()
            .map_err(|error| error.in_member(name.into_owned()))?;
        Ok(None)
    }

    #[inline]
    fn member_value(
        &mut self,
        structure: &mut dyn Structure,
        schema: &'static Schema,
        index: usize,
    ) -> Result<(), ReadError> {
        let Some(field) = structure.member_mut(index) else {
            return Ok(());
        };
        field
            .read(self)
            .map_err(|error| error.in_member(name_at(schema, index)))
    }

    /// Reads a string. Any other value except `null` becomes its JSON text, so numbers keep every
    /// digit.
    pub(super) fn text(&mut self, place: &mut String) -> Result<bool, ReadError> {
        *place = match self.plain_string() {
            Some(text) => text.to_owned(),
            None if self.take_null() => return Ok(false),
            None if self.peek() == Some(b'"') => self.string()?.into_owned(),
            None => self.skip()?.to_owned(),
        };
        Ok(true)
    }

    /// Reads a string if it comes next, without whitespace before it and without escapes in it.
    #[inline]
    fn plain_string(&mut self) -> Option<&'a str> {
        if self.byte() != Some(b'"') {
            return None;
        }
        let start = self.position + 1;
        let (end, b'"') = quote_or_backslash(self.source.as_bytes(), start)? else {
            return None;
        };
        self.position = end + 1;
        self.source.get(start..end)
    }

    pub(super) fn whole_number(&mut self, place: &mut i64) -> Result<bool, ReadError> {
        *place = match self.peek() {
            Some(b'"') => return self.scalar_text(place, "an integer", integer_from_text),
            Some(b'-' | b'0'..=b'9') => self.integer()?,
            _ => match self.boolean_word() {
                Some(value) => i64::from(value),
                None if self.take_null() => return Ok(false),
                None => return Err(self.unexpected("an integer")),
            },
        };
        Ok(true)
    }

    pub(super) fn fraction(&mut self, place: &mut f64) -> Result<bool, ReadError> {
        *place = match self.peek() {
            Some(b'"') => {
                return self.scalar_text(place, "a number", |text| text.trim().parse().ok());
            }
            Some(b'-' | b'0'..=b'9') => self.float()?,
            _ if self.take_null() => return Ok(false),
            _ => return Err(self.unexpected("a number")),
        };
        Ok(true)
    }

    pub(super) fn boolean(&mut self, place: &mut bool) -> Result<bool, ReadError> {
        *place = match self.peek() {
            Some(b'"') => return self.scalar_text(place, "a boolean", boolean_from_text),
            Some(b'0' | b'1') => match self.integer()? {
                0 => false,
                1 => true,
                _ => {
                    return Err(self.error("expected a boolean, found a number other than 0 and 1"));
                }
            },
            _ => match self.boolean_word() {
                Some(value) => value,
                None if self.take_null() => return Ok(false),
                None => return Err(self.unexpected("a boolean")),
            },
        };
        Ok(true)
    }

    /// Reads an object. Some servers write `""` or `[]` instead of `null` for an absent one.
    pub(super) fn structure_or_nothing(
        &mut self,
        structure: &mut dyn Structure,
    ) -> Result<bool, ReadError> {
        if self.peek() == Some(b'{') {
            return self.structure(structure).map(|()| true);
        }
        if self.take_null() || self.take_empty_string() || self.take_empty_list() {
            return Ok(false);
        }
        Err(self.unexpected("an object"))
    }

    /// Reads a list. A single value becomes a list of one, `""` an empty list, and `null` is
    /// absent.
    pub(super) fn list(&mut self, list: &mut dyn List) -> Result<bool, ReadError> {
        if self.peek() != Some(b'[') {
            if self.take_null() {
                return Ok(false);
            }
            if !self.take_empty_string() {
                list.read_element(self)?;
            }
            return Ok(true);
        }
        self.open(b'[')?;
        let mut index = 0;
        let mut more = self.next_entry(true, b']')?;
        while more {
            list.read_element(self)
                .map_err(|error| error.in_element(index))?;
            index += 1;
            more = self.another_entry(b']')?;
        }
        Ok(true)
    }

    /// Reads a scalar that is written as a string. False for an empty or blank string.
    fn scalar_text<T>(
        &mut self,
        place: &mut T,
        expected: &str,
        convert: fn(&str) -> Option<T>,
    ) -> Result<bool, ReadError> {
        let start = self.position;
        let text = self.string()?;
        if text.trim().is_empty() {
            return Ok(false);
        }
        let Some(value) = convert(&text) else {
            let problem = format!("expected {expected}, found other text");
            return Err(ReadError::new(problem, start));
        };
        *place = value;
        Ok(true)
    }

    fn take_empty_string(&mut self) -> bool {
        self.peek() == Some(b'"') && self.take_word("\"\"")
    }

    fn take_empty_list(&mut self) -> bool {
        let start = self.position;
        if self.take(b'[') && self.take(b']') {
            return true;
        }
        self.position = start;
        false
    }

    /// Reads a value of any shape.
    pub(crate) fn value(&mut self) -> Result<Value, ReadError> {
        match self.peek() {
            Some(b'{') => self.object_value(),
            Some(b'[') => self.list_value(),
            Some(b'"') => Ok(Value::String(self.string()?.into_owned())),
            Some(b'-' | b'0'..=b'9') => Ok(number_value(self.number()?)),
            _ => match self.boolean_word() {
                Some(value) => Ok(Value::Bool(value)),
                None if self.take_null() => Ok(Value::Null),
                None => Err(self.unexpected("a value")),
            },
        }
    }

    fn object_value(&mut self) -> Result<Value, ReadError> {
        let mut members = Map::new();
        let mut first = self.open(b'{')?;
        while self.next_entry(first, b'}')? {
            first = false;
            let name = self.member_name()?.into_owned();
            let value = self
                .value()
                .map_err(|error| error.in_member(name.clone()))?;
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }

    fn list_value(&mut self) -> Result<Value, ReadError> {
        let mut elements = Vec::new();
        let mut first = self.open(b'[')?;
        while self.next_entry(first, b']')? {
            first = false;
            let value = self
                .value()
                .map_err(|error| error.in_element(elements.len()))?;
            elements.push(value);
        }
        Ok(Value::Array(elements))
    }
}

#[cold]
fn name_at(schema: &'static Schema, index: usize) -> &'static str {
    schema.members.get(index).map_or("", |member| member.name)
}

fn boolean_from_text(text: &str) -> Option<bool> {
    let is = |word: &str| text.trim().eq_ignore_ascii_case(word);
    if is("true") || is("1") {
        return Some(true);
    }
    (is("false") || is("0")).then_some(false)
}

/// Converts a number as `serde_json` does: 64-bit integers stay exact, others become floats.
fn number_value(text: &str) -> Value {
    if let Ok(value) = text.parse::<i64>()
        && text != "-0"
    {
        return Value::from(value);
    }
    if let Ok(value) = text.parse::<u64>() {
        return Value::from(value);
    }
    let float = text.parse().ok().and_then(Number::from_f64);
    // A number beyond the range of floats is kept as text.
    float.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_number_in_any_notation_parses() {
        for (text, value) in [
            ("0", 0),
            ("-0", 0),
            ("1.0", 1),
            ("-7.000", -7),
            ("1e3", 1000),
            ("1.5e1", 15),
            ("999999999999999999", 999_999_999_999_999_999),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("9007199254740993.0", 9_007_199_254_740_993),
        ] {
            assert_eq!(Reader::new(text).integer().unwrap(), value, "{text}");
        }
    }

    #[test]
    fn fraction_or_overflow_is_an_error() {
        for text in [
            "1.5",
            "9223372036854775808",
            "1e30",
            "-",
            "01",
            "1.",
            "1e",
            ".5",
            "+1",
            "",
        ] {
            assert!(Reader::new(text).integer().is_err(), "{text}");
        }
    }
}
