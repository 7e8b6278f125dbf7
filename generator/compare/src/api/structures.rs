//! Comparison of structures, requests and responses, field by field, and of their constants.

use std::collections::BTreeMap;

use crate::api::collect::{Impacts, Item, deprecation_rule};
use crate::api::filters::compare_limits;
use crate::api::successors::ByName;
use crate::change::{Fact, Impact, rules};
use lower::{Constant, Member, RustName, Structure, Type, Version};
use spec::{MemberList, Thing};

/// The new names of renamed data structures, by old name.
pub(crate) struct Renamed<'a>(BTreeMap<&'a RustName, &'a RustName>);

impl<'a> Renamed<'a> {
    /// Finds the structures of both versions that differ in their Rust name.
    pub(crate) fn new(old: &'a Version, new: &'a Version) -> Self {
        let mut renamed = BTreeMap::new();
        let after = ByName::new(&new.structures);
        for before in &old.structures {
            if let Some(after) = after.of_wire(&before.wire)
                && before.name != after.name
            {
                renamed.insert(&before.name, &after.name);
            }
        }
        Self(renamed)
    }

    /// Returns whether the types are equal, apart from renamed structures, which have their own
    /// impact.
    pub(crate) fn is_same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Structure(old), Type::Structure(new)) => {
                self.0.get(old).map_or(old == new, |after| *after == new)
            }
            (Type::List(old), Type::List(new)) => self.is_same(old, new),
            _ => old == new,
        }
    }
}

/// A structure, request or response, and the list that documents its members.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) structure: &'a Structure,
    pub(crate) list: MemberList<'a>,
}

impl<'a> Fields<'a> {
    /// Returns the fields of a data structure.
    pub(crate) fn new(structure: &'a Structure) -> Self {
        Self {
            structure,
            list: MemberList::Structure(&structure.wire),
        }
    }

    fn item(self, member: &Member, impacts: &Impacts) -> Item {
        let path = format!("{}::{}", self.structure.name, member.field);
        impacts.item(&path, self.list.member(member.wire.as_str()))
    }
}

/// Compares two structures with the same Rust name.
pub(crate) fn compare(
    old: Fields<'_>,
    new: Fields<'_>,
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    let (before, after) = (old.structure, new.structure);
    let itself = impacts.item(after.name.as_str(), Thing::Structure(after.wire.clone()));
    if before.sent != after.sent {
        let rule = if after.sent {
            rules::SETTERS_ADDED
        } else {
            rules::SETTERS_REMOVED
        };
        impacts.push(itself.impact(rule, Fact::Itself));
    }
    // Requests and responses have the notes of their action, whose method is the item.
    if matches!(new.list, MemberList::Structure(_)) {
        impacts.push_deprecation(&itself, &before.deprecated, &after.deprecated);
    }
    let (old_members, new_members) = (ByName::new(&before.members), ByName::new(&after.members));
    for member in &before.members {
        let item = old.item(member, impacts);
        let other = old_members.successor(member, &new_members);
        compare_or_report(member, other, &item, renamed, impacts);
    }
    for member in &after.members {
        // The successor's relation holds in both directions.
        if new_members.successor(member, &old_members).is_none() {
            let item = new.item(member, impacts);
            impacts.push(Impact {
                new: Some(field_type(member)),
                ..item.impact(rules::MEMBER_ADDED, Fact::Itself)
            });
        }
    }
    compare_limits(before, after, new.list, impacts);
    let item = |constant: &Constant, impacts: &Impacts| {
        let path = format!("{}::{}", after.name, constant.name);
        impacts.item(&path, new.list.owner())
    };
    compare_constants(
        &before.constants,
        &after.constants,
        Fact::Value,
        item,
        impacts,
    );
}

fn compare_or_report(
    member: &Member,
    other: Option<&Member>,
    item: &Item,
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    match other {
        Some(other) if other.field == member.field => {
            compare_member(member, other, item, renamed, impacts);
        }
        Some(other) => {
            let impact = item.impact(rules::MEMBER_RENAMED, Fact::Itself);
            impacts.push(impact.with_code(&member.field, &other.field));
        }
        None => impacts.push(Impact {
            old: Some(field_type(member)),
            ..item.impact(rules::MEMBER_REMOVED, Fact::Itself)
        }),
    }
}

