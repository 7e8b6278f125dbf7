//! Values in messages and in the list of calls.

use fake_model::{Member, Product, Type};
use serde_json::{Map, Value};

use crate::problem::quoted;

/// The text in place of a secret.
const REDACTED: &str = "[redacted]";

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
