//! Sorts the changes of a service into sections, and within them by page.

use super::phrase::{consequence, owner_words, phrase};
use super::words::Words;
use super::{Group, Line, Section, SectionKind};
use crate::diff::{Change, Fact, Kind, Owner, ServiceDiff};
use crate::semver::{Impact, Level};

/// The sections that are not empty, in their order.
pub(super) fn of(service: &ServiceDiff) -> Vec<Section> {
    let section = |kind| {
        let changes: Vec<&Change> = service
            .changes
            .iter()
            .filter(|change| section_of(change) == kind)
            .collect();
        let mut groups = groups(&changes);
        let further: Vec<&Impact> = service
            .consequences
            .iter()
            .filter(|impact| section_of_impact(impact) == kind)
            .collect();
        groups.extend(further_group(&further));
        Section { kind, groups }
    };
    SectionKind::ALL
        .into_iter()
        .map(section)
        .filter(|section| !section.groups.is_empty())
        .collect()
}

pub(in crate::diff) fn section_of(change: &Change) -> SectionKind {
    let words_alone = matches!(
        change.fact,
        Fact::Title | Fact::Text | Fact::Sample | Fact::Example | Fact::Inferred | Fact::Release
    );
    match change.level {
        Level::Major => SectionKind::Breaking,
        _ if change.fact == Fact::Deprecated && change.kind != Kind::Removed => {
            SectionKind::Deprecated
        }
        _ if words_alone => SectionKind::Documentation,
        _ if change.kind == Kind::Added && change.fact != Fact::Required => SectionKind::Added,
        _ => SectionKind::Changed,
    }
}

pub(in crate::diff) fn section_of_impact(impact: &Impact) -> SectionKind {
    match impact.level {
        Level::Major => SectionKind::Breaking,
        _ if impact.rule == "deprecation-added" => SectionKind::Deprecated,
        Level::Minor if impact.rule.ends_with("-added") => SectionKind::Added,
        _ => SectionKind::Changed,
    }
}

/// One group for each page, in the order of the changes.
fn groups(changes: &[&Change]) -> Vec<Group> {
    changes
        .chunk_by(|one, other| one.on.owner() == other.on.owner())
        .map(group)
        .collect()
}

fn group(changes: &[&Change]) -> Group {
    let owner = changes
        .first()
        .map_or(Owner::Service, |change| change.on.owner());
    let places = changes.iter().filter_map(|change| change.place.as_ref());
    Group {
        head: owner_words(owner),
        // The list of error codes and the service have no page of their own to look at.
        url: match owner {
            Owner::Action(_) | Owner::Structure(_) => {
                places.filter_map(|place| place.url.clone()).next()
            }
            Owner::Service | Owner::Errors => None,
        },
        lines: bundles(changes).iter().map(|bundle| line(bundle)).collect(),
    }
}

/// The changes that one line tells, each bundle at the place of its first one.
fn bundles<'c>(changes: &[&'c Change]) -> Vec<Vec<&'c Change>> {
    let mut bundles: Vec<Vec<&Change>> = Vec::new();
    for &change in changes {
        let fits =
            |bundle: &&mut Vec<&Change>| bundle.first().is_some_and(|one| alike(one, change));
        match bundles.iter_mut().find(fits) {
            Some(bundle) => bundle.push(change),
            None => bundles.push(vec![change]),
        }
    }
    bundles
}

/// Whether two changes fit in one line: several codes of an action, say.
fn alike(one: &Change, other: &Change) -> bool {
    let key = |change: &Change| (change.fact, change.kind);
    if key(one) != key(other) {
        return false;
    }
    match one.fact {
        Fact::ErrorCode | Fact::Value | Fact::ListedRegion | Fact::Release | Fact::Example => {
            one.on == other.on
        }
        Fact::Title | Fact::Text | Fact::Sample => true,
        Fact::Itself => one.on.owner() == Owner::Errors,
        _ => false,
    }
}

fn line(changes: &[&Change]) -> Line {
    let impacts = changes.iter().flat_map(|change| &change.impacts);
    let mut rules: Vec<&'static str> = impacts
        .map(|impact| impact.rule)
        .filter(|rule| *rule != "documentation")
        .collect();
    rules.sort_unstable();
    rules.dedup();
    Line {
        words: phrase(changes),
        rules,
    }
}

/// What happens to items of the crate whose own documentation did not change.
fn further_group(impacts: &[&Impact]) -> Option<Group> {
    if impacts.is_empty() {
        return None;
    }
    let lines = impacts.iter().map(|impact| Line {
        words: consequence(impact),
        rules: vec![impact.rule],
    });
    Some(Group {
        head: Words::default().plain("In the crate, as a consequence"),
        url: None,
        lines: lines.collect(),
    })
}
