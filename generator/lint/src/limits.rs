//! Rules about limits: the documentation contradicts them, or they are misread.

use crate::patches::Proposal;
use crate::report::{Report, SpecRule, Spot};
use conform::typed::from_text;
use conform::{Context, breaks, broken_limits};
use spec::finding::{Nature, Rule};
use spec::{Constraint, Member, MemberList};

pub(crate) const LIMITS: SpecRule = SpecRule {
    rule: Rule {
        name: "broken-limits",
        nature: Nature::Contradiction,
        explanation: "An example, a default or a listed value breaks a limit that the text states. \
                      Either it is wrong, or the limit is misread.",
    },
    check,
};

fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        let list = MemberList::Input(&action.name);
        check_members(
            context,
            list,
            &action.input,
            &Spot::of_action(action),
            report,
        );
        for example in &action.examples {
            for broken in broken_limits(context, action, example) {
                let message = format!("an example's request breaks a limit: {broken}");
                let patch = Proposal::on(&broken.thing).set("constraints", &broken.others);
                report
                    .warn(Spot::of_example(action, example), &action.name, message)
                    .propose(&context.spec.service, Some(patch));
            }
        }
    }
    for structure in &context.spec.structures {
        let list = MemberList::Structure(&structure.name);
        let spot = Spot::of_structure(structure);
        check_members(context, list, &structure.members, &spot, report);
    }
}

fn check_members(
    context: &Context<'_>,
    list: MemberList<'_>,
    members: &[Member],
    spot: &Spot,
    report: &mut Report<'_>,
) {
    for member in members {
        for constraint in &member.constraints {
            for (noun, text) in printed(member) {
                let value = from_text(text, &member.type_name);
                if !value.is_some_and(|value| breaks(&value, &constraint.limit)) {
                    continue;
                }
                let message = format!(
                    "the {noun} `{text}` of `{}` breaks its limit \"{}\"",
                    member.name, constraint.limit
                );
                let kept = member
                    .constraints
                    .iter()
                    .filter(|other| *other != constraint);
                let kept: Vec<&Constraint> = kept.collect();
                let patch = Proposal::on(&list.member(&member.name)).set("constraints", kept);
                report
                    .warn(spot.clone(), list.owner_name(), message)
                    .propose(&context.spec.service, Some(patch));
            }
        }
    }
}

/// Returns the values that the documentation shows for a member.
fn printed(member: &Member) -> impl Iterator<Item = (&'static str, &str)> {
    let sample = member.example.iter().map(|text| ("sample", text.as_str()));
    let default = member.default.iter().map(|text| ("default", text.as_str()));
    let listed = member.values.iter();
    let listed = listed.map(|value| ("listed value", value.value.as_str()));
    sample.chain(default).chain(listed)
}
