//! The effect of one action.

use std::collections::BTreeMap;

use spec::{Action, Member, ServiceSpec, TypeName};

use crate::codes::{self, Words};
use crate::family::{Families, Family};
use crate::filters::is_filters;
use crate::ids::fitness;
use crate::model::{Codes, Effect, Role, State, Task};
use crate::paths::Reach;
use crate::states;
use crate::words::{ActionName, Verb, normal, singular, split};

/// The facts that roles are inferred from.
pub(crate) struct Inference<'s> {
    pub(crate) spec: &'s ServiceSpec,
    pub(crate) families: Families<'s>,
    /// States by kind of resource.
    pub(crate) states: BTreeMap<String, State>,
}

/// A parameter that identifies resources.
pub(crate) struct Target<'f, 's> {
    pub(crate) member: &'s Member,
    pub(crate) family: &'f Family<'s>,
}

impl<'s> Inference<'s> {
    /// Returns the role of an action; `None` if it concerns no resource.
    pub(crate) fn role(&self, action: &'s Action) -> Option<Role> {
        let name = split(&action.name)?;
        let mut role = match name.verb {
            Verb::Describe => self.describe(action, &name),
            Verb::Create => self.create(action, &name),
            Verb::Delete => self.delete(action, &name),
            Verb::Modify | Verb::Replace => self.modify(action, &name),
            Verb::Move => self.change_state(action, &name),
            Verb::Attach | Verb::Detach => self.link(action, &name),
            Verb::Inquire => self.inspect(action, &name),
        }?;
        role.action.clone_from(&action.name);
        role.inferred = true;
        let is_idle = role.sets.is_empty() && role.state.is_none() && action.wait.is_none();
        if role.effect == Effect::Modify && is_idle {
            role.effect = Effect::Inspect;
        }
        role.task = self.task(action, &role);
        self.add_codes(action, &mut role);
        Some(role)
    }

    pub(crate) fn targets<'f>(&'f self, action: &'s Action) -> Vec<Target<'f, 's>> {
        let noun = split(&action.name).map_or_else(String::new, |name| name.noun);
        let inputs = action
            .input
            .iter()
            .filter(|member| !is_filters(self.spec, member));
        let found = inputs.filter_map(|member| {
            let family = self.families.of_member_about(member, &noun)?;
            Some(Target { member, family })
        });
        found.collect()
    }

    /// Returns the parameter with the ids of the resources that the action is about. A noun begins
    /// with the resource (`ModifyModuleSecurityGroups`), or ends with it if `at_end`.
    pub(crate) fn target<'f>(
        &'f self,
        action: &'s Action,
        name: &ActionName,
        at_end: bool,
    ) -> Option<Target<'f, 's>> {
        let score = |target: &Target<'_, '_>| {
            let own = fit(target.family, name);
            let own = match own {
                3 if !at_end => 2,
                2 if !at_end => 3,
                other => other,
            };
            let required = target.member.required.is_some_and(spec::Required::is_yes);
            (own, required, target.family.is_numbered)
        };
        self.targets(action).into_iter().rev().max_by_key(score)
    }

    pub(crate) fn required_target<'f>(&'f self, action: &'s Action) -> Option<Target<'f, 's>> {
        let required =
            |target: &Target<'_, '_>| target.member.required.is_some_and(spec::Required::is_yes);
        self.targets(action).into_iter().find(required)
    }

    pub(crate) fn inspect(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        // A price of new resources concerns no present one.
        let is_about_new = ["Run", "Create", "Allocate"]
            .iter()
            .any(|word| name.rest.contains(word));
        if name.verb == Verb::Inquire && is_about_new {
            return None;
        }
        let target = self.target(action, name, true)?;
        Some(Role {
            effect: Effect::Inspect,
            resource: target.family.name.clone(),
            target: Some(target.member.name.clone()),
            ..Role::default()
        })
    }

    pub(crate) fn task(&self, action: &'s Action, role: &Role) -> Option<Task> {
        let output = action
            .output
            .iter()
            .find(|member| normal(&member.name) == "taskid")?;
        let family = self.families.of_member(output);
        let is_own = family.is_some_and(|family| family.name == role.resource);
        (!is_own && role.effect != Effect::Describe).then(|| Task {
            output: output.name.clone(),
            resource: family.map(|family| family.name.clone()),
        })
    }

    pub(crate) fn known_states(&self, family: &Family<'_>) -> Vec<String> {
        let (Some(structure), Some(state)) = (family.structure, self.states.get(&family.name))
        else {
            return Vec::new();
        };
        let name = state.member.rsplit('.').next().unwrap_or(&state.member);
        states::values(self.spec, name, &structure.name)
    }

    pub(crate) fn add_codes(&self, action: &Action, role: &mut Role) {
        let Some(family) = self
            .families
            .all
            .iter()
            .find(|family| family.name == role.resource)
        else {
            return;
        };
        let words = words_of(family);
        let errors = &action.errors;
        let users: Vec<String> = role
            .used_by
            .iter()
            .filter_map(|path| path.split('.').next())
            .map(normal)
            .collect();
        let is_new = role.effect == Effect::Create;
        let state = std::mem::take(&mut role.codes.state);
        role.codes = Codes {
            not_found: codes::not_found(errors, &words)
                .filter(|_| role.target.is_some() && !is_new),
            malformed: codes::malformed(errors, &words)
                .filter(|_| role.target.is_some() && !is_new),
            in_use: match role.effect {
                Effect::Delete => codes::in_use(errors, &words, &users),
                Effect::Attach => codes::linked(errors),
                Effect::Create if role.target.is_some() => codes::taken(errors, &words),
                _ => None,
            },
            duplicate: codes::duplicate(errors, &words)
                .filter(|_| is_new || role.effect == Effect::Modify),
            quota: codes::quota(errors, &words).filter(|_| is_new),
            filter: role
                .filters
                .as_ref()
                .and_then(|_| codes::filter(self.spec, action)),
            state,
        };
        if role.codes.in_use.is_none() {
            role.used_by.clear();
        }
    }
}

