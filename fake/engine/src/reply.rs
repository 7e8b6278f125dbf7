//! The content of replies: what resources give, then the documented example, then made values.

use behave::{Resource as Kind, Role};
use fake_model::Type;
use serde_json::{Map, Value, json};
use spec::{Asynchronous, Envelope};

use crate::content::List;
use crate::shape::{self, Made};
use crate::store::Resource;
use crate::view::View;
use crate::{Call, example, paths};

/// Returns the documented reply, or one made from the types.
pub(crate) fn documented(call: &Call<'_>) -> Map<String, Value> {
    let reply = call.action.reply.get_or_init(|| sample(call));
    reply.clone()
}

/// Returns a reply with these members. The documented example and the types give the others.
pub(crate) fn finished(call: &Call<'_>, mut known: Map<String, Value>) -> Map<String, Value> {
    let members = call.action.output.iter();
    if members
        .clone()
        .all(|member| known.contains_key(&member.name))
    {
        return known;
    }
    let reply = call.action.reply.get_or_init(|| sample(call));
    for member in members {
        if let Some(value) = reply
            .get(&member.name)
            .filter(|_| !known.contains_key(&member.name))
        {
            known.insert(member.name.clone(), value.clone());
        }
    }
    known
}

/// Makes the reply of the documented example, with values of the types where it has none.
fn sample(call: &Call<'_>) -> Map<String, Value> {
    let Call {
        product, action, ..
    } = call;
    let is_framed = product.envelope == Envelope::Code;
    let members = action.output.iter();
    let members = members.filter(|member| !(is_framed && is_of_frame(&member.name)));
    let example = example::content(product, action).unwrap_or_default();
    let made = members.map(|member| {
        let sample = example.get(&member.name).filter(|value| !value.is_null());
        let sample = sample.and_then(|value| shape::fit(product, value, &member.kind));
        let value = sample.unwrap_or_else(|| shape::make(product, member, Made::SAMPLE));
        (member.name.clone(), value)
    });
    made.collect()
}

fn is_of_frame(name: &str) -> bool {
    example::FRAME.contains(&name)
}

/// Puts a value at a path of a reply, in the shape of its declared type.
pub(crate) fn put(call: &Call<'_>, reply: &mut Map<String, Value>, path: &str, value: Value) {
    let product = call.product;
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let Some(member) = call
        .action
        .output
        .iter()
        .find(|member| member.name == first)
    else {
        return;
    };
    if rest.is_empty() {
        let fitting = listed(&member.kind, value);
        if let Some(fitting) = shape::fit(product, &fitting, &member.kind) {
            reply.insert(first.to_owned(), fitting);
        }
        return;
    }
    let inner = product
        .members(&member.kind)
        .and_then(|members| members.iter().find(|one| one.name == rest));
    let value = inner.map_or(value.clone(), |inner| listed(&inner.kind, value));
    let mut fields = Map::from_iter([(rest.to_owned(), value)]);
    if let Some(members) = product.members(&member.kind) {
        if let Some(Value::Object(present)) = reply.remove(first) {
            fields.extend(present);
        }
        fields = shape::complete(product, &fields, members, Made::BLANK);
    }
    reply.insert(first.to_owned(), Value::Object(fields));
}

/// Returns the first of a list if the type is none.
fn listed(kind: &Type, value: Value) -> Value {
    match (kind, value) {
        (Type::Array(_) | Type::Undescribed | Type::Scalar(spec::Scalar::Object), value) => value,
        (_, Value::Array(items)) => items.into_iter().next().unwrap_or(Value::Null),
        (_, value) => value,
    }
}

/// Puts the descriptions of resources at a path of the reply. Returns them if they are a list, for
/// which the reply has an empty one.
pub(crate) fn put_list(
    call: &Call<'_>,
    reply: &mut Map<String, Value>,
    path: &str,
    kind: &Kind,
    resources: &[&Resource],
) -> Option<List> {
    let product = call.product;
    let described = described(call, path).filter(|(_, is_list)| *is_list);
    // `put` knows members and those within them.
    let Some((index, _)) = described.filter(|_| path.split('.').count() <= 2) else {
        put_items(call, reply, path, kind, resources, false);
        return None;
    };
    let structure = product.structures.get(index)?;
    put(call, reply, path, json!([]));
    let items = resources.iter().filter_map(|resource| {
        let make = || View::new(product, kind, resource).structure(structure);
        resource.description(index, make)
    });
    Some(List {
        path: path.to_owned(),
        items: items.collect(),
    })
}

/// Returns the structure at a path of the reply, and whether the reply has a list of it.
fn described(call: &Call<'_>, path: &str) -> Option<(usize, bool)> {
    match declared(call, path)? {
        Type::Structure(index) => Some((*index, false)),
        Type::Array(element) => match element.as_ref() {
            Type::Structure(index) => Some((*index, true)),
            _ => None,
        },
        _ => None,
    }
}

/// Puts the descriptions of resources at a path of the reply: a list, or one object.
pub(crate) fn put_items(
    call: &Call<'_>,
    reply: &mut Map<String, Value>,
    path: &str,
    kind: &Kind,
    resources: &[&Resource],
    shows_secrets: bool,
) {
    let product = call.product;
    if path.is_empty() {
        if let Some(resource) = resources.first() {
            let view = View::new(product, kind, resource).with_secrets(shows_secrets);
            let fields = view.members(&call.action.output, None);
            reply.extend(fields);
        }
        return;
    }
    let structure = described(call, path).and_then(|(index, _)| product.structures.get(index));
    let Some(structure) = structure else {
        return;
    };
    let items = resources.iter().map(|resource| {
        let view = View::new(product, kind, resource).with_secrets(shows_secrets);
        Value::Object(view.structure(structure))
    });
    let items = Value::Array(items.collect());
    put(call, reply, path, items);
}

/// Returns the type of the member at a path of the reply.
fn declared<'c>(call: &Call<'c>, path: &str) -> Option<&'c Type> {
    let mut members = call.action.output.as_slice();
    let mut found = None;
    for name in path.split('.') {
        let member = members.iter().find(|member| member.name == name)?;
        members = call.product.members(&member.kind).unwrap_or_default();
        found = Some(&member.kind);
    }
    found
}

/// Puts the results by resource into a reply of a retired action that only starts its work.
pub(crate) fn put_results(call: &Call<'_>, role: &Role, reply: &mut Map<String, Value>) {
    if call.action.asynchronous != Some(Asynchronous::ByResource) {
        return;
    }
    let Some(target) = &role.target else {
        return;
    };
    let results = paths::texts(call.parameters, target).into_iter().map(|id| {
        let number = crate::ids::seed(&format!("{}{id}", call.request_id)) % 1_000_000_000;
        (id, json!({"code": 0, "message": "", "requestId": number}))
    });
    reply.insert("detail".to_owned(), Value::Object(results.collect()));
}
