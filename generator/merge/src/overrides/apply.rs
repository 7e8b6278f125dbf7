//! Applying one patch to a spec.

use super::Refusal;
use super::patch::Patch;
use super::set::Facts;
use super::unknown;
use spec::fault::did_you_mean;
use spec::{Action, ErrorCode, Example, Member, PagingHint, ServiceSpec, Structure, Thing};

/// Applies a patch.
///
/// # Errors
///
/// Refuses a patch without a reason, and one that matches or changes nothing.
pub(super) fn apply(
    spec: &mut ServiceSpec,
    patch: &Patch,
    line: Option<usize>,
) -> Result<(), Refusal> {
    let thing = patch.thing()?;
    if patch.why.trim().is_empty() {
        return Err(
            Refusal::new("`why` is empty", "say what is wrong in the documentation").at("why"),
        );
    }
    let mut facts = Facts::new(patch);
    if patch.add && patch.skip {
        return Err(Refusal::new(
            "the patch both adds and skips it",
            "delete `add` or `skip`",
        ));
    }
    unknown::check(spec, &thing, patch.add)?;
    if patch.skip {
        skip(spec, &thing)?;
        facts.changed = true;
        return facts.finish(&thing);
    }
    if patch.add {
        add(spec, &thing, &mut facts)?;
        facts.changed = true;
    }
    set_hints(spec, &thing, line, &mut facts)?;
    set(spec, &thing, &mut facts)?;
    facts.finish(&thing)
}

fn set(spec: &mut ServiceSpec, thing: &Thing, facts: &mut Facts) -> Result<(), Refusal> {
    match thing {
        Thing::Service => facts.on_service(&mut spec.service),
        Thing::Error(code) => {
            let found = spec.errors.iter_mut().find(|error| error.code == *code);
            facts.on_error(found.ok_or_else(Refusal::no_match)?);
        }
        Thing::Example { action, number } => {
            let examples = examples_mut(spec, action)?;
            let index = number.checked_sub(1);
            let example = index.and_then(|index| examples.get_mut(index));
            facts.on_example(example.ok_or_else(Refusal::no_match)?);
        }
        Thing::Action(name) => {
            facts.on_action(spec.action_mut(name).ok_or_else(Refusal::no_match)?);
        }
        Thing::Structure(name) => {
            facts.on_structure(spec.structure_mut(name).ok_or_else(Refusal::no_match)?);
        }
        Thing::Input { .. } | Thing::Output { .. } | Thing::Member { .. } => {
            facts.on_member(spec.member_mut(thing).ok_or_else(Refusal::no_match)?);
        }
    }
    Ok(())
}

fn skip(spec: &mut ServiceSpec, thing: &Thing) -> Result<(), Refusal> {
    match thing {
        Thing::Service => Err(Refusal::new(
            "a service can't be skipped",
            "delete its pages from specs/sources/ instead",
        )),
        Thing::Error(code) => remove(&mut spec.errors, |error| error.code == *code),
        Thing::Example { action, number } => {
            let examples = examples_mut(spec, action)?;
            match number.checked_sub(1) {
                Some(index) if index < examples.len() => {
                    examples.remove(index);
                    Ok(())
                }
                _ => Err(Refusal::no_match()),
            }
        }
        Thing::Action(name) => remove(&mut spec.actions, |action| action.name == *name),
        Thing::Structure(name) => remove(&mut spec.structures, |structure| structure.name == *name),
        Thing::Input { .. } | Thing::Output { .. } | Thing::Member { .. } => {
            let members = members_mut(spec, thing)?;
            remove(members, |member| member.name == thing.name())
        }
    }
}

fn remove<T>(things: &mut Vec<T>, is_meant: impl Fn(&T) -> bool) -> Result<(), Refusal> {
    let before = things.len();
    things.retain(|thing| !is_meant(thing));
    if things.len() == before {
        return Err(Refusal::no_match());
    }
    Ok(())
}

fn add(spec: &mut ServiceSpec, thing: &Thing, facts: &mut Facts) -> Result<(), Refusal> {
    refuse_unfit_name(thing)?;
    match thing {
        Thing::Error(code) => {
            refuse_documented(spec.errors.iter().any(|error| error.code == *code))?;
            spec.errors.push(ErrorCode {
                code: code.clone(),
                ..ErrorCode::default()
            });
        }
        Thing::Structure(name) => {
            refuse_documented(spec.structure(name).is_some())?;
            let at = spec.structures.partition_point(|known| known.name < *name);
            let structure = Structure {
                name: name.clone(),
                ..Structure::default()
            };
            spec.structures.insert(at, structure);
        }
        Thing::Example { action, number } => add_example(spec, action, *number, facts)?,
        Thing::Service | Thing::Action(_) => {
            return Err(Refusal::new(
                "only error codes, examples, structures and members can be added",
                "add a page about it to specs/sources/ instead",
            ));
        }
        Thing::Input { .. } | Thing::Output { .. } | Thing::Member { .. } => {
            add_member(spec, thing, facts)?;
        }
    }
    Ok(())
}

fn add_example(
    spec: &mut ServiceSpec,
    action: &str,
    number: usize,
    facts: &Facts,
) -> Result<(), Refusal> {
    let examples = examples_mut(spec, action)?;
    refuse_documented(number <= examples.len())?;
    let next = examples.len() + 1;
    if number != next {
        return Err(Refusal::new(
            format!("the number of the action's next example is {next}"),
            "number examples from 1, without gaps",
        ));
    }
    if facts.set.request.is_none() && facts.set.response.is_none() {
        return Err(Refusal::new(
            "a new example needs a `request` or a `response`",
            "set at least one of them",
        ));
    }
    examples.push(Example::default());
    Ok(())
}

