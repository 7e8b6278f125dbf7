//! Ready-made waits: the functions of a version's module `wait`.

use std::collections::BTreeMap;

use crate::docs::{Place, wait_docs};
use crate::error::{ErrorKind, LowerError};
use crate::model::{Action, Crate, Member, Structure, Type, Version, WaitIds, WaitStep, Waiter};
use crate::names::{RustName, Scope, snake};
use spec::{Localized, ServiceSpec, Wait, resource_of_ids, subject_of_state};

/// The parts of the lowered version to which waits refer.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'m> {
    pub(crate) actions: &'m [Action],
    pub(crate) structures: &'m [Structure],
}

/// Lowers the waits of all actions. Actions that wait for the same share a function. Returns also
/// the number of the function of each action, by its name.
pub(crate) fn lower_waits<'s>(
    spec: &'s ServiceSpec,
    parts: Parts<'_>,
    place: &Place,
) -> (Vec<Waiter>, BTreeMap<&'s str, usize>) {
    let mut waits: Vec<(&Wait, Vec<&str>)> = Vec::new();
    for action in &spec.actions {
        let Some(wait) = action.wait.as_deref() else {
            continue;
        };
        match waits.iter_mut().find(|(known, _)| is_same(known, wait)) {
            Some((_, actions)) => actions.push(&action.name),
            None => waits.push((wait, vec![&action.name])),
        }
    }
    let mut names = Scope::reserving(&["client", "codegen", "ids"]);
    let (mut waiters, mut numbers) = (Vec::new(), BTreeMap::new());
    for (wait, actions) in waits {
        let name = |names: &mut Scope| names.take(&snake(&name(wait)));
        let Ok(waiter) = lower_wait(wait, &actions, parts, || name(&mut names), place) else {
            continue;
        };
        numbers.extend(actions.iter().map(|action| (*action, waiters.len())));
        waiters.push(waiter);
    }
    (waiters, numbers)
}

/// Returns an error for each wait of an override that names something which doesn't exist or fit.
pub(crate) fn unfit(specs: &[ServiceSpec], model: &Crate) -> Vec<LowerError> {
    let mut errors = Vec::new();
    for version in model.products.iter().flat_map(|product| &product.versions) {
        let of_version = specs.iter().filter(|spec| {
            spec.service.name == version.service && spec.service.version == version.version
        });
        for spec in of_version {
            errors.extend(unfit_in(spec, version));
        }
    }
    errors
}

fn unfit_in(spec: &ServiceSpec, version: &Version) -> Vec<LowerError> {
    let place = Place::new(&version.module);
    let parts = Parts {
        actions: &version.actions,
        structures: &version.structures,
    };
    let check = |action: &spec::Action| {
        let wait = action.wait.as_deref()?;
        // An inferred one that doesn't fit is omitted.
        if wait.inferred.is_some() {
            return None;
        }
        let name = || snake("unused");
        let problem = lower_wait(wait, &[&action.name], parts, name, &place).err()?;
        Some(LowerError {
            service: spec.service.name.clone(),
            version: spec.service.version.clone(),
            kind: ErrorKind::Wait {
                action: action.name.clone(),
                problem,
            },
        })
    };
    spec.actions.iter().filter_map(check).collect()
}

/// Returns whether two waits call the same action and look for the same states.
fn is_same(one: &Wait, other: &Wait) -> bool {
    let called = |wait: &Wait| Wait {
        input: None,
        output: None,
        inferred: None,
        sentence: Localized::default(),
        ..wait.clone()
    };
    called(one) == called(other)
}

/// Returns the name of a wait: `InstancesRunning`, `InstancesLatestOperationSuccess`.
fn name(wait: &Wait) -> String {
    let mut path = wait.state.rsplit('.');
    let member = path.next().unwrap_or_default();
    let plural = if wait.parameter.ends_with("Id") {
        ""
    } else {
        "s"
    };
    // A parameter called `Ids` doesn't name the resource, but the list of resources does.
    let (resource, plural) = match resource_of_ids(&wait.parameter) {
        Some(resource) => (resource, plural),
        None => (path.next().unwrap_or_default(), ""),
    };
    let subject = subject_of_state(member).unwrap_or(member);
    let subject = if subject == resource { "" } else { subject };
    let states = wait.success.join("Or");
    format!("{resource}{plural}_{subject}_{states}")
}

