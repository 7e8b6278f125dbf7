//! Text as the typed value that it represents: printed samples, and the parameters of a query.

use serde_json::{Map, Value};

use crate::walk::Lookup;
use spec::{Member, Scalar, ServiceSpec, TypeName};

/// Parses a printed sample as a value of the type; `None` if it isn't one. Lists and open objects
/// are JSON.
pub fn from_text(text: &str, type_name: &TypeName) -> Option<Value> {
    let text = text.trim();
    match type_name {
        TypeName::Scalar(scalar) => scalar_from_text(text, *scalar),
        TypeName::Array(element) => {
            let list: Vec<Value> = serde_json::from_str(text).ok()?;
            if list.iter().all(|item| is_of(item, element)) {
                Some(Value::Array(list))
            } else {
                None
            }
        }
        TypeName::Structure(_) => None,
    }
}

fn scalar_from_text(text: &str, scalar: Scalar) -> Option<Value> {
    match scalar {
        Scalar::Integer => text.parse::<i64>().ok().map(Value::from),
        // A number stays as printed: `1` doesn't become `1.0`.
        Scalar::Float | Scalar::Double => text.parse().ok().map(Value::Number),
        Scalar::Boolean => text
            .to_ascii_lowercase()
            .parse::<bool>()
            .ok()
            .map(Value::from),
        Scalar::Object => serde_json::from_str(text).ok(),
        Scalar::String
        | Scalar::Date
        | Scalar::Timestamp
        | Scalar::TimestampIso8601
        | Scalar::Binary => {
            // Pages print some text samples with the quotes of JSON.
            let text = serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
            Some(Value::String(text))
        }
    }
}

fn is_of(value: &Value, type_name: &TypeName) -> bool {
    match type_name {
        TypeName::Scalar(Scalar::Object) => true,
        TypeName::Scalar(Scalar::Integer) => value.is_i64(),
        TypeName::Scalar(Scalar::Float | Scalar::Double) => value.is_number(),
        TypeName::Scalar(Scalar::Boolean) => value.is_boolean(),
        TypeName::Scalar(_) => value.is_string(),
        TypeName::Array(element) => {
            let items = value.as_array();
            items.is_some_and(|items| items.iter().all(|item| is_of(item, element)))
        }
        TypeName::Structure(_) => false,
    }
}

/// Returns whether the value is a JSON string that holds a non-string value, such as `"20"` for an
/// Integer.
pub fn is_quoted(value: &Value, type_name: &TypeName) -> bool {
    match (value, type_name) {
        (Value::String(text), TypeName::Scalar(scalar)) if !is_of(value, type_name) => {
            scalar_from_text(text.trim(), *scalar).is_some()
        }
        _ => false,
    }
}

/// Converts the strings in a body to their declared types. The body is a query, or JSON with quoted
/// numbers. Values that don't fit their type, and undeclared fields, stay as they are.
pub fn from_query(query: &Value, members: &[Member], spec: &ServiceSpec) -> Value {
    let Some(fields) = query.as_object() else {
        return query.clone();
    };
    let lookup = Lookup::new(members, |member| &member.name, fields.len());
    let typed = fields.iter().map(|(name, value)| {
        let value = match lookup.get(name) {
            Some(member) => value_from_query(value, &member.type_name, spec),
            None => value.clone(),
        };
        (name.clone(), value)
    });
    Value::Object(typed.collect::<Map<String, Value>>())
}

fn value_from_query(value: &Value, type_name: &TypeName, spec: &ServiceSpec) -> Value {
    match (type_name, value) {
        (
            TypeName::Scalar(
                scalar @ (Scalar::Integer | Scalar::Float | Scalar::Double | Scalar::Boolean),
            ),
            Value::String(text),
        ) => scalar_from_text(text.trim(), *scalar).unwrap_or_else(|| value.clone()),
        (TypeName::Array(element), Value::Array(items)) => {
            let mut typed = Vec::new();
            for item in items {
                typed.push(value_from_query(item, element, spec));
            }
            Value::Array(typed)
        }
        (TypeName::Structure(name), Value::Object(_)) => match spec.structure(name) {
            Some(structure) => from_query(value, &structure.members, spec),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn typed(text: &str, type_name: &str) -> Option<Value> {
        from_text(text, &type_name.parse().unwrap())
    }

    #[test]
    fn samples_become_values_of_their_type() {
        assert_eq!(typed("20", "Integer"), Some(json!(20)));
        assert_eq!(typed("twenty", "Integer"), None);
        assert_eq!(typed("True", "Boolean"), Some(json!(true)));
        assert_eq!(typed("1", "Float"), Some(json!(1)));
        assert_eq!(typed("1", "String"), Some(json!("1")));
        assert_eq!(typed("\"a\"", "String"), Some(json!("a")));
        assert_eq!(typed("[\"a\"]", "Array of String"), Some(json!(["a"])));
        assert_eq!(typed("[1]", "Array of String"), None);
        assert_eq!(typed("a, b", "Array of String"), None);
        assert_eq!(typed("{\"a\": 1}", "Placement"), None);
    }
}
