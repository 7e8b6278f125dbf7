//! Puts what was kept back into the spec, marked as deprecated, before overrides are applied.

use super::{Retired, RetiredThing, item_of};
use spec::fault::{SpecFault, SpecFaults};
use spec::{
    Deprecated, DeprecationSource, Item, Language, Localized, Member, Required, ServiceSpec,
};

impl Retired {
    /// Adds the things to the spec. What the documentation has again stays as it is documented.
    ///
    /// # Errors
    /// If a thing belongs to an action, structure or member that is neither documented nor kept.
    pub fn add_to(&self, spec: &mut ServiceSpec, file: &str, text: &str) -> Result<(), SpecFaults> {
        let mut faults = Vec::new();
        // Actions and structures first: members may belong to one that is kept itself.
        let (whole, parts): (Vec<_>, Vec<_>) = self.0.iter().partition(|thing| is_whole(thing));
        for thing in whole.into_iter().chain(parts) {
            if add(thing, spec).is_none() {
                let message = format!("nothing is left that `{}` belongs to", thing.path());
                let help = "run `cargo xtask update --forget` with its path to let it go";
                let fault = SpecFault::of_file(file, message, help);
                faults.push(fault.at_key(text, "last_seen", thing.last_seen(), 0));
            }
        }
        SpecFault::none_of(faults)
    }
}

fn is_whole(thing: &RetiredThing) -> bool {
    matches!(
        thing,
        RetiredThing::Action { .. } | RetiredThing::Structure { .. }
    )
}

/// `None` where what the thing belongs to is not there.
fn add(thing: &RetiredThing, spec: &mut ServiceSpec) -> Option<()> {
    let mark = |deprecated: &Option<Deprecated>| Some(marked(deprecated, thing.last_seen()));
    match thing {
        RetiredThing::Action { entry, .. } => {
            let mut entry = entry.clone();
            entry.deprecated = mark(&entry.deprecated);
            insert(&mut spec.actions, entry, |action| &action.name);
        }
        RetiredThing::Structure { entry, .. } => {
            let mut entry = entry.clone();
            entry.deprecated = mark(&entry.deprecated);
            insert(&mut spec.structures, entry, |structure| &structure.name);
        }
        RetiredThing::Input { action, entry, .. } => {
            let action = spec
                .actions
                .iter_mut()
                .find(|known| known.name == *action)?;
            push_member(&mut action.input, entry, thing.last_seen());
        }
        RetiredThing::Output { action, entry, .. } => {
            let action = spec
                .actions
                .iter_mut()
                .find(|known| known.name == *action)?;
            push_member(&mut action.output, entry, thing.last_seen());
        }
        RetiredThing::Member {
            structure, entry, ..
        } => {
            let mut structures = spec.structures.iter_mut();
            let structure = structures.find(|known| known.name == *structure)?;
            push_member(&mut structure.members, entry, thing.last_seen());
        }
        RetiredThing::Value { of, entry, .. } => {
            let member = member_mut(spec, &item_of(of)?)?;
            if member.values.iter().all(|known| known.value != entry.value) {
                let mut entry = entry.clone();
                entry.deprecated = mark(&entry.deprecated);
                member.values.push(entry);
            }
        }
        RetiredThing::Error { entry, .. } => {
            if spec.errors.iter().all(|known| known.code != entry.code) {
                let mut entry = entry.clone();
                entry.deprecated = mark(&entry.deprecated);
                spec.errors.push(entry);
            }
        }
    }
    Some(())
}

/// Keeps the order by name that lists of actions and structures have.
fn insert<T>(things: &mut Vec<T>, thing: T, name: fn(&T) -> &String) {
    if things.iter().all(|known| name(known) != name(&thing)) {
        let at = things.partition_point(|known| name(known) < name(&thing));
        things.insert(at, thing);
    }
}

fn push_member(members: &mut Vec<Member>, entry: &Member, last_seen: &str) {
    if members.iter().any(|known| known.name == entry.name) {
        return;
    }
    let mut entry = entry.clone();
    // Whoever still demands what nobody documents would make calls fail that the service takes.
    entry.required = entry.required.map(|_| Required::Known(false));
    entry.deprecated = Some(marked(&entry.deprecated, last_seen));
    members.push(entry);
}

/// The mark, with what the documentation said against the thing before.
fn marked(before: &Option<Deprecated>, last_seen: &str) -> Deprecated {
    let vanished = format!("no longer in the documentation, last seen there on {last_seen}");
    let said = before.as_ref().and_then(|mark| mark.note.preferred());
    let note = match said {
        None => vanished,
        Some(said) => format!("{vanished}; {said}"),
    };
    Deprecated {
        note: Localized::new(Language::En, note),
        since: before.as_ref().and_then(|mark| mark.since.clone()),
        inferred: Some(DeprecationSource::Vanished),
    }
}

/// The member of that name.
pub(super) fn member<'s>(spec: &'s ServiceSpec, item: &Item) -> Option<&'s Member> {
    let (members, name) = match item {
        Item::Input { action, member } => (&spec.action(action)?.input, member),
        Item::Output { action, member } => (&spec.action(action)?.output, member),
        Item::Member { structure, member } => (&spec.structure(structure)?.members, member),
        Item::Action(_) | Item::Structure(_) => return None,
    };
    members.iter().find(|known| known.name == *name)
}

fn member_mut<'s>(spec: &'s mut ServiceSpec, item: &Item) -> Option<&'s mut Member> {
    let (members, name) = match item {
        Item::Input { action, member } => {
            let action = spec
                .actions
                .iter_mut()
                .find(|known| known.name == *action)?;
            (&mut action.input, member)
        }
        Item::Output { action, member } => {
            let action = spec
                .actions
                .iter_mut()
                .find(|known| known.name == *action)?;
            (&mut action.output, member)
        }
        Item::Member { structure, member } => {
            let mut structures = spec.structures.iter_mut();
            let structure = structures.find(|known| known.name == *structure)?;
            (&mut structure.members, member)
        }
        Item::Action(_) | Item::Structure(_) => return None,
    };
    members.iter_mut().find(|known| known.name == *name)
}
