//! Applying one patch to a spec.

use super::Refusal;
use super::patch::Patch;
use super::set::Facts;
use super::target::Target;
use spec::{Action, ErrorCode, Example, Item, Member, PagingHint, ServiceSpec, Structure};

pub(super) fn apply(spec: &mut ServiceSpec, patch: &Patch) -> Result<(), Refusal> {
    let target = Target::of(patch)?;
    if patch.why.trim().is_empty() {
        return Err(Refusal::new(
            "`why` is empty",
            "say what is wrong in the documentation",
        ));
    }
    let mut facts = Facts::new(patch.set.clone());
    match (patch.add, patch.skip) {
        (true, true) => return Err(Refusal::new("both added and skipped", "choose one")),
        (true, false) => add(spec, &target, &mut facts)?,
        (false, true) => {
            skip(spec, &target)?;
            facts.changed = true;
            return facts.finish(false);
        }
        (false, false) => {}
    }
    hint(spec, &target, &mut facts)?;
    set(spec, &target, &mut facts)?;
    facts.finish(patch.add)
}

fn set(spec: &mut ServiceSpec, target: &Target, facts: &mut Facts) -> Result<(), Refusal> {
    match target {
        Target::Service => facts.on_service(&mut spec.service),
        Target::Error(code) => {
            let found = spec.errors.iter_mut().find(|error| error.code == *code);
            facts.on_error(found.ok_or_else(no_match)?);
        }
        Target::Example { action, number } => {
            let (action, index) = example_index(spec, action, *number)?;
            let examples = spec
                .actions
                .get_mut(action)
                .map(|found| &mut found.examples);
            let example = examples.and_then(|examples| examples.get_mut(index));
            facts.on_example(example.ok_or_else(no_match)?);
        }
        Target::Item(Item::Action(name)) => {
            let found = spec.actions.iter_mut().find(|action| action.name == *name);
            facts.on_action(found.ok_or_else(no_match)?);
        }
        Target::Item(Item::Structure(name)) => {
            let found = spec
                .structures
                .iter_mut()
                .find(|structure| structure.name == *name);
            facts.on_structure(found.ok_or_else(no_match)?);
        }
        Target::Item(item) => {
            let (members, name) = members_of(spec, item)?;
            let found = members.iter_mut().find(|member| member.name == *name);
            facts.on_member(found.ok_or_else(no_match)?);
        }
    }
    Ok(())
}

fn skip(spec: &mut ServiceSpec, target: &Target) -> Result<(), Refusal> {
    match target {
        Target::Service => Err(Refusal::new(
            "a service can't be skipped",
            "delete its pages from specs/sources/ instead",
        )),
        Target::Error(code) => remove(&mut spec.errors, |error| error.code == *code),
        Target::Example { action, number } => {
            let (action, example) = example_index(spec, action, *number)?;
            if let Some(action) = spec.actions.get_mut(action) {
                action.examples.remove(example);
            }
            Ok(())
        }
        Target::Item(Item::Action(name)) => {
            remove(&mut spec.actions, |action| action.name == *name)
        }
        Target::Item(Item::Structure(name)) => {
            remove(&mut spec.structures, |structure| structure.name == *name)
        }
        Target::Item(item) => {
            let (members, name) = members_of(spec, item)?;
            remove(members, |member| member.name == *name)
        }
    }
}

