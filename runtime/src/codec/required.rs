//! The check that documented required members are there, nested ones included.

use std::fmt::Write as _;

use super::field::View;
use super::structure::{Structure, fields};

/// Required members that a request lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("required parameters are missing: {}", paths.join(", "))]
pub struct MissingParameters {
    /// Where they belong: `Placement.Zone`, `DataDisks[1].DiskSize`.
    pub paths: Vec<String>,
}

/// Checks that every required member is present, also inside structures and lists.
///
/// # Errors
/// If any is absent; all are named.
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

/// Collects paths of missing members while going down a structure.
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
                    // Writing to a `String` has no way to fail.
                    let _ = write!(self.path, "[{index}]");
                    self.element(element);
                    self.path.truncate(parent);
                }
            }
            _ => {}
        }
    }
}
