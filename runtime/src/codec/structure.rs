//! Structures, described by a table of members, read from JSON objects.

use std::borrow::Cow;

use super::error::ReadError;
use super::field::Field;
use super::reader::Reader;

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

/// A member's name as the server wrote it.
enum Name<'a> {
    Known(usize),
    Unknown(Cow<'a, str>),
}

impl<'a> Reader<'a> {
    /// Takes an object into a structure. Unknown members are stepped over and counted.
    pub(crate) fn structure(&mut self, structure: &mut dyn Structure) -> Result<(), ReadError> {
        let members = structure.schema().members;
        let mut expected = 0;
        let mut first = self.open(b'{')?;
        while self.next_entry(first, b'}')? {
            first = false;
            self.open_name()?;
            expected = self.member(structure, members, expected)?;
        }
        Ok(())
    }

    /// Takes one member whose opening quote was taken; returns the index that will likely be next.
    pub(crate) fn member(
        &mut self,
        structure: &mut dyn Structure,
        members: &'static [Member],
        expected: usize,
    ) -> Result<usize, ReadError> {
        let index = match self.name_index(members, expected)? {
            Name::Known(index) => index,
            Name::Unknown(name) => {
                self.colon()?;
                self.unknown.count(structure.schema().name, &name);
                self.skip()
                    .map_err(|error| error.in_member(name.into_owned()))?;
                return Ok(expected);
            }
        };
        self.colon()?;
        if let Some(field) = structure.member_mut(index) {
            self.field(field)
                .map_err(|error| error.in_member(name_at(members, index)))?;
        }
        Ok(index + 1)
    }

    /// Takes a member's name and looks it up.
    ///
    /// Servers send members in schema order, so the search starts where the last one ended.
    #[inline]
    fn name_index(
        &mut self,
        members: &'static [Member],
        expected: usize,
    ) -> Result<Name<'a>, ReadError> {
        if let Some(member) = members.get(expected)
            && self.take_name(member.name)
        {
            return Ok(Name::Known(expected));
        }
        let name = self.string_rest()?;
        let (before, after) = members.split_at(expected.min(members.len()));
        let same = |member: &Member| member.name == name;
        let found = after
            .iter()
            .position(same)
            .map(|index| index + before.len());
        let index = found.or_else(|| before.iter().position(same));
        Ok(index.map_or(Name::Unknown(name), Name::Known))
    }
}

fn name_at(members: &'static [Member], index: usize) -> &'static str {
    members.get(index).map_or("", |member| member.name)
}
