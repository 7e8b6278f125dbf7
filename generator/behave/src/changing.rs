//! The effect of actions that change, link and delete resources.

use spec::Action;

use crate::codes;
use crate::family::Family;
use crate::links;
use crate::model::{Effect, Link, Role};
use crate::paths::is_list;
use crate::roles::{Inference, Target, fit, is_initials};
use crate::states;
use crate::words::{ActionName, Verb, split};

impl<'s> Inference<'s> {
    pub(crate) fn delete(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let target = self.target(action, name, true)?;
        let has_content = action
            .input
            .iter()
            .any(|member| member.type_name.structure().is_some());
        let is_own =
            fit(target.family, name) >= 3 || is_initials(target.family, name) && !has_content;
        if !is_own {
            let effect = if has_content {
                Effect::Reduce
            } else {
                Effect::Modify
            };
            return Some(self.changed(action, effect, &target));
        }
        Some(Role {
            effect: Effect::Delete,
            resource: target.family.name.clone(),
            target: Some(target.member.name.clone()),
            used_by: self.users(target.family),
            ..Role::default()
        })
    }

    /// Returns the members that show a use of a resource: of others, and those that attaching sets.
    pub(crate) fn users(&self, family: &Family<'s>) -> Vec<String> {
        let mut users = links::users(self.spec, &self.families, family);
        for action in &self.spec.actions {
            let Some(name) = split(&action.name).filter(|name| name.verb == Verb::Attach) else {
                continue;
            };
            let Some(role) = self.link(action, &name) else {
                continue;
            };
            let own = role
                .links
                .iter()
                .filter(|link| link.resource == family.name && role.resource == family.name);
            users.extend(own.map(|link| format!("{}.{}", link.resource, link.member)));
        }
        users.sort();
        users.dedup();
        users
    }

    pub(crate) fn modify(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let target = self.target(action, name, false)?;
        Some(self.changed(action, Effect::Modify, &target))
    }

    pub(crate) fn change_state(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let target = self.target(action, name, true)?;
        let known = self.known_states(target.family);
        let mut role = self.changed(action, Effect::Modify, &target);
        role.state = states::transition(name.word, &known);
        if let Some(change) = &role.state {
            let mut codes = codes::of_states(&action.errors, &known);
            // Some pages list the code of the very state that the action is for.
            codes.retain(|state, _| !change.from.contains(state));
            role.codes.state = codes;
        }
        Some(role)
    }

    pub(crate) fn link(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let target = self.target(action, name, false)?;
        let mut links = links::of_action(self.spec, &self.families, action, &target.member.name);
        if name.verb == Verb::Detach && links.is_empty() {
            links = self.undone(action, name, &target.member.name);
        }
        let known = self.known_states(target.family);
        let effect = match (name.verb, links.is_empty()) {
            (_, true) => Effect::Inspect,
            (Verb::Attach, _) => Effect::Attach,
            _ => Effect::Detach,
        };
        let state = states::transition(name.word, &known).filter(|_| effect != Effect::Inspect);
        Some(Role {
            effect,
            resource: target.family.name.clone(),
            target: Some(target.member.name.clone()),
            links,
            state,
            ..Role::default()
        })
    }

    /// Returns the links that the opposite action makes from this one's resources, to remove all.
    pub(crate) fn undone(&self, action: &'s Action, name: &ActionName, target: &str) -> Vec<Link> {
        let opposite = self.spec.actions.iter().find(|other| {
            split(&other.name)
                .is_some_and(|other| other.verb == Verb::Attach && other.noun == name.noun)
        });
        let made = opposite.map(|other| links::of_action(self.spec, &self.families, other, target));
        let mut made = made.unwrap_or_default();
        made.retain(|link| action.input.iter().any(|input| input.name == link.of));
        for link in &mut made {
            link.value = None;
        }
        made
    }

    pub(crate) fn changed(
        &self,
        action: &'s Action,
        effect: Effect,
        target: &Target<'_, 's>,
    ) -> Role {
        let mut sets = self.sets(action, target.family, &[&target.member.name]);
        if effect != Effect::Modify {
            // Only lists have items to add and to remove.
            sets.retain(|input, _| {
                let input = action.input.iter().find(|member| member.name == *input);
                input.is_some_and(|member| {
                    member.type_name.structure().is_some() || is_list(&member.type_name)
                })
            });
        }
        let effect = if sets.is_empty() && effect != Effect::Modify {
            Effect::Inspect
        } else {
            effect
        };
        Role {
            effect,
            resource: target.family.name.clone(),
            target: Some(target.member.name.clone()),
            sets,
            ..Role::default()
        }
    }
}
