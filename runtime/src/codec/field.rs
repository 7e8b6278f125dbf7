//! The types that members can have.
//!
//! A member reads itself and shows itself as a [`View`]. Everything else works on views, so it is
//! compiled once instead of once per type.

use serde_json::Value;

use super::error::ReadError;
use super::mapping::Mapping;
use super::reader::Reader;
use super::structure::Structure;

/// A member of a structure: `Option<E>`, or a plain `Vec<E>` in which an empty list means absent.
pub trait Field: Send + Sync {
    /// Returns the value, or `None` if the member is absent.
    fn view(&self) -> Option<View<'_>>;
    /// Reads a value; `null` makes the member absent.
    ///
    /// # Errors
    /// If the text isn't JSON, or the value does not fit. After the second, the reader can skip the
    /// value and continue.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;
    /// Returns the structure, creating it if the member is absent. `None` if the member has another
    /// type.
    fn structure_mut(&mut self) -> Option<&mut dyn Structure>;
    /// Makes the member absent.
    fn clear(&mut self);
    /// Shows a default value, which tells the type of the member.
    #[cfg(feature = "serde")]
    fn show_default(&self, show: &mut dyn FnMut(View<'_>));
}

/// A value that a member can hold, by itself or in a list.
pub trait Element: Default + Send + Sync + 'static {
    /// Returns the value as a view.
    fn view(&self) -> View<'_>;
    /// Reads a value into a default one. False if the text means absent: `null`, or `""` for a
    /// number.
    ///
    /// # Errors
    /// If the text isn't JSON, or the value cannot be converted.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError>;
    /// Returns the value as a structure, or `None` if it has another type.
    fn structure_mut(&mut self) -> Option<&mut dyn Structure> {
        None
    }
    /// Appends a `null` to a list. By default it is dropped, as it holds no value.
    fn push_null(_list: &mut Vec<Self>) {}
}

/// A list whose element type is erased.
pub trait List: Send + Sync {
    /// Returns the element at an index.
    fn at(&self, index: usize) -> Option<View<'_>>;
    /// Reads a value and appends it.
    ///
    /// # Errors
    /// If the text isn't JSON, or the value does not fit. Either leaves the list as it was.
    fn read_element(&mut self, reader: &mut Reader<'_>) -> Result<(), ReadError>;
    /// Shows a default element, which tells the type of the elements.
    fn show_default(&self, show: &mut dyn FnMut(View<'_>));
}

/// A value of one of the types that members can have.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "seen by generated code only")]
pub enum View<'a> {
    /// A string.
    Text(&'a str),
    /// An integer.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
    /// A boolean.
    Boolean(bool),
    /// JSON of any shape.
    Any(&'a Value),
    /// A nested structure.
    Structure(&'a dyn Structure),
    /// A list of values.
    List(&'a dyn List),
    /// A map from text to structures.
    Mapping(&'a dyn Mapping),
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

    #[cfg(feature = "serde")]
    fn show_default(&self, show: &mut dyn FnMut(View<'_>)) {
        show(E::default().view());
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

    #[cfg(feature = "serde")]
    fn show_default(&self, show: &mut dyn FnMut(View<'_>)) {
        show(View::List(&Self::new()));
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
        let read = match self.last_mut() {
            Some(place) => place.read(reader),
            None => Ok(true),
        };
        if !matches!(read, Ok(true)) {
            self.pop();
        }
        read.map(drop)
    }

    fn show_default(&self, show: &mut dyn FnMut(View<'_>)) {
        show(E::default().view());
    }
}

impl<E: Element> Element for Vec<E> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<bool, ReadError> {
        reader.list(self)
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
