//! Documented examples: those that conform to the tables, and those that contradict them.

use serde_json::{Map, Value, json};

use crate::text::{describe, one_line};
use conform::typed::from_query;
use conform::{
    Context, Mismatch, body_mismatches, broken_limits, reply_mismatches, without_common,
};
use spec::{Action, Example, ExampleSide, RequestForm};

/// Returns how many requests and responses of an action conform to the tables, and how many don't.
pub fn example_counts(context: &Context<'_>, action: &Action) -> (usize, usize) {
    let examples = Examples::new(context, action);
    let conforming = examples.requests.len() + examples.responses.len();
    (conforming, examples.contradicting.len())
}

/// The examples of an action.
#[derive(Debug, Default)]
pub(crate) struct Examples {
    /// The Example Objects of requests that are valid by the request's schema, by number.
    pub(crate) requests: Map<String, Value>,
    /// The Example Objects of responses that are valid by the response's schema, by number.
    pub(crate) responses: Map<String, Value>,
    /// The other requests and responses, with their contradictions.
    pub(crate) contradicting: Vec<Value>,
}

/// A documented request or response, checked against the tables.
enum Checked<'e> {
    Parsed {
        body: Value,
        contradictions: Vec<String>,
    },
    Unreadable {
        printed: &'e Option<String>,
        reason: &'e str,
    },
    Absent,
}

impl Examples {
    /// Checks the examples of an action.
    pub(crate) fn new(context: &Context<'_>, action: &Action) -> Self {
        let mut examples = Self::default();
        for (index, example) in action.examples.iter().enumerate() {
            let number = index + 1;
            let request = checked_request(context, action, example);
            examples.add(example, number, ExampleSide::Request, request);
            let response = checked_response(context, action, example);
            examples.add(example, number, ExampleSide::Response, response);
        }
        examples
    }

    fn add(&mut self, example: &Example, number: usize, side: ExampleSide, checked: Checked<'_>) {
        let mut contradicting = json!({
            "example": number,
            "side": side,
            "summary": one_line(&example.title).unwrap_or_default(),
        });
        match checked {
            Checked::Absent => {}
            Checked::Parsed {
                body,
                contradictions,
            } if contradictions.is_empty() => {
                let shown = example_object(example, body);
                let conforming = match side {
                    ExampleSide::Request => &mut self.requests,
                    ExampleSide::Response => &mut self.responses,
                };
                conforming.insert(number.to_string(), shown);
            }
            Checked::Parsed {
                body,
                contradictions,
            } => {
                contradicting["contradictions"] = contradictions.into();
                contradicting["value"] = body;
                self.contradicting.push(contradicting);
            }
            Checked::Unreadable { printed, reason } => {
                contradicting["contradictions"] = json!([reason]);
                // Some pages only say that they show none.
                if let Some(printed) = printed {
                    contradicting["printed"] = printed.clone().into();
                }
                self.contradicting.push(contradicting);
            }
        }
    }
}

fn checked_request<'e>(
    context: &Context<'_>,
    action: &Action,
    example: &'e Example,
) -> Checked<'e> {
    let Some(body) = &example.request else {
        return unreadable(&example.request_raw, &example.request_invalid);
    };
    let body = match example.request_form {
        Some(RequestForm::Query) => {
            let query = without_common(body);
            from_query(&query, &action.input, context.spec)
        }
        _ => body.clone(),
    };
    let mut contradictions = messages(&body_mismatches(context, &body, &action.input));
    let broken = broken_limits(context, action, example);
    contradictions.extend(broken.iter().map(ToString::to_string));
    if let Some(other) = &example.request_action {
        contradictions.push(format!("the request is for the action `{other}`"));
    }
    Checked::Parsed {
        body,
        contradictions,
    }
}

fn checked_response<'e>(
    context: &Context<'_>,
    action: &Action,
    example: &'e Example,
) -> Checked<'e> {
    let Some(body) = &example.response else {
        return unreadable(&example.response_raw, &example.response_invalid);
    };
    Checked::Parsed {
        body: body.clone(),
        contradictions: messages(&reply_mismatches(context, action, body)),
    }
}

fn unreadable<'e>(printed: &'e Option<String>, reason: &'e Option<String>) -> Checked<'e> {
    match reason {
        Some(reason) => Checked::Unreadable { printed, reason },
        None => Checked::Absent,
    }
}

fn messages(mismatches: &[Mismatch]) -> Vec<String> {
    mismatches.iter().map(ToString::to_string).collect()
}

/// Returns an Example Object.
fn example_object(example: &Example, value: Value) -> Value {
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
