//! Reading values into members, with the conversions that servers make necessary.

use super::error::ReadError;
use super::field::List;
use super::number::integer_from_text;
use super::reader::Reader;
use super::structure::Structure;
use super::text::quote_or_backslash;

impl<'a> Reader<'a> {
    /// Takes a string, or anything else but `null` as its JSON: numbers keep every digit.
    pub(super) fn text(&mut self, place: &mut String) -> Result<bool, ReadError> {
        *place = match self.plain_string() {
            Some(text) => text.to_owned(),
            None if self.take_null() => return Ok(false),
            None if self.peek() == Some(b'"') => self.string()?.into_owned(),
            None => self.skip()?.to_owned(),
        };
        Ok(true)
    }

    /// Takes a string without escapes if that comes next, and without white space.
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
            Some(b'"') => return self.scalar_text(place, "a whole number", integer_from_text),
            Some(b'-' | b'0'..=b'9') => self.integer()?,
            _ => match self.boolean_word() {
                Some(value) => i64::from(value),
                None if self.take_null() => return Ok(false),
                None => return Err(self.unexpected("a whole number")),
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
                    return Err(self.error("expected a boolean, found another number than 0 and 1"));
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

    /// Takes an object; beside `null`, `""` and `[]` are how some servers write the absence of one.
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

    /// Takes a list, or a single value as a list of one; `""` is an empty list, `null` is none.
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
