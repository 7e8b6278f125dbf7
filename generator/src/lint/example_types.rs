//! Values in examples are of the declared types.

use super::conformance::{Departure, Found, of_request, of_response};
use super::context::Context;
use super::report::{Report, Spot};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for example in &action.examples {
            let sides = [
                ("request", of_request(context, action, example)),
                ("response", of_response(context, action, example)),
            ];
            for (side, found) in sides {
                for message in found.into_iter().filter_map(|found| message(side, found)) {
                    report.warn(Spot::of_example(action, example), &action.name, message);
                }
            }
        }
    }
}

fn message(side: &str, found: Found) -> Option<String> {
    match found.departure {
        Departure::WrongKind {
            declared,
            found: kind,
        } => Some(format!(
            "an example's {side} has {kind} for `{}`, which is declared as `{declared}`",
            found.path
        )),
        Departure::Missing if side == "response" => {
            Some("an example's response lacks the outer `Response`".to_owned())
        }
        Departure::Undeclared | Departure::Null | Departure::Missing => None,
    }
}
