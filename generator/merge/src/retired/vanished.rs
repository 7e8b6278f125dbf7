//! Things that have vanished from the documentation, found by comparing names.

use super::{Retired, RetiredThing, member_at, member_path};
use spec::{Action, Member, MemberList, ServiceSpec, Source, Structure};

/// Returns the retired things after an update: those of `old` that `new` lacks, and those retired
/// `before` that aren't documented again. Both specs are without retired things. `last_seen`
/// returns the date of sources of `old`.
pub fn vanished(
    old: &ServiceSpec,
    new: &ServiceSpec,
    before: &Retired,
    last_seen: &dyn Fn(&[Source]) -> String,
) -> Retired {
    let mut collector = Collector {
        new,
        last_seen,
        things: Vec::new(),
    };
    for action in &old.actions {
        collector.action(action);
    }
    for structure in &old.structures {
        collector.structure(structure);
    }
    let day = last_seen(&old.service.sources);
    for code in &old.errors {
        if new.errors.iter().all(|other| other.code != code.code) {
            collector.things.push(RetiredThing::Error {
                last_seen: day.clone(),
                entry: code.clone(),
            });
        }
    }
    let mut things = collector.things;
    let is_collected = |thing: &RetiredThing| {
        things
            .iter()
            .any(|other| other.sort_key() == thing.sort_key())
    };
    let kept: Vec<RetiredThing> = before
        .0
        .iter()
        .filter(|thing| !is_documented(new, thing) && !is_collected(thing))
        .cloned()
        .collect();
    things.extend(kept);
    let mut retired = Retired(things);
    retired.sort();
    retired
}

struct Collector<'a> {
    new: &'a ServiceSpec,
    last_seen: &'a dyn Fn(&[Source]) -> String,
    things: Vec<RetiredThing>,
}

impl Collector<'_> {
    fn action(&mut self, old: &Action) {
        let last_seen = (self.last_seen)(&old.sources);
        let Some(new) = self.new.action(&old.name) else {
            self.things.push(RetiredThing::Action {
                last_seen,
                entry: old.clone(),
            });
            return;
        };
        let input = MemberList::Input(&old.name);
        self.members(input, &old.input, &new.input, &last_seen);
        let output = MemberList::Output(&old.name);
        self.members(output, &old.output, &new.output, &last_seen);
    }

    fn structure(&mut self, old: &Structure) {
        let last_seen = (self.last_seen)(&old.sources);
        let Some(new) = self.new.structure(&old.name) else {
            self.things.push(RetiredThing::Structure {
                last_seen,
                entry: old.clone(),
            });
            return;
        };
        let list = MemberList::Structure(&old.name);
        self.members(list, &old.members, &new.members, &last_seen);
    }

    /// Collects vanished members, and the vanished values of remaining members.
    fn members(&mut self, list: MemberList<'_>, old: &[Member], new: &[Member], last_seen: &str) {
        for member in old {
            let Some(other) = new.iter().find(|other| other.name == member.name) else {
                let thing = RetiredThing::from_member(list, last_seen, member);
                self.things.push(thing);
                continue;
            };
            for value in &member.values {
                if other.values.iter().all(|known| known.value != value.value) {
                    self.things.push(RetiredThing::Value {
                        of: member_path(list, member),
                        last_seen: last_seen.to_owned(),
                        entry: value.clone(),
                    });
                }
            }
        }
    }
}

/// Returns whether the documentation has the thing again.
fn is_documented(spec: &ServiceSpec, thing: &RetiredThing) -> bool {
    let has = |list: MemberList<'_>, member: &Member| {
        spec.members(list)
            .is_some_and(|members| members.iter().any(|known| known.name == member.name))
    };
    match thing {
        RetiredThing::Action { entry, .. } => spec.action(&entry.name).is_some(),
        RetiredThing::Structure { entry, .. } => spec.structure(&entry.name).is_some(),
        RetiredThing::Input { action, entry, .. } => has(MemberList::Input(action), entry),
        RetiredThing::Output { action, entry, .. } => has(MemberList::Output(action), entry),
        RetiredThing::Member {
            structure, entry, ..
        } => has(MemberList::Structure(structure), entry),
        RetiredThing::Value { of, entry, .. } => member_at(of)
            .and_then(|member| spec.member(&member))
            .is_some_and(|member| member.values.iter().any(|value| value.value == entry.value)),
        RetiredThing::Error { entry, .. } => {
            spec.errors.iter().any(|error| error.code == entry.code)
        }
    }
}
