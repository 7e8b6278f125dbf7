//! The check that documented required members are there, nested ones included.

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
#[derive(Debug, Default)]
pub struct RequiredCheck {
    path: String,
    missing: Vec<String>,
}

impl RequiredCheck {
    pub(super) fn structure(&mut self, structure: &dyn Structure) {
        for (member, field) in fields(structure) {
            if field.is_absent() && !member.required {
                continue;
            }
            let parent = self.path.len();
            if parent > 0 {
                self.path.push('.');
            }
            self.path.push_str(member.name);
            if field.is_absent() {
                self.missing.push(self.path.clone());
            } else {
                field.check(self);
            }
            self.path.truncate(parent);
        }
    }

    pub(super) fn element(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        let parent = self.path.len();
        self.path.push_str(&format!("[{index}]"));
        check(self);
        self.path.truncate(parent);
    }
}
