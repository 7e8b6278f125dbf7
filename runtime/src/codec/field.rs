//! What members can hold: places that read themselves, and views for all else, so that nearly all work
//! on them is done by code that is compiled once.

use serde_json::Value;

use super::error::ReadError;
use super::reader::Reader;
use super::structure::Structure;

/// A member's place in a structure: `Option<E>`, or a plain `Vec<E>` whose empty list means absent.
pub trait Field: Send + Sync {
    /// What the place holds; `None` if absent.
    fn view(&self) -> Option<View<'_>>;
    /// Takes a value into the place; `null` empties it.
    ///
    /// # Errors
    /// If the text is no JSON, or the value cannot be converted.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;
    /// The structure in the place, put there if it was absent; `None` if the place holds another type.
    fn structure_mut(&mut self) -> Option<&mut dyn Structure>;
    /// Empties the place.
    fn clear(&mut self);
}

/// A value that a member can hold, alone or in a list.
pub trait Element: Default + Send + Sync + 'static {
    /// The value.
    fn view(&self) -> View<'_>;
    /// Takes a value into a default one; false if the text stands for nothing: `null`, or `""` for a
    /// number.
    ///
    /// # Errors
    /// If the text is no JSON, or the value cannot be converted.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError>;
    /// The value as a structure, if it is one.
    fn structure_mut(&mut self) -> Option<&mut dyn Structure> {
        None
    }
    /// Adds what a `null` in a list becomes; nothing, where the type has no such value.
    fn push_null(_list: &mut Vec<Self>) {}
}

/// A list whose elements are of a type not known here.
pub trait List: Send + Sync {
    /// The element at an index.
    fn at(&self, index: usize) -> Option<View<'_>>;
    /// Takes a value behind the last element.
    ///
    /// # Errors
    /// If the text is no JSON, or the value cannot be converted.
    fn read_element(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;
}

/// A value of one of the types that members can have.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "seen by generated code only")]
pub enum View<'a> {
    /// A text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// JSON of any shape.
    Any(&'a Value),
    /// A structure.
    Structure(&'a dyn Structure),
    /// A list.
    List(&'a dyn List),
}

impl<E: Element> Field for Option<E> {
    fn view(&self) -> Option<View<'_>> {
        self.as_ref().map(E::view)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        if !self.insert(E::default()).read(reader)? {
            *self = None;
        }
        Ok(())
    }

    fn structure_mut(&mut self) -> Option<&mut dyn Structure> {
        self.get_or_insert_with(E::default).structure_mut()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<E: Element> Field for Vec<E> {
    fn view(&self) -> Option<View<'_>> {
        (!self.is_empty()).then_some(View::List(self))
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        self.clear();
        reader.list(self).map(drop)
    }

    fn structure_mut(&mut self) -> Option<&mut dyn Structure> {
        None
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<E: Element> List for Vec<E> {
    fn at(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(E::view)
    }

    fn read_element(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError> {
        if reader.take_null() {
            E::push_null(self);
            return Ok(());
        }
        self.push(E::default());
        if let Some(place) = self.last_mut()
            && !place.read(reader)?
        {
            self.pop();
        }
        Ok(())
    }
}

impl<E: Element> Element for Vec<E> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.list(self)
    }

    fn push_null(list: &mut Vec<Self>) {
        list.push(Self::new());
    }
}

impl<T: Structure + Default> Element for T {
    fn view(&self) -> View<'_> {
        View::Structure(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.structure_or_nothing(self)
    }

    fn structure_mut(&mut self) -> Option<&mut dyn Structure> {
        Some(self)
    }
}

impl Element for String {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.text(self)
    }
}

impl Element for i64 {
    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.whole_number(self)
    }
}

impl Element for f64 {
    fn view(&self) -> View<'_> {
        View::Float(*self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.fraction(self)
    }

    // Series of measurements run beside a list of times: leaving a gap out would shift them.
    fn push_null(list: &mut Vec<Self>) {
        list.push(Self::NAN);
    }
}

impl Element for bool {
    fn view(&self) -> View<'_> {
        View::Boolean(*self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.boolean(self)
    }
}

impl Element for Value {
    fn view(&self) -> View<'_> {
        View::Any(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        *self = reader.value()?;
        Ok(!self.is_null())
    }

    fn push_null(list: &mut Vec<Self>) {
        list.push(Self::Null);
    }
}
