//! The `X-TC-Action` of an example is the page's action.

use super::proposal::Proposal;
use super::report::{Report, Spot};
use conform::Context;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for (index, example) in action.examples.iter().enumerate() {
            let other = example.request_action.as_deref();
            if let Some(other) = other.filter(|other| *other != action.name) {
                let message = format!("an example's request is for the action `{other}`");
                let patch = Proposal::on_example(&action.name, index).skip();
                report
                    .warn(Spot::of_example(action, example), &action.name, message)
                    .propose(&context.spec.service, Some(patch));
            }
        }
    }
}
