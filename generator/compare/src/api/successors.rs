//! Members and structures by name, and the ones that a step turned them into.

use std::collections::BTreeMap;

use lower::{Constant, Member, Structure};

/// An item with a name on the wire and a Rust name.
pub(crate) trait Named {
    /// Returns the name on the wire.
    fn wire(&self) -> &str;

    /// Returns the Rust name.
    fn rust(&self) -> &str;
}

impl Named for Member {
    fn wire(&self) -> &str {
        &self.wire
    }

    fn rust(&self) -> &str {
        self.field.as_str()
    }
}

impl Named for Structure {
    fn wire(&self) -> &str {
        &self.wire
    }

    fn rust(&self) -> &str {
        self.name.as_str()
    }
}

impl Named for Constant {
    fn wire(&self) -> &str {
        &self.value
    }

    fn rust(&self) -> &str {
        self.name.as_str()
    }
}

/// The items of one state by both names. Of several with one name, the first counts.
pub(crate) struct ByName<'m, T> {
    wire: BTreeMap<&'m str, &'m T>,
    rust: BTreeMap<&'m str, &'m T>,
}

impl<'m, T: Named> ByName<'m, T> {
    /// Indexes the items.
    pub(crate) fn new(items: &'m [T]) -> Self {
        // The last insertion counts, so the first item comes last.
        Self {
            wire: items.iter().rev().map(|item| (item.wire(), item)).collect(),
            rust: items.iter().rev().map(|item| (item.rust(), item)).collect(),
        }
    }

    /// Returns the item of this name on the wire.
    pub(crate) fn of_wire(&self, wire: &str) -> Option<&'m T> {
        self.wire.get(wire).copied()
    }

    /// Returns the item of this Rust name.
    pub(crate) fn of_rust(&self, name: &str) -> Option<&'m T> {
        self.rust.get(name).copied()
    }

    /// Returns the item of the state `to` that a step turned this one into: the one of the same
    /// wire name, or else the one of the same Rust name, if its wire name is new too.
    ///
    /// The wire name is the meaning: if two members swapped their fields, code that uses either of
    /// them still compiles, but sends and reads the other value.
    pub(crate) fn successor<'t>(&self, item: &T, to: &ByName<'t, T>) -> Option<&'t T> {
        to.of_wire(item.wire()).or_else(|| {
            let other = to.of_rust(item.rust())?;
            let is_new = self.of_wire(other.wire()).is_none();
            is_new.then_some(other)
        })
    }
}
