//! Parts of documented examples that typed structures would lose. A loss fails a generated test.
//!
//! This predicts the behaviour of the runtime's reader and writer, and the tolerance of the tests.
//! The golden crate has a case of each kind, and its tests run them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Shapes;
use crate::model::{Member, Structure, Type};
use conform::envelope::{Opened, open};
use conform::walk::{fields, items, kind, undeclared};
use spec::{Envelope, ExampleSide};

/// Returns the losses of a body in words: "`Zone` is a list where text is declared".
pub(crate) fn losses(
    body: &Value,
    structure: &Structure,
    shapes: &Shapes<'_>,
    side: ExampleSide,
) -> Vec<String> {
    let mut walk = Walk {
        shapes,
        side,
        losses: Losses::default(),
    };
    match body {
        Value::Object(object) => walk.members("", object, &structure.members),
        _ => walk
            .losses
            .add(format!("the body is {}", kind_or_empty(body))),
    }
    walk.losses.in_words()
}

/// Returns the losses of a whole reply of the oldest API. A reply that states an error loses
/// everything.
pub(crate) fn envelope_losses(
    reply: &Value,
    structure: &Structure,
    shapes: &Shapes<'_>,
) -> Vec<String> {
    let is_declared = |name: &str| structure.members.iter().any(|member| member.wire == name);
    match open(reply, Some(Envelope::Code), is_declared) {
        Opened::Lacks(member) => vec![format!("the reply has no `{member}`")],
        Opened::Error(code) => vec![format!("the reply states the error {code}")],
        Opened::Content(body) => losses(&body, structure, shapes, ExampleSide::Response),
    }
}

/// Losses in the order of their first occurrence, each counted: items of a list share their path.
#[derive(Default)]
struct Losses {
    found: Vec<(String, usize)>,
    /// Indexes into `found`.
    known: BTreeMap<String, usize>,
}

impl Losses {
    fn add(&mut self, loss: String) {
        let next = self.found.len();
        let index = *self.known.entry(loss.clone()).or_insert(next);
        match self.found.get_mut(index) {
            Some((_, count)) => *count += 1,
            None => self.found.push((loss, 1)),
        }
    }

    fn in_words(self) -> Vec<String> {
        let word = |(loss, count)| match count {
            1 => loss,
            _ => format!("{loss} ({count} times)"),
        };
        self.found.into_iter().map(word).collect()
    }
}

/// The members of the result for one resource.
const RESULT: [&str; 4] = ["code", "message", "codeDesc", "requestId"];

struct Walk<'a> {
    shapes: &'a Shapes<'a>,
    side: ExampleSide,
    losses: Losses,
}

