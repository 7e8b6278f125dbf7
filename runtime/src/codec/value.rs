//! Values of any shape, read into `serde_json::Value`.

use serde_json::{Map, Number, Value};

use super::error::ReadError;
use super::reader::Reader;

impl<'a> Reader<'a> {
    /// Takes a value of any shape.
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

    /// Takes the bracket and goes a level down; true, to say that the first entry comes next.
    pub(crate) fn open(&mut self, bracket: u8) -> Result<bool, ReadError> {
        if !self.take(bracket) {
            return Err(self.unexpected(if bracket == b'{' {
                "an object"
            } else {
                "a list"
            }));
        }
        self.enter()?;
        Ok(true)
    }

    /// Takes a member's name and the colon behind it.
    pub(crate) fn member_name(&mut self) -> Result<std::borrow::Cow<'a, str>, ReadError> {
        self.open_name()?;
        let name = self.string_rest()?;
        self.colon()?;
        Ok(name)
    }

    /// Takes `true` or `false`.
    pub(super) fn boolean_word(&mut self) -> Option<bool> {
        if self.take_word("true") {
            return Some(true);
        }
        self.take_word("false").then_some(false)
    }
}

/// Whole numbers stay exact as far as 64 bits go; others become floats, as in `serde_json`.
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
    // Beyond the range of floats only the text is exact.
    float.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}
