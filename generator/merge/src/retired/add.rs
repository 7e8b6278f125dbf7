//! Adding retired things to a spec, marked as deprecated, before its overrides.

use super::{Retired, RetiredThing, member_at, member_path};
use spec::fault::{SpecFault, SpecFaults, did_you_mean};
use spec::{
    Deprecated, DeprecationSource, Language, Localized, Member, MemberList, Required, ServiceSpec,
};

impl Retired {
    /// Adds the things to the spec. A thing that is documented again stays as documented.
    ///
    /// # Errors
    ///
    /// Returns a fault for each thing whose action, structure or member is neither documented nor
    /// retired.
    pub fn add_to(&self, spec: &mut ServiceSpec, file: &str, text: &str) -> Result<(), SpecFaults> {
        let mut faults = Vec::new();
        // Actions and structures first: members may belong to a retired one.
        let (whole, parts): (Vec<_>, Vec<_>) = self.0.iter().partition(|thing| is_whole(thing));
        for thing in whole.into_iter().chain(parts) {
            if add(thing, spec).is_none() {
                let path = thing.path();
                let suggestion =
                    did_you_mean(owner(&path), owners(spec).iter().map(String::as_str));
                let message = format!("the spec lacks the owner of `{path}`{suggestion}");
                let help = "remove the entry with `cargo xtask update --forget <path>`";
                let fault = SpecFault::in_file(file, message, help);
                faults.push(fault.at_key(text, "last_seen", thing.last_seen(), 0));
            }
        }
        SpecFaults::check(faults)
    }
}

fn is_whole(thing: &RetiredThing) -> bool {
    matches!(
        thing,
        RetiredThing::Action { .. } | RetiredThing::Structure { .. }
    )
}

/// Returns the path of the thing that the one at a path belongs to: the action of a parameter, the
/// structure of a member, or the member of a value.
fn owner(path: &str) -> &str {
    match path.split_once('=') {
        Some((member, _)) => member,
        None => path.split('/').next().unwrap_or(path),
    }
}

/// Returns the paths of everything that things can belong to.
fn owners(spec: &ServiceSpec) -> Vec<String> {
    let mut owners = Vec::new();
    let mut add = |list: MemberList<'_>, name: &str, members: &[Member]| {
        owners.push(name.to_owned());
        owners.extend(members.iter().map(|member| member_path(list, member)));
    };
    for action in &spec.actions {
        add(MemberList::Input(&action.name), &action.name, &action.input);
        add(
            MemberList::Output(&action.name),
            &action.name,
            &action.output,
        );
    }
    for structure in &spec.structures {
        let list = MemberList::Structure(&structure.name);
        add(list, &structure.name, &structure.members);
    }
    owners
}

/// Adds one thing; returns `None` if the spec lacks its owner.
fn add(thing: &RetiredThing, spec: &mut ServiceSpec) -> Option<()> {
    let last_seen = thing.last_seen();
    match thing {
        RetiredThing::Action { entry, .. } => {
            let mut entry = entry.clone();
            mark(&mut entry.deprecated, last_seen);
            insert(&mut spec.actions, entry, |action| &action.name);
        }
        RetiredThing::Structure { entry, .. } => {
            let mut entry = entry.clone();
            mark(&mut entry.deprecated, last_seen);
            insert(&mut spec.structures, entry, |structure| &structure.name);
        }
        RetiredThing::Input { action, entry, .. } => {
            add_member(spec, MemberList::Input(action), entry, last_seen)?;
        }
        RetiredThing::Output { action, entry, .. } => {
            add_member(spec, MemberList::Output(action), entry, last_seen)?;
        }
        RetiredThing::Member {
            structure, entry, ..
        } => add_member(spec, MemberList::Structure(structure), entry, last_seen)?,
        RetiredThing::Value { of, entry, .. } => {
            let member = spec.member_mut(&member_at(of)?)?;
            if member.values.iter().all(|known| known.value != entry.value) {
                let mut entry = entry.clone();
                mark(&mut entry.deprecated, last_seen);
                member.values.push(entry);
            }
        }
        RetiredThing::Error { entry, .. } => {
            if spec.errors.iter().all(|known| known.code != entry.code) {
                let mut entry = entry.clone();
                mark(&mut entry.deprecated, last_seen);
                spec.errors.push(entry);
            }
        }
    }
    Some(())
}

/// Inserts an action or structure in the order of names, unless the spec has it.
fn insert<T>(things: &mut Vec<T>, thing: T, name: fn(&T) -> &String) {
    if things.iter().all(|known| name(known) != name(&thing)) {
        let at = things.partition_point(|known| name(known) < name(&thing));
        things.insert(at, thing);
    }
}

fn add_member(
    spec: &mut ServiceSpec,
    list: MemberList<'_>,
    entry: &Member,
    last_seen: &str,
) -> Option<()> {
    let members = spec.members_mut(list)?;
    if members.iter().all(|known| known.name != entry.name) {
        let mut entry = entry.clone();
        // Requiring an undocumented member would fail calls that the service accepts.
        entry.required = entry.required.map(|_| Required::Known(false));
        mark(&mut entry.deprecated, last_seen);
        members.push(entry);
    }
    Some(())
}

/// Marks a thing as vanished. Keeps the note of an earlier mark.
fn mark(deprecated: &mut Option<Deprecated>, last_seen: &str) {
    let before = deprecated.take().unwrap_or_default();
    let vanished = format!("no longer in the documentation, last seen there on {last_seen}");
    let note = match before.note.preferred() {
        None => vanished,
        Some(words) => format!("{vanished}; {words}"),
    };
    *deprecated = Some(Deprecated {
        note: Localized::new(Language::En, note),
        since: before.since,
        inferred: Some(DeprecationSource::Vanished),
    });
}
