//! Documented limits and filters in schemas.

use serde_json::{Map, Value};

use spec::{Items, Length, LengthUnit, Limit, Member, Range, TypeName};

/// Puts the limits of a member into its schema: as the keywords of JSON Schema where it has them,
/// and all of them with their sentences as `x-constraints`. Filters become `x-filters`.
pub(crate) fn put_limits(schema: &mut Map<String, Value>, member: &Member) {
    for constraint in &member.constraints {
        match (&constraint.limit, &member.type_name) {
            (Limit::Range(range), TypeName::Scalar(_)) => put_range(schema, range),
            (Limit::MultipleOf(step), TypeName::Scalar(_)) => {
                schema.insert("multipleOf".to_owned(), step.to_json());
            }
            (Limit::Length(length), TypeName::Scalar(_)) => put_length(schema, length),
            (Limit::Items(items), TypeName::Array(_)) => put_items(schema, items),
            _ => {}
        }
    }
    let constraints = serde_json::to_value(&member.constraints);
    let filters = serde_json::to_value(&member.filters);
    for (key, value) in [("x-constraints", constraints), ("x-filters", filters)] {
        // Both serialize to JSON; an empty list says nothing.
        if let Ok(value @ Value::Array(_)) = value
            && value != Value::Array(Vec::new())
        {
            schema.insert(key.to_owned(), value);
        }
    }
}

fn put_range(schema: &mut Map<String, Value>, range: &Range) {
    for (key, end) in [
        ("minimum", &range.minimum),
        ("exclusiveMinimum", &range.exclusive_minimum),
        ("maximum", &range.maximum),
        ("exclusiveMaximum", &range.exclusive_maximum),
    ] {
        if let Some(end) = end {
            schema.insert(key.to_owned(), end.to_json());
        }
    }
}

/// Puts a length. JSON Schema counts characters: a text of so many bytes has at most as many, but
/// may have fewer.
fn put_length(schema: &mut Map<String, Value>, length: &Length) {
    let minimum = length
        .minimum
        .filter(|_| length.unit == LengthUnit::Characters);
    put_counts(
        schema,
        ("minLength", minimum),
        ("maxLength", length.maximum),
    );
}

fn put_items(schema: &mut Map<String, Value>, items: &Items) {
    if items.of.is_none() {
        put_counts(
            schema,
            ("minItems", items.minimum),
            ("maxItems", items.maximum),
        );
    }
}

fn put_counts(
    schema: &mut Map<String, Value>,
    (low, minimum): (&str, Option<u64>),
    (high, maximum): (&str, Option<u64>),
) {
    for (key, count) in [(low, minimum), (high, maximum)] {
        if let Some(count) = count {
            schema.insert(key.to_owned(), count.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Returns the keywords of JSON Schema for the constraints of a member.
    fn keywords(type_name: &str, constraints: &str) -> Value {
        let mut member = Member::new("M", type_name.parse().unwrap());
        member.constraints = serde_yaml::from_str(constraints).unwrap();
        let mut schema = Map::new();
        put_limits(&mut schema, &member);
        assert_eq!(
            schema
                .remove("x-constraints")
                .unwrap()
                .as_array()
                .unwrap()
                .len(),
            1
        );
        schema.into()
    }

    #[test]
    fn limits_become_keywords_that_fit_the_type() {
        for (type_name, constraints, expected) in [
            (
                "Integer",
                "[{range: {minimum: 1, maximum: 100}}]",
                json!({"minimum": 1, "maximum": 100}),
            ),
            (
                "Float",
                "[{range: {exclusive_minimum: 0, exclusive_maximum: 0.5}}]",
                json!({"exclusiveMinimum": 0, "exclusiveMaximum": 0.5}),
            ),
            ("Integer", "[{multiple_of: 10}]", json!({"multipleOf": 10})),
            (
                "String",
                "[{length: {minimum: 2, maximum: 60}}]",
                json!({"minLength": 2, "maxLength": 60}),
            ),
            (
                "String",
                "[{length: {minimum: 2, maximum: 60, unit: bytes}}]",
                json!({"maxLength": 60}),
            ),
            (
                "Array of Filter",
                "[{items: {minimum: 1, maximum: 10}}]",
                json!({"minItems": 1, "maxItems": 10}),
            ),
            (
                "Array of Filter",
                "[{items: {maximum: 5, of: Values}}]",
                json!({}),
            ),
            ("String", "[{items: {maximum: 5}}]", json!({})),
            ("String", "[{excludes: Other}]", json!({})),
        ] {
            assert_eq!(keywords(type_name, constraints), expected, "{constraints}");
        }
    }
}
