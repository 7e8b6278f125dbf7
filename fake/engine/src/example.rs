//! The documented examples: responses to answer, resources in them, and ids in requests.

use behave::Resource as Kind;
use fake_model::{Action, Product};
use serde_json::{Map, Value};
use spec::Envelope;

use crate::paths;
use crate::shape;
use crate::store::Resource;

/// Members of the frame of a retired reply, which the server writes.
pub(crate) const FRAME: [&str; 4] = ["code", "message", "codeDesc", "requestId"];

/// Returns the content of the first documented response that reports success.
pub(crate) fn content(product: &Product, action: &Action) -> Option<Map<String, Value>> {
    contents(product, action).next()
}

fn contents<'p>(
    product: &'p Product,
    action: &'p Action,
) -> impl Iterator<Item = Map<String, Value>> + 'p {
    let examples = action.examples.iter();
    // A sound example is better than one that contradicts its tables, of which the rest counts.
    let sound = examples.clone().filter(|example| !example.faulty_response);
    let faulty = examples.filter(|example| example.faulty_response);
    sound
        .chain(faulty)
        .filter_map(|example| opened(product, &example.response()?))
}

/// Takes the content out of a reply; `None` for an error.
fn opened(product: &Product, reply: &Value) -> Option<Map<String, Value>> {
    let mut content = match product.envelope {
        Envelope::Response => reply.get("Response")?.as_object()?.clone(),
        Envelope::Code => reply.as_object()?.clone(),
    };
    let code = content.get("code").and_then(Value::as_i64).unwrap_or(0);
    if content.contains_key("Error") || code != 0 {
        return None;
    }
    content.shift_remove("RequestId");
    if product.envelope == Envelope::Code {
        content.retain(|name, _| !FRAME.contains(&name.as_str()));
    }
    Some(content)
}

/// Returns the action that shows resources of a kind, and the path of their descriptions.
fn source<'p>(product: &'p Product, kind: &Kind) -> Option<(&'p Action, &'p str)> {
    let role = product.behaviour.role(kind.described_by.as_deref()?)?;
    Some((product.action(&role.action)?, role.items.as_deref()?))
}

/// Returns a documented description of a resource, as far as it fits its types. `id` picks one.
pub(crate) fn description(
    product: &Product,
    kind: &Kind,
    id: Option<&str>,
) -> Option<Map<String, Value>> {
    let mut all = descriptions(product, kind);
    let own = id.and_then(|id| {
        let path = kind.id.as_deref()?;
        all.iter()
            .position(|one| paths::texts(one, path).iter().any(|text| text == id))
    });
    let index = own.unwrap_or(0);
    (index < all.len()).then(|| all.swap_remove(index))
}

fn descriptions(product: &Product, kind: &Kind) -> Vec<Map<String, Value>> {
    let Some((action, path)) = source(product, kind) else {
        return Vec::new();
    };
    let structure = kind
        .structure
        .as_deref()
        .and_then(|name| product.structure(name));
    let members = structure.map_or(action.output.as_slice(), |structure| &structure.members);
    let mut found = Vec::new();
    for content in contents(product, action) {
        if path.is_empty() {
            found.push(shape::fit_members(product, &content, members));
            continue;
        }
        for item in paths::all(&content, path)
            .into_iter()
            .filter_map(Value::as_object)
        {
            found.push(shape::fit_members(product, item, members));
        }
    }
    found
}

/// The most resources that documented examples bring into being.
const MOST: usize = 1000;

/// Returns the resources of a kind that documented examples show, each id once.
pub(crate) fn resources(product: &Product, kind: &Kind) -> Vec<Resource> {
    let mut found: Vec<Resource> = Vec::new();
    for content in descriptions(product, kind).into_iter().take(MOST) {
        let id = match &kind.id {
            Some(path) => match paths::texts(&content, path).into_iter().next() {
                Some(id) => id,
                None => continue,
            },
            None => found.len().to_string(),
        };
        let is_known = found
            .iter()
            .any(|one| one.id == id || kind.id.is_none() && *one.content() == content);
        if !is_known {
            found.push(Resource::new(id, None, content));
        }
    }
    found
}

/// Returns whether a documented request of the action has this id.
pub(crate) fn requests_have(action: &Action, id: &str) -> bool {
    let requests = action
        .examples
        .iter()
        .filter_map(|example| example.request.as_deref());
    let mut requests = requests.filter(|request| request.contains(id));
    requests.any(|request| serde_json::from_str(request).is_ok_and(|value: Value| has(&value, id)))
}

fn has(value: &Value, id: &str) -> bool {
    match value {
        Value::Object(fields) => fields.values().any(|value| has(value, id)),
        Value::Array(items) => items.iter().any(|item| has(item, id)),
        scalar => paths::text(scalar).is_some_and(|text| text == id),
    }
}
