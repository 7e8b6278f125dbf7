//! Parameters and members as properties, and lists of them as objects.

use serde_json::{Map, Value};

use super::schema::{nullable, of_type};
use super::schema_names::SchemaNames;
use super::text::{deprecate, describe};
use conform::typed_value::of_text;
use spec::{Inferred, Member};

/// The schema of an object with these members. Further ones are admitted: replies grow.
pub(super) fn object(members: &[Member], names: &SchemaNames<'_>) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    for member in members {
        // Of two rows for one member the first counts.
        if properties.contains_key(&member.name) {
            continue;
        }
        let schema = property(member, names);
        properties.insert(member.name.clone(), schema.into());
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

fn property(member: &Member, names: &SchemaNames<'_>) -> Map<String, Value> {
    let mut schema = of_type(&member.type_name, names);
    if member.nullable {
        schema = nullable(schema);
    }
    describe(&mut schema, &member.doc);
    put_default(&mut schema, member);
    put_samples(&mut schema, member);
    put_values(&mut schema, member);
    deprecate(&mut schema, member.deprecated.as_ref());
    if member.sensitive.is_some() {
        schema.insert("x-sensitive".to_owned(), true.into());
    }
    if let Some(inferred) = member.inferred {
        schema.insert("x-inferred".to_owned(), inferred_word(inferred).into());
    }
    schema
}

/// A default that is no value of the type is kept as printed.
fn put_default(schema: &mut Map<String, Value>, member: &Member) {
    let Some(printed) = &member.default else {
        return;
    };
    match of_text(printed, &member.type_name) {
        Some(value) => schema.insert("default".to_owned(), value),
        None => schema.insert("x-printed-default".to_owned(), printed.clone().into()),
    };
}

/// The printed sample; where there is none, the documented values.
fn put_samples(schema: &mut Map<String, Value>, member: &Member) {
    let printed: Vec<&str> = match &member.example {
        Some(printed) => vec![printed],
        None => member
            .values
            .iter()
            .map(|value| value.value.as_str())
            .collect(),
    };
    let typed = |text: &&str| of_text(text, &member.type_name);
    let samples: Vec<Value> = printed.iter().filter_map(typed).collect();
    if !samples.is_empty() {
        schema.insert("examples".to_owned(), samples.into());
    } else if let Some(printed) = &member.example {
        schema.insert("x-printed-example".to_owned(), printed.clone().into());
    }
}

/// The values that the text enumerates. Never an `enum`: the text may leave some out.
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

/// How a fact became known that no table states.
pub(super) fn inferred_word(inferred: Inferred) -> &'static str {
    match inferred {
        Inferred::Example => "example",
        Inferred::Prose => "prose",
    }
}
