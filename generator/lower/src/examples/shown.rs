//! The request that a method's documentation shows.

use super::value::Shapes;
use crate::RustName;
use crate::model::{Expr, Structure, Type};
use spec::{Action, Member};

/// The first documented request that can be expressed as a whole; where there is none, one with the
/// required parameters.
pub(crate) fn shown_request(action: &Action, request: &Structure, shapes: &Shapes<'_>) -> Expr {
    let documented = action.examples.iter().filter_map(|example| {
        let (expr, complete) = shapes.body(example.request.as_ref()?, request);
        complete.then_some(expr)
    });
    let mut documented = documented;
    documented
        .next()
        .unwrap_or_else(|| required(action, request, shapes))
}

fn required(action: &Action, request: &Structure, shapes: &Shapes<'_>) -> Expr {
    let setters = request.members.iter().filter(|member| member.required);
    let setters = setters.filter_map(|member| {
        let documented = action.input.iter().find(|input| input.name == member.wire);
        let value = documented.and_then(|input| sample(input, &member.ty));
        let value = value.or_else(|| placeholder(&member.ty, shapes, 0))?;
        Some((member.field.clone(), value))
    });
    Expr::Structure(request.name.clone(), setters.collect())
}

/// The value that the documentation gives as sample, default or first of all, where it is short.
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

/// Any value of the type; structures get their own required members.
fn placeholder(ty: &Type, shapes: &Shapes<'_>, depth: usize) -> Option<Expr> {
    Some(match ty {
        Type::Text => Expr::Text("…".to_owned()),
        Type::Integer => Expr::Integer(1),
        Type::Float => Expr::Float(1.0),
        Type::Boolean => Expr::Boolean(true),
        Type::Value => Expr::Value(serde_json::Value::Object(serde_json::Map::new())),
        Type::List(element) => {
            let one = placeholder(element, shapes, depth)?;
            Expr::List((**element).clone(), vec![one])
        }
        Type::Structure(name) => structure(name, shapes, depth),
    })
}

/// Structures that contain themselves would go on forever.
const DEEPEST: usize = 3;

fn structure(name: &RustName, shapes: &Shapes<'_>, depth: usize) -> Expr {
    let members = shapes.get(name).map(|found| found.members.as_slice());
    let required = members
        .unwrap_or_default()
        .iter()
        .filter(|m| m.required && depth < DEEPEST);
    let setters = required.filter_map(|member| {
        let value = placeholder(&member.ty, shapes, depth + 1)?;
        Some((member.field.clone(), value))
    });
    Expr::Structure(name.clone(), setters.collect())
}
