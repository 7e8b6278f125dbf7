//! Examples use declared fields only.

use super::conformance::{Departure, of_request, of_response};
use super::context::Context;
use super::report::{Report, Spot};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for example in &action.examples {
            let request = of_request(context, action, example).into_iter();
            let response = of_response(context, action, example).into_iter();
            let sides = request.map(|found| ("request", found));
            for (side, found) in sides.chain(response.map(|found| ("response", found))) {
                if found.departure == Departure::Undeclared {
                    let message = format!(
                        "an example's {side} has `{}`, which no table declares",
                        found.path
                    );
                    report.warn(Spot::of_example(action, example), &action.name, message);
                }
            }
        }
    }
}
