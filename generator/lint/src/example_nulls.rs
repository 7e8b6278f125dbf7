//! What is null in an example is said to be null at times.

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;
use conform::conformance::{Departure, of_request, of_response};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for example in &action.examples {
            let mut found = of_request(context, action, example);
            found.extend(of_response(context, action, example));
            for found in found {
                if found.departure == Departure::Null {
                    let message = format!(
                        "an example has null for `{}`, whose text does not say so",
                        found.path
                    );
                    let patch = found.item.as_ref().map(Proposal::on);
                    let patch = patch.map(|patch| patch.set("nullable", true));
                    report
                        .note(Spot::of_example(action, example), &action.name, message)
                        .propose(&context.spec.service, patch);
                }
            }
        }
    }
}
