//! Marks of deprecation: of two editions, and from the release history.

use std::collections::{BTreeMap, BTreeSet};

use super::edition::Sides;
use spec::{
    Action, Change, ChangeKind, Deprecated, DeprecationSource, Member, MemberChanges, Release,
    Structure,
};

/// Merges the older page's mark. Another edition may not have caught up, so its silence takes no mark away;
/// a newer page of the same edition has dropped it.
pub(super) fn merge(
    place: &str,
    newer: &mut Option<Deprecated>,
    older: Option<Deprecated>,
    sides: &mut Sides<'_>,
) {
    let Some(older) = older else { return };
    match newer {
        Some(newer) => newer.note.fill(older.note),
        None if sides.newer.is_same_edition(sides.older) => {}
        None => {
            *newer = Some(older);
            sides.only_older_notes(&format!("{place} is deprecated"));
        }
    }
}

/// Marks what the release history deprecated last and a page still describes. What prose says counts more,
/// since it may name the replacement.
pub(super) fn add_history(
    history: &[Release],
    actions: &mut [Action],
    structures: &mut BTreeMap<String, Structure>,
) {
    let deprecated = Deprecations::of(history);
    for action in actions {
        deprecated.mark(("action", &action.name, ""), &mut action.deprecated);
        deprecated.mark_members("input", &action.name, &mut action.input);
        deprecated.mark_members("output", &action.name, &mut action.output);
    }
    for structure in structures.values_mut() {
        deprecated.mark(
            ("structure", &structure.name, ""),
            &mut structure.deprecated,
        );
        deprecated.mark_members("member", &structure.name, &mut structure.members);
    }
}

/// A table, the thing that it belongs to, and a row; the row is empty where the thing itself is meant.
type Subject<'h> = (&'static str, &'h str, &'h str);

/// What the history deprecated and did not bring back, with the release's date.
#[derive(Default)]
struct Deprecations<'h> {
    settled: BTreeSet<Subject<'h>>,
    deprecated: BTreeMap<Subject<'h>, Option<&'h str>>,
}

impl<'h> Deprecations<'h> {
    /// Newest first: what a later release says of a thing outweighs what an earlier one said.
    fn of(history: &'h [Release]) -> Self {
        let mut all = Self::default();
        for release in history {
            for change in &release.changes {
                all.change(change, release.date.as_deref());
            }
        }
        all
    }

    fn change(&mut self, change: &'h Change, date: Option<&'h str>) {
        let name = change.name.as_str();
        let kind = match change.kind {
            ChangeKind::NewAction
            | ChangeKind::ChangedAction
            | ChangeKind::DeprecatedAction
            | ChangeKind::DeletedAction => "action",
            _ => "structure",
        };
        let is_deprecated = matches!(
            change.kind,
            ChangeKind::DeprecatedAction | ChangeKind::DeprecatedStructure
        );
        // A change to a member says nothing of the thing, which may be deprecated since long.
        let is_change = matches!(
            change.kind,
            ChangeKind::ChangedAction | ChangeKind::ChangedStructure
        );
        if !is_change {
            self.settle((kind, name, ""), is_deprecated, date);
        }
        self.table("input", name, &change.input, date);
        self.table("output", name, &change.output, date);
        self.table("member", name, &change.members, date);
    }

    fn table(
        &mut self,
        table: &'static str,
        owner: &'h str,
        changes: &'h MemberChanges,
        date: Option<&'h str>,
    ) {
        for name in &changes.deprecated {
            self.settle((table, owner, name), true, date);
        }
        for name in changes.added.iter().chain(&changes.deleted) {
            self.settle((table, owner, name), false, date);
        }
    }

    fn settle(&mut self, subject: Subject<'h>, is_deprecated: bool, date: Option<&'h str>) {
        if self.settled.insert(subject) && is_deprecated {
            self.deprecated.insert(subject, date);
        }
    }

    fn mark_members(&self, table: &'static str, owner: &str, members: &mut [Member]) {
        for member in members {
            self.mark((table, owner, &member.name), &mut member.deprecated);
        }
    }

    fn mark(&self, subject: Subject<'_>, mark: &mut Option<Deprecated>) {
        let Some(date) = self.deprecated.get(&subject) else {
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
