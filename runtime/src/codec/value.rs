//! JSON of any shape: read from text, or made of structures.

use serde_json::{Map, Number, Value};

use super::error::ReadError;
use super::field::View;
use super::mapping::entries;
use super::reader::Reader;
use super::structure::{Structure, fields};
use super::writer::WriteError;

/// Returns a structure as an object, without absent members.
pub(super) fn of_structure(structure: &dyn Structure) -> Result<Value, WriteError> {
    let mut members = Map::new();
    for (member, field) in fields(structure) {
        if let Some(view) = field.view() {
            members.insert(member.name.to_owned(), of_view(view, member.name)?);
        }
    }
    Ok(Value::Object(members))
}

/// Returns the value of a member.
fn of_view(view: View<'_>, member: &'static str) -> Result<Value, WriteError> {
    Ok(match view {
        View::Text(text) => Value::from(text),
        View::Integer(number) => Value::from(number),
        View::Float(number) => {
            let number = Number::from_f64(number).ok_or(WriteError { member })?;
            Value::Number(number)
        }
        View::Boolean(value) => Value::Bool(value),
        View::Any(value) => value.clone(),
        View::Structure(structure) => of_structure(structure)?,
        View::List(list) => {
            let elements = (0..).map_while(|index| list.at(index));
            let elements = elements.map(|element| of_view(element, member));
            Value::Array(elements.collect::<Result<_, _>>()?)
        }
        View::Mapping(mapping) => {
            let members = entries(mapping)
                .map(|(name, structure)| Ok((name.to_owned(), of_structure(structure)?)));
            Value::Object(members.collect::<Result<_, _>>()?)
        }
    })
}

impl Reader<'_> {
    /// Reads a value of any shape.
    pub(crate) fn value(&mut self) -> Result<Value, ReadError> {
        match self.peek() {
            Some(b'{') => self.object_value(),
            Some(b'[') => self.list_value(),
            Some(b'"') => Ok(Value::String(self.string()?.into_owned())),
            Some(b'-' | b'0'..=b'9') => self.number_value(),
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

    /// Reads a number as `serde_json` does: 64-bit integers stay exact, others become floats. Tells
    /// an integer that a float rounds.
    fn number_value(&mut self) -> Result<Value, ReadError> {
        let start = self.position;
        let text = self.number()?;
        if let Ok(value) = text.parse::<i64>()
            && text != "-0"
        {
            return Ok(Value::from(value));
        }
        if let Ok(value) = text.parse::<u64>() {
            return Ok(Value::from(value));
        }
        let is_integer = !text.contains(['.', 'e', 'E']) && text != "-0";
        let float = text.parse().ok().and_then(Number::from_f64);
        if is_integer && float.is_some() {
            self.misfits.add(start, "a 64-bit integer");
        }
        // A number beyond the range of floats is kept as text.
        Ok(float.map_or_else(|| Value::String(text.to_owned()), Value::Number))
    }
}