fn add_member(spec: &mut ServiceSpec, thing: &Thing, facts: &mut Facts) -> Result<(), Refusal> {
    let name = thing.name();
    let members = members_mut(spec, thing)?;
    refuse_documented(members.iter().any(|member| member.name == name))?;
    let Some(type_name) = facts.set.type_name.take() else {
        return Err(Refusal::new("a new member needs a type", "set its `type`"));
    };
    members.push(Member::new(name, type_name));
    Ok(())
}

/// Refuses a name that a spec can't contain.
fn refuse_unfit_name(thing: &Thing) -> Result<(), Refusal> {
    let name = thing.name();
    let (is_fit, form) = match thing {
        Thing::Structure(_) => (
            spec::is_structure_name(name),
            "use one word of letters, digits, `_`, `-`, `.`, `@` and `$`",
        ),
        Thing::Error(_) | Thing::Input { .. } | Thing::Output { .. } | Thing::Member { .. } => (
            spec::is_wire_name(name),
            "use letters, digits, the signs `_-.@$:/+#%&*=~`, and blanks inside",
        ),
        Thing::Service | Thing::Action(_) | Thing::Example { .. } => return Ok(()),
    };
    if is_fit {
        return Ok(());
    }
    Err(Refusal::new(format!("{name:?} can't be a name"), form))
}

fn refuse_documented(is_documented: bool) -> Result<(), Refusal> {
    if is_documented {
        return Err(Refusal::new(
            "the documentation already has it",
            "delete the patch, or set the facts that differ without `add`",
        ));
    }
    Ok(())
}

fn members_mut<'s>(
    spec: &'s mut ServiceSpec,
    member: &Thing,
) -> Result<&'s mut Vec<Member>, Refusal> {
    let list = member.as_member().map(|(list, _)| list);
    list.and_then(|list| spec.members_mut(list))
        .ok_or_else(Refusal::no_match)
}

fn examples_mut<'s>(
    spec: &'s mut ServiceSpec,
    action: &str,
) -> Result<&'s mut Vec<Example>, Refusal> {
    let action = spec.action_mut(action).ok_or_else(Refusal::no_match)?;
    Ok(&mut action.examples)
}

/// Sets the facts that concern only the Rust side.
fn set_hints(
    spec: &mut ServiceSpec,
    thing: &Thing,
    line: Option<usize>,
    facts: &mut Facts,
) -> Result<(), Refusal> {
    // Services, error codes and examples have no hints: `Facts::finish` refuses such facts.
    if matches!(
        thing,
        Thing::Service | Thing::Error(_) | Thing::Example { .. }
    ) {
        return Ok(());
    }
    if let Some(line) = line {
        spec.hints.lines.insert(thing.clone(), line);
    }
    if let Some(name) = facts.set.rename.take() {
        check_name(&name)?;
        let old = spec.hints.names.insert(thing.clone(), name.clone());
        facts.changed |= old != Some(name);
    }
    let Thing::Action(action) = thing else {
        return Ok(());
    };
    if let Some(paging) = facts.set.paging.take() {
        let known = spec.action(action).ok_or_else(Refusal::no_match)?;
        check_paging(known, &paging)?;
        let old = spec.hints.paging.insert(action.clone(), paging.clone());
        facts.changed |= old != Some(paging);
    }
    if let Some(read_only) = facts.set.read_only.take() {
        spec.action(action).ok_or_else(Refusal::no_match)?;
        let old = spec.hints.read_only.insert(action.clone(), read_only);
        facts.changed |= old != Some(read_only);
    }
    Ok(())
}

fn check_paging(action: &Action, paging: &PagingHint) -> Result<(), Refusal> {
    let sides = [
        (paging.inputs(), "input", &action.input),
        (paging.outputs(), "output", &action.output),
    ];
    for (named, side, members) in sides {
        let known = || members.iter().map(|member| member.name.as_str());
        if let Some(name) = named
            .into_iter()
            .find(|name| known().all(|known| known != *name))
        {
            let suggestion = did_you_mean(name, known());
            return Err(Refusal::new(
                format!("`paging` names the {side} `{name}`, which the action lacks{suggestion}"),
                "`total`, `next` and `items` name outputs, the other keys name inputs",
            )
            .at("paging"));
        }
    }
    Ok(())
}

/// Refuses a name that can't become an identifier. Lowering refuses keywords and names in use.
fn check_name(name: &str) -> Result<(), Refusal> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let reason = match name.chars().next() {
        None => "it is empty".to_owned(),
        Some(first) if is_allowed(first) && !first.is_ascii_alphabetic() => {
            format!("it begins with `{first}`")
        }
        Some(_) => match name.chars().find(|c| !is_allowed(*c)) {
            None => return Ok(()),
            Some(wrong) => format!("it contains {}", shown(wrong)),
        },
    };
    let message = format!("`{name}` can't be a name in Rust: {reason}");
    let help = "a name is a letter, then letters, digits and underscores, such as `disk_ids`";
    Err(Refusal::new(message, help).at("rename"))
}

fn shown(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        c if c.is_control() || c.is_whitespace() => format!("the character U+{:04X}", u32::from(c)),
        c => format!("`{c}`"),
    }
}
