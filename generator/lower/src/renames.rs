//! The check that every `rename` in `overrides.yaml` gets exactly the name that it asks for.

use std::collections::BTreeMap;

use crate::error::{ErrorKind, LowerError};
use crate::model::{Crate, Structure, Version};
use crate::names::{RustName, snake, spelling, type_name};
use spec::{MemberList, ServiceSpec, Thing};

/// Returns an error for each name that another thing next to the renamed one has too.
pub(crate) fn clashes(spec: &ServiceSpec) -> Vec<LowerError> {
    let renamed = &spec.hints.names;
    let mut errors = Vec::new();
    for (thing, name) in renamed {
        let convert = conversion(thing);
        let wanted = convert(name);
        let clash = neighbours(spec, thing).into_iter().find(|other| {
            // Of two renamed things, only the second one is at fault.
            let counts = other != thing && (other < thing || !renamed.contains_key(other));
            counts && convert(spelling(other, other.name(), &spec.hints)) == wanted
        });
        if let Some(other) = clash {
            let kind = ErrorKind::NameClash {
                thing: thing.clone(),
                name: name.clone(),
                other,
                line: spec.hints.lines.get(thing).copied(),
            };
            errors.push(error(spec, kind));
        }
    }
    errors
}

/// Returns an error for each renamed thing that got another name in the model, because the name is
/// a keyword, or generated code has it already.
pub(crate) fn reserved(specs: &[ServiceSpec], model: &Crate) -> Vec<LowerError> {
    let versions: BTreeMap<(&str, &str), &Version> = model
        .products
        .iter()
        .flat_map(|product| &product.versions)
        .map(|version| {
            (
                (version.service.as_str(), version.version.as_str()),
                version,
            )
        })
        .collect();
    let mut errors = Vec::new();
    for spec in specs.iter().filter(|spec| !spec.hints.names.is_empty()) {
        let key = (spec.service.name.as_str(), spec.service.version.as_str());
        let Some(version) = versions.get(&key) else {
            continue;
        };
        for (thing, name) in &spec.hints.names {
            let Some(got) = name_in(version, thing) else {
                continue;
            };
            let converted = conversion(thing)(name);
            // Conversion appends an underscore to keywords.
            let is_keyword = converted.as_str().ends_with('_') && !name.ends_with('_');
            if is_keyword || *got != converted {
                let kind = ErrorKind::ReservedName {
                    thing: thing.clone(),
                    name: name.clone(),
                    nearest: got.to_string(),
                    line: spec.hints.lines.get(thing).copied(),
                };
                errors.push(error(spec, kind));
            }
        }
    }
    errors
}

fn error(spec: &ServiceSpec, kind: ErrorKind) -> LowerError {
    LowerError {
        service: spec.service.name.clone(),
        version: spec.service.version.clone(),
        kind,
    }
}

/// Returns the conversion from a spelling to the Rust name of such a thing.
fn conversion(thing: &Thing) -> fn(&str) -> RustName {
    match thing {
        Thing::Structure(_) => type_name,
        _ => snake,
    }
}

/// Returns the things in the scope of a thing, itself included.
fn neighbours(spec: &ServiceSpec, thing: &Thing) -> Vec<Thing> {
    if let Some((list, _)) = thing.as_member() {
        let members = spec.members(list).into_iter().flatten();
        return members.map(|member| list.member(&member.name)).collect();
    }
    match thing {
        Thing::Action(_) => {
            let actions = spec.actions.iter();
            actions.map(|action| Thing::action(&action.name)).collect()
        }
        Thing::Structure(_) => {
            let structures = spec.structures.iter();
            structures
                .map(|structure| Thing::structure(&structure.name))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the name of a thing in the model.
fn name_in<'m>(version: &'m Version, thing: &Thing) -> Option<&'m RustName> {
    let action = |wire: &str| version.actions.iter().find(|action| action.wire == *wire);
    let structure = |wire: &str| version.structures.iter().find(|found| found.wire == *wire);
    let field = |structure: &'m Structure, wire: &str| {
        let member = structure.members.iter().find(|member| member.wire == *wire);
        member.map(|member| &member.field)
    };
    if let Some((list, member)) = thing.as_member() {
        let owner = match list {
            MemberList::Input(name) => &action(name)?.request,
            MemberList::Output(name) => &action(name)?.response,
            MemberList::Structure(name) => structure(name)?,
        };
        return field(owner, member);
    }
    match thing {
        Thing::Action(name) => Some(&action(name)?.method),
        Thing::Structure(name) => Some(&structure(name)?.name),
        _ => None,
    }
}
