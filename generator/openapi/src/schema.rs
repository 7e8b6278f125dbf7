//! Documented types as JSON Schema.

use serde_json::{Map, Value, json};

use super::schema_names::{SchemaNames, reference};
use spec::{Scalar, TypeName};

/// The schema of a type.
pub(super) fn of_type(type_name: &TypeName, names: &SchemaNames<'_>) -> Map<String, Value> {
    let mut schema = Map::new();
    let mut put = |key: &str, value: Value| schema.insert(key.to_owned(), value);
    match type_name {
        TypeName::Scalar(scalar) => {
            if let Some(word) = json_type(*scalar) {
                put("type", word.into());
            }
            if let Some(format) = format(*scalar) {
                put("format", format.into());
            }
            if *scalar == Scalar::Binary {
                put("contentEncoding", "base64".into());
            }
            if loses_meaning(*scalar) {
                put("x-documented-type", scalar.name().into());
            }
        }
        TypeName::Structure(name) if names.is_structure(name) => {
            put("$ref", reference(name).into());
        }
        // No page says what it holds: any JSON.
        TypeName::Structure(name) => {
            put("x-undocumented-structure", name.clone().into());
        }
        TypeName::Array(element) => {
            put("type", "array".into());
            put("items", of_type(element, names).into());
        }
    }
    schema
}

fn json_type(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::String
        | Scalar::Date
        | Scalar::Timestamp
        | Scalar::TimestampIso8601
        | Scalar::Binary => Some("string"),
        Scalar::Integer => Some("integer"),
        Scalar::Boolean => Some("boolean"),
        Scalar::Float | Scalar::Double => Some("number"),
        Scalar::Object => None,
    }
}

/// `Float` counts prices too, which single precision would round. Times have no format: empty ones
/// occur, and `2018-12-18 08:00:00`, which `date-time` would refuse.
fn format(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::Integer => Some("int64"),
        Scalar::Float | Scalar::Double => Some("double"),
        _ => None,
    }
}

fn loses_meaning(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Date | Scalar::Timestamp | Scalar::TimestampIso8601
    )
}

/// The schema that admits null, too.
pub(super) fn nullable(mut schema: Map<String, Value>) -> Map<String, Value> {
    if let Some(Value::String(word)) = schema.get("type") {
        let both = json!([word, "null"]);
        schema.insert("type".to_owned(), both);
        return schema;
    }
    if schema.contains_key("$ref") {
        let either = json!([schema, {"type": "null"}]);
        return Map::from_iter([("anyOf".to_owned(), either)]);
    }
    schema
}
