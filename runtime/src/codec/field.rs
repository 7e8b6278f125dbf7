//! What members can hold, shown as views so that all work on them is done by code that is compiled once.

use serde_json::Value;

use super::structure::Structure;

/// A member's place in a structure: `Option<E>`, or a plain `Vec<E>` whose empty list means absent.
pub trait Field: Send + Sync {
    /// What the place holds; `None` if absent.
    fn view(&self) -> Option<View<'_>>;
    /// Fills the place with a default value to be read into.
    fn fill(&mut self) -> ViewMut<'_>;
    /// What the place holds, unless absent.
    fn view_mut(&mut self) -> Option<ViewMut<'_>>;
    /// Empties the place.
    fn clear(&mut self);
}

/// A value that a member can hold, alone or in a list.
pub trait Element: Default + Send + Sync + 'static {
    /// The value.
    fn view(&self) -> View<'_>;
    /// The value, to be changed.
    fn view_mut(&mut self) -> ViewMut<'_>;
    /// Adds what a `null` in a list becomes; nothing, where the type has no such value.
    fn push_null(_list: &mut Vec<Self>) {}
}

/// A list whose elements are of a type not known here.
pub trait List: Send + Sync {
    /// The element at an index.
    fn at(&self, index: usize) -> Option<View<'_>>;
    /// Adds a default element to be read into.
    fn push(&mut self) -> Option<ViewMut<'_>>;
    /// Adds what a `null` becomes, if anything.
    fn push_null(&mut self);
    /// Takes the last element back.
    fn pop(&mut self);
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

/// A value to be changed, of one of the types that members can have.
#[expect(missing_debug_implementations, reason = "seen by generated code only")]
pub enum ViewMut<'a> {
    /// A text.
    Text(&'a mut String),
    /// A whole number.
    Integer(&'a mut i64),
    /// A number with a fraction.
    Float(&'a mut f64),
    /// True or false.
    Boolean(&'a mut bool),
    /// JSON of any shape.
    Any(&'a mut Value),
    /// A structure.
    Structure(&'a mut dyn Structure),
    /// A list.
    List(&'a mut dyn List),
}

impl<E: Element> Field for Option<E> {
    fn view(&self) -> Option<View<'_>> {
        self.as_ref().map(E::view)
    }

    fn fill(&mut self) -> ViewMut<'_> {
        self.insert(E::default()).view_mut()
    }

    fn view_mut(&mut self) -> Option<ViewMut<'_>> {
        self.as_mut().map(E::view_mut)
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<E: Element> Field for Vec<E> {
    fn view(&self) -> Option<View<'_>> {
        (!self.is_empty()).then_some(View::List(self))
    }

    fn fill(&mut self) -> ViewMut<'_> {
        self.clear();
        ViewMut::List(self)
    }

    fn view_mut(&mut self) -> Option<ViewMut<'_>> {
        Some(ViewMut::List(self))
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

impl<E: Element> List for Vec<E> {
    fn at(&self, index: usize) -> Option<View<'_>> {
        self.get(index).map(E::view)
    }

    fn push(&mut self) -> Option<ViewMut<'_>> {
        Vec::push(self, E::default());
        self.last_mut().map(E::view_mut)
    }

    fn push_null(&mut self) {
        E::push_null(self);
    }

    fn pop(&mut self) {
        Vec::pop(self);
    }
}

impl<E: Element> Element for Vec<E> {
    fn view(&self) -> View<'_> {
        View::List(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::List(self)
    }

    fn push_null(list: &mut Vec<Self>) {
        list.push(Self::new());
    }
}

impl<T: Structure + Default> Element for T {
    fn view(&self) -> View<'_> {
        View::Structure(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Structure(self)
    }
}

impl Element for String {
    fn view(&self) -> View<'_> {
        View::Text(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Text(self)
    }
}

impl Element for i64 {
    fn view(&self) -> View<'_> {
        View::Integer(*self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Integer(self)
    }
}

impl Element for f64 {
    fn view(&self) -> View<'_> {
        View::Float(*self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Float(self)
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

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Boolean(self)
    }
}

impl Element for Value {
    fn view(&self) -> View<'_> {
        View::Any(self)
    }

    fn view_mut(&mut self) -> ViewMut<'_> {
        ViewMut::Any(self)
    }

    fn push_null(list: &mut Vec<Self>) {
        list.push(Self::Null);
    }
}
