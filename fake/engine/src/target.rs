//! The resources that a call is about.

use behave::{Effect, Resource as Kind, Role};
use serde_json::{Map, Value};

use crate::failure::{Failure, meaning, shown, spaced};
use crate::store::{Resource, Store};
use crate::{Call, create, example, ids, paths, shape};

/// Returns the kind of resource of that name, or an empty one.
pub(crate) fn kind<'c>(call: &Call<'c>, name: &str) -> Option<&'c Kind> {
    call.product.behaviour.resource(name)
}

/// Returns the ids in the call's parameters, of which all must exist.
pub(crate) fn existing(
    store: &mut Store,
    call: &Call<'_>,
    role: &Role,
) -> Result<Vec<String>, Failure> {
    let Some(path) = &role.target else {
        return Ok(Vec::new());
    };
    let found = paths::texts(call.parameters, path);
    for id in &found {
        exists(store, call, role, &role.resource, id)?;
    }
    Ok(found)
}

/// Fails unless a resource exists. An id of the action's documented requests comes into being.
pub(crate) fn exists(
    store: &mut Store,
    call: &Call<'_>,
    role: &Role,
    name: &str,
    id: &str,
) -> Result<(), Failure> {
    let Some(kind) = kind(call, name).filter(|kind| kind.id.is_some()) else {
        return Ok(());
    };
    if is_there(store, call, role, kind, id) {
        return Ok(());
    }
    let is_own = name == role.resource;
    let form = kind.form.as_deref().unwrap_or_default();
    if is_own
        && let Some(code) = &role.codes.malformed
        && !ids::has_form(id, form)
    {
        let message = format!(
            "`{}` isn't the id of {}: such an id looks like `{form}`.",
            shown(id),
            spaced(name)
        );
        return Err(Failure::new(&[Some(code)], message));
    }
    let documented = |code: &&String| call.action.errors.contains(code);
    let own = role.codes.not_found.as_ref().filter(|_| is_own);
    let of_kind = kind.not_found.as_ref();
    let general = call
        .action
        .errors
        .iter()
        .find(|code| *code == "ResourceNotFound");
    let codes = [own, of_kind.filter(documented), general, of_kind];
    let mut failure = Failure::not_found(&codes, name, id);
    if codes.iter().all(Option::is_none) {
        failure = Failure::new(
            &[],
            meaning(
                call,
                None,
                &format!("The {} `{}` doesn't exist.", spaced(name), shown(id)),
            ),
        );
    }
    Err(failure)
}

/// Returns whether a resource exists, perhaps since now.
pub(crate) fn is_there(
    store: &mut Store,
    call: &Call<'_>,
    role: &Role,
    kind: &Kind,
    id: &str,
) -> bool {
    if store.find(&kind.name, id).is_some() {
        return true;
    }
    if store.is_gone(&kind.name, id) || !example::requests_have(call.action, id) {
        return false;
    }
    let content = match role.effect {
        Effect::Describe => example::description(call.product, kind, Some(id)).unwrap_or_default(),
        _ => create::template(call, kind, Some(id)),
    };
    let parent = kind
        .parent
        .as_deref()
        .and_then(|path| paths::texts(call.parameters, path).into_iter().next());
    let mut resource = Resource::new(id.to_owned(), parent, content);
    set_id(call, kind, &mut resource);
    if let Some(state) = &kind.state {
        // The documented request is right, so the resource is in a state that allows it.
        let own = role.state.as_ref().filter(|_| role.resource == kind.name);
        let allowed = own.and_then(|change| change.from.first());
        let ready = allowed.unwrap_or(&state.ready).clone();
        paths::set(resource.content_mut(), &state.member, Value::from(ready));
    }
    store.add(&kind.name, resource);
    true
}

/// Sets the id in a resource's description.
pub(crate) fn set_id(call: &Call<'_>, kind: &Kind, resource: &mut Resource) {
    if let Some(path) = &kind.id {
        let id = Value::from(resource.id.clone());
        paths::set(resource.content_mut(), path, id);
    }
    let structure = kind
        .structure
        .as_deref()
        .and_then(|name| call.product.structure(name));
    if let Some(structure) = structure {
        let parts = parts(resource.content(), |name| {
            structure.members.iter().any(|member| member.name == name)
        });
        let mut content = shape::fit_members(call.product, resource.content(), &structure.members);
        content.extend(parts);
        *resource.content_mut() = content;
    }
}

/// Returns the members that a structure doesn't declare.
fn parts(content: &Map<String, Value>, declares: impl Fn(&str) -> bool) -> Map<String, Value> {
    let parts = content.iter().filter(|(name, _)| !declares(name));
    parts
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}
