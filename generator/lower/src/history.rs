//! The releases that added actions, structures and members, from the documentation's history.

use std::collections::BTreeMap;

use crate::docs::inline;
use spec::{Change, ChangeKind, Language, MemberChanges, MemberList, Release, ServiceSpec};

/// The release that added each thing. Things that are older than the history aren't in it.
#[derive(Debug, Default)]
pub struct History<'s> {
    owners: BTreeMap<Owner<'s>, &'s Release>,
    members: BTreeMap<(List<'s>, &'s str), &'s Release>,
}

/// An action or a structure.
type Owner<'s> = (Kind, &'s str);

/// A list of members: its kind, and the name of its owner.
type List<'s> = (ListKind, &'s str);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Action,
    Structure,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum ListKind {
    Input,
    Output,
    Members,
}

impl<'s> History<'s> {
    /// Reads the history from the oldest release on. A thing that a later release removed and
    /// another one added again counts from then on.
    pub fn new(spec: &'s ServiceSpec) -> Self {
        let mut history = Self::default();
        for release in spec.service.history.iter().rev() {
            for change in &release.changes {
                history.apply(release, change);
            }
        }
        history
    }

    fn apply(&mut self, release: &'s Release, change: &'s Change) {
        let name = change.name.as_str();
        match change.kind {
            ChangeKind::NewAction => {
                self.owners.entry((Kind::Action, name)).or_insert(release);
            }
            ChangeKind::NewStructure => {
                self.owners
                    .entry((Kind::Structure, name))
                    .or_insert(release);
            }
            ChangeKind::DeletedAction => self.remove(Kind::Action, name),
            ChangeKind::DeletedStructure => self.remove(Kind::Structure, name),
            _ => {}
        }
        self.change((ListKind::Input, name), release, &change.input);
        self.change((ListKind::Output, name), release, &change.output);
        self.change((ListKind::Members, name), release, &change.members);
    }

    fn remove(&mut self, kind: Kind, name: &'s str) {
        self.owners.remove(&(kind, name));
        self.members
            .retain(|((list, owner), _), _| (list.owner(), *owner) != (kind, name));
    }

    fn change(&mut self, list: List<'s>, release: &'s Release, changes: &'s MemberChanges) {
        for member in &changes.deleted {
            self.members.remove(&(list, member.as_str()));
        }
        for member in &changes.added {
            self.members.entry((list, member)).or_insert(release);
        }
    }

    /// Returns the release that added an action, such as `release 154 (2025-07-01)`.
    pub fn action(&self, name: &str) -> Option<String> {
        label(self.owners.get(&(Kind::Action, name))?)
    }

    /// Returns the release that added a structure.
    pub fn structure(&self, name: &str) -> Option<String> {
        label(self.owners.get(&(Kind::Structure, name))?)
    }

    /// Returns the release that added a member, unless it is as old as its owner.
    pub fn member(&self, list: MemberList<'_>, member: &str) -> Option<String> {
        let list = match list {
            MemberList::Input(action) => (ListKind::Input, action),
            MemberList::Output(action) => (ListKind::Output, action),
            MemberList::Structure(structure) => (ListKind::Members, structure),
        };
        let added = self.members.get(&(list, member))?;
        let owner = self.owners.get(&(list.0.owner(), list.1));
        let is_as_old = owner.is_some_and(|owner| std::ptr::eq(*owner, *added));
        if is_as_old { None } else { label(added) }
    }
}

impl ListKind {
    fn owner(self) -> Kind {
        match self {
            Self::Input | Self::Output => Kind::Action,
            Self::Members => Kind::Structure,
        }
    }
}

/// Returns the number and the day of a release, as far as the history prints them.
fn label(release: &Release) -> Option<String> {
    let day = release
        .date
        .as_deref()
        .map(day)
        .filter(|day| !day.is_empty());
    match (release.number, day) {
        (Some(number), Some(day)) => Some(format!("release {number} ({day})")),
        (Some(number), None) => Some(format!("release {number}")),
        (None, day) => day,
    }
}

/// Returns the day of a point in time: `2025-07-01` for `2025-07-01 01:15:37`.
fn day(date: &str) -> String {
    let day = date.split([' ', 'T']).next().unwrap_or(date);
    let day = if spec::is_date(day) { day } else { date };
    inline(day, Language::En)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(kind: ChangeKind, name: &str) -> Change {
        Change {
            kind,
            name: name.to_owned(),
            input: MemberChanges::default(),
            output: MemberChanges::default(),
            members: MemberChanges::default(),
        }
    }

    fn added(kind: ChangeKind, name: &str, member: &str) -> Change {
        let added = MemberChanges {
            added: vec![member.to_owned()],
            ..MemberChanges::default()
        };
        let change = change(kind, name);
        match kind.is_of_structure() {
            true => Change {
                members: added,
                ..change
            },
            false => Change {
                input: added,
                ..change
            },
        }
    }

    fn release(number: Option<u32>, date: &str, changes: Vec<Change>) -> Release {
        Release {
            number,
            date: Some(date.to_owned()),
            changes,
            ..Release::default()
        }
    }

    #[test]
    fn things_count_from_the_release_that_added_them() {
        let mut spec = ServiceSpec::default();
        spec.service.history = vec![
            release(
                Some(3),
                "2025-07-01 01:15:37",
                vec![
                    change(ChangeKind::NewAction, "Removed"),
                    added(ChangeKind::ChangedStructure, "Disk", "Encrypt"),
                    added(ChangeKind::ChangedAction, "Run", "Names"),
                ],
            ),
            release(
                None,
                "2024-02-03",
                vec![
                    change(ChangeKind::NewAction, "Run"),
                    added(ChangeKind::ChangedAction, "Run", "Ids"),
                    change(ChangeKind::DeletedAction, "Removed"),
                ],
            ),
            release(
                Some(1),
                "",
                vec![
                    change(ChangeKind::NewAction, "Removed"),
                    added(ChangeKind::ChangedAction, "Removed", "Old"),
                    change(ChangeKind::NewStructure, "Disk"),
                ],
            ),
        ];
        let history = History::new(&spec);
        let third = Some("release 3 (2025-07-01)".to_owned());
        assert_eq!(history.action("Run").as_deref(), Some("2024-02-03"));
        assert_eq!(history.action("Removed"), third);
        assert_eq!(history.action("Disk"), None);
        assert_eq!(history.structure("Disk").as_deref(), Some("release 1"));
        let disk = MemberList::Structure("Disk");
        assert_eq!(history.member(disk, "Encrypt"), third);
        assert_eq!(history.member(MemberList::Input("Run"), "Names"), third);
        assert_eq!(history.member(MemberList::Output("Run"), "Names"), None);
        assert_eq!(history.member(MemberList::Input("Run"), "Ids"), None);
        assert_eq!(history.member(MemberList::Input("Removed"), "Old"), None);
    }
}
