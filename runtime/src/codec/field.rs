//! What members can hold, and how each kind is read leniently and written strictly.

use std::fmt;

use super::error::ReadError;
use super::reader::Reader;
use super::required::RequiredCheck;
use super::structure::{Structure, write_structure};
use super::writer::Writer;

/// A member's place in a structure: `Option<E>`, or a plain `Vec<E>` whose empty list means absent.
pub trait Field: Send + Sync {
    /// Whether nothing is to be written.
    fn is_absent(&self) -> bool;
    /// Takes a value; `null` empties the place.
    ///
    /// # Errors
    /// If the text is no JSON, or holds a value that cannot be converted.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;
    /// Writes the value.
    fn write(&self, writer: &mut Writer);
    /// Looks for missing members inside the value.
    fn check(&self, check: &mut RequiredCheck);
    /// Prints the value.
    ///
    /// # Errors
    /// If the formatter fails.
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// The structure inside, for following a path of members.
    fn as_structure(&self) -> Option<&dyn Structure>;
    /// The structure inside, made if absent, for following a path of members.
    fn as_structure_mut(&mut self) -> Option<&mut dyn Structure>;
}

/// A value that a member can hold, alone or in a list.
pub trait Element: Default + Send + Sync + 'static {
    /// What a `null` in a list becomes; `None` leaves it out.
    const NULL: Option<fn() -> Self> = None;
    /// Takes a value that is not `null`; false if the text stands for nothing, like `""` for a number.
    ///
    /// # Errors
    /// If the text is no JSON, or holds a value that cannot be converted.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError>;
    /// Writes the value.
    fn write(&self, writer: &mut Writer);
    /// Looks for missing members inside the value.
    fn check(&self, _check: &mut RequiredCheck) {}
    /// Prints the value.
    ///
    /// # Errors
    /// If the formatter fails.
    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    /// The value as a structure, if it is one.
    fn as_structure(&self) -> Option<&dyn Structure> {
        None
    }
    /// The value as a structure, if it is one.
    fn as_structure_mut(&mut self) -> Option<&mut dyn Structure> {
        None
    }
}

impl<E: Element> Field for Option<E> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = None;
        if reader.take_null() {
            return Ok(());
        }
        if !self.insert(E::default()).read(reader)? {
            *self = None;
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        if let Some(value) = self {
            value.write(writer);
        }
    }

    fn check(&self, check: &mut RequiredCheck) {
        if let Some(value) = self {
            value.check(check);
        }
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Some(value) => value.debug(f),
            None => f.write_str("None"),
        }
    }

    fn as_structure(&self) -> Option<&dyn Structure> {
        self.as_ref()?.as_structure()
    }

    fn as_structure_mut(&mut self) -> Option<&mut dyn Structure> {
        self.get_or_insert_default().as_structure_mut()
    }
}

impl<E: Element> Field for Vec<E> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.clear();
        if reader.take_null() {
            return Ok(());
        }
        Element::read(self, reader).map(drop)
    }

    fn write(&self, writer: &mut Writer) {
        Element::write(self, writer);
    }

    fn check(&self, check: &mut RequiredCheck) {
        Element::check(self, check);
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Element::debug(self, f)
    }

    fn as_structure(&self) -> Option<&dyn Structure> {
        None
    }

    fn as_structure_mut(&mut self) -> Option<&mut dyn Structure> {
        None
    }
}

impl<E: Element> Element for Vec<E> {
    const NULL: Option<fn() -> Self> = Some(Self::new);

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.list(&mut |reader| push(self, reader))
    }

    fn write(&self, writer: &mut Writer) {
        writer.open_list();
        for element in self {
            element.write(writer);
        }
        writer.close_list();
    }

    fn check(&self, check: &mut RequiredCheck) {
        for (index, element) in self.iter().enumerate() {
            check.element(index, |check| element.check(check));
        }
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(Printed)).finish()
    }
}

fn push<E: Element>(list: &mut Vec<E>, reader: &mut Reader<'_>) -> Result<(), ReadError> {
    if reader.take_null() {
        list.extend(E::NULL.map(|make| make()));
        return Ok(());
    }
    list.push(E::default());
    if let Some(element) = list.last_mut()
        && !element.read(reader)?
    {
        list.pop();
    }
    Ok(())
}

/// Lets an element print itself inside the formatter's lists.
struct Printed<'a, E>(&'a E);

impl<E: Element> fmt::Debug for Printed<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(f)
    }
}

impl<T: Structure + Default> Element for T {
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.structure_or_nothing(self)
    }

    fn write(&self, writer: &mut Writer) {
        write_structure(self, writer);
    }

    fn check(&self, check: &mut RequiredCheck) {
        check.structure(self);
    }

    fn debug(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::debug::debug(self, f)
    }

    fn as_structure(&self) -> Option<&dyn Structure> {
        Some(self)
    }

    fn as_structure_mut(&mut self) -> Option<&mut dyn Structure> {
        Some(self)
    }
}

impl Reader<'_> {
    /// Takes a list, or a single value as a list of one; `""` is an empty list.
    fn list(
        &mut self,
        push: &mut dyn FnMut(&mut Self) -> Result<(), ReadError>,
    ) -> Result<bool, ReadError> {
        if self.peek() != Some(b'[') {
            if !self.take_empty_string() {
                push(self)?;
            }
            return Ok(true);
        }
        let mut first = self.open(b'[')?;
        let mut index = 0;
        while self.next_entry(first, b']')? {
            first = false;
            push(self).map_err(|error| error.in_element(index))?;
            index += 1;
        }
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
