//! Changes and deletion of resources.

use behave::{Effect, Role};
use serde_json::{Map, Value};

use crate::failure::{Failure, Outcome, meaning, spaced};
use crate::store::{Event, Resource, Store};
use crate::{Call, create, links, paths, reply, target};

pub(crate) fn change(store: &mut Store, call: &Call<'_>, role: &Role) -> Outcome {
    let ids = target::existing(store, call, role)?;
    let Some(kind) = target::kind(call, &role.resource) else {
        return Ok(reply::documented(call));
    };
    check_states(store, call, role, &ids)?;
    create::unique(store, call, role, kind, &ids)?;
    create::dry_run(call)?;
    for id in &ids {
        if let Some(resource) = store.find_mut(&role.resource, id) {
            match role.effect {
                Effect::Extend => each_set(call, role, resource.content_mut(), extend),
                Effect::Reduce => each_set(call, role, resource.content_mut(), reduce),
                _ => create::set(call, role, resource.content_mut(), 0),
            }
            target::set_id(call, kind, resource);
        }
    }
    pass(store, call, role, &ids);
    Ok(done(store, call, role, &ids))
}

fn each_set(
    call: &Call<'_>,
    role: &Role,
    content: &mut Map<String, Value>,
    apply: fn(&mut Value, &Value),
) {
    for (input, path) in &role.sets {
        if let Some(given) = call.parameters.get(input) {
            let place = content.entry(path.clone()).or_insert(Value::Null);
            apply(place, given);
        }
    }
}

/// Adds items to a list, or to the lists of the same name in an object.
fn extend(place: &mut Value, given: &Value) {
    match (place, given) {
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (Value::Object(fields), Value::Object(more)) => {
            for (name, value) in more {
                extend(fields.entry(name).or_insert(Value::Null), value);
            }
        }
        (place @ Value::Null, given) => *place = given.clone(),
        (Value::Array(items), given) => items.push(given.clone()),
        (place, given) => *place = given.clone(),
    }
}

/// Removes the items of a list that agree with a given one.
fn reduce(place: &mut Value, given: &Value) {
    match (place, given) {
        (Value::Array(items), Value::Array(less)) => {
            items.retain(|item| !less.iter().any(|given| agrees(item, given)));
        }
        (Value::Object(fields), Value::Object(less)) => {
            for (name, value) in less {
                if let Some(place) = fields.get_mut(name) {
                    reduce(place, value);
                }
            }
        }
        _ => {}
    }
}

/// Returns whether an item has all that another one states.
fn agrees(item: &Value, stated: &Value) -> bool {
    match (item, stated) {
        (Value::Object(fields), Value::Object(stated)) => stated.iter().all(|(name, value)| {
            fields
                .get(name)
                .is_none_or(|present| present.is_null() || agrees(present, value))
        }),
        (one, other) => one == other,
    }
}

/// Fails if the state of a resource forbids the action.
fn check_states(
    store: &Store,
    call: &Call<'_>,
    role: &Role,
    ids: &[String],
) -> Result<(), Failure> {
    let Some(state) = target::kind(call, &role.resource).and_then(|kind| kind.state.as_ref())
    else {
        return Ok(());
    };
    for resource in ids.iter().filter_map(|id| store.find(&role.resource, id)) {
        let Some(present) = paths::texts(resource.content(), &state.member)
            .into_iter()
            .next()
        else {
            continue;
        };
        let is_allowed = role
            .state
            .as_ref()
            .is_none_or(|change| change.from.is_empty() || change.from.contains(&present));
        let other = role.codes.state.get("*").filter(|_| !is_allowed);
        if let Some(code) = role.codes.state.get(&present).or(other) {
            let message = format!(
                "The {} `{}` is {present}.",
                spaced(&role.resource),
                resource.id
            );
            return Err(Failure::new(
                &[Some(code)],
                meaning(call, Some(code), &message),
            ));
        }
    }
    Ok(())
}

/// Moves the states of resources, and notes the operation on those that show their latest one.
pub(crate) fn pass(store: &mut Store, call: &Call<'_>, role: &Role, ids: &[String]) {
    let state = target::kind(call, &role.resource).and_then(|kind| kind.state.as_ref());
    for id in ids {
        if let (Some(state), Some(change)) = (state, &role.state)
            && let Some(to) = change.to.as_ref().or(change.via.as_ref())
        {
            let first = change.via.as_ref().unwrap_or(to);
            move_to(
                store,
                call,
                &role.resource,
                id,
                &state.member,
                (first, to),
                state.seconds,
            );
        }
        operate(
            store,
            call,
            role,
            id,
            state.map_or(0, |state| state.seconds),
        );
    }
}

fn move_to(
    store: &mut Store,
    call: &Call<'_>,
    kind: &str,
    id: &str,
    member: &str,
    (first, last): (&str, &str),
    seconds: u32,
) {
    if let Some(resource) = store.find_mut(kind, id) {
        paths::set(resource.content_mut(), member, Value::from(first));
    }
    let event = Event {
        kind: kind.to_owned(),
        id: id.to_owned(),
        sets: [(member.to_owned(), Value::from(last))].into(),
        vanishes: false,
    };
    store.plan(call, if first == last { 0 } else { seconds }, event);
}

