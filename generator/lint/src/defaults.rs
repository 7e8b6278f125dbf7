//! Rules about default values.

use crate::report::{Report, SpecRule, Spot};
use conform::Context;
use conform::typed::from_text;
use spec::finding::{Nature, Rule};
use spec::{Member, MemberList};

pub(crate) const DEFAULTS: SpecRule = SpecRule {
    rule: Rule {
        name: "default-values",
        nature: Nature::Contradiction,
        explanation: "A text states a default value that the member's type or its listed values \
                      don't allow.",
    },
    check,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        let spot = Spot::of_action(action);
        check_members(
            MemberList::Input(&action.name),
            &action.input,
            &spot,
            report,
        );
    }
    for structure in &context.spec.structures {
        let spot = Spot::of_structure(structure);
        let list = MemberList::Structure(&structure.name);
        check_members(list, &structure.members, &spot, report);
    }
}

fn check_members(list: MemberList<'_>, members: &[Member], spot: &Spot, report: &mut Report<'_>) {
    for member in members {
        let Some(default) = &member.default else {
            continue;
        };
        let name = &member.name;
        let message = if from_text(default, &member.type_name).is_none() {
            format!(
                "`{default}` is the default of `{name}`, but not a value of its type `{}`",
                member.type_name
            )
        } else if !is_listed(member, default) {
            format!("`{default}` is the default of `{name}`, but not among its listed values")
        } else {
            continue;
        };
        report.warn(spot.clone(), list.owner_name(), message);
    }
}

/// Returns whether the value is among the listed ones. A list of one value is rarely complete.
fn is_listed(member: &Member, default: &str) -> bool {
    member.values.len() < 2
        || member
            .values
            .iter()
            .any(|known| known.value.eq_ignore_ascii_case(default))
}
