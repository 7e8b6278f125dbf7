//! Texts, numbers, booleans and values of any shape as elements, with the conversions between them.

use std::fmt;

use serde_json::Value;

use super::error::ReadError;
use super::field::Element;
use super::number::integer_from_text;
use super::reader::Reader;
use super::writer::Writer;

impl Element for String {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        *self = match reader.peek() {
            Some(b'"') => reader.string()?.into_owned(),
            _ => reader.skip()?.to_owned(),
        };
        Ok(true)
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Element for i64 {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        match reader.peek() {
            Some(b'"') => reader.scalar_text(self, "a whole number", integer_from_text),
            Some(b't' | b'f') => reader.boolean_word().map_or_else(
                || Err(reader.unexpected("a whole number")),
                |value| {
                    *self = Self::from(value);
                    Ok(true)
                },
            ),
            Some(b'-' | b'0'..=b'9') => {
                *self = reader.integer()?;
                Ok(true)
            }
            _ => Err(reader.unexpected("a whole number")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.integer(*self);
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Element for f64 {
    // Series of measurements run beside a list of times: leaving a gap out would shift them.
    const NULL: Option<fn() -> Self> = Some(|| Self::NAN);

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        match reader.peek() {
            Some(b'"') => reader.scalar_text(self, "a number", |text| text.trim().parse().ok()),
            Some(b'-' | b'0'..=b'9') => {
                *self = reader.float()?;
                Ok(true)
            }
            _ => Err(reader.unexpected("a number")),
        }
    }

    fn write(&self, writer: &mut Writer) {
        writer.float(*self);
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Element for bool {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        *self = match reader.peek() {
            Some(b'"') => return reader.scalar_text(self, "a boolean", boolean_from_text),
            Some(b'0' | b'1') => reader.integer()? != 0,
            _ => match reader.boolean_word() {
                Some(value) => value,
                None => return Err(reader.unexpected("a boolean")),
            },
        };
        Ok(true)
    }

    fn write(&self, writer: &mut Writer) {
        writer.boolean(*self);
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Element for Value {
    const NULL: Option<fn() -> Self> = Some(|| Self::Null);

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        *self = reader.value()?;
        Ok(true)
    }

    fn write(&self, writer: &mut Writer) {
        writer.value(self);
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn boolean_from_text(text: &str) -> Option<bool> {
    let is = |word: &str| text.trim().eq_ignore_ascii_case(word);
    if is("true") || is("1") {
        return Some(true);
    }
    (is("false") || is("0")).then_some(false)
}

impl Reader<'_> {
    /// Takes a scalar that came as text; false for the empty text.
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
        match convert(&text) {
            Some(value) => *place = value,
            None => {
                let problem = format!("expected {expected}, found a text that is none");
                return Err(ReadError::new(problem, start));
            }
        }
        Ok(true)
    }
}
