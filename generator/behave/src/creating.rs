//! The effect of actions that create resources.

use std::collections::BTreeMap;

use spec::{Action, Member, Scalar, TypeName};

use crate::codes;
use crate::family::Family;
use crate::model::{Effect, Role};
use crate::paths::{is_list, joined};
use crate::roles::{Inference, fit, words_of};
use crate::words::{ActionName, Verb, normal, singular, split};

/// A kind of resource that an action creates, with the response members that have the ids and the
/// descriptions.
type Created<'f, 's> = (&'f Family<'s>, Option<String>, Option<String>);

impl<'s> Inference<'s> {
    pub(crate) fn create(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let target = self.target(action, name, false);
        let created = self.created(action, name);
        let Some((family, ids, items)) = created else {
            return target.map(|target| self.changed(action, Effect::Extend, &target));
        };
        if let Some(target) =
            target.filter(|target| target.family.name == family.name && fit(family, name) < 5)
        {
            let mut role = self.changed(action, Effect::Extend, &target);
            role.items = items.filter(|_| {
                action
                    .output
                    .iter()
                    .any(|output| output.type_name.structure().is_some())
            });
            return Some(role);
        }
        let own = self.targets(action).into_iter().find(|target| {
            target.family.name == family.name
                && ids.is_none()
                && items.is_none()
                && self
                    .families
                    .names
                    .named_about(target.member, &name.noun)
                    .is_some()
        });
        // `ApplySnapshot` is about a present one.
        let gives_ids = ["Create", "Register", "Import", "Add"].contains(&name.word);
        if own.is_some() && !gives_ids {
            return self.modify(action, name);
        }
        let first = self.families.all.iter().filter(|child| {
            child.is_numbered
                && child.name != family.name
                && normal(&child.name).starts_with(&family.named)
                && child.noun != name.noun
        });
        let mut sets = self.sets(action, family, &[]);
        sets.extend(self.region(action, family));
        Some(Role {
            effect: Effect::Create,
            resource: family.name.clone(),
            target: own.map(|own| own.member.name.clone()),
            count: self.count(action, family),
            ids,
            items,
            sets,
            first: first.map(|child| child.name.clone()).collect(),
            needs: self.needs(action, family),
            ..Role::default()
        })
    }

    /// Returns the kind of resource that an action creates, with the response members that have
    /// the ids and the descriptions.
    pub(crate) fn created(&self, action: &'s Action, name: &ActionName) -> Option<Created<'_, 's>> {
        self.created_ids(action, name)
            .or_else(|| self.created_items(action, name))
            .or_else(|| self.created_by_noun(action, name))
            .or_else(|| {
                let items = self.families.items.get(action.name.as_str())?;
                let family = self.families.named(&items.id.as_ref()?.named)?;
                let is_meant = fit(family, name) == 5;
                is_meant.then(|| (family, None, Some(items.path.clone())))
            })
    }

    fn created_ids(&self, action: &'s Action, name: &ActionName) -> Option<Created<'_, 's>> {
        let outputs = || {
            action
                .output
                .iter()
                .filter(|member| member.type_name.structure().is_none())
        };
        let numbered = outputs().find_map(|member| {
            let mut all = self.families.all.iter();
            let family = all.find(|family| family.is_numbered && family.noun == name.noun)?;
            normal(&member.name).starts_with(&family.noun).then_some((
                family,
                Some(member.name.clone()),
                None,
            ))
        });
        numbered.or_else(|| {
            let found = outputs().filter_map(|member| {
                let family = self.families.of_member_about(member, &name.noun)?;
                let word = normal(&member.name);
                // Ids of what failed, and of the task.
                let is_other = ["taskid", "fail"]
                    .iter()
                    .any(|other| word.starts_with(other));
                (!is_other).then_some((family, Some(member.name.clone()), None))
            });
            // `CreateInstances` answers ids of orders and of instances. The first of equals counts.
            let found: Vec<Created<'_, 's>> = found.collect();
            let best = found.into_iter().rev();
            best.max_by_key(|(family, _, _)| fit(family, name))
        })
    }

