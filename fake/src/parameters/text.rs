//! Numbers and truth values as text, where the documentation itself writes them so.

use std::cell::OnceCell;

use fake_model::Action;
use serde_json::{Number, Value};
use spec::Scalar;

/// The documented requests of an action, parsed when they are first needed.
pub(crate) struct Documented<'a> {
    action: &'a Action,
    requests: OnceCell<Vec<Value>>,
}

impl<'a> Documented<'a> {
    pub(crate) fn new(action: &'a Action) -> Self {
        Self {
            action,
            requests: OnceCell::new(),
        }
    }

    /// Returns the typed value of a text, if a documented request has a text in the same place. The
    /// API is strict about types, but its own examples aren't.
    pub(crate) fn typed(&self, path: &str, scalar: Scalar, value: &Value) -> Option<Value> {
        let text = value.as_str()?.trim();
        let typed = match scalar {
            Scalar::Integer => Value::from(text.parse::<i64>().ok()?),
            Scalar::Float | Scalar::Double => Value::from(Number::from_f64(text.parse().ok()?)?),
            Scalar::Boolean => Value::from(text.to_ascii_lowercase().parse::<bool>().ok()?),
            _ => return None,
        };
        let has_text = |request: &Value| has_text(request, path);
        self.requests().iter().any(has_text).then_some(typed)
    }

    fn requests(&self) -> &[Value] {
        self.requests.get_or_init(|| {
            let examples = self.action.examples.iter();
            let sound = examples.filter(|example| !example.faulty_request);
            sound.filter_map(fake_model::Example::request).collect()
        })
    }
}

/// Returns whether there is a text at the path. A number in it stands for any item.
fn has_text(value: &Value, path: &str) -> bool {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    match value {
        Value::String(_) => path.is_empty(),
        Value::Array(items) => {
            let is_index = name.parse::<usize>().is_ok();
            is_index && items.iter().any(|item| has_text(item, rest))
        }
        Value::Object(object) => object.get(name).is_some_and(|inner| has_text(inner, rest)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn path_finds_texts_only() {
        let request = json!({"Disks": [{"Size": 50}, {"Size": "50"}], "Count": 1, "Names": ["a"]});
        for (path, expected) in [
            ("Disks.7.Size", true),
            ("Disks.Size", false),
            ("Disks.0", false),
            ("Names.0", true),
            ("Names", false),
            ("Count", false),
            ("Nothing.0.Here", false),
        ] {
            assert_eq!(has_text(&request, path), expected, "{path}");
        }
    }
}
