//! Values in examples are of the declared types.

use serde_json::{Value, json};

use super::proposal::{Proposal, fitting_type, in_lists};
use super::report::{Report, Spot};
use conform::Context;
use conform::conformance::{Departure, Found, of_request, of_response};
use conform::typed_value::{is_quoted, of_query};
use spec::{Action, Example, RequestForm};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for action in &context.spec.actions {
        for (index, example) in action.examples.iter().enumerate() {
            let sides = [
                ("request", of_request(context, action, example)),
                ("response", of_response(context, action, example)),
            ];
            for (side, found) in sides {
                let place = Place {
                    action,
                    index,
                    example,
                    side,
                };
                for found in found {
                    let Some(message) = message(side, &found) else {
                        continue;
                    };
                    let patch = patch(context, &place, &found);
                    report
                        .warn(Spot::of_example(action, example), &action.name, message)
                        .propose(&context.spec.service, patch);
                }
            }
        }
    }
}

/// What would mend it. Numbers and flags in quotes are the example's fault; what is no such text shows
/// the type that the table should have.
fn patch(context: &Context<'_>, place: &Place<'_>, found: &Found) -> Option<Proposal> {
    let example = || Proposal::on_example(&place.action.name, place.index);
    match &found.departure {
        Departure::WrongKind { declared, .. } if is_quoted(&found.value, declared) => {
            Some(example().set(place.side, place.unquoted(context)?))
        }
        Departure::WrongKind { declared, .. } => {
            let fitting = fitting_type(declared, &found.value, place.is_query())?;
            let type_name = in_lists(fitting, found.depth);
            Some(Proposal::on(found.item.as_ref()?).set("type", type_name))
        }
        Departure::Missing => {
            let response = json!({"Response": found.value});
            Some(example().set("response", response))
        }
        Departure::Undeclared | Departure::Null => None,
    }
}

/// One side of an example.
struct Place<'a> {
    action: &'a Action,
    index: usize,
    example: &'a Example,
    side: &'static str,
}

impl Place<'_> {
    fn is_query(&self) -> bool {
        self.side == "request" && self.example.request_form == Some(RequestForm::Query)
    }

    /// The body with numbers and flags for the texts that stand for them.
    fn unquoted(&self, context: &Context<'_>) -> Option<Value> {
        if self.side == "request" {
            let body = self.example.request.as_ref()?;
            return Some(of_query(body, &self.action.input, context.spec));
        }
        let body = self.example.response.as_ref()?.get("Response")?;
        Some(json!({"Response": of_query(body, &self.action.output, context.spec)}))
    }
}

fn message(side: &str, found: &Found) -> Option<String> {
    match &found.departure {
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
