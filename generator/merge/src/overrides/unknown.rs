//! Names in patches that the spec lacks, with the nearest names that it has.

use std::collections::BTreeSet;

use super::Refusal;
use super::patch::Patch;
use spec::fault::did_you_mean;
use spec::{Member, MemberList, Scalar, ServiceSpec, Thing};

/// Refuses a patch of a thing that the spec lacks. A patch that adds its thing needs only the
/// thing's owner.
pub(super) fn check(spec: &ServiceSpec, thing: &Thing, adds: bool) -> Result<(), Refusal> {
    match thing {
        Thing::Service => Ok(()),
        Thing::Action(_) | Thing::Structure(_) | Thing::Error(_) if adds => Ok(()),
        Thing::Action(name) => check_action(spec, name),
        Thing::Structure(name) => check_structure(spec, name),
        Thing::Error(code) => {
            let codes = spec.errors.iter().map(|error| error.code.as_str());
            lacks("error", "the spec", "error code", code, codes.collect())
        }
        Thing::Example { action, number } => {
            check_action(spec, action)?;
            check_example(spec, action, *number, adds)
        }
        Thing::Input { action, .. } | Thing::Output { action, .. } => {
            check_action(spec, action)?;
            check_member(spec, thing, adds)
        }
        Thing::Member { structure, .. } => {
            check_structure(spec, structure)?;
            check_member(spec, thing, adds)
        }
    }
}

fn check_action(spec: &ServiceSpec, name: &str) -> Result<(), Refusal> {
    let names = spec.actions.iter().map(|action| action.name.as_str());
    lacks("action", "the spec", "action", name, names.collect())
}

fn check_structure(spec: &ServiceSpec, name: &str) -> Result<(), Refusal> {
    let names = spec.structures.iter();
    let names = names.map(|structure| structure.name.as_str()).collect();
    lacks("structure", "the spec", "structure", name, names)
}

fn check_example(
    spec: &ServiceSpec,
    action: &str,
    number: usize,
    adds: bool,
) -> Result<(), Refusal> {
    let count = spec
        .action(action)
        .map_or(0, |action| action.examples.len());
    if adds || (1..=count).contains(&number) {
        return Ok(());
    }
    let message = match count {
        0 => "the action has no examples".to_owned(),
        1 => "the action has only example 1".to_owned(),
        _ => format!("the action has only the examples 1 to {count}"),
    };
    Err(Refusal::new(message, HELP).at("example"))
}

fn check_member(spec: &ServiceSpec, thing: &Thing, adds: bool) -> Result<(), Refusal> {
    let Some((list, name)) = thing.as_member().filter(|_| !adds) else {
        return Ok(());
    };
    let (key, owner, other) = match list {
        MemberList::Input(action) => ("input", "the action", Some(MemberList::Output(action))),
        MemberList::Output(action) => ("output", "the action", Some(MemberList::Input(action))),
        MemberList::Structure(_) => ("member", "the structure", None),
    };
    let mut result = lacks(key, owner, key, name, names(spec.members(list)));
    let elsewhere = other.and_then(|other| spec.members(other));
    if let Err(refusal) = &mut result
        && names(elsewhere).contains(&name)
    {
        let other = if key == "input" { "output" } else { "input" };
        refusal.message = format!("the action has no such {key}, but an {other} of that name");
    }
    result
}

fn names(members: Option<&Vec<Member>>) -> Vec<&str> {
    let members = members.into_iter().flatten();
    members.map(|member| member.name.as_str()).collect()
}

const HELP: &str =
    "the documentation has changed, or a name is misspelled: correct or delete the patch";

fn lacks(
    key: &'static str,
    owner: &str,
    kind: &str,
    name: &str,
    known: Vec<&str>,
) -> Result<(), Refusal> {
    if known.contains(&name) {
        return Ok(());
    }
    let suggestion = did_you_mean(name, known);
    let message = format!("{owner} has no such {kind}{suggestion}");
    Err(Refusal::new(message, HELP).at(key))
}

/// Returns the structures that the tables name before any patch, whether or not a page describes
/// them. Empty if no patch sets a type.
pub(super) fn types(spec: &ServiceSpec, patches: &[Patch]) -> BTreeSet<String> {
    if patches.iter().all(|patch| patch.set.type_name.is_none()) {
        return BTreeSet::new();
    }
    let of_actions = spec.actions.iter();
    let of_actions = of_actions.flat_map(|action| action.input.iter().chain(&action.output));
    let of_structures = spec.structures.iter();
    let of_structures = of_structures.flat_map(|structure| &structure.members);
    of_actions
        .chain(of_structures)
        .filter_map(|member| member.type_name.structure().map(str::to_owned))
        .collect()
}

/// Refuses a patch that sets a type which neither the patched spec nor a table knows.
pub(super) fn check_type(
    spec: &ServiceSpec,
    documented: &BTreeSet<String>,
    patch: &Patch,
) -> Result<(), Refusal> {
    let named = patch.set.type_name.as_ref();
    let Some(name) = named.and_then(|type_name| type_name.structure()) else {
        return Ok(());
    };
    if documented.contains(name) || spec.structure(name).is_some() {
        return Ok(());
    }
    let mut candidates: Vec<&str> = Scalar::ALL.into_iter().map(Scalar::name).collect();
    candidates.extend(spec.structures.iter().map(|known| known.name.as_str()));
    candidates.extend(documented.iter().map(String::as_str));
    let message = format!("unknown type `{name}`{}", did_you_mean(name, candidates));
    let help = "use a basic type such as `String`, a structure of the spec, or `Array of` one; \
                `add: true` adds a structure, and `Object` is any JSON";
    Err(Refusal::new(message, help).at("type"))
}
