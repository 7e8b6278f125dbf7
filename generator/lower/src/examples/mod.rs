//! Documented examples: as code for documentation, and as cases for tests.

mod expr;
mod losses;

pub(crate) use expr::{Shapes, sample_value, shown_request};
use losses::{envelope_losses, losses};

use crate::docs::{paragraphs, reply_docs, request_text, shown_docs};
use crate::model::{Case, Example, Expected, Expr, ShownExample, Structure};
use crate::names::{Scope, snake};
use spec::{Action, Envelope, ExampleSide, KnownFault};

/// Lowers the examples of an action, with their known faults.
pub(crate) fn lower_examples(
    (action, envelope): (&Action, Option<Envelope>),
    (request, response): (&Structure, &Structure),
    shapes: &Shapes<'_>,
    faults: &[KnownFault],
    tests: &mut Scope,
) -> Vec<Example> {
    let lower = |(index, example): (usize, &spec::Example)| {
        let number = index + 1;
        let lost = |expected: &Expected, side, structure| match (expected, side, envelope) {
            (Expected::Json { body, .. }, ExampleSide::Response, Some(Envelope::Code)) => {
                envelope_losses(body, structure, shapes)
            }
            (Expected::Json { body, .. }, ..) => losses(body, structure, shapes, side),
            (Expected::Unreadable(_), ..) => Vec::new(),
        };
        let case = |expected: Expected, side, structure| Case {
            known_fault: known_fault(faults, &action.name, number, side).map(str::to_owned),
            losses: lost(&expected, side, structure),
            expected,
        };
        Example {
            test: tests.take(&snake(&format!("{}_{number}", action.name))),
            title: paragraphs(&example.title),
            request: expected_request(example, request, shapes)
                .map(|expected| case(expected, ExampleSide::Request, request)),
            response: expected_response(example)
                .map(|expected| case(expected, ExampleSide::Response, response)),
        }
    };
    action.examples.iter().enumerate().map(lower).collect()
}

/// Returns the examples as the method's documentation shows them, numbered as on their page. A call
/// with the fallback request goes first if none has code.
pub(crate) fn shown_examples(
    action: &Action,
    request: &Structure,
    fallback: &Expr,
    shapes: &Shapes<'_>,
) -> Vec<ShownExample> {
    let show = |(index, example): (usize, &spec::Example)| {
        let body = example.request.as_ref();
        let code = body.map(|body| shapes.body(body, request));
        let code = code.and_then(|(expr, complete)| complete.then_some(expr));
        let mut docs = shown_docs(index + 1, example);
        if code.is_none() {
            let text = request_text(example);
            docs.extend((!text.is_empty()).then(String::new));
            docs.extend(text);
        }
        ShownExample {
            docs,
            request: code,
            reply: reply_docs(example),
        }
    };
    let mut shown: Vec<ShownExample> = action.examples.iter().enumerate().map(show).collect();
    if shown.iter().all(|example| example.request.is_none()) {
        let call = ShownExample {
            docs: Vec::new(),
            request: Some(fallback.clone()),
            reply: Vec::new(),
        };
        shown.insert(0, call);
    }
    shown
}

/// Returns the reason of the known fault in one side of an example.
fn known_fault<'f>(
    faults: &'f [KnownFault],
    action: &str,
    number: usize,
    side: ExampleSide,
) -> Option<&'f str> {
    let fault = faults
        .iter()
        .find(|fault| fault.action == action && fault.example == number && fault.side == side)?;
    Some(&fault.reason)
}

/// Returns whether the example has a test case for this side. The page may only say that it has
/// none, which is a case that fails.
pub(crate) fn shows(example: &spec::Example, side: ExampleSide) -> bool {
    let (body, raw, invalid) = match side {
        ExampleSide::Request => (
            &example.request,
            &example.request_raw,
            &example.request_invalid,
        ),
        ExampleSide::Response => (
            &example.response,
            &example.response_raw,
            &example.response_invalid,
        ),
    };
    body.is_some() || raw.is_some() || invalid.is_some()
}

fn expected_request(
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

fn expected_response(example: &spec::Example) -> Option<Expected> {
    if let Some(whole) = &example.response {
        // Some pages omit the envelope `{"Response": …}`.
        let body = whole.get("Response").unwrap_or(whole);
        return Some(Expected::Json {
            body: body.clone(),
            request: None,
        });
    }
    unreadable(&example.response_raw, &example.response_invalid)
}

fn unreadable(raw: &Option<String>, why: &Option<String>) -> Option<Expected> {
    if raw.is_none() && why.is_none() {
        return None;
    }
    let why = why.as_deref().unwrap_or("it does not parse");
    Some(Expected::Unreadable(why.to_owned()))
}
