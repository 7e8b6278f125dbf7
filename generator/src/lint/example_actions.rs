//! The `X-TC-Action` of an example is the page's action.

use super::context::Context;
use super::report::{Report, Spot};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for example in &action.examples {
            let other = example.request_action.as_deref();
            if let Some(other) = other.filter(|other| *other != action.name) {
                let message = format!("an example's request is for the action `{other}`");
                report.warn(Spot::of_example(action, example), &action.name, message);
            }
        }
    }
}
