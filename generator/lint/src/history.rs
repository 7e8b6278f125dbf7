//! The rule about the release history.

use std::collections::BTreeSet;

use crate::patches::Proposal;
use crate::report::{Report, SpecRule, Spot};
use conform::Context;
use spec::finding::{Nature, Rule};
use spec::{Change, ChangeKind, Member, MemberChanges, MemberList, Release, Thing};

pub(crate) const HISTORY: SpecRule = SpecRule {
    rule: Rule {
        name: "history",
        nature: Nature::Contradiction,
        explanation: "The release history and the pages disagree on whether something exists: the \
                      page has hidden it since, or lost a row.",
    },
    check: check_history,
};

fn check_history(context: &Context<'_>, report: &mut Report<'_>) {
    let mut check = Check {
        context,
        settled: BTreeSet::new(),
        report,
    };
    // Newest first: a later release outweighs an earlier one.
    for release in &context.spec.service.history {
        for change in &release.changes {
            check.change(release, change);
        }
    }
}

struct Check<'c, 'r> {
    context: &'c Context<'c>,
    /// Things whose last change is known.
    settled: BTreeSet<Thing>,
    report: &'c mut Report<'r>,
}

impl Check<'_, '_> {
    fn change(&mut self, release: &Release, change: &Change) {
        let service = &self.context.spec.service;
        let spot = Spot::of_service(service, release.file.as_ref(), release.line);
        let name = change.name.as_str();
        if change.kind.is_of_structure() {
            let found = self.context.structures.get(name).copied();
            let thing = Thing::structure(name);
            self.whole(thing, change.kind, found.is_some(), &spot);
            if let Some(found) = found {
                let list = MemberList::Structure(name);
                self.members(list, &change.members, &found.members, &spot);
            }
        } else {
            let found = self.context.actions.get(name).copied();
            let thing = Thing::action(name);
            self.whole(thing, change.kind, found.is_some(), &spot);
            if let Some(found) = found {
                let input = MemberList::Input(name);
                self.members(input, &change.input, &found.input, &spot);
                let output = MemberList::Output(name);
                self.members(output, &change.output, &found.output, &spot);
            }
        }
    }

    fn whole(&mut self, thing: Thing, change: ChangeKind, exists: bool, spot: &Spot) {
        if !self.settled.insert(thing.clone()) {
            return;
        }
        let noun = thing.noun();
        match should_exist(change) {
            Some(true) if !exists => {
                // Accepted findings have this message, and rewording it would make them new.
                let message = format!("the release history knows the {noun}, no page describes it");
                self.report.warn(spot.clone(), thing.name(), message);
            }
            Some(false) if exists => {
                let message =
                    format!("the release history deletes the {noun}, but a page describes it");
                self.report
                    .warn(spot.clone(), thing.name(), message)
                    .propose(
                        &self.context.spec.service,
                        Some(Proposal::on(&thing).skip()),
                    );
            }
            _ => {}
        }
    }

    fn members(
        &mut self,
        list: MemberList<'_>,
        changes: &MemberChanges,
        members: &[Member],
        spot: &Spot,
    ) {
        let (noun, owner) = (list.noun(), list.owner_name());
        let names: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
        let exists = |name: &str| names.contains(name);
        // The documentation hides some deprecated members and shows others.
        for name in &changes.deprecated {
            self.settled.insert(list.member(name));
        }
        for name in &changes.deleted {
            let thing = list.member(name);
            if self.settled.insert(thing.clone()) && exists(name) {
                let message = format!(
                    "the release history deletes the {noun} `{name}`, but the table has it"
                );
                self.report.warn(spot.clone(), owner, message).propose(
                    &self.context.spec.service,
                    Some(Proposal::on(&thing).skip()),
                );
            }
        }
        for name in changes.added.iter().chain(&changes.changed) {
            if self.settled.insert(list.member(name)) && !exists(name) {
                let message = format!(
                    "the release history mentions the {noun} `{name}`, but the table lacks it"
                );
                self.report.warn(spot.clone(), owner, message);
            }
        }
    }
}

/// Returns whether the thing should exist after the change; `None` for deprecated things.
fn should_exist(kind: ChangeKind) -> Option<bool> {
    match kind {
        ChangeKind::NewAction
        | ChangeKind::ChangedAction
        | ChangeKind::NewStructure
        | ChangeKind::ChangedStructure => Some(true),
        ChangeKind::DeletedAction | ChangeKind::DeletedStructure => Some(false),
        ChangeKind::DeprecatedAction | ChangeKind::DeprecatedStructure => None,
    }
}
