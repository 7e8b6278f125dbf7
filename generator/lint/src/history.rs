//! What the release history says was added is there, what it says was deleted is not.

use std::collections::BTreeSet;

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;
use spec::{Change, ChangeKind, Item, Member, MemberChanges, Release};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let mut check = Check {
        context,
        settled: BTreeSet::new(),
    };
    // Newest first: what a later release says of a thing outweighs what an earlier one said.
    for release in &context.spec.service.history {
        for change in &release.changes {
            check.change(release, change, report);
        }
    }
}

/// A table, the thing that it belongs to, and a row; the row is empty where the thing itself is meant.
type Subject<'s> = (&'static str, &'s str, &'s str);

struct Check<'c> {
    context: &'c Context<'c>,
    settled: BTreeSet<Subject<'c>>,
}

impl<'c> Check<'c> {
    fn change(&mut self, release: &'c Release, change: &'c Change, report: &mut Report<'_>) {
        let spot = Spot::of_service(
            &self.context.spec.service,
            release.file.as_ref(),
            release.line,
        );
        let name = change.name.as_str();
        let (kind, exists) = if is_structure(change.kind) {
            ("structure", self.context.structures.contains_key(name))
        } else {
            ("action", self.context.actions.contains_key(name))
        };
        if self.settled.insert((kind, name, "")) {
            match expected(change.kind) {
                Some(true) if !exists => {
                    let message =
                        format!("the release history knows the {kind}, no page describes it");
                    report.warn(spot.clone(), name, message);
                }
                Some(false) if exists => {
                    let message =
                        format!("the release history deletes the {kind}, a page describes it");
                    let item = match kind {
                        "structure" => Item::Structure(name.to_owned()),
                        _ => Item::Action(name.to_owned()),
                    };
                    report
                        .warn(spot.clone(), name, message)
                        .propose(&self.context.spec.service, Some(Proposal::on(&item).skip()));
                }
                _ => {}
            }
        }
        if exists {
            self.tables(change, &spot, report);
        }
    }

    fn tables(&mut self, change: &'c Change, spot: &Spot, report: &mut Report<'_>) {
        let name = change.name.as_str();
        if is_structure(change.kind) {
            if let Some(found) = self.context.structures.get(name) {
                self.table(
                    "member",
                    name,
                    &change.members,
                    &found.members,
                    spot,
                    report,
                );
            }
        } else if let Some(found) = self.context.actions.get(name) {
            self.table("input", name, &change.input, &found.input, spot, report);
            self.table("output", name, &change.output, &found.output, spot, report);
        }
    }

    fn table(
        &mut self,
        table: &'static str,
        owner: &'c str,
        changes: &'c MemberChanges,
        members: &[Member],
        spot: &Spot,
        report: &mut Report<'_>,
    ) {
        let exists = |name: &str| members.iter().any(|member| member.name == name);
        // The documentation hides deprecated members, yet not always.
        for name in &changes.deprecated {
            self.settled.insert((table, owner, name));
        }
        for name in &changes.deleted {
            if self.settled.insert((table, owner, name)) && exists(name) {
                let message =
                    format!("the release history deletes the {table} `{name}`, the table has it");
                let item = item(table, owner, name);
                report
                    .warn(spot.clone(), owner, message)
                    .propose(&self.context.spec.service, Some(Proposal::on(&item).skip()));
            }
        }
        for name in changes.added.iter().chain(&changes.changed) {
            if self.settled.insert((table, owner, name)) && !exists(name) {
                let message =
                    format!("the release history knows the {table} `{name}`, the table lacks it");
                report.warn(spot.clone(), owner, message);
            }
        }
    }
}

fn item(table: &str, owner: &str, member: &str) -> Item {
    let (owner, member) = (owner.to_owned(), member.to_owned());
    match table {
        "input" => Item::Input {
            action: owner,
            member,
        },
        "output" => Item::Output {
            action: owner,
            member,
        },
        _ => Item::Member {
            structure: owner,
            member,
        },
    }
}

fn is_structure(kind: ChangeKind) -> bool {
    matches!(
        kind,
        ChangeKind::NewStructure
            | ChangeKind::ChangedStructure
            | ChangeKind::DeprecatedStructure
            | ChangeKind::DeletedStructure
    )
}

/// Whether the thing should be there after the change; unknown for deprecated things.
fn expected(kind: ChangeKind) -> Option<bool> {
    match kind {
        ChangeKind::NewAction
        | ChangeKind::ChangedAction
        | ChangeKind::NewStructure
        | ChangeKind::ChangedStructure => Some(true),
        ChangeKind::DeletedAction | ChangeKind::DeletedStructure => Some(false),
        ChangeKind::DeprecatedAction | ChangeKind::DeprecatedStructure => None,
    }
}
