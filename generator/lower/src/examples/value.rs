//! JSON as code that builds the typed value.

use serde_json::{Map, Value};

use crate::model::{Expr, Structure, Type};

/// The structures of a version, by name.
pub(crate) struct Shapes<'a> {
    structures: &'a [Structure],
}

impl<'a> Shapes<'a> {
    /// Creates the look-up for structures in the order of lowering.
    pub(crate) fn new(structures: &'a [Structure]) -> Self {
        Self { structures }
    }

    pub(super) fn get(&self, name: &crate::RustName) -> Option<&'a Structure> {
        self.structures.iter().find(|found| found.name == *name)
    }

    /// Returns the code for a body, and true if the code expresses all of it. Undeclared members
    /// and values of another type can't be expressed.
    pub(super) fn body(&self, body: &Value, structure: &Structure) -> (Expr, bool) {
        let mut complete = true;
        let members = match body {
            Value::Object(members) => self.members(members, structure, &mut complete),
            other => {
                complete = other.is_null();
                Vec::new()
            }
        };
        (Expr::Structure(structure.name.clone(), members), complete)
    }

    fn members(
        &self,
        values: &Map<String, Value>,
        structure: &Structure,
        complete: &mut bool,
    ) -> Vec<(crate::RustName, Expr)> {
        let known = |wire: &String| structure.members.iter().any(|m| m.wire == *wire);
        *complete &= values
            .iter()
            .all(|(wire, value)| value.is_null() || known(wire));
        let mut setters = Vec::new();
        for member in &structure.members {
            match values.get(&member.wire) {
                None | Some(Value::Null) => {}
                Some(value) => match self.value(value, &member.ty, complete) {
                    Some(expr) => setters.push((member.field.clone(), expr)),
                    None => *complete = false,
                },
            }
        }
        setters
    }

    fn value(&self, value: &Value, ty: &Type, complete: &mut bool) -> Option<Expr> {
        match ty {
            Type::Text => text(value).map(Expr::Text),
            Type::Integer => integer(value).map(Expr::Integer),
            Type::Float => float(value).map(Expr::Float),
            Type::Boolean => boolean(value).map(Expr::Boolean),
            Type::Value => Some(Expr::Value(value.clone())),
            Type::List(element) => self.list(value, element, complete),
            Type::Structure(name) => {
                let structure = self.get(name)?;
                let members = self.members(value.as_object()?, structure, complete);
                Some(Expr::Structure(name.clone(), members))
            }
        }
    }

    /// Returns the code for a list. A single value in place of a list counts as a list of one.
    fn list(&self, value: &Value, element: &Type, complete: &mut bool) -> Option<Expr> {
        let one = std::slice::from_ref(value);
        let values = value.as_array().map_or(one, Vec::as_slice);
        let mut elements = Vec::new();
        for value in values {
            elements.push(self.value(value, element, complete)?);
        }
        Some(Expr::List(element.clone(), elements))
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn float(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
