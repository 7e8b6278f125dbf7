//! Requests and responses in examples can be read.

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for (index, example) in action.examples.iter().enumerate() {
            let sides = [
                ("request", &example.request_invalid),
                ("response", &example.response_invalid),
            ];
            for (side, reason) in sides {
                if let Some(reason) = reason {
                    let message = format!("an example's {side} can't be read: {reason}");
                    let patch = Proposal::on_example(&action.name, index).skip();
                    report
                        .warn(Spot::of_example(action, example), &action.name, message)
                        .propose(&context.spec.service, Some(patch));
                }
            }
        }
    }
}
