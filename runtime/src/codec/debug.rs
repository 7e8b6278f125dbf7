//! `Debug` for structures: present members only, secrets redacted.

use std::fmt;

use super::field::Field;
use super::structure::{Structure, fields};

/// Prints a structure as a derived `Debug` would, with wire names, without absent members, and with
/// `[redacted]` for sensitive ones.
///
/// # Errors
/// If the formatter fails.
pub fn debug(structure: &dyn Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut printed = f.debug_struct(structure.schema().name);
    for (member, field) in fields(structure) {
        match (field.is_absent(), member.sensitive) {
            (true, _) => {}
            (false, true) => _ = printed.field(member.name, &format_args!("[redacted]")),
            (false, false) => _ = printed.field(member.name, &Printed(field)),
        }
    }
    printed.finish()
}

struct Printed<'a>(&'a dyn Field);

impl fmt::Debug for Printed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.debug(f)
    }
}
