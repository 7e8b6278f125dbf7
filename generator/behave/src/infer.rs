//! The behaviour that a spec implies.

use std::collections::{BTreeMap, BTreeSet};

use spec::{Action, Member, ServiceSpec};

use crate::codes;
use crate::family::{Families, Family};
use crate::ids::Samples;
use crate::model::{Behaviour, Effect, Resource, Role, Start};
use crate::roles::{Inference, words_of};
use crate::states;
use crate::words::normal;

/// Infers the behaviour of a service.
pub fn infer(spec: &ServiceSpec) -> Behaviour {
    let families = Families::of(spec);
    let states = families.all.iter().filter_map(|family| {
        let noun = if family.named.is_empty() {
            &family.noun
        } else {
            &family.named
        };
        let state = states::of_structure(spec, family.structure?, noun)?;
        Some((family.name.clone(), state))
    });
    let inference = Inference {
        spec,
        states: states.collect(),
        families,
    };
    let mut actions: Vec<Role> = spec
        .actions
        .iter()
        .filter_map(|action| inference.role(action))
        .collect();
    let used: BTreeSet<&str> = actions
        .iter()
        .flat_map(|role| {
            let task = role.task.iter().filter_map(|task| task.resource.as_deref());
            task.chain([role.resource.as_str()])
        })
        .collect();
    let families = inference.families.all.iter();
    let families: Vec<&Family<'_>> = families
        .filter(|family| used.contains(family.name.as_str()))
        .collect();
    let ids = families.iter().filter_map(|family| family.id.as_ref());
    let samples = Samples::of(spec, ids.map(|(_, member)| *member));
    let mut resources: Vec<Resource> = families
        .iter()
        .map(|family| resource(&inference, &actions, &samples, family))
        .collect();
    resources.sort_by(|one, other| one.name.cmp(&other.name));
    // Two kinds of one name would make entries ambiguous.
    resources.dedup_by(|one, other| one.name == other.name);
    actions.sort_by(|one, other| one.action.cmp(&other.action));
    Behaviour { resources, actions }
}

fn resource(
    inference: &Inference<'_>,
    roles: &[Role],
    samples: &Samples,
    family: &Family<'_>,
) -> Resource {
    let of_family = |role: &&Role| role.resource == family.name;
    let is_created = roles
        .iter()
        .filter(of_family)
        .any(|role| role.effect == Effect::Create)
        || roles.iter().any(|role| {
            role.task
                .as_ref()
                .is_some_and(|task| task.resource.as_ref() == Some(&family.name))
        });
    let is_first = roles.iter().any(|role| role.first.contains(&family.name));
    Resource {
        name: family.name.clone(),
        inferred: true,
        why: None,
        structure: family.structure.map(|structure| structure.name.clone()),
        described_by: family.described_by.clone(),
        id: family.id.as_ref().map(|(path, _)| path.clone()),
        form: family
            .id
            .as_ref()
            .and_then(|(_, member)| samples.form(member)),
        parent: parent(inference, roles, family),
        state: inference.states.get(&family.name).cloned(),
        unique: unique(roles, family),
        start: if is_created || is_first {
            Start::Empty
        } else {
            Start::Example
        },
        not_found: not_found(inference, family),
        quota: quota(inference, roles, family),
    }
}

/// Returns the parameter with the id of the resource that contains this one, if the describing
/// action needs it.
fn parent(inference: &Inference<'_>, roles: &[Role], family: &Family<'_>) -> Option<String> {
    let describes = roles.iter().find(|role| {
        role.resource == family.name
            && role.effect == Effect::Describe
            && family.described_by.as_ref() == Some(&role.action)
    })?;
    let action = inference.spec.action(&describes.action)?;
    let parents = action.input.iter().filter(|member| {
        let required = member.required.is_some_and(spec::Required::is_yes);
        required && describes.target.as_ref() != Some(&member.name)
    });
    let mut parents = parents.filter(|member| {
        let other = inference.families.of_member(member);
        other.is_some_and(|other| other.name != family.name)
    });
    parents.next().map(|member| member.name.clone())
}

/// Returns the member whose values an action documents as unique.
fn unique(roles: &[Role], family: &Family<'_>) -> Option<String> {
    let says = roles
        .iter()
        .any(|role| role.resource == family.name && role.codes.duplicate.is_some());
    let structure = family.structure.filter(|_| says)?;
    let is_name = |member: &&Member| {
        let name = normal(&member.name);
        name == format!("{}name", family.named)
            || name == format!("{}name", family.noun)
            || name == "name"
    };
    structure
        .members
        .iter()
        .find(is_name)
        .map(|member| member.name.clone())
}

/// Returns the code for an unknown id that most actions of the service document.
fn not_found(inference: &Inference<'_>, family: &Family<'_>) -> Option<String> {
    family.id.as_ref()?;
    let words = words_of(family);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for action in &inference.spec.actions {
        let concerns = |action: &Action| {
            action.input.iter().any(|member| {
                inference
                    .families
                    .of_member(member)
                    .is_some_and(|one| one.name == family.name)
            })
        };
        if let Some(code) = codes::not_found(&action.errors, &words).filter(|_| concerns(action)) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| **count);
    let most = most.map(|(code, _)| code.clone());
    let has = |code: &&str| {
        inference
            .spec
            .errors
            .iter()
            .any(|error| error.code == *code)
    };
    most.or_else(|| {
        let common = [
            "ResourceNotFound",
            "InvalidParameterValue",
            "InvalidParameter",
        ];
        common.iter().copied().find(has).map(str::to_owned)
    })
}

/// Returns the quota that the example of a quota's action shows.
fn quota(inference: &Inference<'_>, roles: &[Role], family: &Family<'_>) -> Option<u64> {
    let role = roles
        .iter()
        .find(|role| role.resource == family.name && role.effect == Effect::Quota)?;
    let action = inference.spec.action(&role.action)?;
    let response = action
        .examples
        .iter()
        .find_map(|example| example.response.as_ref())?;
    let content = response.get("Response").unwrap_or(response);
    let quotas = action.output.iter().filter(|member| {
        normal(&member.name).contains("quota") && role.total.as_ref() != Some(&member.name)
    });
    let mut numbers = quotas.filter_map(|member| content.get(&member.name)?.as_u64());
    numbers.find(|number| *number > 0)
}
