//! Documented examples: those that keep to the tables, and those that contradict them.

use serde_json::{Map, Value, json};

use super::text::{describe, one_line};
use conform::Context;
use conform::conformance::{self, Found};
use conform::typed_value::of_query;
use spec::{Action, Example, ExampleSide, RequestForm};

/// The examples of an action.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// Requests that are valid by the request's schema.
    pub(super) requests: Map<String, Value>,
    /// Responses that are valid by the response's schema.
    pub(super) responses: Map<String, Value>,
    /// The others, with what is wrong.
    pub(super) contradicting: Vec<Value>,
}

/// Sorts the examples of an action.
pub(super) fn of_action(context: &Context<'_>, action: &Action) -> Examples {
    let mut examples = Examples::default();
    for (index, example) in action.examples.iter().enumerate() {
        let number = index + 1;
        request(context, action, example, number, &mut examples);
        response(context, action, example, number, &mut examples);
    }
    examples
}

/// How many requests and responses of an action keep to the tables, and how many do not.
pub fn counts(context: &Context<'_>, action: &Action) -> (usize, usize) {
    let examples = of_action(context, action);
    let sound = examples.requests.len() + examples.responses.len();
    (sound, examples.contradicting.len())
}

fn request(
    context: &Context<'_>,
    action: &Action,
    example: &Example,
    number: usize,
    examples: &mut Examples,
) {
    let side = ExampleSide::Request;
    let Some(body) = &example.request else {
        let raw = (&example.request_raw, &example.request_invalid);
        return unreadable(example, number, side, raw, examples);
    };
    let body = match example.request_form {
        Some(RequestForm::Query) => {
            let query = conformance::without_common(body);
            of_query(&query, &action.input, context.spec)
        }
        _ => body.clone(),
    };
    let mut wrong = said(conformance::of_body(context, &body, &action.input));
    if let Some(other) = &example.request_action {
        wrong.push(format!("the request is for the action `{other}`"));
    }
    if wrong.is_empty() {
        let shown = shown(example, body);
        examples.requests.insert(number.to_string(), shown);
    } else {
        examples
            .contradicting
            .push(contradicting(example, number, side, &body, wrong));
    }
}

fn response(
    context: &Context<'_>,
    action: &Action,
    example: &Example,
    number: usize,
    examples: &mut Examples,
) {
    let side = ExampleSide::Response;
    let Some(body) = &example.response else {
        let raw = (&example.response_raw, &example.response_invalid);
        return unreadable(example, number, side, raw, examples);
    };
    let wrong = said(conformance::of_reply(context, body, &action.output));
    if wrong.is_empty() {
        let shown = shown(example, body.clone());
        examples.responses.insert(number.to_string(), shown);
    } else {
        examples
            .contradicting
            .push(contradicting(example, number, side, body, wrong));
    }
}

fn said(found: Vec<Found>) -> Vec<String> {
    found.iter().map(ToString::to_string).collect()
}

/// An Example Object.
fn shown(example: &Example, value: Value) -> Value {
    let mut shown = Map::new();
    if let Some(title) = one_line(&example.title) {
        shown.insert("summary".to_owned(), title.into());
    }
    describe(&mut shown, &example.doc);
    shown.insert("value".to_owned(), value);
    if example.request_form == Some(RequestForm::Query) {
        shown.insert("x-documented-as".to_owned(), "query".into());
    }
    shown.into()
}

fn contradicting(
    example: &Example,
    number: usize,
    side: ExampleSide,
    value: &Value,
    wrong: Vec<String>,
) -> Value {
    json!({
        "example": number,
        "side": side,
        "summary": one_line(&example.title).unwrap_or_default(),
        "contradictions": wrong,
        "value": value,
    })
}

fn unreadable(
    example: &Example,
    number: usize,
    side: ExampleSide,
    (raw, why): (&Option<String>, &Option<String>),
    examples: &mut Examples,
) {
    let Some(why) = why else { return };
    examples.contradicting.push(json!({
        "example": number,
        "side": side,
        "summary": one_line(&example.title).unwrap_or_default(),
        "contradictions": [why],
        "printed": raw,
    }));
}
