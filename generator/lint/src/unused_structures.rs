//! Every documented structure is used by an action or another structure.

use std::collections::BTreeSet;

use super::report::{Report, Spot};
use conform::Context;
use spec::Member;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    let actions = context.spec.actions.iter();
    let structures = context.spec.structures.iter();
    let of_actions = actions.flat_map(|action| action.input.iter().chain(&action.output));
    let of_structures = structures.flat_map(|structure| &structure.members);
    let used: BTreeSet<&str> = of_actions
        .chain(of_structures)
        .filter_map(|member: &Member| member.type_name.structure())
        .collect();
    for structure in &context.spec.structures {
        if !used.contains(structure.name.as_str()) {
            let spot = Spot::of_structure(structure);
            report.note(spot, &structure.name, "no table uses the structure");
        }
    }
}
