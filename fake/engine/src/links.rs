//! Links between resources.

use behave::{Effect, Link, Role};
use serde_json::{Map, Value};

use crate::failure::{Failure, Outcome, meaning, spaced};
use crate::store::Store;
use crate::{Call, change, create, paths, target};

pub(crate) fn link(store: &mut Store, call: &Call<'_>, role: &Role) -> Outcome {
    let ids = target::existing(store, call, role)?;
    for link in &role.links {
        for id in paths::texts(call.parameters, &link.of) {
            target::exists(store, call, role, &link.resource, &id)?;
        }
    }
    create::dry_run(call)?;
    if role.effect == Effect::Attach {
        for link in &role.links {
            check_free(store, call, role, link)?;
        }
    }
    for link in &role.links {
        let values = link
            .value
            .as_deref()
            .map(|path| paths::texts(call.parameters, path));
        for id in paths::texts(call.parameters, &link.of) {
            let Some(resource) = store.find_mut(&link.resource, &id) else {
                continue;
            };
            match (&values, role.effect) {
                (Some(values), Effect::Attach) => add(call, link, resource.content_mut(), values),
                (Some(values), _) => remove(resource.content_mut(), &link.member, &|one| {
                    values.iter().any(|value| value == one)
                }),
                (None, _) => remove(resource.content_mut(), &link.member, &|_| true),
            }
        }
    }
    change::pass(store, call, role, &ids);
    Ok(change::done(store, call, role, &ids))
}

/// Fails if a member that holds one id has another one.
fn check_free(store: &Store, call: &Call<'_>, role: &Role, link: &Link) -> Result<(), Failure> {
    let (Some(code), Some(value)) = (&role.codes.in_use, &link.value) else {
        return Ok(());
    };
    let wanted = paths::texts(call.parameters, value);
    if wanted.is_empty() || is_list(call, link) {
        return Ok(());
    }
    for id in paths::texts(call.parameters, &link.of) {
        let present = store
            .find(&link.resource, &id)
            .map(|resource| paths::texts(resource.content(), &link.member));
        let present = present
            .unwrap_or_default()
            .into_iter()
            .find(|value| !value.is_empty());
        if let Some(present) = present {
            let message = format!(
                "The {} `{id}` is linked to `{present}` already.",
                spaced(&link.resource)
            );
            return Err(Failure::new(
                &[Some(code)],
                meaning(call, Some(code), &message),
            ));
        }
    }
    Ok(())
}

fn add(call: &Call<'_>, link: &Link, content: &mut Map<String, Value>, values: &[String]) {
    if values.is_empty() {
        return;
    }
    if !is_list(call, link) {
        let first = values.first().cloned().unwrap_or_default();
        paths::set(content, &link.member, Value::from(first));
        return;
    }
    let mut all = paths::texts(content, &link.member);
    for value in values {
        if !all.contains(value) {
            all.push(value.clone());
        }
    }
    paths::set(content, &link.member, Value::from(all));
}

/// Removes ids from a member: from a list, or the only one.
fn remove(content: &mut Map<String, Value>, path: &str, is_meant: &dyn Fn(&str) -> bool) {
    let Some(present) = paths::value(content, path, 0) else {
        return;
    };
    let left = match present {
        Value::Array(items) => {
            let left = items
                .iter()
                .filter(|item| !item.as_str().is_some_and(is_meant));
            Value::Array(left.cloned().collect())
        }
        Value::String(text) if is_meant(text) => Value::from(""),
        _ => return,
    };
    paths::set(content, path, left);
}

/// Returns whether the documentation types the member of a link as a list.
fn is_list(call: &Call<'_>, link: &Link) -> bool {
    let kind = target::kind(call, &link.resource).and_then(|kind| kind.structure.as_deref());
    let structure = kind.and_then(|name| call.product.structure(name));
    let mut members = structure.map_or(&[][..], |structure| &structure.members);
    let mut found = None;
    for name in link.member.split('.') {
        let Some(member) = members.iter().find(|member| member.name == name) else {
            return false;
        };
        members = call.product.members(&member.kind).unwrap_or_default();
        found = Some(&member.kind);
    }
    matches!(found, Some(fake_model::Type::Array(_)))
}

/// Removes the links to a resource that is gone.
pub(crate) fn forget(store: &mut Store, call: &Call<'_>, kind: &str, id: &str) {
    let roles = call.product.behaviour.actions.iter();
    for role in roles.filter(|role| role.effect == Effect::Attach) {
        for link in role.links.iter().filter(|link| link.resource != kind) {
            for resource in store.of_kind_mut(&link.resource) {
                remove(resource.content_mut(), &link.member, &|one| one == id);
            }
        }
    }
}
