//! The reasons for which a crate is published.

use std::collections::BTreeMap;
use std::fmt;

use compare::Level;
use semver::Version;
use serde::Serialize;

/// A reason to publish a crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reason {
    /// The crate was never published.
    New,
    /// The release notes since the published version name changes, mostly of the documentation.
    Notes {
        /// The largest step in the notes.
        verdict: Level,
        /// The versions with notes, in their order.
        notes: Vec<String>,
    },
    /// The published crate requires an incompatible version of another crate.
    Incompatible {
        /// The other crate.
        name: String,
        /// Its version that the published crate requires.
        from: String,
        /// Its new version.
        to: String,
    },
    /// The facade gets a product.
    NewProduct {
        /// The crate of the product.
        name: String,
    },
    /// The facade loses a product.
    RemovedProduct {
        /// The crate of the product.
        name: String,
    },
    /// The content changed, and no other reason explains it: somebody changed the generator, or the
    /// runtime's code. Only people can tell how much that changes for users.
    Content,
    /// Somebody raised the version.
    Raised,
}

impl Reason {
    /// Returns the least step that the reason asks for.
    pub(crate) fn level(&self) -> Level {
        match self {
            Self::New | Self::Raised => Level::None,
            Self::Notes { verdict, .. } => *verdict,
            Self::Incompatible { .. } | Self::RemovedProduct { .. } => Level::Major,
            Self::NewProduct { .. } => Level::Minor,
            Self::Content => Level::Patch,
        }
    }

    /// Returns the reason as a line of the release notes; `None` if those tell it already.
    pub fn for_users(&self) -> Option<String> {
        Some(match self {
            Self::New | Self::Notes { .. } => return None,
            Self::Incompatible { name, from, to } => {
                format!("Requires `{name}` {to}, which is incompatible with {from}. (major)")
            }
            Self::NewProduct { name } => format!("Re-exports `{name}`, which is new. (minor)"),
            Self::RemovedProduct { name } => format!("No longer re-exports `{name}`. (major)"),
            Self::Content => "The generator changed the code of the crate.".to_owned(),
            Self::Raised => "Released without changes of the documentation.".to_owned(),
        })
    }

    /// Returns the reason that release notes give; `None` without notes on later versions than the
    /// published one.
    pub(crate) fn from_notes(
        notes: &BTreeMap<String, String>,
        published: &Version,
    ) -> Option<Self> {
        let mut later: Vec<(Version, &str)> = notes
            .iter()
            .filter_map(|(version, text)| Some((Version::parse(version).ok()?, text.as_str())))
            .filter(|(version, _)| version > published)
            .collect();
        later.sort();
        let verdict = later
            .iter()
            .flat_map(|(_, text)| text.lines().filter_map(verdict_of))
            .max()?;
        let notes = later.iter().map(|(version, _)| version.to_string());
        Some(Self::Notes {
            verdict,
            notes: notes.collect(),
        })
    }
}

/// Returns the verdict at the end of a note's line: `### cvm 2017-03-12 (minor)`.
fn verdict_of(line: &str) -> Option<Level> {
    let (_, word) = line.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    [Level::Patch, Level::Minor, Level::Major]
        .into_iter()
        .find(|level| level.to_string() == word)
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("new"),
            Self::Notes { verdict, notes } => write!(
                f,
                "release notes {} ({verdict})",
                notes.join(", ")
            ),
            Self::Incompatible { name, from, to } => {
                write!(f, "{name} {to} is incompatible with {from}")
            }
            Self::NewProduct { name } => write!(f, "{name} is new"),
            Self::RemovedProduct { name } => write!(f, "{name} is gone"),
            Self::Content => f.write_str(
                "the content changed, and no release note says why: judge whether that breaks users",
            ),
            Self::Raised => f.write_str("the version was raised by hand"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_give_their_largest_verdict() {
        let note = |version: &str, text: &str| (version.to_owned(), text.to_owned());
        let notes = BTreeMap::from([
            note("0.1.0", "### cvm 2017-03-12 (major)\n"),
            note(
                "0.1.9",
                "_2025-07-01_\n\n### cvm 2017-03-12 (minor)\n\n* text (patch) and more\n",
            ),
            note("0.1.10", "### cvm 2017-03-12 (patch)\n"),
        ]);
        let reason = Reason::from_notes(&notes, &Version::new(0, 1, 0)).unwrap();
        let expected = Reason::Notes {
            verdict: Level::Minor,
            notes: vec!["0.1.9".to_owned(), "0.1.10".to_owned()],
        };
        assert_eq!(reason, expected);
        assert_eq!(
            Reason::from_notes(&notes, &Version::new(0, 1, 10)),
            None,
            "no later note"
        );
    }
}
