//! Which things the documentation had and no longer has, compared by name.

use super::{Retired, RetiredThing, path_of};
use spec::{Action, Item, Member, ServiceSpec, Source, Structure};

/// What is to be kept after an update: what was kept before and is not back, and what `old` has and `new`
/// lacks. Both are the documentation's own facts, without what was kept. `last_seen` gives the day for
/// sources of the old side.
pub fn vanished(
    old: &ServiceSpec,
    new: &ServiceSpec,
    before: &Retired,
    last_seen: &dyn Fn(&[Source]) -> String,
) -> Retired {
    let mut collect = Collect {
        new,
        last_seen,
        things: Vec::new(),
    };
    for action in &old.actions {
        collect.action(action);
    }
    for structure in &old.structures {
        collect.structure(structure);
    }
    let day = last_seen(&old.service.sources);
    for code in &old.errors {
        if new.errors.iter().all(|other| other.code != code.code) {
            collect.things.push(RetiredThing::Error {
                last_seen: day.clone(),
                entry: code.clone(),
            });
        }
    }
    let mut things = collect.things;
    let paths: Vec<(&str, String)> = things
        .iter()
        .map(|thing| (thing.kind(), thing.path()))
        .collect();
    let kept = before.0.iter().filter(|thing| {
        !is_documented(new, thing) && !paths.contains(&(thing.kind(), thing.path()))
    });
    let kept: Vec<RetiredThing> = kept.cloned().collect();
    things.extend(kept);
    let mut retired = Retired(things);
    retired.sort();
    retired
}

struct Collect<'a> {
    new: &'a ServiceSpec,
    last_seen: &'a dyn Fn(&[Source]) -> String,
    things: Vec<RetiredThing>,
}

impl Collect<'_> {
    fn action(&mut self, old: &Action) {
        let last_seen = (self.last_seen)(&old.sources);
        let Some(new) = self.new.action(&old.name) else {
            self.things.push(RetiredThing::Action {
                last_seen,
                entry: old.clone(),
            });
            return;
        };
        let action = || old.name.clone();
        self.members(
            &old.input,
            &new.input,
            &last_seen,
            |member, last_seen, entry| {
                let item = Item::Input {
                    action: action(),
                    member,
                };
                let thing = entry.map(|entry| RetiredThing::Input {
                    action: action(),
                    last_seen,
                    entry,
                });
                (item, thing)
            },
        );
        self.members(
            &old.output,
            &new.output,
            &last_seen,
            |member, last_seen, entry| {
                let item = Item::Output {
                    action: action(),
                    member,
                };
                let thing = entry.map(|entry| RetiredThing::Output {
                    action: action(),
                    last_seen,
                    entry,
                });
                (item, thing)
            },
        );
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
        let structure = || old.name.clone();
        self.members(
            &old.members,
            &new.members,
            &last_seen,
            |member, last_seen, entry| {
                let item = Item::Member {
                    structure: structure(),
                    member,
                };
                let thing = entry.map(|entry| RetiredThing::Member {
                    structure: structure(),
                    last_seen,
                    entry,
                });
                (item, thing)
            },
        );
    }

    /// Members that went, and values that went of members that stayed. `name` gives a member's item, and
    /// the thing to be kept where the member's entry is given.
    fn members(
        &mut self,
        old: &[Member],
        new: &[Member],
        last_seen: &str,
        name: impl Fn(String, String, Option<Member>) -> (Item, Option<RetiredThing>),
    ) {
        for member in old {
            let Some(other) = new.iter().find(|other| other.name == member.name) else {
                let (_, thing) = name(
                    member.name.clone(),
                    last_seen.to_owned(),
                    Some(member.clone()),
                );
                self.things.extend(thing);
                continue;
            };
            let (item, _) = name(member.name.clone(), last_seen.to_owned(), None);
            let lacks = |value: &str| other.values.iter().all(|known| known.value != value);
            let gone = member.values.iter().filter(|value| lacks(&value.value));
            self.things.extend(gone.map(|value| RetiredThing::Value {
                of: path_of(&item),
                last_seen: last_seen.to_owned(),
                entry: value.clone(),
            }));
        }
    }
}

/// Whether the documentation has the thing again.
fn is_documented(spec: &ServiceSpec, thing: &RetiredThing) -> bool {
    let has = |members: Option<&Vec<Member>>, name: &str| {
        members.is_some_and(|members| members.iter().any(|member| member.name == name))
    };
    match thing {
        RetiredThing::Action { entry, .. } => spec.action(&entry.name).is_some(),
        RetiredThing::Structure { entry, .. } => spec.structure(&entry.name).is_some(),
        RetiredThing::Input { action, entry, .. } => {
            has(spec.action(action).map(|action| &action.input), &entry.name)
        }
        RetiredThing::Output { action, entry, .. } => has(
            spec.action(action).map(|action| &action.output),
            &entry.name,
        ),
        RetiredThing::Member {
            structure, entry, ..
        } => has(
            spec.structure(structure)
                .map(|structure| &structure.members),
            &entry.name,
        ),
        RetiredThing::Value { of, entry, .. } => super::item_of(of)
            .and_then(|item| super::add::member(spec, &item))
            .is_some_and(|member| member.values.iter().any(|value| value.value == entry.value)),
        RetiredThing::Error { entry, .. } => {
            spec.errors.iter().any(|error| error.code == entry.code)
        }
    }
}
