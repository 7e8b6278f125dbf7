//! Examples use declared fields only.

use super::proposal::{Proposal, shown_type};
use super::report::{Report, Spot};
use conform::Context;
use conform::conformance::{Departure, Found, of_request, of_response};
use spec::RequestForm;

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
                    let is_query =
                        side == "request" && example.request_form == Some(RequestForm::Query);
                    let spot = Spot::of_example(action, example);
                    report
                        .warn(spot, &action.name, message)
                        .propose(&context.spec.service, patch(&found, is_query));
                }
            }
        }
    }
}

/// The member that the table lacks, of the type that the example shows.
fn patch(found: &Found, is_query: bool) -> Option<Proposal> {
    let type_name = shown_type(&found.value, is_query)?;
    Some(
        Proposal::on(found.item.as_ref()?)
            .add()
            .set("type", type_name),
    )
}
