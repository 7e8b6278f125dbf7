//! Documented types and members as JSON Schema.

use serde_json::{Map, Value, json};

use crate::limits::put_limits;
use crate::names::{SchemaNames, reference};
use crate::text::{deprecate, describe};
use conform::typed::from_text;
use spec::{Inferred, Member, Scalar, TypeName};

/// Returns the schema of an object with these members. It allows others, because the server adds
/// members to responses.
pub(crate) fn object(members: &[Member], names: &SchemaNames<'_>) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for member in members {
        // If a table has two rows for one member, the first one counts.
        if properties.contains_key(&member.name) {
            continue;
        }
        properties.insert(member.name.clone(), property(member, names).into());
        if member.required.is_some_and(|required| required.is_yes()) {
            required.push(member.name.clone().into());
        }
    }
    let mut object = Map::new();
    object.insert("type".to_owned(), "object".into());
    object.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        object.insert("required".to_owned(), required.into());
    }
    object
}

/// Returns the schema of a member.
pub(crate) fn property(member: &Member, names: &SchemaNames<'_>) -> Map<String, Value> {
    let mut schema = type_schema(&member.type_name, names);
    if member.nullable {
        schema = nullable(schema);
    }
    describe(&mut schema, &member.doc);
    put_default(&mut schema, member);
    put_examples(&mut schema, member);
    put_values(&mut schema, member);
    put_limits(&mut schema, member);
    deprecate(&mut schema, member.deprecated.as_ref());
    if member.sensitive.is_some() {
        schema.insert("x-sensitive".to_owned(), true.into());
    }
    if let Some(inferred) = member.inferred {
        schema.insert("x-inferred".to_owned(), inferred_word(inferred).into());
    }
    schema
}

/// Puts the default; verbatim if it isn't a value of the type.
fn put_default(schema: &mut Map<String, Value>, member: &Member) {
    let Some(printed) = &member.default else {
        return;
    };
    match from_text(printed, &member.type_name) {
        Some(value) => schema.insert("default".to_owned(), value),
        None => schema.insert("x-printed-default".to_owned(), printed.clone().into()),
    };
}

/// Puts the documented example, or else the documented values, as examples.
fn put_examples(schema: &mut Map<String, Value>, member: &Member) {
    let printed: Vec<&str> = match &member.example {
        Some(printed) => vec![printed],
        None => member
            .values
            .iter()
            .map(|value| value.value.as_str())
            .collect(),
    };
    let examples: Vec<Value> = printed
        .iter()
        .filter_map(|text| from_text(text, &member.type_name))
        .collect();
    if !examples.is_empty() {
        schema.insert("examples".to_owned(), examples.into());
    } else if let Some(printed) = &member.example {
        schema.insert("x-printed-example".to_owned(), printed.clone().into());
    }
}

/// Puts the documented values. They never become an `enum`, because the list may be incomplete.
fn put_values(schema: &mut Map<String, Value>, member: &Member) {
    if member.values.is_empty() {
        return;
    }
    let values = member.values.iter().map(|documented| {
        let mut value = Map::new();
        value.insert("value".to_owned(), documented.value.clone().into());
        describe(&mut value, &documented.doc);
        deprecate(&mut value, documented.deprecated.as_ref());
        Value::Object(value)
    });
    schema.insert("x-documented-values".to_owned(), values.collect());
}

/// Returns the word for the part of a page, other than a table, that documents an item.
pub(crate) fn inferred_word(inferred: Inferred) -> &'static str {
    match inferred {
        Inferred::Example => "example",
        Inferred::Prose => "prose",
    }
}

fn type_schema(type_name: &TypeName, names: &SchemaNames<'_>) -> Map<String, Value> {
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
            if is_time(*scalar) {
                put("x-documented-type", scalar.name().into());
            }
        }
        TypeName::Structure(name) => match names.structure(name) {
            Some(component) => {
                put("$ref", reference(component).into());
            }
            // A structure that no page describes can be any JSON.
            None => {
                put("x-undocumented-structure", name.clone().into());
            }
        },
        TypeName::Array(element) => {
            put("type", "array".into());
            put("items", type_schema(element, names).into());
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

/// Returns the format of numbers. `Float` includes prices, which single precision would round.
///
/// Times have no format, because `date-time` rejects empty text and `2018-12-18 08:00:00`.
fn format(scalar: Scalar) -> Option<&'static str> {
    match scalar {
        Scalar::Integer => Some("int64"),
        Scalar::Float | Scalar::Double => Some("double"),
        _ => None,
    }
}

fn is_time(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Date | Scalar::Timestamp | Scalar::TimestampIso8601
    )
}

/// Returns the schema that also allows null.
fn nullable(mut schema: Map<String, Value>) -> Map<String, Value> {
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
