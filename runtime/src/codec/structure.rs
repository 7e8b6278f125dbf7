//! Structures, described by a table of members, read from JSON objects.

use super::error::ReadError;
use super::field::Field;
use super::order::Position;
use super::reader::Reader;
use super::same::same;

/// What a structure is made of.
#[derive(Debug)]
pub struct Schema {
    /// The Rust type's name, for `Debug`.
    pub name: &'static str,
    /// The members in the documentation's order.
    pub members: &'static [Member],
}

/// A member of a structure.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// The name on the wire: an identifier, without anything that JSON would have to escape.
    pub name: &'static str,
    /// Whether the documentation demands it in requests.
    pub required: bool,
    /// Whether it holds a secret, which `Debug` must not show.
    pub sensitive: bool,
}

impl Member {
    /// An optional member with this wire name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            required: false,
            sensitive: false,
        }
    }

    /// The same member, demanded in requests.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same member, kept out of `Debug`.
    #[must_use]
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}

/// A request, response or data structure; implemented by generated code.
pub trait Structure: Send + Sync + 'static {
    /// The table of members.
    fn schema(&self) -> &'static Schema;
    /// The member at the schema's index; `None` out of range.
    fn member(&self, index: usize) -> Option<&dyn Field>;
    /// The member at the schema's index, to be read into; `None` out of range.
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field>;
}

// Recursive structures hold a box; it reads and writes like what it holds.
impl<T: Structure> Structure for Box<T> {
    fn schema(&self) -> &'static Schema {
        (**self).schema()
    }
    fn member(&self, index: usize) -> Option<&dyn Field> {
        (**self).member(index)
    }
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field> {
        (**self).member_mut(index)
    }
}

/// Members with their values, in schema order.
pub(super) fn fields(
    structure: &dyn Structure,
) -> impl Iterator<Item = (&'static Member, &dyn Field)> {
    let members = structure.schema().members.iter().enumerate();
    members.filter_map(|(index, member)| Some((member, structure.member(index)?)))
}

impl Reader<'_> {
    /// Takes an object into a structure. Unknown members are stepped over and counted.
    pub(crate) fn structure(&mut self, structure: &mut dyn Structure) -> Result<(), ReadError> {
        let schema = structure.schema();
        let mut position = self.orders.begin(schema);
        let mut first = self.open(b'{')?;
        loop {
            let expected = self.orders.next(position);
            let index = match schema.members.get(expected) {
                Some(member) if !first && self.take_following_member(member.name) => expected,
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

    /// The position before the first member of an object whose members are read one by one.
    pub(crate) fn begin(&mut self, schema: &'static Schema) -> Position {
        self.orders.begin(schema)
    }

    /// Takes one member, and moves the position behind it.
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

    /// Takes a member's name and looks it up; steps over an unknown one.
    fn member_index(
        &mut self,
        schema: &'static Schema,
        position: Position,
    ) -> Result<Option<usize>, ReadError> {
        let name = self.member_name()?;
        let expected = self.orders.next(position);
        let is_name = |member: &Member| same(member.name.as_bytes(), name.as_bytes());
        if schema.members.get(expected).is_some_and(is_name) {
            return Ok(Some(expected));
        }
        if let Some(index) = schema.members.iter().position(is_name) {
            self.orders.learn(position, index);
            return Ok(Some(index));
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
        field
            .read(self)
            .map_err(|error| error.in_member(name_at(schema, index)))
    }
}

#[cold]
fn name_at(schema: &'static Schema, index: usize) -> &'static str {
    schema.members.get(index).map_or("", |member| member.name)
}
