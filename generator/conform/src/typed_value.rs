//! Text as the value that it stands for: printed samples, and the parameters of a query.

use serde_json::{Map, Value};

use spec::{Member, Scalar, ServiceSpec, TypeName};

/// The value that a printed text stands for, if it is one of the type. Structures are given as JSON.
pub fn of_text(text: &str, type_name: &TypeName) -> Option<Value> {
    let text = text.trim();
    match type_name {
        TypeName::Scalar(scalar) => of_scalar(text, *scalar),
        TypeName::Array(element) => {
            let list: Value = serde_json::from_str(text).ok()?;
            let fits = |item: &Value| is_of(item, element);
            list.as_array()?.iter().all(fits).then_some(list)
        }
        TypeName::Structure(_) => None,
    }
}

fn of_scalar(text: &str, scalar: Scalar) -> Option<Value> {
    match scalar {
        Scalar::Integer => text.parse::<i64>().ok().map(Value::from),
        Scalar::Float | Scalar::Double => number(text),
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
        | Scalar::Binary => Some(Value::from(unquoted(text))),
    }
}

/// A number as it is written: `1` stays `1`.
fn number(text: &str) -> Option<Value> {
    let number: serde_json::Number = text.parse().ok()?;
    Some(Value::Number(number))
}

/// Some samples of texts are printed in the quotes that they have in JSON.
fn unquoted(text: &str) -> String {
    serde_json::from_str(text).unwrap_or_else(|_| text.to_owned())
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

/// Whether the value is text that stands for a value of the type, which is none of text.
pub fn is_quoted(value: &Value, type_name: &TypeName) -> bool {
    let is_text = |scalar: &Scalar| is_of(&Value::from(""), &TypeName::Scalar(*scalar));
    match (value, type_name) {
        (Value::String(text), TypeName::Scalar(scalar)) if !is_text(scalar) => {
            of_scalar(text.trim(), *scalar).is_some()
        }
        _ => false,
    }
}

/// The body that a query, or one whose numbers are quoted, stands for: every text becomes a value of its declared type. What is no such
/// value, and what no table declares, stays as it is.
pub fn of_query(query: &Value, members: &[Member], spec: &ServiceSpec) -> Value {
    let Some(fields) = query.as_object() else {
        return query.clone();
    };
    let typed = fields.iter().map(|(name, value)| {
        let member = members.iter().find(|member| member.name == *name);
        let value = match member {
            Some(member) => of_leaf(value, &member.type_name, spec),
            None => value.clone(),
        };
        (name.clone(), value)
    });
    Value::Object(typed.collect::<Map<String, Value>>())
}

fn of_leaf(value: &Value, type_name: &TypeName, spec: &ServiceSpec) -> Value {
    match (type_name, value) {
        (TypeName::Scalar(Scalar::Object), _) => value.clone(),
        (TypeName::Scalar(scalar), Value::String(text)) => match scalar {
            Scalar::Integer | Scalar::Float | Scalar::Double | Scalar::Boolean => {
                of_scalar(text.trim(), *scalar).unwrap_or_else(|| value.clone())
            }
            _ => value.clone(),
        },
        (TypeName::Array(element), Value::Array(items)) => {
            let items = items.iter().map(|item| of_leaf(item, element, spec));
            Value::Array(items.collect())
        }
        (TypeName::Structure(name), Value::Object(_)) => match spec.structure(name) {
            Some(structure) => of_query(value, &structure.members, spec),
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
        of_text(text, &type_name.parse().unwrap())
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
