//! Reading of values into members, with the conversions that real servers require.

use super::error::ReadError;
use super::field::{List, View};
use super::number::{float_from_text, integer_from_text};
use super::order::Position;
use super::reader::Reader;
use super::schema::{Member, Schema, names_equal};
use super::structure::Structure;
use super::text::quote_or_backslash;

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
        if self.refuses_unknown {
            return Err(self.unknown_member(schema, name.into_owned()));
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
        match field.read(self) {
            Ok(()) => Ok(()),
            Err(error) => self
                .skip_misfit(error)
                .map(|()| field.clear())
                .map_err(|error| error.in_member(name_at(schema, index))),
        }
    }

    /// Skips and records a value that does not fit, so that it costs only itself. Fails if the text
    /// is malformed.
    #[cold]
    pub(super) fn skip_misfit(&mut self, error: ReadError) -> Result<(), ReadError> {
        let Some(expected) = error.expected() else {
            return Err(error);
        };
        self.position = error.offset();
        self.skip()?;
        self.misfits.add(error.offset(), expected);
        Ok(())
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
                None => return Err(self.other_type("an integer")),
            },
        };
        Ok(true)
    }

    pub(super) fn fraction(&mut self, place: &mut f64) -> Result<bool, ReadError> {
        *place = match self.peek() {
            Some(b'"') => return self.scalar_text(place, "a number", float_from_text),
            Some(b'-' | b'0'..=b'9') => self.float()?,
            _ if self.take_null() => return Ok(false),
            _ => return Err(self.other_type("a number")),
        };
        Ok(true)
    }

    pub(super) fn boolean(&mut self, place: &mut bool) -> Result<bool, ReadError> {
        let first = self.peek();
        let start = self.position;
        *place = match first {
            Some(b'"') => return self.scalar_text(place, "a boolean", boolean_from_text),
            Some(b'-' | b'0'..=b'9') => match self.integer() {
                Ok(0) => false,
                Ok(1) => true,
                _ => return Err(self.mismatch("a boolean", start)),
            },
            _ => match self.boolean_word() {
                Some(value) => value,
                None if self.take_null() => return Ok(false),
                None => return Err(self.other_type("a boolean")),
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
        self.nothing_or("an object").map(|()| false)
    }

    /// Consumes `null`, `""` or `[]`. Fails if another value is next, in the place of an expected
    /// one.
    pub(super) fn nothing_or(&mut self, expected: &'static str) -> Result<(), ReadError> {
        if self.take_null() || self.take_empty_string() || self.take_empty_list() {
            return Ok(());
        }
        Err(self.other_type(expected))
    }

    /// Reads a list. `null` is absent; other forms are in [`Self::list_in_other_form`].
    pub(super) fn list(&mut self, list: &mut dyn List) -> Result<bool, ReadError> {
        if self.peek() != Some(b'[') {
            if self.take_null() {
                return Ok(false);
            }
            return self.list_in_other_form(list).map(|()| true);
        }
        self.open(b'[')?;
        let mut index = 0;
        let mut more = self.next_entry(true, b']')?;
        while more {
            if let Err(error) = list.read_element(self) {
                self.skip_misfit(error)
                    .map_err(|error| error.in_element(index))?;
            }
            index += 1;
            more = self.another_entry(b']')?;
        }
        Ok(true)
    }

    /// Reads a list that is written in another form:
    ///
    /// - `""` and `{}` are empty lists, as PHP writes them.
    /// - An object with the names `"0"`, `"1"`, … is a list in the order of its names.
    /// - Another object is a list of one structure, if the structure has one of its members, or a
    ///   list of one value of any shape.
    /// - A string, a number or a boolean is a list of one, if it fits the type of the elements.
    #[cold]
    fn list_in_other_form(&mut self, list: &mut dyn List) -> Result<(), ReadError> {
        if self.take_empty_string() {
            return Ok(());
        }
        let start = self.mark();
        let first = self.peek();
        let mut single = Single::Unlikely;
        list.show_default(&mut |element| single = Single::new(element, first));
        if first == Some(b'{') {
            let keys = self.object_keys(&single)?;
            match keys {
                Keys::Empty => return Ok(()),
                Keys::Indexes(values) => return self.indexed_list(list, values),
                Keys::Known => single = Single::Likely,
                Keys::Other => {}
            }
            self.rewind(start);
        }
        self.peek();
        let at = self.position;
        let read = match single {
            Single::Likely => list.read_element(self),
            Single::Unlikely | Single::Structure(_) => Err(self.mismatch("a list", at)),
        };
        match read {
            Err(error) if error.expected().is_some() => Err(self.mismatch("a list", at)),
            read => read,
        }
    }

    /// Reads the names of an object that is in the place of a list.
    fn object_keys(&mut self, single: &Single) -> Result<Keys, ReadError> {
        let mut indexes = Vec::new();
        let mut first = self.open(b'{')?;
        while self.next_entry(first, b'}')? {
            first = false;
            let name = self.member_name()?;
            match (index_from_name(&name), single) {
                (Some(index), _) => indexes.push((index, self.position)),
                (None, Single::Structure(schema)) => {
                    let mut members = schema.members.iter();
                    if members.any(|member| member.name == name) {
                        return Ok(Keys::Known);
                    }
                    // A list with other names besides is not a list.
                    indexes.push((usize::MAX, self.position));
                }
                (None, _) => return Ok(Keys::Other),
            }
            self.skip()?;
        }
        indexes.sort_unstable();
        let consecutive = indexes.iter().map(|(index, _)| *index).eq(0..indexes.len());
        Ok(match (indexes.is_empty(), consecutive) {
            (true, _) => Keys::Empty,
            (false, true) => Keys::Indexes(indexes.into_iter().map(|(_, at)| at).collect()),
            (false, false) => Keys::Other,
        })
    }

    /// Reads the elements at these positions, within an object whose end was reached.
    fn indexed_list(&mut self, list: &mut dyn List, values: Vec<usize>) -> Result<(), ReadError> {
        let end = self.position;
        self.enter()?;
        for (index, at) in values.into_iter().enumerate() {
            self.position = at;
            if let Err(error) = list.read_element(self) {
                self.skip_misfit(error)
                    .map_err(|error| error.in_element(index))?;
            }
        }
        self.leave();
        self.position = end;
        Ok(())
    }

    /// Reads a scalar that is written as a string. False for an empty or blank string.
    fn scalar_text<T>(
        &mut self,
        place: &mut T,
        expected: &'static str,
        convert: fn(&str) -> Option<T>,
    ) -> Result<bool, ReadError> {
        let start = self.position;
        let text = self.string()?;
        if text.trim().is_empty() {
            return Ok(false);
        }
        let Some(value) = convert(&text) else {
            return Err(self.mismatch(expected, start));
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

/// The likelihood that a single value in the place of a list is a list of one.
enum Single {
    Likely,
    Unlikely,
    /// An object is likely one structure if it has a member of this schema.
    Structure(&'static Schema),
}

impl Single {
    /// Judges by the type of the elements and the first byte of the value.
    fn new(element: View<'_>, first: Option<u8>) -> Self {
        match (element, first) {
            (View::Structure(structure), Some(b'{')) => Self::Structure(structure.schema()),
            (View::Structure(_) | View::Mapping(_), _) => Self::Unlikely,
            (View::Boolean(_) | View::Any(_) | View::List(_), _) => Self::Likely,
            // `false` in the place of a list of texts is a failure, not the text `false`.
            (_, Some(b't' | b'f' | b'{')) => Self::Unlikely,
            _ => Self::Likely,
        }
    }
}

/// The names of an object that is in the place of a list.
enum Keys {
    Empty,
    /// `"0"`, `"1"`, … in any order. Holds the positions of the values, in the order of the names.
    Indexes(Vec<usize>),
    /// A member of the element's type is among them.
    Known,
    Other,
}

/// Returns the index that a name stands for: `"0"`, `"17"`, but not `"017"`.
fn index_from_name(name: &str) -> Option<usize> {
    let canonical = name == "0" || name.starts_with(|c: char| matches!(c, '1'..='9'));
    if canonical { name.parse().ok() } else { None }
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
