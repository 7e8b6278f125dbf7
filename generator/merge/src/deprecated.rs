//! Deprecation marks: merging those of two editions, and adding those of the release history.

use std::collections::{BTreeMap, BTreeSet};

use crate::edition::Pair;
use spec::{
    Action, Change, ChangeKind, Deprecated, DeprecationSource, Member, MemberChanges, MemberList,
    Release, Structure, Thing,
};

/// Merges the older page's mark. A newer page of the same edition removes the mark by omitting it.
/// A page of another edition may be out of date, so it removes nothing.
pub(crate) fn merge(
    place: &str,
    newer: &mut Option<Deprecated>,
    older: Option<Deprecated>,
    pair: &mut Pair<'_>,
) {
    let Some(older) = older else { return };
    match newer {
        Some(newer) => newer.note.fill(older.note),
        None if pair.newer().is_same_edition(pair.older()) => {}
        None => {
            *newer = Some(older);
            pair.report_only_in_older(&format!("{place} is deprecated"));
        }
    }
}

/// Marks the things that the release history deprecated and pages still describe. Keeps the note of
/// an existing mark, because it may name the replacement.
pub(crate) fn add_history(
    history: &[Release],
    actions: &mut [Action],
    structures: &mut BTreeMap<String, Structure>,
) {
    let deprecated = Deprecations::new(history);
    for action in actions {
        let name = action.name.clone();
        deprecated.mark(&Thing::action(&name), &mut action.deprecated);
        deprecated.mark_members(MemberList::Input(&name), &mut action.input);
        deprecated.mark_members(MemberList::Output(&name), &mut action.output);
    }
    for structure in structures.values_mut() {
        let name = structure.name.clone();
        deprecated.mark(&Thing::structure(&name), &mut structure.deprecated);
        deprecated.mark_members(MemberList::Structure(&name), &mut structure.members);
    }
}

/// The things whose last change in the history is a deprecation, with the date of the release.
#[derive(Default)]
struct Deprecations<'h> {
    /// Things whose last change is known.
    settled: BTreeSet<Thing>,
    deprecated: BTreeMap<Thing, Option<&'h str>>,
}

impl<'h> Deprecations<'h> {
    fn new(history: &'h [Release]) -> Self {
        let mut all = Self::default();
        // Newest first: a later release outweighs an earlier one.
        for release in history {
            for change in &release.changes {
                all.change(change, release.date.as_deref());
            }
        }
        all
    }

    fn change(&mut self, change: &Change, date: Option<&'h str>) {
        let name = change.name.as_str();
        let whole = if change.kind.is_of_structure() {
            Thing::structure(name)
        } else {
            Thing::action(name)
        };
        match change.kind {
            // A change to members says nothing about the whole, which may be deprecated already.
            ChangeKind::ChangedAction | ChangeKind::ChangedStructure => {}
            ChangeKind::DeprecatedAction | ChangeKind::DeprecatedStructure => {
                self.settle(whole, true, date);
            }
            ChangeKind::NewAction
            | ChangeKind::DeletedAction
            | ChangeKind::NewStructure
            | ChangeKind::DeletedStructure => self.settle(whole, false, date),
        }
        self.members(MemberList::Input(name), &change.input, date);
        self.members(MemberList::Output(name), &change.output, date);
        self.members(MemberList::Structure(name), &change.members, date);
    }

    fn members(&mut self, list: MemberList<'_>, changes: &MemberChanges, date: Option<&'h str>) {
        for name in &changes.deprecated {
            self.settle(list.member(name), true, date);
        }
        for name in changes.added.iter().chain(&changes.deleted) {
            self.settle(list.member(name), false, date);
        }
    }

    fn settle(&mut self, thing: Thing, is_deprecated: bool, date: Option<&'h str>) {
        if self.settled.insert(thing.clone()) && is_deprecated {
            self.deprecated.insert(thing, date);
        }
    }

    fn mark_members(&self, list: MemberList<'_>, members: &mut [Member]) {
        for member in members {
            self.mark(&list.member(&member.name), &mut member.deprecated);
        }
    }

    fn mark(&self, thing: &Thing, mark: &mut Option<Deprecated>) {
        let Some(date) = self.deprecated.get(thing) else {
            return;
        };
        let since = date.map(str::to_owned);
        match mark {
            Some(mark) => mark.since = since,
            None => {
                *mark = Some(Deprecated {
                    since,
                    inferred: Some(DeprecationSource::History),
                    ..Deprecated::default()
                });
            }
        }
    }
}