    fn created_items(&self, action: &'s Action, name: &ActionName) -> Option<Created<'_, 's>> {
        action.output.iter().find_map(|member| {
            let structure = self.spec.structure(member.type_name.structure()?)?;
            let (family, inner) = structure.members.iter().find_map(|inner| {
                let family = self.families.of_member_about(inner, &name.noun)?;
                let described = family
                    .structure
                    .is_some_and(|one| one.name == structure.name);
                let is_new = fit(family, name) == 5 || fit(family, name) >= 3 && described;
                is_new.then_some((family, inner))
            })?;
            if is_list(&inner.type_name) || structure.members.len() == 1 {
                return Some((family, Some(joined(&member.name, &inner.name)), None));
            }
            Some((family, None, Some(member.name.clone())))
        })
    }

    /// Finds the kind by the action's name. `AddressSet` of texts has the ids of addresses.
    fn created_by_noun(&self, action: &'s Action, name: &ActionName) -> Option<Created<'_, 's>> {
        let mut all = self
            .families
            .all
            .iter()
            .filter(|family| !family.named.is_empty());
        let family = all.find(|family| fit(family, name) == 5)?;
        let ids = action.output.iter().find(|member| {
            is_list(&member.type_name)
                && member.type_name.structure().is_none()
                && singular(&normal(&member.name)) == family.named
        });
        Some((family, ids.map(|member| member.name.clone()), None))
    }

    /// Returns the parameter with the number of resources to create.
    pub(crate) fn count(&self, action: &Action, family: &Family<'_>) -> Option<String> {
        let is_number = |member: &&Member| member.type_name == TypeName::Scalar(Scalar::Integer);
        let is_count = |member: &&Member| {
            let name = normal(&member.name);
            let own = [&family.named, &family.noun];
            let stem = ["count", "num", "number"]
                .iter()
                .find_map(|ending| name.strip_suffix(ending));
            stem.is_some_and(|stem| {
                stem.is_empty() || stem == "goods" || own.iter().any(|own| *own == stem)
            })
        };
        let top = action.input.iter().filter(is_number).find(is_count);
        if let Some(member) = top {
            return Some(member.name.clone());
        }
        let lists = action
            .input
            .iter()
            .filter(|member| is_list(&member.type_name));
        lists
            .filter_map(|list| {
                let structure = self.spec.structure(list.type_name.structure()?)?;
                let inner = structure.members.iter().filter(is_number).find(is_count)?;
                Some(joined(&list.name, &inner.name))
            })
            .next()
    }

    /// Returns the parameters that must name existing resources: those that contain the new one.
    pub(crate) fn needs(
        &self,
        action: &'s Action,
        family: &Family<'_>,
    ) -> BTreeMap<String, String> {
        let targets = self.targets(action).into_iter().filter(|target| {
            let required = target.member.required.is_some_and(spec::Required::is_yes);
            let is_other = target.family.name != family.name;
            required
                && is_other
                && !is_list(&target.member.type_name)
                && self.is_created(target.family)
        });
        let documented = targets.filter(|target| {
            let words = words_of(target.family);
            codes::not_found(&action.errors, &words).is_some()
        });
        documented
            .map(|target| (target.member.name.clone(), target.family.name.clone()))
            .collect()
    }

    /// Returns whether only this service creates such resources: public images come from elsewhere.
    pub(crate) fn is_created(&self, family: &Family<'_>) -> bool {
        let is_foreign = family.structure.is_some_and(|structure| {
            let values = structure.members.iter().flat_map(|member| &member.values);
            values.into_iter().any(|value| {
                value.value.starts_with("PUBLIC_") || value.value.starts_with("SHARED_")
            })
        });
        let creates = self.spec.actions.iter().any(|action| {
            let name = split(&action.name).filter(|name| name.verb == Verb::Create);
            name.is_some_and(|name| {
                self.created(action, &name)
                    .is_some_and(|(created, _, _)| created.name == family.name)
            })
        });
        creates && !is_foreign
    }
}
