//! The request in the example of a method's documentation.

use super::Shapes;
use crate::RustName;
use crate::model::{Expr, Structure, Type};
use spec::{Action, Member};

/// Returns the first documented request that typed code can express completely, or else one with
/// only the required parameters.
pub(crate) fn shown_request(action: &Action, request: &Structure, shapes: &Shapes<'_>) -> Expr {
    for body in action.examples.iter().filter_map(|it| it.request.as_ref()) {
        let (expr, complete) = shapes.body(body, request);
        if complete {
            return expr;
        }
    }
    required(action, request, shapes)
}

fn required(action: &Action, request: &Structure, shapes: &Shapes<'_>) -> Expr {
    let mut setters = Vec::new();
    for member in request.members.iter().filter(|member| member.required) {
        let input = action.input.iter().find(|input| input.name == member.wire);
        let value = input
            .and_then(|input| sample(input, &member.ty))
            .or_else(|| placeholder(&member.ty, shapes, 0));
        setters.extend(value.map(|value| (member.field.clone(), value)));
    }
    Expr::Structure(request.name.clone(), setters)
}

/// Returns the member's documented sample, default or first value, if it is short.
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

/// The deepest structure that gets members: structures can contain themselves.
const DEEPEST: usize = 3;

fn structure(name: &RustName, shapes: &Shapes<'_>, depth: usize) -> Expr {
    let mut setters = Vec::new();
    if let Some(found) = shapes.get(name)
        && depth < DEEPEST
    {
        for member in found.members.iter().filter(|member| member.required) {
            let value = placeholder(&member.ty, shapes, depth + 1);
            setters.extend(value.map(|value| (member.field.clone(), value)));
        }
    }
    Expr::Structure(name.clone(), setters)
}
