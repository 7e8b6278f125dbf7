//! The effect of one action.

use std::collections::BTreeMap;

use spec::{Action, Member, Scalar, ServiceSpec, Structure, TypeName};

use crate::codes::{self, Words};
use crate::family::{Families, Family};
use crate::filters::{is_filters, selection};
use crate::ids::{fitness, named_by};
use crate::links;
use crate::model::{Codes, Effect, Link, Role, State, Task};
use crate::paths::{Reach, alike, below, find, is_list, joined};
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
struct Target<'f, 's> {
    member: &'s Member,
    family: &'f Family<'s>,
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

    fn targets<'f>(&'f self, action: &'s Action) -> Vec<Target<'f, 's>> {
        let inputs = action
            .input
            .iter()
            .filter(|member| !is_filters(self.spec, member));
        let found = inputs.filter_map(|member| {
            let family = self.families.of_member(member)?;
            Some(Target { member, family })
        });
        found.collect()
    }

    /// Returns the parameter with the ids of the resources that the action is about. A noun begins
    /// with the resource (`ModifyModuleSecurityGroups`), or ends with it if `at_end`.
    fn target<'f>(
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

    fn describe(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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
    fn nested_target(&self, action: &'s Action, family: &Family<'s>) -> Option<String> {
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

    fn rows(&self, structure: Option<&Structure>) -> Option<&Family<'s>> {
        let name = &structure?.name;
        self.families.all.iter().find(|family| {
            family.named.is_empty() && family.structure.is_some_and(|one| one.name == *name)
        })
    }

    fn required_target<'f>(&'f self, action: &'s Action) -> Option<Target<'f, 's>> {
        let required =
            |target: &Target<'_, '_>| target.member.required.is_some_and(spec::Required::is_yes);
        self.targets(action).into_iter().find(required)
    }

    /// Returns the role of an action that describes a part of one resource, which other actions
    /// set by a parameter of the same name: `SecurityGroupPolicySet`.
    fn part(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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

    fn quota(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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

    fn inspect(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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

    fn create(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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
                && named_by(target.member).is_some()
        });
        let first = self.families.all.iter().filter(|child| {
            child.is_numbered
                && child.name != family.name
                && normal(&child.name).starts_with(&family.named)
                && child.noun != name.noun
        });
        Some(Role {
            effect: Effect::Create,
            resource: family.name.clone(),
            target: own.map(|own| own.member.name.clone()),
            count: self.count(action, family),
            ids,
            items,
            sets: self.sets(action, family, &[]),
            first: first.map(|child| child.name.clone()).collect(),
            needs: self.needs(action, family),
            ..Role::default()
        })
    }

    /// Returns the kind of resource that an action creates, with the response members that have
    /// the ids and the descriptions.
    #[allow(clippy::type_complexity)] // three parts of one answer
    fn created(
        &self,
        action: &'s Action,
        name: &ActionName,
    ) -> Option<(&Family<'s>, Option<String>, Option<String>)> {
        let plain = |member: &&Member| member.type_name.structure().is_none();
        let of_noun = |family: &&Family<'_>| fit(family, name) >= 3;
        let by_id = action.output.iter().filter(plain).find_map(|member| {
            let family = self.families.of_member(member)?;
            let is_other = ["taskid", "fail"]
                .iter()
                .any(|word| normal(&member.name).starts_with(word));
            (!is_other).then_some((family, Some(member.name.clone()), None))
        });
        let numbered = || {
            action.output.iter().filter(plain).find_map(|member| {
                let family = self
                    .families
                    .all
                    .iter()
                    .find(|family| family.is_numbered && family.noun == name.noun)?;
                normal(&member.name).starts_with(&family.noun).then_some((
                    family,
                    Some(member.name.clone()),
                    None,
                ))
            })
        };
        let by_items = || {
            action.output.iter().find_map(|member| {
                let structure = self.spec.structure(member.type_name.structure()?)?;
                let family = structure.members.iter().find_map(|inner| {
                    let family = self.families.of_member(inner)?;
                    let is_described = family
                        .structure
                        .is_some_and(|one| one.name == structure.name);
                    let is_new = fit(family, name) == 5 || is_described;
                    (of_noun(&family) && is_new).then_some((family, inner))
                });
                let (family, inner) = family?;
                if is_list(&inner.type_name) || structure.members.len() == 1 {
                    return Some((family, Some(joined(&member.name, &inner.name)), None));
                }
                Some((family, None, Some(member.name.clone())))
            })
        };
        // `AddressSet` of texts: the ids of addresses.
        let by_noun = || {
            let family = self
                .families
                .all
                .iter()
                .find(|family| !family.named.is_empty() && fit(family, name) == 5)?;
            let ids = action.output.iter().filter(plain).find(|member| {
                is_list(&member.type_name) && singular(&normal(&member.name)) == family.named
            });
            Some((family, ids.map(|member| member.name.clone()), None))
        };
        let nested = || {
            let items = self.families.items.get(action.name.as_str())?;
            let family = self.families.named(&items.id.as_ref()?.named)?;
            let family = Some(family).filter(|family| fit(family, name) == 5)?;
            Some((family, None, Some(items.path.clone())))
        };
        numbered()
            .or(by_id)
            .or_else(by_items)
            .or_else(by_noun)
            .or_else(nested)
    }

    /// Returns the parameter with the number of resources to create.
    fn count(&self, action: &Action, family: &Family<'_>) -> Option<String> {
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
    fn needs(&self, action: &'s Action, family: &Family<'_>) -> BTreeMap<String, String> {
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
    fn is_created(&self, family: &Family<'_>) -> bool {
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

    fn delete(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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
    fn users(&self, family: &Family<'s>) -> Vec<String> {
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

    fn modify(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
        let target = self.target(action, name, false)?;
        Some(self.changed(action, Effect::Modify, &target))
    }

    fn change_state(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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

    fn link(&self, action: &'s Action, name: &ActionName) -> Option<Role> {
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
    fn undone(&self, action: &'s Action, name: &ActionName, target: &str) -> Vec<Link> {
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

    fn changed(&self, action: &'s Action, effect: Effect, target: &Target<'_, 's>) -> Role {
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

    /// Returns the members that parameters set.
    fn sets(
        &self,
        action: &'s Action,
        family: &Family<'s>,
        without: &[&str],
    ) -> BTreeMap<String, String> {
        let mut sets = BTreeMap::new();
        let reaches = family
            .structure
            .map(|structure| below(self.spec, &structure.members))
            .unwrap_or_default();
        let own = family.id.as_ref().map(|(path, _)| path.clone());
        let mut note = |input: String, path: &str| {
            if own.as_deref() != Some(path) && !sets.values().any(|taken| taken == path) {
                sets.insert(input, path.to_owned());
            }
        };
        for member in action
            .input
            .iter()
            .filter(|member| !without.contains(&member.name.as_str()))
        {
            if is_option(member) {
                continue;
            }
            if let Some(reach) = self.set_by(&reaches, member, family) {
                note(member.name.clone(), &reach.path);
            } else if self.is_part(action, member, family) {
                note(member.name.clone(), &member.name);
            } else if let Some(structure) = member
                .type_name
                .structure()
                .and_then(|name| self.spec.structure(name))
            {
                for inner in &structure.members {
                    let flat = Member::new(inner.name.clone(), inner.type_name.clone());
                    let reach = self.set_by(&reaches, &flat, family);
                    if let Some(reach) = reach.filter(|reach| is_close(reach, inner)) {
                        note(joined(&member.name, &inner.name), &reach.path);
                    }
                }
            }
        }
        sets
    }

    fn set_by<'r>(
        &self,
        reaches: &'r [Reach<'s>],
        member: &Member,
        family: &Family<'_>,
    ) -> Option<&'r Reach<'s>> {
        let fits = |other: &Member| alike(&other.type_name, &member.type_name);
        find(reaches, &member.name, &family.named, &fits)
            .or_else(|| find(reaches, &member.name, &family.noun, &fits))
            .or_else(|| {
                // `SecurityGroups` of texts are ids.
                let ids = format!("{}id", singular(&normal(&member.name)));
                let is_text = member.type_name.structure().is_none();
                find(reaches, &ids, &family.named, &fits).filter(|_| is_text)
            })
    }

    /// Returns whether another action describes this parameter as a part of the resource.
    fn is_part(&self, action: &Action, member: &Member, family: &Family<'_>) -> bool {
        member.type_name.structure().is_some()
            && self.spec.actions.iter().any(|other| {
                other.name != action.name
                    && has(&other.output, &member.name, &member.type_name)
                    && other.input.iter().any(|input| {
                        self.families
                            .of_member(input)
                            .is_some_and(|one| one.name == family.name)
                    })
            })
    }

    fn task(&self, action: &'s Action, role: &Role) -> Option<Task> {
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

    fn add_codes(&self, action: &Action, role: &mut Role) {
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
fn fit(family: &Family<'_>, name: &ActionName) -> u32 {
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
fn is_initials(family: &Family<'_>, name: &ActionName) -> bool {
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

fn has(members: &[Member], name: &str, type_name: &TypeName) -> bool {
    members
        .iter()
        .any(|member| member.name == name && member.type_name == *type_name)
}

/// Returns whether a parameter says how to act, rather than what the resource has.
fn is_option(member: &Member) -> bool {
    let name = normal(&member.name);
    member.sensitive.is_some()
        || matches!(
            name.as_str(),
            "clienttoken" | "dryrun" | "force" | "ecmregion" | "region"
        )
        || name.starts_with("force")
}

/// Returns whether a nested parameter has nearly the name of the member that it sets.
fn is_close(reach: &Reach<'_>, inner: &Member) -> bool {
    singular(&reach.last) == singular(&normal(&inner.name))
}
