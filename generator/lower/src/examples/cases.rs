//! Documented examples as cases for tests: each half is tested, or known to be faulty.

use serde_json::Value;

use super::losses::losses;
use super::value::Shapes;
use crate::docs::paragraphs;
use crate::model::{Case, Example, Expected, Structure};
use crate::names::{Scope, snake};
use spec::{Action, ExampleSide, KnownFault};

/// The examples of an action, with the faults that are known of them.
pub(crate) fn lower_examples(
    action: &Action,
    (request, response): (&Structure, &Structure),
    shapes: &Shapes<'_>,
    faults: &[KnownFault],
    tests: &mut Scope,
) -> Vec<Example> {
    let examples = action.examples.iter().enumerate();
    let lower = |(index, example): (usize, &spec::Example)| {
        let number = index + 1;
        let case = |expected: Expected, side, structure| Case {
            known_fault: known_fault(faults, &action.name, number, side),
            losses: match &expected {
                Expected::Json { body, .. } => losses(body, structure, shapes, side),
                Expected::Unreadable(_) => Vec::new(),
            },
            expected,
        };
        Example {
            test: tests.take(&snake(&format!("{}_{number}", action.name))),
            title: paragraphs(&example.title),
            request: request_case(example, request, shapes)
                .map(|expected| case(expected, ExampleSide::Request, request)),
            response: response_case(example)
                .map(|expected| case(expected, ExampleSide::Response, response)),
        }
    };
    examples.map(lower).collect()
}

/// The reason of the fault that is known of one half of an example.
fn known_fault(
    faults: &[KnownFault],
    action: &str,
    number: usize,
    side: ExampleSide,
) -> Option<String> {
    let fault = faults
        .iter()
        .find(|fault| fault.action == action && fault.example == number && fault.side == side)?;
    Some(fault.reason.clone())
}

fn request_case(
    example: &spec::Example,
    request: &Structure,
    shapes: &Shapes<'_>,
) -> Option<Expected> {
    if let Some(body) = &example.request {
        let (expr, _) = shapes.body(body, request);
        return Some(Expected::Json {
            body: body.clone(),
            request: Some(expr),
        });
    }
    unreadable(&example.request_raw, &example.request_invalid)
}

fn response_case(example: &spec::Example) -> Option<Expected> {
    if let Some(whole) = &example.response {
        return Some(Expected::Json {
            body: inner(whole).clone(),
            request: None,
        });
    }
    unreadable(&example.response_raw, &example.response_invalid)
}

/// What stands in the envelope `{"Response": …}`; some pages leave it off.
fn inner(whole: &Value) -> &Value {
    whole.get("Response").unwrap_or(whole)
}

fn unreadable(raw: &Option<String>, why: &Option<String>) -> Option<Expected> {
    let nothing = raw.is_none() && why.is_none();
    let why = why.as_deref().unwrap_or("it can't be read");
    (!nothing).then(|| Expected::Unreadable(why.to_owned()))
}

/// Whether the action has the half of an example that a known fault is about.
pub(crate) fn concerns(action: &Action, fault: &KnownFault) -> bool {
    let index = fault.example.checked_sub(1);
    let example = index.and_then(|index| action.examples.get(index));
    example.is_some_and(|example| match fault.side {
        ExampleSide::Request => example.request.is_some() || example.request_raw.is_some(),
        ExampleSide::Response => example.response.is_some() || example.response_raw.is_some(),
    })
}