/// Returns how well a kind of resource fits what an action is about.
pub(crate) fn fit(family: &Family<'_>, name: &ActionName) -> u32 {
    let names = [
        family.named.as_str(),
        family.noun.as_str(),
        &normal(&family.name),
    ];
    let best = names
        .iter()
        .filter(|one| !one.is_empty())
        .map(|one| fitness(one, &name.noun))
        .max();
    if is_initials(family, name) {
        return 5;
    }
    best.unwrap_or_default()
}

/// Returns whether ids name what an action is about by its first letters: `sg` for
/// `SecurityGroup`.
pub(crate) fn is_initials(family: &Family<'_>, name: &ActionName) -> bool {
    let letters = name.rest.trim_end_matches('s').chars();
    let letters: String = letters.filter(char::is_ascii_uppercase).collect();
    letters.to_lowercase() == family.named
}

/// Returns the words that name a kind of resource in error codes.
pub(crate) fn words_of(family: &Family<'_>) -> Words {
    let id = family.id.as_ref().map(|(path, _)| path.as_str());
    let structure = family
        .structure
        .map_or("", |structure| structure.name.as_str());
    Words::new(id, &[&family.name, structure])
}

pub(crate) fn has(members: &[Member], name: &str, type_name: &TypeName) -> bool {
    members
        .iter()
        .any(|member| member.name == name && member.type_name == *type_name)
}

/// Returns whether a parameter says how to act, rather than what the resource has.
pub(crate) fn is_option(member: &Member) -> bool {
    let name = normal(&member.name);
    member.sensitive.is_some()
        || matches!(name.as_str(), "clienttoken" | "dryrun")
        || name.starts_with("force")
}

/// Returns whether a parameter is the region, perhaps after the name of its service: `EcmRegion`.
pub(crate) fn is_region(member: &Member, service: &str) -> bool {
    let name = normal(&member.name);
    let own = name.strip_prefix(&normal(service)).unwrap_or(&name);
    own == "region"
}

/// Returns whether a nested parameter has nearly the name of the member that it sets.
pub(crate) fn is_close(reach: &Reach<'_>, inner: &Member) -> bool {
    singular(&reach.last) == singular(&normal(&inner.name))
}
