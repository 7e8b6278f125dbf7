//! Values that fit the documented types, for parameters without an example.

use serde_json::{Map, Value, json};
use spec::{Action, Limit, Member, Number, Required, Scalar, ServiceSpec, TypeName};

/// Returns a value for each required parameter of an action.
pub(crate) fn required_parameters(spec: &ServiceSpec, action: &Action) -> Map<String, Value> {
    object(spec, &action.input)
}

fn object(spec: &ServiceSpec, members: &[Member]) -> Map<String, Value> {
    let required = members
        .iter()
        .filter(|member| member.required.is_some_and(Required::is_yes));
    required
        .map(|member| (member.name.clone(), member_value(spec, member)))
        .collect()
}

/// Returns the required members, or the first one: forms can't send an empty structure.
fn some_members(spec: &ServiceSpec, members: &[Member]) -> Map<String, Value> {
    let required = object(spec, members);
    match members.first() {
        Some(first) if required.is_empty() => {
            Map::from_iter([(first.name.clone(), member_value(spec, first))])
        }
        _ => required,
    }
}

fn member_value(spec: &ServiceSpec, member: &Member) -> Value {
    if let Some(value) = member.values.first() {
        let text = value.value.clone();
        let number = text.parse::<i64>().map(Value::from);
        return match (&member.type_name, number) {
            (TypeName::Scalar(Scalar::Integer), Ok(number)) => number,
            (TypeName::Scalar(Scalar::String), _) => json!(text),
            (type_name, _) => value_of(spec, type_name),
        };
    }
    if member.type_name == TypeName::Scalar(Scalar::Integer) {
        return json!(smallest(member).unwrap_or(1));
    }
    value_of(spec, &member.type_name)
}

/// Returns the smallest number that the documentation allows, if it states one.
fn smallest(member: &Member) -> Option<i64> {
    let mut limits = member.constraints.iter();
    let range = limits.find_map(|constraint| match &constraint.limit {
        Limit::Range(range) => Some(range),
        _ => None,
    })?;
    let above = range
        .exclusive_minimum
        .as_ref()
        .and_then(Number::as_integer);
    let minimum = range.minimum.as_ref().and_then(Number::as_integer);
    minimum.or(above.map(|above| above + 1))
}

fn value_of(spec: &ServiceSpec, type_name: &TypeName) -> Value {
    match type_name {
        TypeName::Array(of) => json!([value_of(spec, of)]),
        TypeName::Structure(name) => match spec.structure(name) {
            Some(structure) => Value::Object(some_members(spec, &structure.members)),
            None => json!({}),
        },
        TypeName::Scalar(scalar) => match scalar {
            Scalar::Integer => json!(1),
            Scalar::Boolean => json!(true),
            Scalar::Float | Scalar::Double => json!(1.5),
            Scalar::Date => json!("2026-01-31"),
            Scalar::Timestamp => json!("2026-01-31 08:00:00"),
            Scalar::TimestampIso8601 => json!("2026-01-31T08:00:00Z"),
            Scalar::Binary => json!("AA=="),
            Scalar::String => json!("text"),
            Scalar::Object => json!({}),
        },
    }
}
