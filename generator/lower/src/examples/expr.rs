//! Requests as code: documented ones, and samples with the required parameters.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::RustName;
use crate::model::{Expr, Structure, Type};
use spec::{Action, Member};

/// Returns the first documented request that typed code can express completely, or else a request
/// with only the required parameters.
pub(crate) fn shown_request(action: &Action, request: &Structure, shapes: &Shapes<'_>) -> Expr {
    for body in action
        .examples
        .iter()
        .filter_map(|example| example.request.as_ref())
    {
        let (expr, complete) = shapes.body(body, request);
        if complete {
            return expr;
        }
    }
    required(action, request, shapes)
}

fn required(action: &Action, request: &Structure, shapes: &Shapes<'_>) -> Expr {
    let mut setters = Vec::new();
    let mut setters_left = MOST_SETTERS;
    for member in request.members.iter().filter(|member| member.required) {
        let input = action.input.iter().find(|input| input.name == member.wire);
        let value = value_of(input, &member.ty, shapes, &mut setters_left);
        setters.extend(value.map(|value| (member.field.clone(), value)));
    }
    Expr::Structure(request.name.clone(), setters)
}

/// Returns a value for a parameter: its documented sample, or else any of its type.
pub(crate) fn sample_value(input: Option<&Member>, ty: &Type, shapes: &Shapes<'_>) -> Option<Expr> {
    value_of(input, ty, shapes, &mut MOST_SETTERS.clone())
}

fn value_of(
    input: Option<&Member>,
    ty: &Type,
    shapes: &Shapes<'_>,
    setters_left: &mut usize,
) -> Option<Expr> {
    let documented = input.and_then(|input| sample(input, ty));
    documented.or_else(|| placeholder(ty, shapes, 0, setters_left))
}

/// Returns the member's documented sample, default or first value, if it is short and plain.
fn sample(input: &Member, ty: &Type) -> Option<Expr> {
    let first = input.values.first().map(|value| value.value.as_str());
    let printed = input
        .example
        .as_deref()
        .or(input.default.as_deref())
        .or(first)?;
    let printed = printed.trim();
    let is_plain = printed.len() <= 60 && printed.chars().all(|c| c.is_ascii_graphic());
    match ty {
        _ if !is_plain => None,
        Type::Text => Some(Expr::Text(printed.to_owned())),
        Type::Integer => printed.parse().ok().map(Expr::Integer),
        Type::Boolean => printed.to_ascii_lowercase().parse().ok().map(Expr::Boolean),
        _ => None,
    }
}

/// Returns a value of the type; a structure has its required members.
fn placeholder(
    ty: &Type,
    shapes: &Shapes<'_>,
    depth: usize,
    setters_left: &mut usize,
) -> Option<Expr> {
    Some(match ty {
        Type::Text => Expr::Text("…".to_owned()),
        Type::Integer => Expr::Integer(1),
        Type::Float => Expr::Float(1.0),
        Type::Boolean => Expr::Boolean(true),
        Type::Value => Expr::Value(Value::Object(Map::new())),
        Type::List(element) => {
            let one = placeholder(element, shapes, depth, setters_left)?;
            Expr::List((**element).clone(), vec![one])
        }
        Type::Structure(name) => structure(name, shapes, depth, setters_left),
        Type::ResourceResults => return None,
    })
}

/// The maximum depth of structures with members, because structures can contain themselves.
const DEEPEST: usize = 3;

/// The maximum number of required members shown inside structures. Without a limit, the number
/// grows with the power of the depth.
const MOST_SETTERS: usize = 100;

fn structure(name: &RustName, shapes: &Shapes<'_>, depth: usize, setters_left: &mut usize) -> Expr {
    let mut setters = Vec::new();
    if let Some(found) = shapes.get(name)
        && depth < DEEPEST
    {
        for member in found.members.iter().filter(|member| member.required) {
            let Some(left) = setters_left.checked_sub(1) else {
                break;
            };
            *setters_left = left;
            let value = placeholder(&member.ty, shapes, depth + 1, setters_left);
            setters.extend(value.map(|value| (member.field.clone(), value)));
        }
    }
    Expr::Structure(name.clone(), setters)
}

/// The structures of a version, by name.
pub(crate) struct Shapes<'a> {
    structures: BTreeMap<&'a str, &'a Structure>,
}

impl<'a> Shapes<'a> {
    /// Creates the look-up for structures in the order of lowering.
    pub(crate) fn new(structures: &'a [Structure]) -> Self {
        let by_name = |structure: &'a Structure| (structure.name.as_str(), structure);
        Self {
            structures: structures.iter().map(by_name).collect(),
        }
    }

    pub(crate) fn get(&self, name: &RustName) -> Option<&'a Structure> {
        self.structures.get(name.as_str()).copied()
    }

    /// Returns the code for a body, and true if the code expresses all of it. Undeclared members
    /// and values of another type can't be expressed.
    pub(crate) fn body(&self, body: &Value, structure: &Structure) -> (Expr, bool) {
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
    ) -> Vec<(RustName, Expr)> {
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
            Type::ResourceResults => None,
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
