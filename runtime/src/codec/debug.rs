//! `Debug` for structures: present members only, secrets redacted.

use std::fmt;

use super::field::View;
use super::structure::{Structure, fields};

/// Prints a structure as a derived `Debug` would, with wire names, without absent members, and with
/// `[redacted]` for sensitive ones.
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
        }
    }
}
