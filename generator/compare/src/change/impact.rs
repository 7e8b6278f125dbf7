//! An effect on the crate, and the version step that it requires.

use std::fmt;

use serde::Serialize;

use crate::change::{Fact, Rule};
use spec::Thing;

/// An effect on one item of the crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// The service: `cvm`.
    #[serde(skip)]
    pub service: String,
    /// The API version: `2017-03-12`.
    #[serde(skip)]
    pub version: String,
    /// The version step that the rule requires.
    pub level: Level,
    /// The rule that applies.
    pub rule: &'static Rule,
    /// The item as users write it: `cvm::v20170312::RunInstancesRequest::zone`. Empty if the impact
    /// isn't about an item.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// The code that users could write before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    /// The code that users can write now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
    /// The documented thing that the item comes from.
    pub on: Thing,
    /// The aspect of the thing that the impact is about.
    #[serde(skip)]
    pub fact: Fact,
    /// The member's value or the error code, if the impact is about one constant.
    #[serde(skip)]
    pub value: Option<String>,
}

impl Impact {
    /// Sets the code that users could write before, and the code that they can write now.
    pub(crate) fn with_code(self, old: impl ToString, new: impl ToString) -> Self {
        Self {
            old: Some(old.to_string()),
            new: Some(new.to_string()),
            ..self
        }
    }
}

/// The part of the version number that a change increments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing changed.
    #[default]
    None,
    /// Existing code compiles, and the crate has nothing new to use.
    Patch,
    /// Existing code compiles, and the crate has something new.
    Minor,
    /// Existing code may fail to compile.
    Major,
}

impl Level {
    /// Returns the version after a step of this level from `current`.
    ///
    /// Below 1.0.0, Cargo treats the minor number as the major one. Returns `None` unless `current`
    /// consists of three numbers.
    pub fn next_version(self, current: &str) -> Option<String> {
        let numbers: Vec<u64> = current
            .split('.')
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()?;
        let &[major, minor, patch] = numbers.as_slice() else {
            return None;
        };
        let next = match (self, major) {
            (Self::None, _) => return Some(current.to_owned()),
            (Self::Major, 0) => [0, minor + 1, 0],
            (Self::Minor | Self::Patch, 0) | (Self::Patch, _) => [major, minor, patch + 1],
            (Self::Minor, _) => [major, minor + 1, 0],
            (Self::Major, _) => [major + 1, 0, 0],
        };
        Some(next.map(|number| number.to_string()).join("."))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Level;

    #[test]
    fn next_version_follows_cargo_rules() {
        let next = |level: Level, current: &str| level.next_version(current).unwrap();
        assert_eq!(next(Level::Major, "0.1.4"), "0.2.0");
        assert_eq!(next(Level::Minor, "0.1.4"), "0.1.5");
        assert_eq!(next(Level::Patch, "0.1.4"), "0.1.5");
        assert_eq!(next(Level::Major, "1.2.3"), "2.0.0");
        assert_eq!(next(Level::Minor, "1.2.3"), "1.3.0");
        assert_eq!(next(Level::None, "1.2.3"), "1.2.3");
        assert_eq!(Level::Major.next_version("1.2"), None);
        assert_eq!(Level::Major.next_version("1.2.x"), None);
    }
}
