//! Example requests carry every required parameter.

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;
use conform::conformance::{Departure, of_request};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for example in &action.examples {
            for found in of_request(context, action, example) {
                if found.departure == Departure::Missing {
                    let message =
                        format!("an example's request lacks the required `{}`", found.path);
                    let patch = found.item.as_ref().map(Proposal::on);
                    let patch = patch.map(|patch| patch.set("required", false));
                    report
                        .warn(Spot::of_example(action, example), &action.name, message)
                        .propose(&context.spec.service, patch);
                }
            }
        }
    }
}