fn compare_member(
    old: &Member,
    new: &Member,
    item: &Item,
    renamed: &Renamed<'_>,
    impacts: &mut Impacts,
) {
    impacts.push_deprecation(item, &old.deprecated, &new.deprecated);
    let type_rule = if !renamed.is_same(&old.ty, &new.ty) {
        Some(rules::MEMBER_TYPE_CHANGED)
    } else if old.optional != new.optional {
        Some(rules::MEMBER_OPTIONALITY_CHANGED)
    } else if old.boxed != new.boxed {
        Some(rules::MEMBER_BOXED_CHANGED)
    } else {
        None
    };
    if let Some(rule) = type_rule {
        let impact = item.impact(rule, Fact::Type);
        impacts.push(impact.with_code(field_type(old), field_type(new)));
    }
    match (old.required, new.required) {
        (false, true) => impacts.push(item.impact(rules::REQUIRED_TIGHTENED, Fact::Required)),
        (true, false) => impacts.push(item.impact(rules::REQUIRED_LOOSENED, Fact::Required)),
        _ => {}
    }
    if old.sensitive != new.sensitive {
        impacts.push(item.impact(rules::MEMBER_SECRECY_CHANGED, Fact::Type));
    }
    if old.wire != new.wire {
        let impact = item.impact(rules::MEMBER_WIRE_NAME_CHANGED, Fact::Itself);
        impacts.push(impact.with_code(&old.wire, &new.wire));
    }
}

/// Returns the field's type as users write it.
fn field_type(member: &Member) -> String {
    let mut text = member.ty.to_string();
    if member.boxed {
        text = format!("Box<{text}>");
    }
    if member.optional {
        text = format!("Option<{text}>");
    }
    text
}

/// Compares the constants of a version's error codes.
pub(crate) fn compare_error_codes(old: &[Constant], new: &[Constant], impacts: &mut Impacts) {
    let item = |constant: &Constant, impacts: &Impacts| {
        let path = format!("error_code::{}", constant.name);
        impacts.item(&path, Thing::Error(constant.value.clone()))
    };
    compare_constants(old, new, Fact::Itself, item, impacts);
}

pub(crate) fn compare_constants(
    old: &[Constant],
    new: &[Constant],
    fact: Fact,
    item: impl Fn(&Constant, &Impacts) -> Item,
    impacts: &mut Impacts,
) {
    let with_value = |constant: &Constant, impact: Impact| Impact {
        value: Some(constant.value.clone()),
        ..impact
    };
    // A constant that now has the text of another one is a new constant: its old text moved.
    let (old_names, new_names) = (ByName::new(old), ByName::new(new));
    let is_same = |one: &Constant, other: &Constant| {
        one.value == other.value || new_names.of_wire(&one.value).is_none()
    };
    for constant in old {
        let other = new_names.of_rust(constant.name.as_str());
        let Some(other) = other.filter(|other| is_same(constant, other)) else {
            let impact = item(constant, impacts).impact(rules::CONSTANT_REMOVED, fact);
            impacts.push(with_value(constant, impact));
            continue;
        };
        let item = item(other, impacts);
        if let Some(rule) = deprecation_rule(&constant.deprecated, &other.deprecated) {
            impacts.push(with_value(other, item.impact(rule, Fact::Deprecated)));
        }
        if other.value != constant.value {
            let impact = item.impact(rules::CONSTANT_VALUE_CHANGED, fact);
            let impact = impact.with_code(&constant.value, &other.value);
            impacts.push(with_value(other, impact));
        }
    }
    for constant in new {
        let other = old_names.of_rust(constant.name.as_str());
        if !other.is_some_and(|other| is_same(other, constant)) {
            let impact = item(constant, impacts).impact(rules::CONSTANT_ADDED, fact);
            impacts.push(with_value(constant, impact));
        }
    }
}
