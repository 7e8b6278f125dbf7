//! The answers of actions: resources and their states, documented examples, or made values.

use std::borrow::Cow;

use fake_model::{Product, Type};
use serde_json::{Map, Value, json};
use spec::{Envelope, Scalar};

use crate::cloud::{Answer, Call};

/// The resources of all products, and the answers about them.
#[derive(Debug, Default)]
pub(crate) struct Engine {}

/// The error for a state that can't be restored.
#[derive(Debug, thiserror::Error)]
#[error("can't restore the resources: {0}")]
pub(crate) struct RestoreError(pub(crate) Cow<'static, str>);

impl Engine {
    /// Answers a call whose request is valid.
    pub(crate) fn answer(&mut self, call: &Call<'_>) -> Answer {
        let examples = call.action.examples.iter();
        let mut examples = examples.filter(|example| !example.faulty_response);
        let example = examples.find_map(|example| content(call.product, &example.response()?));
        Answer::Success(example.unwrap_or_else(|| made(call)))
    }

    /// Removes all resources.
    pub(crate) fn reset(&mut self) {}

    /// Returns the whole state, for [`restore`](Self::restore).
    pub(crate) fn snapshot(&self) -> Value {
        json!({})
    }

    /// Replaces the state by a former one.
    pub(crate) fn restore(&mut self, state: &Value) -> Result<(), RestoreError> {
        match state {
            Value::Object(_) => Ok(()),
            _ => Err(RestoreError("it must be an object".into())),
        }
    }

    /// Returns all resources by product and kind, for people.
    pub(crate) fn resources(&self) -> Value {
        json!({})
    }
}

/// Takes the content of a documented reply; `None` for an error.
fn content(product: &Product, reply: &Value) -> Option<Map<String, Value>> {
    let mut content = match product.envelope {
        Envelope::Response => reply.get("Response")?.as_object()?.clone(),
        Envelope::Code => reply.as_object()?.clone(),
    };
    let code = content.get("code").and_then(Value::as_i64).unwrap_or(0);
    if content.contains_key("Error") || code != 0 {
        return None;
    }
    content.remove("RequestId");
    Some(content)
}

/// Makes a reply from the documented types.
fn made(call: &Call<'_>) -> Map<String, Value> {
    let members = call.action.output.iter();
    members
        .map(|member| {
            let value = match &member.kind {
                Type::Scalar(Scalar::Integer) => json!(0),
                Type::Scalar(Scalar::Float | Scalar::Double) => json!(0.0),
                Type::Scalar(Scalar::Boolean) => json!(false),
                Type::Scalar(Scalar::Object) | Type::Structure(_) | Type::Undescribed => json!({}),
                Type::Scalar(_) => json!(""),
                Type::Array(_) => json!([]),
            };
            (member.name.clone(), value)
        })
        .collect()
}
