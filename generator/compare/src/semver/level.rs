//! How much of a step a change is.

use std::fmt;

use serde::Serialize;

/// The part of the version number that a change calls for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing changed.
    #[default]
    None,
    /// Code that compiled still compiles and has nothing new to use.
    Patch,
    /// Code that compiled still compiles, and there is something new.
    Minor,
    /// Code that compiled may no longer compile.
    Major,
}

impl Level {
    /// The version after a step of this level from `current`. Below 1.0.0, Cargo takes the second
    /// number for the first, and so does this. `None` where `current` is no plain version.
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
    fn below_one_the_second_number_breaks() {
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
