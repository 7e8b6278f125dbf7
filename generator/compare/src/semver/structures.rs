//! A structure, request or response of both crates, field by field.

use std::collections::BTreeMap;

use super::constants;
use super::impact::Impacts;
use crate::diff::{Fact, Subject};
use lower::{Member, RustName, Structure, Type, Version};

/// Data structures that have another name in the new crate: old name to new.
pub(super) struct Renamed<'a>(BTreeMap<&'a RustName, &'a RustName>);

impl<'a> Renamed<'a> {
    pub(super) fn new(old: &'a Version, new: &'a Version) -> Self {
        let renamed = old.structures.iter().filter_map(|before| {
            let after = new
                .structures
                .iter()
                .find(|after| after.wire == before.wire)?;
            (before.name != after.name).then_some((&before.name, &after.name))
        });
        Self(renamed.collect())
    }

    /// Whether the types are the same but for a structure's new name, which is told once, at the structure.
    pub(super) fn same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Structure(old), Type::Structure(new)) => {
                self.0.get(old).map_or(old == new, |after| *after == new)
            }
            (Type::List(old), Type::List(new)) => self.same(old, new),
            _ => old == new,
        }
    }
}

/// What a structure is in the documentation.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// The inputs of an action.
    Request(&'a str),
    /// The outputs of an action.
    Response(&'a str),
    /// A data structure.
    Structure,
}

pub(super) fn subject(structure: &str) -> Subject {
    Subject::Structure {
        structure: structure.to_owned(),
    }
}

fn member_subject(place: Place<'_>, structure: &Structure, member: &Member) -> Subject {
    let wire = member.wire.clone();
    match place {
        Place::Request(action) => Subject::Input {
            action: action.to_owned(),
            input: wire,
        },
        Place::Response(action) => Subject::Output {
            action: action.to_owned(),
            output: wire,
        },
        Place::Structure => Subject::Member {
            structure: structure.wire.clone(),
            member: wire,
        },
    }
}

/// Both structures have one name.
pub(super) fn compare(
    old: &Structure,
    new: &Structure,
    place: Place<'_>,
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    if old.sent != new.sent {
        let rule = if new.sent {
            "setters-added"
        } else {
            "setters-removed"
        };
        impacts.push(rule, new.name.as_str(), subject(&new.wire), Fact::Itself);
    }
    if matches!(place, Place::Structure) {
        let marks = (&old.deprecated, &new.deprecated);
        impacts.deprecation(marks, new.name.as_str(), &subject(&new.wire));
    }
    for member in &old.members {
        let on = member_subject(place, old, member);
        let item = format!("{}::{}", old.name, member.field);
        let find = |same: &dyn Fn(&Member) -> bool| new.members.iter().find(|other| same(other));
        if let Some(other) = find(&|other| other.field == member.field) {
            compare_member(member, other, &on, &item, renamed, impacts);
        } else if let Some(other) = find(&|other| other.wire == member.wire) {
            let impact = impacts.push("member-renamed", &item, on, Fact::Itself);
            impact.sides(&member.field, &other.field);
        } else {
            let impact = impacts.push("member-removed", &item, on, Fact::Itself);
            impact.old = Some(field_type(member));
        }
    }
    for member in &new.members {
        let known = |other: &Member| other.field == member.field || other.wire == member.wire;
        if !old.members.iter().any(known) {
            let on = member_subject(place, new, member);
            let item = format!("{}::{}", new.name, member.field);
            let impact = impacts.push("member-added", &item, on, Fact::Itself);
            impact.new = Some(field_type(member));
        }
    }
    constants::values(old, new, place, impacts);
}

fn compare_member(
    old: &Member,
    new: &Member,
    on: &Subject,
    item: &str,
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    impacts.deprecation((&old.deprecated, &new.deprecated), item, on);
    let types = || (field_type(old), field_type(new));
    let mut field = impacts.at(item.to_owned(), on.clone());
    if !renamed.same(&old.ty, &new.ty) {
        let (old, new) = types();
        field
            .push("member-type-changed", Fact::Type)
            .sides(old, new);
    } else if old.optional != new.optional {
        let (old, new) = types();
        field
            .push("member-optionality-changed", Fact::Type)
            .sides(old, new);
    } else if old.boxed != new.boxed {
        let (old, new) = types();
        field
            .push("member-boxed-changed", Fact::Type)
            .sides(old, new);
    }
    match (old.required, new.required) {
        (false, true) => {
            field.push("required-tightened", Fact::Required);
        }
        (true, false) => {
            field.push("required-loosened", Fact::Required);
        }
        _ => {}
    }
    if old.sensitive != new.sensitive {
        field.push("member-secrecy-changed", Fact::Type);
    }
    if old.wire != new.wire {
        field
            .push("member-wire-name-changed", Fact::Itself)
            .sides(&old.wire, &new.wire);
    }
}

/// The field's type as users know it.
fn field_type(member: &Member) -> String {
    let mut shown = rust_type(&member.ty);
    if member.boxed {
        shown = format!("Box<{shown}>");
    }
    if member.optional {
        shown = format!("Option<{shown}>");
    }
    shown
}

/// A type as users write it.
pub(super) fn rust_type(ty: &Type) -> String {
    match ty {
        Type::Text => "String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Value => "Value".to_owned(),
        Type::Structure(name) => name.to_string(),
        Type::List(element) => format!("Vec<{}>", rust_type(element)),
    }
}