/// Notes the latest operation, for callers that wait until it succeeds.
fn operate(store: &mut Store, call: &Call<'_>, role: &Role, id: &str, seconds: u32) {
    let Some(wait) = &call.action.wait else {
        return;
    };
    let member = |path: &str| path.rsplit('.').next().unwrap_or(path).to_owned();
    let state = member(&wait.state);
    let Some(subject) =
        spec::subject_of_state(&state).filter(|subject| subject.contains("Operation"))
    else {
        return;
    };
    let Some(last) = wait.success.first() else {
        return;
    };
    let first = operating(call, role, &state).unwrap_or_else(|| last.clone());
    if let Some(resource) = store.find_mut(&role.resource, id) {
        resource
            .content_mut()
            .insert(subject.to_owned(), Value::from(call.action.name.clone()));
        if let Some(path) = &wait.request_id {
            resource
                .content_mut()
                .insert(member(path), Value::from(call.request_id));
        }
    }
    move_to(
        store,
        call,
        &role.resource,
        id,
        &state,
        (&first, last),
        seconds,
    );
}

/// Returns the documented state of an operation that hasn't ended.
fn operating(call: &Call<'_>, role: &Role, state: &str) -> Option<String> {
    let kind = target::kind(call, &role.resource)?;
    let structure = call.product.structure(kind.structure.as_deref()?)?;
    let member = structure
        .members
        .iter()
        .find(|member| member.name == *state)?;
    let passing = ["OPERATING", "PROCESSING", "RUNNING", "PENDING"];
    let mut values = member.values.iter();
    values
        .find(|value| passing.contains(&value.as_str()))
        .cloned()
}

/// Returns the reply of a change: descriptions of the resources if it has them.
pub(crate) fn done(
    store: &mut Store,
    call: &Call<'_>,
    role: &Role,
    ids: &[String],
) -> Map<String, Value> {
    let mut known = Map::new();
    let resources: Vec<Resource> = ids
        .iter()
        .filter_map(|id| store.find(&role.resource, id).cloned())
        .collect();
    if let (Some(path), Some(kind)) = (&role.items, target::kind(call, &role.resource)) {
        let resources: Vec<&Resource> = resources.iter().collect();
        reply::put_items(call, &mut known, path, kind, &resources, false);
    }
    if let Some(resource) = resources.first().filter(|_| ids.len() == 1) {
        for member in &call.action.output {
            if let Some(value) = resource.content().get(&member.name) {
                reply::put(call, &mut known, &member.name, value.clone());
            }
        }
    }
    create::task(store, call, role, &mut known);
    reply::put_results(call, role, &mut known);
    reply::finished(call, known)
}

pub(crate) fn delete(store: &mut Store, call: &Call<'_>, role: &Role) -> Outcome {
    let ids = target::existing(store, call, role)?;
    for id in &ids {
        check_unused(store, call, role, id)?;
    }
    check_states(store, call, role, &ids)?;
    create::dry_run(call)?;
    let answer = done(store, call, role, &ids);
    let state = target::kind(call, &role.resource).and_then(|kind| kind.state.as_ref());
    for id in &ids {
        let via = role.state.as_ref().and_then(|change| change.via.as_ref());
        if let (Some(state), Some(via)) = (state, via) {
            if let Some(resource) = store.find_mut(&role.resource, id) {
                paths::set(
                    resource.content_mut(),
                    &state.member,
                    Value::from(via.clone()),
                );
            }
            let event = Event {
                kind: role.resource.clone(),
                id: id.clone(),
                sets: [(state.member.clone(), Value::from(via.clone()))].into(),
                vanishes: true,
            };
            store.plan(call, state.seconds, event);
        } else {
            vanish(store, call, &role.resource, id);
        }
    }
    Ok(answer)
}

/// Removes a resource with those inside it, and the links to it.
fn vanish(store: &mut Store, call: &Call<'_>, kind: &str, id: &str) {
    store.remove(kind, id);
    links::forget(store, call, kind, id);
    let named = target::kind(call, kind)
        .and_then(|kind| kind.id.clone())
        .unwrap_or_default();
    let children = call.product.behaviour.resources.iter();
    for child in children.filter(|child| {
        child
            .parent
            .as_deref()
            .is_some_and(|parent| named.ends_with(parent))
    }) {
        let inside = store.of_kind(&child.name).iter();
        let inside: Vec<String> = inside
            .filter(|one| one.parent.as_deref() == Some(id))
            .map(|one| one.id.clone())
            .collect();
        for one in inside {
            store.remove(&child.name, &one);
        }
    }
}

/// Fails if another resource uses this one.
fn check_unused(store: &Store, call: &Call<'_>, role: &Role, id: &str) -> Result<(), Failure> {
    let Some(code) = &role.codes.in_use else {
        return Ok(());
    };
    for user in &role.used_by {
        let Some((kind, path)) = user.split_once('.') else {
            continue;
        };
        let is_own = kind == role.resource;
        let users = store.of_kind(kind).iter().find(|other| {
            let values = paths::texts(other.content(), path);
            if is_own {
                other.id == id && values.iter().any(|value| !value.is_empty())
            } else {
                values.iter().any(|value| value == id)
            }
        });
        if let Some(user) = users {
            let message = if is_own {
                let values = paths::texts(user.content(), path).join(", ");
                format!(
                    "The {} `{id}` is in use: its {path} is `{values}`.",
                    spaced(&role.resource)
                )
            } else {
                format!(
                    "The {} `{id}` is in use by the {} `{}`.",
                    spaced(&role.resource),
                    spaced(kind),
                    user.id
                )
            };
            return Err(Failure::new(
                &[Some(code)],
                meaning(call, Some(code), &message),
            ));
        }
    }
    Ok(())
}

/// Answers the example if the resources exist.
pub(crate) fn inspect(store: &mut Store, call: &Call<'_>, role: &Role) -> Outcome {
    target::existing(store, call, role)?;
    create::dry_run(call)?;
    let mut known = Map::new();
    create::task(store, call, role, &mut known);
    reply::put_results(call, role, &mut known);
    Ok(reply::finished(call, known))
}
