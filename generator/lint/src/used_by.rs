//! The actions that a structure names as its users are those whose tables lead to it.

use std::collections::{BTreeMap, BTreeSet};

use super::report::{Report, Spot};
use conform::Context;
use spec::{Action, Structure};

/// The documentation follows structures inside structures only so far; users behind that are not missed.
const DEPTH: usize = 2;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let users = Users::of(context);
    for structure in &context.spec.structures {
        if structure.used_by.is_empty() || structure.inferred.is_some() {
            continue;
        }
        check_structure(context, &users, structure, report);
    }
}

fn check_structure(
    context: &Context<'_>,
    users: &Users<'_>,
    structure: &Structure,
    report: &mut Report<'_>,
) {
    let named: BTreeSet<&str> = structure.used_by.iter().map(String::as_str).collect();
    let actual = users.of_structure(&structure.name);
    for name in &named {
        if !context.actions.contains_key(name) {
            let message = format!("names the user `{name}`, which has no page");
            report.warn(Spot::of_structure(structure), &structure.name, message);
        } else if !actual.contains_key(name) {
            let message = format!("names the user `{name}`, whose tables don't lead to it");
            report.warn(Spot::of_structure(structure), &structure.name, message);
        }
    }
    for (name, depth) in actual {
        if depth <= DEPTH && !named.contains(name) {
            let message = format!("does not name the user `{name}`, whose tables lead to it");
            report.warn(Spot::of_structure(structure), &structure.name, message);
        }
    }
}

/// How many steps each action is from each structure; 1 is a table of the action itself.
struct Users<'s> {
    steps: BTreeMap<&'s str, BTreeMap<&'s str, usize>>,
}

impl<'s> Users<'s> {
    fn of(context: &Context<'s>) -> Self {
        let mut users = Self {
            steps: BTreeMap::new(),
        };
        for action in &context.spec.actions {
            users.add(context, action);
        }
        users
    }

    fn add(&mut self, context: &Context<'s>, action: &'s Action) {
        let members = action.input.iter().chain(&action.output);
        let mut next: BTreeSet<&str> = members
            .filter_map(|member| member.type_name.structure())
            .collect();
        let mut depth = 1;
        while !next.is_empty() {
            let mut deeper = BTreeSet::new();
            for name in next {
                let users = self.steps.entry(name).or_default();
                if users.contains_key(action.name.as_str()) {
                    continue;
                }
                users.insert(&action.name, depth);
                let structure = context.structures.get(name);
                let members = structure.into_iter().flat_map(|found| &found.members);
                deeper.extend(members.filter_map(|member| member.type_name.structure()));
            }
            next = deeper;
            depth += 1;
        }
    }

    fn of_structure(&self, name: &str) -> BTreeMap<&'s str, usize> {
        self.steps.get(name).cloned().unwrap_or_default()
    }
}
