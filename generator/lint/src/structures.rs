//! Rules about data structures.

use std::collections::{BTreeMap, BTreeSet};

use crate::named_structures;
use crate::patches::Proposal;
use crate::report::{PageRule, Report, SpecRule, Spot};
use conform::Context;
use extract::ActionPage;
use spec::finding::{Nature, Rule};
use spec::{Action, Member, MemberList, Scalar, Structure, TypeName};

pub(crate) const LINKS: PageRule = PageRule {
    rule: Rule {
        name: "structure-links",
        nature: Nature::Contradiction,
        explanation: "A page links to other structures than its tables use: a type cell was lost \
                      or misread.",
    },
    check: check_links,
};

fn check_links(page: &ActionPage, report: &mut Report<'_>) {
    if page.linked_structures.is_empty() {
        // Most formats drop links, so their absence proves nothing.
        return;
    }
    let action = &page.action;
    let linked: BTreeSet<&str> = page.linked_structures.iter().map(String::as_str).collect();
    let used: BTreeSet<&str> = named_structures(action).collect();
    for name in used.difference(&linked) {
        let message =
            format!("a table uses the structure `{name}`, which the page does not link to");
        report.warn(Spot::of_action(action), &action.name, message);
    }
    for name in linked.difference(&used) {
        let message =
            format!("the page links to the structure `{name}`, which no table of it uses");
        report.warn(Spot::of_action(action), &action.name, message);
    }
}

pub(crate) const REPEATED: SpecRule = SpecRule {
    rule: Rule {
        name: "repeated-structure",
        nature: Nature::Damage,
        explanation: "A spec describes one structure twice. The first description counts.",
    },
    check: check_repeated,
};

fn check_repeated(context: &Context<'_>, report: &mut Report<'_>) {
    let mut seen = BTreeSet::new();
    for structure in &context.spec.structures {
        if !seen.insert(&structure.name) {
            let message = "is described twice; the first description counts";
            report.warn(Spot::of_structure(structure), &structure.name, message);
        }
    }
}

pub(crate) const UNKNOWN: SpecRule = SpecRule {
    rule: Rule {
        name: "unknown-types",
        nature: Nature::Gap,
        explanation: "A table names a structure that no page describes. The member holds any JSON.",
    },
    check: check_unknown,
};

fn check_unknown(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        let spot = Spot::of_action(action);
        let input = MemberList::Input(&action.name);
        check_types(context, input, &action.input, &spot, report);
        let output = MemberList::Output(&action.name);
        check_types(context, output, &action.output, &spot, report);
    }
    for structure in &context.spec.structures {
        let spot = Spot::of_structure(structure);
        let list = MemberList::Structure(&structure.name);
        check_types(context, list, &structure.members, &spot, report);
    }
}

fn check_types(
    context: &Context<'_>,
    list: MemberList<'_>,
    members: &[Member],
    spot: &Spot,
    report: &mut Report<'_>,
) {
    for member in members {
        let Some(name) = member.type_name.structure() else {
            continue;
        };
        if context.structures.contains_key(name) {
            continue;
        }
        let message = format!(
            "`{}` has the type `{name}`, which no page describes",
            member.name
        );
        let patch =
            Proposal::on(&list.member(&member.name)).set("type", any_json(&member.type_name));
        report
            .warn(spot.clone(), list.owner_name(), message)
            .propose(&context.spec.service, Some(patch));
    }
}

/// Replaces the structure in a type by any JSON.
fn any_json(type_name: &TypeName) -> TypeName {
    match type_name {
        TypeName::Array(element) => TypeName::Array(Box::new(any_json(element))),
        _ => TypeName::Scalar(Scalar::Object),
    }
}

pub(crate) const UNUSED: SpecRule = SpecRule {
    rule: Rule {
        name: "unused-structures",
        nature: Nature::Gap,
        explanation: "No table uses a described structure: its users are hidden, or a type cell \
                      was misread.",
    },
    check: check_unused,
};

fn check_unused(context: &Context<'_>, report: &mut Report<'_>) {
    let spec = context.spec;
    let mut used: BTreeSet<&str> = spec.actions.iter().flat_map(named_structures).collect();
    let members = spec.structures.iter().flat_map(|known| &known.members);
    used.extend(members.filter_map(|member| member.type_name.structure()));
    for structure in &spec.structures {
        if !used.contains(structure.name.as_str()) {
            let spot = Spot::of_structure(structure);
            report.note(spot, &structure.name, "no table uses the structure");
        }
    }
}

pub(crate) const USED_BY: SpecRule = SpecRule {
    rule: Rule {
        name: "used-by",
        nature: Nature::Contradiction,
        explanation: "A structure's list of users contradicts the tables: a row was lost, or the \
                      list is outdated.",
    },
    check: check_used_by,
};

/// Maximum steps from an action to a structure for the documentation to list the action as a user.
const DOCUMENTED_STEPS: usize = 2;

fn check_used_by(context: &Context<'_>, report: &mut Report<'_>) {
    let users = Users::new(context);
    for structure in &context.spec.structures {
        if !structure.used_by.is_empty() && structure.inferred.is_none() {
            check_users(context, &users, structure, report);
        }
    }
}

fn check_users(
    context: &Context<'_>,
    users: &Users<'_>,
    structure: &Structure,
    report: &mut Report<'_>,
) {
    let spot = Spot::of_structure(structure);
    let named: BTreeSet<&str> = structure.used_by.iter().map(String::as_str).collect();
    let actual = users.of_structure(&structure.name);
    for name in &named {
        if !context.actions.contains_key(name) {
            let message = format!("names the user `{name}`, which has no page");
            report.warn(spot.clone(), &structure.name, message);
        } else if !actual.contains_key(name) {
            let message = format!("names the user `{name}`, whose tables don't lead to it");
            report.warn(spot.clone(), &structure.name, message);
        }
    }
    for (name, steps) in actual {
        if steps <= DOCUMENTED_STEPS && !named.contains(name) {
            let message = format!("does not name the user `{name}`, whose tables lead to it");
            report.warn(spot.clone(), &structure.name, message);
        }
    }
}

/// The users of each structure, with the steps between them; 1 is a table of the action itself.
struct Users<'s> {
    steps: BTreeMap<&'s str, BTreeMap<&'s str, usize>>,
}

impl<'s> Users<'s> {
    fn new(context: &Context<'s>) -> Self {
        let mut users = Self {
            steps: BTreeMap::new(),
        };
        for action in &context.spec.actions {
            users.add(context, action);
        }
        users
    }

    fn add(&mut self, context: &Context<'s>, action: &'s Action) {
        let mut next: BTreeSet<&str> = named_structures(action).collect();
        let mut steps = 1;
        while !next.is_empty() {
            let mut deeper = BTreeSet::new();
            for name in next {
                let users = self.steps.entry(name).or_default();
                if users.contains_key(action.name.as_str()) {
                    continue;
                }
                users.insert(&action.name, steps);
                if let Some(structure) = context.structures.get(name) {
                    let types = structure.members.iter().map(|member| &member.type_name);
                    deeper.extend(types.filter_map(TypeName::structure));
                }
            }
            next = deeper;
            steps += 1;
        }
    }

    fn of_structure(&self, name: &str) -> BTreeMap<&'s str, usize> {
        self.steps.get(name).cloned().unwrap_or_default()
    }
}
