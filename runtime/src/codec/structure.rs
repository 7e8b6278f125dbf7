//! Structures as data, printed and validated by code that is compiled once for all of them.

use std::fmt::{self, Write as _};

use super::field::{Field, View};
use super::limits::Limit;
use super::mapping::entries;
use super::schema::{Member, Schema};

/// A request, response or data structure. Generated code implements it.
pub trait Structure: Send + Sync + 'static {
    /// Returns the table of members.
    fn schema(&self) -> &'static Schema;
    /// Returns the member at the schema's index; `None` if out of range.
    fn member(&self, index: usize) -> Option<&dyn Field>;
    /// Returns the member at the schema's index for writing; `None` if out of range.
    fn member_mut(&mut self, index: usize) -> Option<&mut dyn Field>;
    /// Returns the documented limits of the members.
    fn limits(&self) -> &'static [Limit] {
        &[]
    }
}

// Recursive structures hold a box, which behaves like its content.
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
    fn limits(&self) -> &'static [Limit] {
        (**self).limits()
    }
}

/// Returns the members with their values, in schema order.
pub(crate) fn fields(
    structure: &dyn Structure,
) -> impl Iterator<Item = (&'static Member, &dyn Field)> {
    let members = structure.schema().members.iter().enumerate();
    members.filter_map(|(index, member)| Some((member, structure.member(index)?)))
}

/// Prints a structure as a derived `Debug` would, but with wire names, without absent members, and
/// with `[redacted]` for sensitive ones.
///
/// # Errors
/// If the formatter fails.
pub fn debug(structure: &dyn Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut printed = f.debug_struct(structure.schema().name);
    for (member, field) in fields(structure) {
        match (field.view(), member.sensitive) {
            (None, _) => {}
            (Some(_), true) => _ = printed.field(member.name, &format_args!("[redacted]")),
            (Some(view), false) => _ = printed.field(member.name, &Printed(view)),
        }
    }
    printed.finish()
}

struct Printed<'a>(View<'a>);

impl fmt::Debug for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            View::Text(text) => fmt::Debug::fmt(text, f),
            View::Integer(number) => fmt::Debug::fmt(&number, f),
            View::Float(number) => fmt::Debug::fmt(&number, f),
            View::Boolean(value) => fmt::Debug::fmt(&value, f),
            View::Any(value) => fmt::Display::fmt(value, f),
            View::Structure(structure) => debug(structure, f),
            View::List(list) => {
                let elements = (0..).map_while(|index| list.at(index));
                f.debug_list().entries(elements.map(Printed)).finish()
            }
            View::Mapping(mapping) => {
                let entries =
                    entries(mapping).map(|(name, value)| (name, Printed(View::Structure(value))));
                f.debug_map().entries(entries).finish()
            }
        }
    }
}

/// The required parameters that a request lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("missing required parameters: {}", paths.join(", "))]
pub struct MissingParameters {
    /// The paths of the absent members: `Placement.Zone`, `DataDisks[1].DiskSize`.
    pub paths: Vec<String>,
}

/// Checks that every required member is present, including those of nested structures and lists.
///
/// # Errors
/// If any is absent. The error names all of them.
pub fn validate(structure: &dyn Structure) -> Result<(), MissingParameters> {
    let mut check = RequiredCheck::default();
    check.structure(structure);
    if check.missing.is_empty() {
        return Ok(());
    }
    Err(MissingParameters {
        paths: check.missing,
    })
}

/// The paths of missing members, collected while walking a structure.
#[derive(Default)]
struct RequiredCheck {
    path: String,
    missing: Vec<String>,
}

impl RequiredCheck {
    fn structure(&mut self, structure: &dyn Structure) {
        for (member, field) in fields(structure) {
            let view = field.view();
            if view.is_none() && !member.required {
                continue;
            }
            let parent = self.path.len();
            if parent > 0 {
                self.path.push('.');
            }
            self.path.push_str(member.name);
            match view {
                Some(view) => self.element(view),
                None => self.missing.push(self.path.clone()),
            }
            self.path.truncate(parent);
        }
    }

    fn element(&mut self, view: View<'_>) {
        match view {
            View::Structure(structure) => self.structure(structure),
            View::List(list) => {
                let parent = self.path.len();
                for (index, element) in (0..).map_while(|index| Some((index, list.at(index)?))) {
                    // Writing to a `String` cannot fail.
                    let _ = write!(self.path, "[{index}]");
                    self.element(element);
                    self.path.truncate(parent);
                }
            }
            _ => {}
        }
    }
}
