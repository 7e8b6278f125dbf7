//! Every type that a table names is described somewhere.

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;
use spec::{Item, Member, Scalar, TypeName};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        let spot = || Spot::of_action(action);
        let name = action.name.as_str();
        let input = |member: String| Item::Input {
            action: name.to_owned(),
            member,
        };
        table(context, spot, name, &action.input, input, report);
        let output = |member: String| Item::Output {
            action: name.to_owned(),
            member,
        };
        table(context, spot, name, &action.output, output, report);
    }
    for structure in &context.spec.structures {
        let spot = || Spot::of_structure(structure);
        let name = structure.name.as_str();
        let item = |member: String| Item::Member {
            structure: name.to_owned(),
            member,
        };
        table(context, spot, name, &structure.members, item, report);
    }
}

fn table(
    context: &Context<'_>,
    spot: impl Fn() -> Spot,
    owner: &str,
    members: &[Member],
    item: impl Fn(String) -> Item,
    report: &mut Report<'_>,
) {
    for member in members {
        let unknown = member.type_name.structure();
        let unknown = unknown.filter(|name| !context.structures.contains_key(name));
        let Some(name) = unknown else { continue };
        let message = format!(
            "`{}` is of the type `{name}`, which no page describes",
            member.name
        );
        let patch = Proposal::on(&item(member.name.clone())).set("type", any(&member.type_name));
        report
            .warn(spot(), owner, message)
            .propose(&context.spec.service, Some(patch));
    }
}

/// The type with any JSON in the place of its structure.
fn any(type_name: &TypeName) -> TypeName {
    match type_name {
        TypeName::Array(element) => TypeName::Array(Box::new(any(element))),
        _ => TypeName::Scalar(Scalar::Object),
    }
}
