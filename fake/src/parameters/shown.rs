//! Values in messages and in the list of calls.

use fake_model::{Member, Product, Type};
use serde_json::{Map, Value};

use crate::problem::quoted;

/// The text in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// Returns the kind of a value in words.
pub(crate) fn kind_words(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns a value for a message, shortened, unless it is a secret.
pub(super) fn shown(value: &Value, is_secret: bool) -> String {
    if is_secret {
        return REDACTED.to_owned();
    }
    quoted(&value.to_string()).into_owned()
}

/// Replaces the values of members that the documentation has as secrets.
pub(crate) fn hide_secrets(product: &Product, members: &[Member], object: &mut Map<String, Value>) {
    for member in members {
        if let Some(value) = object.get_mut(&member.name) {
            if member.sensitive && !value.is_null() {
                *value = REDACTED.into();
            } else {
                hide_in_value(product, &member.kind, value);
            }
        }
    }
}

fn hide_in_value(product: &Product, kind: &Type, value: &mut Value) {
    match (kind, value) {
        (Type::Array(element), Value::Array(items)) => {
            for item in items {
                hide_in_value(product, element, item);
            }
        }
        (kind, Value::Object(object)) => {
            if let Some(members) = product.members(kind) {
                hide_secrets(product, members, object);
            }
        }
        _ => {}
    }
}

/// Returns whether one of the members, or a member of their structures, is a secret.
pub(crate) fn has_secrets(product: &Product, members: &[Member]) -> bool {
    let mut waiting: Vec<&[Member]> = vec![members];
    let mut seen = vec![false; product.structures.len()];
    while let Some(members) = waiting.pop() {
        for member in members {
            if member.sensitive {
                return true;
            }
            if let Type::Structure(index) = innermost(&member.kind)
                && let (Some(seen), Some(structure)) =
                    (seen.get_mut(*index), product.structures.get(*index))
                && !std::mem::replace(seen, true)
            {
                waiting.push(&structure.members);
            }
        }
    }
    false
}

/// Returns whether a flattened parameter, `LoginSettings.Password`, is a secret or a part of one.
pub(crate) fn is_secret(product: &Product, members: &[Member], name: &str) -> bool {
    let mut members = members;
    for part in name.split('.') {
        let Some(member) = members.iter().find(|member| member.name == part) else {
            // An index, or a name that the documentation lacks.
            continue;
        };
        if member.sensitive {
            return true;
        }
        let inner = product.members(innermost(&member.kind));
        members = inner.unwrap_or_default();
    }
    false
}

fn innermost(kind: &Type) -> &Type {
    match kind {
        Type::Array(element) => innermost(element),
        kind => kind,
    }
}

/// Returns a type in the documentation's words.
pub(super) fn type_words(product: &Product, kind: &Type) -> String {
    match kind {
        Type::Scalar(scalar) => scalar.name().to_owned(),
        Type::Undescribed => "an object".to_owned(),
        Type::Structure(index) => {
            let structure = product.structures.get(*index);
            structure.map_or_else(|| "an object".to_owned(), |one| one.name.clone())
        }
        Type::Array(element) => format!("Array of {}", type_words(product, element)),
    }
}
