//! Requests and responses in examples can be read.

use super::context::Context;
use super::report::{Report, Spot};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for example in &action.examples {
            let sides = [
                ("request", &example.request_invalid),
                ("response", &example.response_invalid),
            ];
            for (side, reason) in sides {
                if let Some(reason) = reason {
                    let message = format!("an example's {side} can't be read: {reason}");
                    report.warn(Spot::of_example(action, example), &action.name, message);
                }
            }
        }
    }
}
