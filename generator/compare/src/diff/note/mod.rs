//! The changes as a release note: by service, what breaks first, one line a change.
//!
//! The note is made of words and of names, so that each form ([`markdown`], [`terminal`]) shows names
//! its own way and scraped text never becomes markup.

mod markdown;
mod phrase;
mod sections;
mod terminal;
mod words;

pub use markdown::{markdown, release_note};
pub(super) use phrase::{owner_words, phrase};
pub(super) use sections::{section_of, section_of_impact};
pub use terminal::terminal;
pub(super) use words::{Piece, Words};

use super::Diff;
use crate::semver::Level;

/// A release note.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Note {
    services: Vec<OfService>,
}

/// What a note says of one service and version.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OfService {
    service: String,
    version: String,
    verdict: Level,
    sections: Vec<Section>,
}

/// Changes of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    kind: SectionKind,
    groups: Vec<Group>,
}

/// What users do about changes: adapt their code, look at what is new, read, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SectionKind {
    Breaking,
    Deprecated,
    Added,
    Changed,
    Documentation,
}

impl SectionKind {
    pub(super) const ALL: [Self; 5] = [
        Self::Breaking,
        Self::Deprecated,
        Self::Added,
        Self::Changed,
        Self::Documentation,
    ];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Deprecated => "Deprecated",
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Documentation => "Documentation",
        }
    }
}

/// The changes on one page or in one chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// The action, structure or chapter.
    head: Words,
    /// The page's address.
    url: Option<String>,
    lines: Vec<Line>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    words: Words,
    /// The rules of the verdict that apply; none where only the documentation changes.
    rules: Vec<&'static str>,
}

fn note(diff: &Diff) -> Note {
    let services = diff.services.iter().map(|service| OfService {
        service: service.service.clone(),
        version: service.version.clone(),
        verdict: service.verdict,
        sections: sections::of(service),
    });
    Note {
        services: services.collect(),
    }
}
