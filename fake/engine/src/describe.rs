//! Descriptions of resources.

use behave::{Paging, Role};
use serde_json::{Map, Value, json};

use crate::content::Content;
use crate::failure::Failure;
use crate::select::{filters, page, passes};
use crate::store::{Resource, Store};
use crate::{Call, paths, reply, target};

pub(crate) fn describe(
    store: &mut Store,
    call: &Call<'_>,
    role: &Role,
) -> Result<Content, Failure> {
    let Some(kind) = target::kind(call, &role.resource) else {
        return Ok(reply::documented(call).into());
    };
    let found = found(store, call, role, kind)?;
    let page = page(call, role.paging.as_ref(), &found);
    let mut known = Map::new();
    let mut list = None;
    match role.items.as_deref() {
        Some(path) if is_part(call, role, path) => {
            put_part(call, &mut known, path, &page.resources);
        }
        Some(path) => list = reply::put_list(call, &mut known, path, kind, &page.resources),
        None => {}
    }
    if let Some(total) = &role.total {
        reply::put(call, &mut known, total, json!(found.len()));
    }
    if let Some(Paging::Token { next, .. }) = &role.paging {
        reply::put(call, &mut known, next, json!(page.next.unwrap_or_default()));
    }
    // A single description that nothing matches is absent, not an example's.
    let absent = role
        .items
        .as_deref()
        .and_then(|path| path.split('.').next());
    let absent = absent.filter(|first| !first.is_empty() && !known.contains_key(*first));
    let mut fields = reply::finished(call, known);
    if let Some(first) = absent {
        blank(call, &mut fields, first);
    }
    Ok(Content::new(fields, list))
}

/// Returns all resources that the call asks for.
fn found<'s>(
    store: &'s mut Store,
    call: &Call<'_>,
    role: &Role,
    kind: &behave::Resource,
) -> Result<Vec<&'s Resource>, Failure> {
    let wanted = wanted(store, call, role)?;
    let parent = kind
        .parent
        .as_deref()
        .filter(|path| role.target.as_deref() != Some(path));
    let parent = parent.and_then(|path| paths::texts(call.parameters, path).into_iter().next());
    let filters = filters(call, role)?;
    let found = store.of_kind(&kind.name).iter().filter(|resource| {
        let is_wanted = wanted.as_ref().is_none_or(|ids| ids.contains(&resource.id));
        // Resources of documented examples have no known parent.
        let is_inside = parent.is_none() || resource.parent.is_none() || resource.parent == parent;
        is_wanted && is_inside && passes(call, role, &filters, resource)
    });
    Ok(found.collect())
}

/// Returns the ids that the call asks for; `None` for all. Unknown ones fail if the action
/// documents a code for that, or can't do without them.
fn wanted(store: &mut Store, call: &Call<'_>, role: &Role) -> Result<Option<Vec<String>>, Failure> {
    let Some(path) = &role.target else {
        return Ok(None);
    };
    let ids = paths::texts(call.parameters, path);
    if ids.is_empty() {
        return Ok(None);
    }
    let first = path.split('.').next();
    let is_required = call
        .action
        .input
        .iter()
        .any(|member| Some(member.name.as_str()) == first && member.required);
    let kind = target::kind(call, &role.resource);
    for id in &ids {
        let is_there = kind.is_some_and(|kind| target::is_there(store, call, role, kind, id));
        let fails =
            role.codes.not_found.is_some() || role.codes.malformed.is_some() && !has_form(kind, id);
        if !is_there && (fails || is_required) {
            target::exists(store, call, role, &role.resource, id)?;
        }
    }
    Ok(Some(ids))
}

fn has_form(kind: Option<&behave::Resource>, id: &str) -> bool {
    let form = kind.and_then(|kind| kind.form.as_deref());
    form.is_none_or(|form| crate::ids::has_form(id, form))
}

/// Returns whether the descriptions are a part of one resource rather than the resource.
fn is_part(call: &Call<'_>, role: &Role, path: &str) -> bool {
    let others = call.product.behaviour.actions.iter();
    let mut setters = others.filter(|other| other.resource == role.resource);
    role.target.is_some() && setters.any(|other| other.sets.values().any(|set| set == path))
}

fn put_part(call: &Call<'_>, known: &mut Map<String, Value>, path: &str, resources: &[&Resource]) {
    let part = resources
        .first()
        .and_then(|resource| resource.content().get(path));
    let part = part.cloned();
    let member = call.action.output.iter().find(|member| member.name == path);
    if let Some(member) = member {
        let empty = crate::shape::make(call.product, member, crate::shape::Made::BLANK);
        let part = part
            .and_then(|part| completed(call, &part, member))
            .unwrap_or(empty);
        known.insert(path.to_owned(), part);
    }
}

fn completed(call: &Call<'_>, part: &Value, member: &fake_model::Member) -> Option<Value> {
    match (part, call.product.members(&member.kind)) {
        (Value::Object(fields), Some(members)) => {
            let made = crate::shape::Made::BLANK;
            Some(Value::Object(crate::shape::complete(
                call.product,
                fields,
                members,
                made,
            )))
        }
        _ => crate::shape::fit(call.product, part, &member.kind),
    }
}

fn blank(call: &Call<'_>, reply: &mut Map<String, Value>, name: &str) {
    if let Some(member) = call.action.output.iter().find(|member| member.name == name) {
        let made = crate::shape::Made::BLANK;
        reply.insert(
            name.to_owned(),
            crate::shape::make(call.product, member, made),
        );
    }
}

/// Answers how many resources exist, next to the documented quota.
pub(crate) fn quota(store: &Store, call: &Call<'_>, role: &Role) -> Map<String, Value> {
    let mut known = Map::new();
    if let Some(total) = &role.total {
        reply::put(
            call,
            &mut known,
            total,
            json!(store.of_kind(&role.resource).len()),
        );
    }
    let quota = target::kind(call, &role.resource).and_then(|kind| kind.quota);
    let mut members = call
        .action
        .output
        .iter()
        .filter(|member| behave::normal(&member.name).contains("quota"));
    let first = members.find(|member| role.total.as_ref() != Some(&member.name));
    if let (Some(quota), Some(member)) = (quota, first) {
        reply::put(call, &mut known, &member.name, json!(quota));
    }
    reply::finished(call, known)
}
