//! Reading values into members, with the conversions that servers make necessary.

use super::error::ReadError;
use super::field::{Field, List, ViewMut};
use super::number::integer_from_text;
use super::reader::Reader;
use super::structure::Structure;

impl Reader<'_> {
    /// Takes a value into a member's place; `null` empties it.
    pub(crate) fn field(&mut self, field: &mut dyn Field) -> Result<(), ReadError> {
        if self.take_null() || !self.element(field.fill())? {
            field.clear();
        }
        Ok(())
    }

    /// Takes a value that is not `null`; false if the text stands for nothing, like `""` for a number.
    fn element(&mut self, place: ViewMut<'_>) -> Result<bool, ReadError> {
        match place {
            ViewMut::Text(place) => self.text(place).map(|()| true),
            ViewMut::Integer(place) => self.whole_number(place),
            ViewMut::Float(place) => self.fraction(place),
            ViewMut::Boolean(place) => self.boolean(place),
            ViewMut::Any(place) => {
                *place = self.value()?;
                Ok(true)
            }
            ViewMut::Structure(place) => self.structure_or_nothing(place),
            ViewMut::List(place) => self.list(place).map(|()| true),
        }
    }

    /// Takes a string, or anything else as its JSON: numbers keep every digit.
    fn text(&mut self, place: &mut String) -> Result<(), ReadError> {
        *place = match self.peek() {
            Some(b'"') => self.string()?.into_owned(),
            _ => self.skip()?.to_owned(),
        };
        Ok(())
    }

    fn whole_number(&mut self, place: &mut i64) -> Result<bool, ReadError> {
        *place = match self.peek() {
            Some(b'"') => return self.scalar_text(place, "a whole number", integer_from_text),
            Some(b'-' | b'0'..=b'9') => self.integer()?,
            _ => match self.boolean_word() {
                Some(value) => i64::from(value),
                None => return Err(self.unexpected("a whole number")),
            },
        };
        Ok(true)
    }

    fn fraction(&mut self, place: &mut f64) -> Result<bool, ReadError> {
        *place = match self.peek() {
            Some(b'"') => {
                return self.scalar_text(place, "a number", |text| text.trim().parse().ok());
            }
            Some(b'-' | b'0'..=b'9') => self.float()?,
            _ => return Err(self.unexpected("a number")),
        };
        Ok(true)
    }

    fn boolean(&mut self, place: &mut bool) -> Result<bool, ReadError> {
        *place = match self.peek() {
            Some(b'"') => return self.scalar_text(place, "a boolean", boolean_from_text),
            Some(b'0' | b'1') => match self.integer()? {
                0 => false,
                1 => true,
                _ => {
                    return Err(self.error("expected a boolean, found another number than 0 and 1"));
                }
            },
            _ => match self.boolean_word() {
                Some(value) => value,
                None => return Err(self.unexpected("a boolean")),
            },
        };
        Ok(true)
    }

    /// Takes an object; `""` and `[]` are how some servers write the absence of one.
    fn structure_or_nothing(&mut self, structure: &mut dyn Structure) -> Result<bool, ReadError> {
        if self.peek() == Some(b'{') {
            self.structure(structure)?;
            return Ok(true);
        }
        if self.take_empty_string() || self.take_empty_list() {
            return Ok(false);
        }
        Err(self.unexpected("an object"))
    }

    /// Takes a list, or a single value as a list of one; `""` is an empty list.
    fn list(&mut self, list: &mut dyn List) -> Result<(), ReadError> {
        if self.peek() != Some(b'[') {
            if self.take_empty_string() {
                return Ok(());
            }
            return self.list_element(list);
        }
        let mut first = self.open(b'[')?;
        let mut index = 0;
        while self.next_entry(first, b']')? {
            first = false;
            self.list_element(list)
                .map_err(|error| error.in_element(index))?;
            index += 1;
        }
        Ok(())
    }

    fn list_element(&mut self, list: &mut dyn List) -> Result<(), ReadError> {
        if self.take_null() {
            list.push_null();
            return Ok(());
        }
        if let Some(place) = list.push()
            && !self.element(place)?
        {
            list.pop();
        }
        Ok(())
    }

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
        let Some(value) = convert(&text) else {
            let problem = format!("expected {expected}, found a text that is none");
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
}

fn boolean_from_text(text: &str) -> Option<bool> {
    let is = |word: &str| text.trim().eq_ignore_ascii_case(word);
    if is("true") || is("1") {
        return Some(true);
    }
    (is("false") || is("0")).then_some(false)
}
