//! The effect of actions that describe resources.

use spec::{Action, Member, Scalar, Structure, TypeName};

use crate::family::Family;
use crate::filters::{is_filters, selection};
use crate::model::{Effect, Role};
use crate::paths::{is_list, joined};
use crate::roles::{Inference, has};
use crate::words::{ActionName, normal, singular};

impl<'s> Inference<'s> {
    pub(crate) fn describe(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        if let Some(role) = self.part(action, name) {
            return Some(role);
        }
        let items = self.families.items.get(action.name.as_str());
        let own = items.and_then(|items| {
            let named = items.id.as_ref().map(|id| id.named.as_str());
            let family = match named {
                Some(named) => self.families.named(named),
                None => self.rows(items.structure),
            };
            family.map(|family| (items, family))
        });
        if let Some((items, family)) = own {
            let target = self
                .targets(action)
                .into_iter()
                .find(|target| target.family.name == family.name);
            let target = target.map(|target| target.member.name.clone());
            let target = target.or_else(|| self.nested_target(action, family));
            let noun = if family.named.is_empty() {
                &family.noun
            } else {
                &family.named
            };
            let selection = selection(self.spec, action, items.structure, noun, target.as_deref());
            let selects = selection.paging.is_some()
                || selection.filters.is_some()
                || !selection.matches.is_empty();
            let is_catalogue = family.id.is_none();
            if !is_catalogue || selects && self.required_target(action).is_none() {
                return Some(Role {
                    effect: Effect::Describe,
                    resource: family.name.clone(),
                    target,
                    items: Some(items.path.clone()),
                    total: selection.total,
                    paging: selection.paging,
                    filters: selection.filters,
                    filter_members: selection.filter_members,
                    matches: selection.matches,
                    ..Role::default()
                });
            }
        }
        self.part(action, name)
            .or_else(|| self.quota(action, name))
            .or_else(|| self.inspect(action, name))
    }

    /// Returns the ids in a list of structures: `TaskSet.TaskId`.
    pub(crate) fn nested_target(&self, action: &'s Action, family: &Family<'s>) -> Option<String> {
        let lists = action
            .input
            .iter()
            .filter(|member| is_list(&member.type_name) && !is_filters(self.spec, member));
        let mut found = lists.filter_map(|list| {
            let structure = self.spec.structure(list.type_name.structure()?)?;
            let is_own = |member: &&Member| {
                self.families
                    .of_member(member)
                    .is_some_and(|one| one.name == family.name)
            };
            let member = structure.members.iter().find(is_own)?;
            Some(joined(&list.name, &member.name))
        });
        found.next()
    }

    pub(crate) fn rows(&self, structure: Option<&Structure>) -> Option<&Family<'s>> {
        let name = &structure?.name;
        self.families.all.iter().find(|family| {
            family.named.is_empty() && family.structure.is_some_and(|one| one.name == *name)
        })
    }

    /// Returns the role of an action that describes a part of one resource, which other actions
    /// set by a parameter of the same name: `SecurityGroupPolicySet`.
    pub(crate) fn part(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let target = self.target(action, name, false)?;
        let part = action.output.iter().find(|output| {
            output.type_name.structure().is_some()
                && self.spec.actions.iter().any(|other| {
                    other.name != action.name
                        && has(&other.input, &output.name, &output.type_name)
                        && has(&other.input, &target.member.name, &target.member.type_name)
                })
        })?;
        Some(Role {
            effect: Effect::Describe,
            resource: target.family.name.clone(),
            target: Some(target.member.name.clone()),
            items: Some(part.name.clone()),
            ..Role::default()
        })
    }

    pub(crate) fn quota(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let subject = name
            .noun
            .strip_suffix("quota")
            .or_else(|| name.noun.strip_suffix("limit"))?;
        let subject = singular(subject);
        let family = self.families.all.iter().find(|family| {
            !family.named.is_empty()
                && (family.named == subject
                    || family.noun == subject
                    || normal(&family.name) == subject)
        })?;
        let is_number = |member: &&Member| member.type_name == TypeName::Scalar(Scalar::Integer);
        let current = action
            .output
            .iter()
            .filter(is_number)
            .find(|member| normal(&member.name).contains("current"));
        Some(Role {
            effect: Effect::Quota,
            resource: family.name.clone(),
            total: current.map(|member| member.name.clone()),
            ..Role::default()
        })
    }
}
