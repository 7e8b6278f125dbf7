//! Flattened parameters, `Filters.0.Name=zone`, as typed JSON.

use std::collections::BTreeMap;

use fake_model::{Member, Product, Type};
use serde_json::{Map, Value};
use spec::Scalar;

use crate::problem::{Problem, Refusal, quoted};

/// The deepest nesting of a flattened parameter. The documentation has less than ten.
const MAX_DEPTH: usize = 32;

/// A parameter or a part of one: text, or parts by name or index.
#[derive(Debug, Default)]
struct Node {
    text: Option<String>,
    parts: Vec<(String, Node)>,
    /// Positions in `parts` by name.
    positions: BTreeMap<String, usize>,
}

/// Converts pairs to typed JSON. Text that doesn't fit its type stays text, for the check of types.
pub(super) fn typed(
    pairs: &[(String, String)],
    product: &Product,
    members: &[Member],
) -> Result<Map<String, Value>, Refusal> {
    let mut root = Node::default();
    for (name, value) in pairs {
        let mut segments: Vec<&str> = name.split('.').collect();
        // A documented name may have a dot itself.
        if members.iter().any(|member| member.name == *name) {
            segments = vec![name];
        }
        if segments.len() > MAX_DEPTH {
            let message = format!("the parameter `{}` is nested too deeply", quoted(name));
            return Err(Problem::InvalidParameter.because(message));
        }
        root.insert(name, &segments, value)?;
    }
    let converter = Converter { product };
    converter.object("", members, root)
}

impl Node {
    fn insert(&mut self, whole: &str, segments: &[&str], value: &str) -> Result<(), Refusal> {
        let clash = |what: &str| {
            let message = format!("the parameter `{}` {what}", quoted(whole));
            Err(Problem::InvalidParameter.because(message))
        };
        let Some((first, rest)) = segments.split_first() else {
            if self.text.is_some() {
                return clash("occurs twice");
            }
            if !self.parts.is_empty() {
                return clash("is both a value and a structure");
            }
            self.text = Some(value.to_owned());
            return Ok(());
        };
        if self.text.is_some() {
            return clash("is both a value and a structure");
        }
        let next = self.parts.len();
        let position = *self.positions.entry((*first).to_owned()).or_insert(next);
        if position == next {
            self.parts.push(((*first).to_owned(), Self::default()));
        }
        match self.parts.get_mut(position) {
            Some((_, part)) => part.insert(whole, rest, value),
            None => Ok(()),
        }
    }

    fn is_list(&self) -> bool {
        !self.parts.is_empty() && self.parts.iter().all(|(name, _)| index_of(name).is_some())
    }
}

fn index_of(name: &str) -> Option<usize> {
    let is_plain = name.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { name.parse().ok() } else { None }
}

struct Converter<'p> {
    product: &'p Product,
}

impl Converter<'_> {
    fn object(
        &self,
        path: &str,
        members: &[Member],
        node: Node,
    ) -> Result<Map<String, Value>, Refusal> {
        let mut object = Map::new();
        for (name, part) in node.parts {
            let member = members.iter().find(|member| member.name == name);
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            let value = self.value(&path, member.map(|member| &member.kind), part)?;
            object.insert(name, value);
        }
        Ok(object)
    }

    fn value(&self, path: &str, kind: Option<&Type>, node: Node) -> Result<Value, Refusal> {
        if let Some(text) = node.text {
            return Ok(scalar(&text, kind));
        }
        match kind {
            Some(Type::Array(element)) if node.is_list() => self.list(path, Some(element), node),
            Some(kind @ Type::Structure(_)) => {
                let members = self.product.members(kind).unwrap_or_default();
                self.object(path, members, node).map(Value::Object)
            }
            _ if node.is_list() => self.list(path, None, node),
            _ => self.object(path, &[], node).map(Value::Object),
        }
    }

    /// Converts a list, whose indices must count from 0 without gaps. Some documented requests
    /// count from 1.
    fn list(&self, path: &str, element: Option<&Type>, node: Node) -> Result<Value, Refusal> {
        let numbered = node.parts.into_iter();
        let numbered = numbered.filter_map(|(name, part)| Some((index_of(&name)?, part)));
        let sorted: BTreeMap<usize, Node> = numbered.collect();
        let mut items = Vec::new();
        let first = usize::from(!sorted.contains_key(&0));
        for (expected, (index, part)) in (first..).zip(sorted) {
            if index != expected {
                return Err(Problem::InvalidParameter.because(format!(
                    "the list `{}` has index {index}, but not {expected}: count from 0 or 1 \
                     without gaps",
                    quoted(path)
                )));
            }
            items.push(self.value(&format!("{path}.{index}"), element, part)?);
        }
        Ok(Value::Array(items))
    }
}

/// Converts a text to the type, if it is a value of the type.
pub(super) fn scalar(text: &str, kind: Option<&Type>) -> Value {
    let as_text = || Value::from(text);
    let trimmed = text.trim();
    match kind {
        Some(Type::Scalar(Scalar::Integer)) => {
            let signed = trimmed.parse::<i64>().map(Value::from);
            let unsigned = || trimmed.parse::<u64>().map(Value::from);
            signed.or_else(|_| unsigned()).unwrap_or_else(|_| as_text())
        }
        Some(Type::Scalar(Scalar::Float | Scalar::Double)) => {
            let number = trimmed.parse::<serde_json::Number>();
            number.map_or_else(|_| as_text(), Value::Number)
        }
        Some(Type::Scalar(Scalar::Boolean)) => match trimmed {
            "true" | "True" | "TRUE" | "1" => true.into(),
            "false" | "False" | "FALSE" | "0" => false.into(),
            _ => as_text(),
        },
        Some(Type::Scalar(Scalar::Object)) => {
            serde_json::from_str(text).unwrap_or_else(|_| as_text())
        }
        _ => as_text(),
    }
}

/// Returns a name in lower case with the documented case of each of its parts.
pub(super) fn spelled(lower: &str, product: &Product, members: &[Member]) -> String {
    let mut members = Some(members);
    let mut spelled = Vec::new();
    for part in lower.split('.') {
        if index_of(part).is_some() {
            spelled.push(part.to_owned());
            continue;
        }
        let found = members.unwrap_or_default().iter();
        let found = found
            .clone()
            .find(|member| member.name.eq_ignore_ascii_case(part));
        spelled.push(found.map_or_else(|| part.to_owned(), |member| member.name.clone()));
        members = found.and_then(|member| {
            let mut kind = &member.kind;
            while let Type::Array(element) = kind {
                kind = element;
            }
            product.members(kind)
        });
    }
    spelled.join(".")
}