/// Lowers a wait, or says which name doesn't fit.
fn lower_wait(
    wait: &Wait,
    actions: &[&str],
    parts: Parts<'_>,
    name: impl FnOnce() -> RustName,
    place: &Place,
) -> Result<Waiter, String> {
    let called = parts
        .actions
        .iter()
        .find(|action| action.wire == wait.action);
    let called = called.ok_or_else(|| format!("no action is called `{}`", wait.action))?;
    let inputs = &called.request.members;
    let ids = ids(wait, inputs)?;
    let others = others(wait, inputs)?;
    let limit = inputs.iter().find(|member| {
        let is_limit = member.wire == "Limit" && member.ty == Type::Integer;
        is_limit && matches!(ids, WaitIds::Many(_))
    });
    let (steps, state) = follow(&wait.state, &called.response, parts)?;
    if !matches!(state.ty, Type::Text | Type::Integer) {
        return Err(format!("`{}` is neither text nor a number", wait.state));
    }
    let beside = |path: &Option<String>| -> Result<Option<RustName>, String> {
        let Some(path) = path else { return Ok(None) };
        let (others, member) = follow(path, &called.response, parts)?;
        if others != steps || member.ty != Type::Text {
            return Err(format!("`{path}` is not a text beside `{}`", wait.state));
        }
        Ok(Some(member.field.clone()))
    };
    if wait.success.is_empty() {
        return Err("`success` has no state".to_owned());
    }
    Ok(Waiter {
        id: beside(&wait.id)?,
        request_id: beside(&wait.request_id)?,
        name: name(),
        docs: wait_docs(wait, actions, parts.actions, &called.method, place),
        request: called.request.name.clone(),
        response: called.response.name.clone(),
        ids,
        others,
        limit: limit.map(|member| member.field.clone()),
        steps,
        state: state.field.clone(),
        state_is_text: state.ty == Type::Text,
        state_wire: state.wire.clone(),
        success: wait.success.clone(),
        failure: wait.failure.clone(),
        deprecates: called.deprecates(),
    })
}

/// Returns the other parameters that the action requires.
fn others(wait: &Wait, inputs: &[Member]) -> Result<Vec<Member>, String> {
    let required = inputs.iter().filter(|member| member.required);
    let others = required.filter(|member| member.wire != wait.parameter);
    let check = |member: &Member| match member.ty {
        Type::Text | Type::Integer => Ok(member.clone()),
        _ => Err(format!(
            "`{}` requires the list or structure `{}`",
            wait.action, member.wire
        )),
    };
    others.map(check).collect()
}

/// Returns the parameter that takes the ids.
fn ids(wait: &Wait, inputs: &[Member]) -> Result<WaitIds, String> {
    let parameter = &wait.parameter;
    let found = inputs.iter().find(|member| member.wire == *parameter);
    let found = found.ok_or_else(|| format!("`{}` has no parameter `{parameter}`", wait.action))?;
    match &found.ty {
        Type::Text => Ok(WaitIds::One(found.field.clone())),
        Type::List(element) if **element == Type::Text => Ok(WaitIds::Many(found.field.clone())),
        _ => Err(format!("`{parameter}` of `{}` takes no text", wait.action)),
    }
}

/// Follows a path to a member, and returns the members on the way.
fn follow<'m>(
    path: &str,
    response: &'m Structure,
    parts: Parts<'m>,
) -> Result<(Vec<WaitStep>, &'m Member), String> {
    let mut steps = Vec::new();
    let mut structure = response;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let found = structure.members.iter().find(|member| member.wire == name);
        let member = found
            .ok_or_else(|| format!("`{}` has no member `{name}` of `{path}`", structure.wire))?;
        if names.peek().is_none() {
            return Ok((steps, member));
        }
        let is_list =
            matches!(&member.ty, Type::List(element) if matches!(**element, Type::Structure(_)));
        let next = member
            .ty
            .structure()
            .filter(|_| is_list || matches!(member.ty, Type::Structure(_)));
        let next = next.and_then(|next| parts.structures.iter().find(|known| known.name == *next));
        structure = next.ok_or_else(|| format!("`{name}` of `{path}` is not a structure"))?;
        steps.push(WaitStep {
            field: member.field.clone(),
            is_optional_list: is_list && member.optional,
        });
    }
    Err("`state` is empty".to_owned())
}
