//! Every page states host, rate limit, region rule and what the action does, and answers with `RequestId`.

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;
use spec::{Action, Item, Scalar, TypeName};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for what in missing(action) {
            let message = format!("no page states {what}");
            // Of what else is missing nobody knows what it is.
            let patch = (what == REQUEST_ID).then(|| {
                let item = Item::Output {
                    action: action.name.clone(),
                    member: "RequestId".to_owned(),
                };
                let type_name = TypeName::Scalar(Scalar::String);
                Proposal::on(&item).add().set("type", type_name)
            });
            report
                .warn(Spot::of_action(action), &action.name, message)
                .propose(&context.spec.service, patch);
        }
        if action.sources.iter().any(|source| source.truncated) {
            let message = "a page ends before its last section";
            report.warn(Spot::of_action(action), &action.name, message);
        }
    }
}

const REQUEST_ID: &str = "that `RequestId` is returned";

fn missing(action: &Action) -> Vec<&'static str> {
    let has_request_id = action
        .output
        .iter()
        .any(|member| member.name == "RequestId");
    [
        ("the host", action.domain.is_some()),
        ("a rate limit", action.rate_limit.is_some()),
        ("how the region is treated", action.region.is_some()),
        ("what the action does", !action.doc.is_empty()),
        (REQUEST_ID, has_request_id),
    ]
    .into_iter()
    .filter_map(|(what, stated)| (!stated).then_some(what))
    .collect()
}
