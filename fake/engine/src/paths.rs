//! Values at dotted paths.

use serde_json::{Map, Value};

/// Calls a function with each value at a path, through lists.
pub(crate) fn each<'v>(value: &'v Value, path: &str, found: &mut dyn FnMut(&'v Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, path, found)),
        _ if path.is_empty() => found(value),
        Value::Object(fields) => of_fields(fields, path, found),
        _ => {}
    }
}

fn of_fields<'v>(fields: &'v Map<String, Value>, path: &str, found: &mut dyn FnMut(&'v Value)) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    if let Some(value) = fields.get(first) {
        each(value, rest, found);
    }
}

/// Returns the values at a path of an object, through lists.
pub(crate) fn all<'v>(fields: &'v Map<String, Value>, path: &str) -> Vec<&'v Value> {
    let mut values = Vec::new();
    of_fields(fields, path, &mut |value| values.push(value));
    values
}

/// Returns the value at a path. A list of structures stands for the element of this index, or for
/// its first one.
pub(crate) fn value<'v>(
    fields: &'v Map<String, Value>,
    path: &str,
    index: usize,
) -> Option<&'v Value> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let found = fields.get(first)?;
    if rest.is_empty() {
        return Some(found);
    }
    match found {
        Value::Object(inner) => value(inner, rest, index),
        Value::Array(items) => {
            let item = items.get(index).or_else(|| items.first())?;
            value(item.as_object()?, rest, index)
        }
        _ => None,
    }
}

/// Sets the value at a path. Objects merge, and a path through a list sets it in each element.
pub(crate) fn set(fields: &mut Map<String, Value>, path: &str, new: Value) {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let place = fields.entry(first).or_insert(Value::Null);
    if rest.is_empty() {
        merge(place, new);
        return;
    }
    match place {
        Value::Array(items) => {
            if items.is_empty() {
                items.push(Value::Object(Map::new()));
            }
            for fields in items.iter_mut().filter_map(Value::as_object_mut) {
                set(fields, rest, new.clone());
            }
        }
        Value::Object(inner) => set(inner, rest, new),
        other => {
            let mut inner = Map::new();
            set(&mut inner, rest, new);
            *other = Value::Object(inner);
        }
    }
}

fn merge(place: &mut Value, new: Value) {
    match (place, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (name, value) in new {
                merge(old.entry(name).or_insert(Value::Null), value);
            }
        }
        (place, new) => *place = new,
    }
}

/// Returns the text of a scalar, as ids and filters compare it.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Returns the texts of the scalars at a path.
pub(crate) fn texts(fields: &Map<String, Value>, path: &str) -> Vec<String> {
    all(fields, path).into_iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn paths_lead_through_lists() {
        let fields = object(json!({"A": [{"B": 1}, {"B": "x"}, {}], "C": {"D": [true, 2]}}));
        assert_eq!(texts(&fields, "A.B"), ["1", "x"]);
        assert_eq!(texts(&fields, "C.D"), ["true", "2"]);
        assert_eq!(value(&fields, "A.B", 1), Some(&json!("x")));
        assert_eq!(value(&fields, "A.B", 9), Some(&json!(1)));
        assert!(texts(&fields, "A.B.C").is_empty());
    }

    #[test]
    fn setting_merges_objects_and_replaces_lists() {
        let mut fields = object(json!({"A": {"B": 1, "C": [1, 2]}}));
        set(&mut fields, "A", json!({"C": [3]}));
        set(&mut fields, "D.E", json!(4));
        set(&mut fields, "L.X", json!(5));
        assert_eq!(
            Value::Object(fields),
            json!({"A": {"B": 1, "C": [3]}, "D": {"E": 4}, "L": {"X": 5}})
        );
    }
}
