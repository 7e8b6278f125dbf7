//! The changes as a release note: one line per change, by service, breaking changes first.
//!
//! A line keeps its names apart from its other words. Each form ([`markdown`], [`terminal`]) shows
//! names in its own way, and scraped text never becomes markup.

mod markdown;
mod phrase;
mod terminal;

pub use markdown::{markdown, release_note};
pub(crate) use phrase::{Piece, Words, owner_words, phrase};
pub use terminal::terminal;

use crate::change::{Change, Diff, Fact, Impact, Kind, Level, Rule, ServiceDiff, rules};
use phrase::consequence;
use spec::Owner;

/// A release note.
#[derive(Debug)]
struct Note {
    services: Vec<ServiceNote>,
}

/// The changes of one service and version.
#[derive(Debug)]
struct ServiceNote {
    service: String,
    version: String,
    verdict: Level,
    sections: Vec<Section>,
}

/// Changes that users react to in the same way.
#[derive(Debug)]
struct Section {
    kind: SectionKind,
    groups: Vec<Group>,
}

/// The kind of a section: the reaction that its changes require, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SectionKind {
    Breaking,
    Deprecated,
    Added,
    Changed,
    Documentation,
}

impl SectionKind {
    pub(crate) const ALL: [Self; 5] = [
        Self::Breaking,
        Self::Deprecated,
        Self::Added,
        Self::Changed,
        Self::Documentation,
    ];

    /// Returns the section that a change belongs to.
    pub(crate) fn from_change(change: &Change) -> Self {
        let is_text = matches!(
            change.fact,
            Fact::Title
                | Fact::Group
                | Fact::Text
                | Fact::Sample
                | Fact::Example
                | Fact::Inferred
                | Fact::Release
        );
        match change.level {
            Level::Major => Self::Breaking,
            _ if change.fact == Fact::Deprecated && change.kind != Kind::Removed => {
                Self::Deprecated
            }
            _ if is_text => Self::Documentation,
            _ if change.kind == Kind::Added && change.fact != Fact::Required => Self::Added,
            _ => Self::Changed,
        }
    }

    /// Returns the section that a consequence belongs to.
    pub(crate) fn from_impact(impact: &Impact) -> Self {
        match impact.level {
            Level::Major => Self::Breaking,
            _ if impact.rule == rules::DEPRECATION_ADDED => Self::Deprecated,
            Level::Minor if impact.rule.name.ends_with("-added") => Self::Added,
            _ => Self::Changed,
        }
    }

    /// Returns the section's heading.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking",
            Self::Deprecated => "Deprecated",
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Documentation => "Documentation",
        }
    }
}

/// The changes in one page or chapter.
#[derive(Debug)]
struct Group {
    /// The action, structure or chapter.
    head: Words,
    /// The page's address.
    url: Option<String>,
    lines: Vec<Line>,
}

/// A change, or several of one kind.
#[derive(Debug)]
struct Line {
    words: Words,
    /// The rules that apply; empty if only the documentation changes.
    rules: Vec<&'static Rule>,
}

fn note(diff: &Diff) -> Note {
    let services = diff.services.iter().map(|service| ServiceNote {
        service: service.service.clone(),
        version: service.version.clone(),
        verdict: service.verdict,
        sections: sections(service),
    });
    Note {
        services: services.collect(),
    }
}

/// Returns the non-empty sections in their order.
fn sections(service: &ServiceDiff) -> Vec<Section> {
    let mut sections = Vec::new();
    for kind in SectionKind::ALL {
        let changes: Vec<&Change> = service
            .changes
            .iter()
            .filter(|change| SectionKind::from_change(change) == kind)
            .collect();
        let impacts: Vec<&Impact> = service
            .consequences
            .iter()
            .filter(|impact| SectionKind::from_impact(impact) == kind)
            .collect();
        // One group for each page, in the order of the changes.
        let mut groups: Vec<Group> = changes
            .chunk_by(|one, other| one.on.owner() == other.on.owner())
            .map(group)
            .collect();
        if !impacts.is_empty() {
            groups.push(consequences(&impacts));
        }
        if !groups.is_empty() {
            sections.push(Section { kind, groups });
        }
    }
    sections
}

fn group(changes: &[&Change]) -> Group {
    let first = changes.first();
    let owner = first.map_or(Owner::Service, |change| change.on.owner());
    let mut places = changes.iter().filter_map(|change| change.place.as_ref());
    Group {
        head: owner_words(owner),
        // The list of error codes and the service don't have their own page.
        url: match owner {
            Owner::Action(_) | Owner::Structure(_) => places.find_map(|place| place.url.clone()),
            Owner::Service | Owner::Errors => None,
        },
        lines: bundles(changes).iter().map(|bundle| line(bundle)).collect(),
    }
}

/// Returns the group of impacts on items whose own documentation did not change.
fn consequences(impacts: &[&Impact]) -> Group {
    let lines = impacts.iter().map(|impact| Line {
        words: consequence(impact),
        rules: vec![impact.rule],
    });
    Group {
        head: Words::default().plain("In the crate, as a consequence"),
        url: None,
        lines: lines.collect(),
    }
}

/// Gathers the changes that share a line, each bundle at the position of its first change.
fn bundles<'c>(changes: &[&'c Change]) -> Vec<Vec<&'c Change>> {
    let mut bundles: Vec<Vec<&Change>> = Vec::new();
    for &change in changes {
        let fits =
            |bundle: &&mut Vec<&Change>| bundle.first().is_some_and(|one| share_line(one, change));
        match bundles.iter_mut().find(fits) {
            Some(bundle) => bundle.push(change),
            None => bundles.push(vec![change]),
        }
    }
    bundles
}

/// Returns whether two changes fit in one line, such as several codes of an action.
fn share_line(one: &Change, other: &Change) -> bool {
    if one.fact != other.fact || one.kind != other.kind {
        return false;
    }
    match one.fact {
        Fact::ErrorCode
        | Fact::Value
        | Fact::Filter
        | Fact::ListedRegion
        | Fact::Release
        | Fact::Example => one.on == other.on,
        Fact::Title | Fact::Group | Fact::Text | Fact::Sample => true,
        Fact::Itself => one.on.owner() == Owner::Errors,
        _ => false,
    }
}

fn line(changes: &[&Change]) -> Line {
    let mut rules: Vec<&'static Rule> = changes
        .iter()
        .flat_map(|change| &change.impacts)
        .map(|impact| impact.rule)
        .filter(|rule| *rule != rules::DOCUMENTATION)
        .collect();
    rules.sort_unstable();
    rules.dedup();
    Line {
        words: phrase(changes),
        rules,
    }
}
