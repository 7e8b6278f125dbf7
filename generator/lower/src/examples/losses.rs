//! What the typed structures lose of a documented example: the generated tests would fail there.
//!
//! This foretells what the runtime's reader and writer do and what the tests let pass; the golden crate
//! holds a case of each kind, which its tests try for real.

use serde_json::{Map, Value};

use super::value::Shapes;
use crate::model::{Member, Structure, Type};
use spec::ExampleSide;

/// What is lost of a body, one sentence's part each: "`Zone` is a list where text is declared".
pub(super) fn losses(
    body: &Value,
    structure: &Structure,
    shapes: &Shapes<'_>,
    side: ExampleSide,
) -> Vec<String> {
    let mut walk = Walk {
        shapes,
        side,
        losses: Vec::new(),
    };
    match body {
        Value::Object(fields) => walk.members("", fields, &structure.members),
        _ => walk.losses.push(format!("the body is {}", kind(body))),
    }
    walk.losses
}

struct Walk<'a> {
    shapes: &'a Shapes<'a>,
    side: ExampleSide,
    losses: Vec<String>,
}

impl Walk<'_> {
    fn members(&mut self, path: &str, fields: &Map<String, Value>, members: &[Member]) {
        for (name, value) in fields {
            let path = match path {
                "" => name.clone(),
                path => format!("{path}.{name}"),
            };
            match members.iter().find(|member| member.wire == *name) {
                // Nothing is lost of nothing.
                _ if value.is_null() => {}
                Some(member) => self.value(&path, value, &member.ty),
                None if is_empty_list(value) => {}
                None => self.losses.push(format!("no table declares `{path}`")),
            }
        }
    }

    fn value(&mut self, path: &str, value: &Value, ty: &Type) {
        // An empty list is nothing, and so is what is sent for it where no list can be.
        if self.side == ExampleSide::Request && is_empty_list(value) {
            return;
        }
        match ty {
            Type::Value => {}
            Type::List(element) => self.list(path, value, element),
            Type::Structure(name) => match value {
                Value::Object(fields) => {
                    let found = self.shapes.get(name);
                    let members = found.map(|found| found.members.as_slice());
                    self.members(path, fields, members.unwrap_or_default());
                }
                // Servers send an empty list for no object.
                _ if is_empty_list(value) => {}
                _ => self.lost(path, value, ty),
            },
            scalar if self.keeps(value, scalar) => {}
            scalar => self.lost(path, value, scalar),
        }
    }

    /// One value where a list is declared stands for a list of one.
    fn list(&mut self, path: &str, value: &Value, element: &Type) {
        let Value::Array(items) = value else {
            return match value {
                // In replies it stands for no list.
                Value::String(text) if text.is_empty() && self.side == ExampleSide::Response => {
                    self.lost(path, value, element);
                }
                _ => self.value(path, value, element),
            };
        };
        for (index, item) in items.iter().enumerate() {
            let path = format!("{path}[{index}]");
            if self.is_dropped(item, element) {
                self.lost(&path, item, element);
            } else if !item.is_null() {
                self.value(&path, item, element);
            }
        }
    }

    /// Whether an item vanishes, so that what follows it moves.
    fn is_dropped(&self, item: &Value, element: &Type) -> bool {
        match element {
            Type::Value => false,
            // In replies it becomes an empty list.
            Type::List(_) => item.is_null() && self.side == ExampleSide::Request,
            _ => item.is_null() || is_empty_list(item),
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
        let found = kind(value);
        let declared = declared(ty);
        self.losses
            .push(format!("`{path}` is {found} where {declared} is declared"));
    }
}

fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 9e18
}

fn is_empty_list(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a whole number",
        Value::String(text) if text.trim().is_empty() => "empty text",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn declared(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "text",
        Type::Integer => "a whole number",
        Type::Float => "a number",
        Type::Boolean => "a boolean",
        Type::Value => "any JSON",
        Type::Structure(_) => "an object",
        Type::List(_) => "a list",
    }
}
