//! Every type that a table names is described somewhere.

use super::context::Context;
use super::report::{Report, Spot};
use crate::spec::Member;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        let members = action.input.iter().chain(&action.output);
        for (name, member) in unknown(context, members) {
            let message = format!("`{member}` is of the type `{name}`, which no page describes");
            report.warn(Spot::of_action(action), &action.name, message);
        }
    }
    for structure in &context.spec.structures {
        for (name, member) in unknown(context, structure.members.iter()) {
            let message = format!("`{member}` is of the type `{name}`, which no page describes");
            report.warn(Spot::of_structure(structure), &structure.name, message);
        }
    }
}

fn unknown<'m>(
    context: &Context<'_>,
    members: impl Iterator<Item = &'m Member>,
) -> Vec<(&'m str, &'m str)> {
    members
        .filter_map(|member| Some((member.type_name.structure()?, member.name.as_str())))
        .filter(|(name, _)| !context.structures.contains_key(name))
        .collect()
}
