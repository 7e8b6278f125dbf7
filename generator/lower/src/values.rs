//! Documented values of a member as constants of its structure: never a closed set, since the
//! server may know more.

use std::collections::BTreeSet;

use super::deprecated::Reasons;
use super::docs::constant_docs;
use super::model::{Constant, Type};
use super::names::{Scope, constant};
use spec::Member;

/// The constants for a member's documented values; none where the list is not clean.
pub(crate) fn constants(member: &Member, ty: &Type, scope: &mut Scope) -> Vec<Constant> {
    if !is_text(ty) || !is_clean(member) {
        return Vec::new();
    }
    let prefix = &member.name;
    let constant = |value: &spec::Value| Constant {
        name: scope.take(&constant(&format!("{prefix}_{}", value.value))),
        value: value.value.clone(),
        docs: constant_docs(member, value),
        deprecated: Reasons::stated(&value.deprecated).note(),
    };
    member.values.iter().map(constant).collect()
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Text => true,
        Type::List(element) => is_text(element),
        _ => false,
    }
}

/// Whether the list is two or more different words such as `PREPAID` or `cloud.premium`: a number
/// says nothing as a name, and anything with blanks was no value.
fn is_clean(member: &Member) -> bool {
    let mut seen = BTreeSet::new();
    member.values.len() >= 2
        && member
            .values
            .iter()
            .all(|value| is_word(&value.value) && seen.insert(&value.value))
}

fn is_word(value: &str) -> bool {
    value.len() <= 64
        && value.chars().any(|c| c.is_ascii_alphabetic())
        && value.starts_with(|first: char| first.is_ascii_alphanumeric())
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}