impl Walk<'_> {
    fn members(&mut self, path: &str, object: &Map<String, Value>, members: &[Member]) {
        for field in fields(path, object, members, |member| &member.wire) {
            match field.member {
                // A null has nothing to lose.
                _ if field.value.is_null() => {}
                Some(member) => self.value(&field.path, field.value, &member.ty),
                None if is_empty_list(field.value) => {}
                None => self.losses.add(undeclared(&field.path)),
            }
        }
    }

    fn value(&mut self, path: &str, value: &Value, ty: &Type) {
        // An empty list has nothing to lose in a request, whatever its declared type.
        if self.side == ExampleSide::Request && is_empty_list(value) {
            return;
        }
        match ty {
            Type::Value => {}
            Type::List(element) => self.list(path, value, element),
            Type::Structure(name) => match value {
                Value::Object(object) => {
                    let found = self.shapes.get(name);
                    let members = found.map(|found| found.members.as_slice());
                    self.members(path, object, members.unwrap_or_default());
                }
                // Servers send an empty list in place of an absent object.
                _ if is_empty_list(value) => {}
                _ => self.lost(path, value, ty),
            },
            Type::ResourceResults => self.results(path, value),
            scalar if self.keeps(value, scalar) => {}
            scalar => self.lost(path, value, scalar),
        }
    }

    /// Walks the results of an action by resource.
    fn results(&mut self, path: &str, value: &Value) {
        let Value::Object(results) = value else {
            if !is_empty_list(value) {
                self.lost(path, value, &Type::ResourceResults);
            }
            return;
        };
        for (id, result) in results {
            let path = format!("{path}.{id}");
            let Value::Object(members) = result else {
                self.lost(&path, result, &Type::ResourceResults);
                continue;
            };
            for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
                let path = format!("{path}.{name}");
                if !RESULT.contains(&name.as_str()) {
                    self.losses.add(undeclared(&path));
                } else if value.is_array() || value.is_object() {
                    self.lost(&path, value, &Type::Text);
                }
            }
        }
    }

    /// Walks a list. A single value in place of a list counts as a list of one.
    fn list(&mut self, path: &str, value: &Value, element: &Type) {
        let Value::Array(list) = value else {
            if self.side == ExampleSide::Response && !self.is_single(value, element) {
                return self.lost(path, value, &Type::List(Box::new(element.clone())));
            }
            return self.value(path, value, element);
        };
        for (path, item) in items(path, list) {
            if is_dropped(item, element) {
                self.lost(&path, item, element);
            } else if !item.is_null() {
                self.value(&path, item, element);
            }
        }
    }

    /// Returns whether the reader takes a value in a reply for a list of one. It takes `""` and
    /// `{}` for an empty list, an object with indexes for a list, and leaves out what is uncertain.
    fn is_single(&self, value: &Value, element: &Type) -> bool {
        match (value, element) {
            (Value::String(text), _) => !text.is_empty(),
            (Value::Object(object), Type::Structure(name)) => {
                let found = self.shapes.get(name);
                let mut members = found.iter().flat_map(|found| &found.members);
                members.any(|member| object.contains_key(&member.wire))
            }
            (Value::Object(object), _) => {
                let is_index = |name: &String| name.bytes().all(|byte| byte.is_ascii_digit());
                !object.is_empty() && !object.keys().all(is_index)
            }
            (Value::Bool(_), _) => matches!(element, Type::Boolean | Type::Value | Type::List(_)),
            _ => true,
        }
    }

    fn keeps(&self, value: &Value, ty: &Type) -> bool {
        match (ty, value) {
            (Type::Text, _) => !value.is_array() && !value.is_object(),
            (Type::Integer, Value::Number(number)) => match self.side {
                ExampleSide::Request => number.is_i64(),
                ExampleSide::Response => number.is_i64() || number.as_f64().is_some_and(is_whole),
            },
            (Type::Integer, Value::Bool(_)) => self.side == ExampleSide::Response,
            (Type::Integer, Value::String(text)) => self.keeps_integer(text.trim()),
            (Type::Float, Value::Number(_)) => true,
            (Type::Float, Value::String(text)) => text
                .trim()
                .parse()
                .is_ok_and(|number: f64| number.is_finite()),
            (Type::Boolean, Value::Bool(_)) => true,
            (Type::Boolean, Value::Number(number)) => matches!(number.as_i64(), Some(0 | 1)),
            (Type::Boolean, Value::String(text)) => {
                ["true", "false"].contains(&text.trim().to_ascii_lowercase().as_str())
            }
            _ => false,
        }
    }

    fn keeps_integer(&self, text: &str) -> bool {
        text.parse::<i64>().is_ok()
            || self.side == ExampleSide::Response && text.parse().is_ok_and(is_whole)
    }

    fn lost(&mut self, path: &str, value: &Value, ty: &Type) {
        let found = kind_or_empty(value);
        let declared = declared(ty);
        self.losses
            .add(format!("`{path}` is {found} where {declared} is declared"));
    }
}

fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 9e18
}

/// Returns whether an item vanishes, which moves the items after it.
fn is_dropped(item: &Value, element: &Type) -> bool {
    match element {
        Type::Value => false,
        Type::List(_) => item.is_null(),
        _ => item.is_null() || is_empty_list(item),
    }
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn kind_or_empty(value: &Value) -> &'static str {
    match value {
        Value::String(text) if text.trim().is_empty() => "empty text",
        _ => kind(value),
    }
}

fn declared(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "text",
        Type::Integer => "a whole number",
        Type::Float => "a number",
        Type::Boolean => "a boolean",
        Type::Value => "any JSON",
        Type::Structure(_) | Type::ResourceResults => "an object",
        Type::List(_) => "a list",
    }
}