fn remove<T>(things: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> Result<(), Refusal> {
    let before = things.len();
    things.retain(|thing| !is_meant(thing));
    if things.len() == before {
        return Err(no_match());
    }
    Ok(())
}

fn add(spec: &mut ServiceSpec, target: &Target, facts: &mut Facts) -> Result<(), Refusal> {
    match target {
        Target::Error(code) => {
            let is_new = spec.errors.iter().all(|error| error.code != *code);
            new(is_new)?;
            spec.errors.push(ErrorCode {
                code: code.clone(),
                ..ErrorCode::default()
            });
        }
        Target::Item(Item::Structure(name)) => {
            new(spec.structure(name).is_none())?;
            let at = spec.structures.partition_point(|known| known.name < *name);
            let structure = Structure {
                name: name.clone(),
                ..Structure::default()
            };
            spec.structures.insert(at, structure);
        }
        Target::Example { action, number } => {
            let found = spec.actions.iter_mut().find(|known| known.name == *action);
            let examples = &mut found.ok_or_else(no_match)?.examples;
            new(examples.len() < *number)?;
            let next = examples.len() + 1;
            if *number != next {
                return Err(Refusal::new(
                    format!("the next example of the action is its number {next}"),
                    "examples are counted from 1, without gaps",
                ));
            }
            if facts.set.request.is_none() && facts.set.response.is_none() {
                return Err(Refusal::new(
                    "a new example needs a `request` or a `response`",
                    "set what it shows",
                ));
            }
            examples.push(Example::default());
        }
        Target::Service | Target::Item(Item::Action(_)) => {
            return Err(Refusal::new(
                "only error codes, examples, structures and members can be added",
                "bring a page for it into specs/sources/ instead",
            ));
        }
        Target::Item(item) => {
            let type_name = facts.set.type_name.take();
            let (members, name) = members_of(spec, item)?;
            new(members.iter().all(|member| member.name != *name))?;
            let type_name = type_name
                .ok_or_else(|| Refusal::new("a new member needs a type", "set its `type`"))?;
            members.push(Member::new(name, type_name));
        }
    }
    Ok(())
}

fn new(is_new: bool) -> Result<(), Refusal> {
    if is_new {
        return Ok(());
    }
    Err(Refusal::new(
        "it is documented by now",
        "delete the patch, or state what differs without `add`",
    ))
}

/// The list that an input, output or structure member belongs to, and its name.
fn members_of<'s, 'i>(
    spec: &'s mut ServiceSpec,
    item: &'i Item,
) -> Result<(&'s mut Vec<Member>, &'i String), Refusal> {
    match item {
        Item::Input { action, member } => {
            let found = spec.actions.iter_mut().find(|known| known.name == *action);
            Ok((&mut found.ok_or_else(no_match)?.input, member))
        }
        Item::Output { action, member } => {
            let found = spec.actions.iter_mut().find(|known| known.name == *action);
            Ok((&mut found.ok_or_else(no_match)?.output, member))
        }
        Item::Member { structure, member } => {
            let mut structures = spec.structures.iter_mut();
            let found = structures.find(|known| known.name == *structure);
            Ok((&mut found.ok_or_else(no_match)?.members, member))
        }
        Item::Action(_) | Item::Structure(_) => Err(no_match()),
    }
}

fn example_index(
    spec: &ServiceSpec,
    action: &str,
    number: usize,
) -> Result<(usize, usize), Refusal> {
    let index = spec.actions.iter().position(|known| known.name == *action);
    let index = index.ok_or_else(no_match)?;
    let examples = spec
        .actions
        .get(index)
        .map_or(0, |known| known.examples.len());
    match number.checked_sub(1).filter(|example| *example < examples) {
        Some(example) => Ok((index, example)),
        None => Err(no_match()),
    }
}

/// Keeps what only the Rust side needs.
fn hint(spec: &mut ServiceSpec, target: &Target, facts: &mut Facts) -> Result<(), Refusal> {
    let Target::Item(item) = target else {
        return Ok(());
    };
    if let Some(name) = facts.set.rename.take() {
        if !is_identifier(&name) {
            return Err(Refusal::new(
                format!("`{name}` is no name in Rust"),
                "a name is a letter, then letters, digits and underscores",
            ));
        }
        let old = spec.hints.names.insert(item.clone(), name.clone());
        facts.changed |= old != Some(name);
    }
    if let Item::Action(action) = item
        && let Some(paging) = facts.set.paging.take()
    {
        let known = spec.action(action).ok_or_else(no_match)?;
        check_paging(known, &paging)?;
        let old = spec.hints.paging.insert(action.clone(), paging.clone());
        facts.changed |= old != Some(paging);
    }
    if let Item::Action(action) = item
        && let Some(read_only) = facts.set.read_only.take()
    {
        spec.action(action).ok_or_else(no_match)?;
        let old = spec.hints.read_only.insert(action.clone(), read_only);
        facts.changed |= old != Some(read_only);
    }
    Ok(())
}

fn check_paging(action: &Action, paging: &PagingHint) -> Result<(), Refusal> {
    let lacks = |members: &[Member], name: &str| members.iter().all(|known| known.name != name);
    let inputs = paging.inputs().into_iter();
    let outputs = paging.outputs().into_iter();
    let missing = inputs
        .filter(|name| lacks(&action.input, name))
        .chain(outputs.filter(|name| lacks(&action.output, name)))
        .next();
    match missing {
        None => Ok(()),
        Some(name) => Err(Refusal::new(
            format!("`paging` names `{name}`, which the action does not have"),
            "the number, size and token are inputs, the total, the next token and the items outputs",
        )),
    }
}

fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn no_match() -> Refusal {
    Refusal::new(
        "the spec has no such thing",
        "the documentation has changed, or a name is misspelt: correct or delete the patch",
    )
}
