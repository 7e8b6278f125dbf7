//! The values that examples show for each structure without a description.

use std::borrow::Cow;

use conform::Context;
use extract::readable_json;
use indexmap::IndexMap;
use serde_json::Value;
use spec::{Action, Example, Member, RequestForm, Scalar, TypeName};

/// The values of each undescribed structure, by its name.
pub(crate) type Samples<'a> = IndexMap<String, Vec<Sample<'a>>>;

/// The request or the reply of an example.
pub(crate) struct Body<'s> {
    pub(crate) action: &'s Action,
    /// Number of the example among all examples of the service.
    example: usize,
    origin: Origin,
    value: Cow<'s, Value>,
}

impl Body<'_> {
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }
}

/// The side and form of an example, which decide how far its kinds of values can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A query: all its scalars are text.
    Query,
    /// A JSON request. Pages quote some of its numbers.
    Request,
    /// A reply.
    Reply,
}

/// A value inside a body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample<'a> {
    pub(crate) value: &'a Value,
    pub(crate) origin: Origin,
    /// Index of the body.
    pub(crate) body: usize,
}

impl<'a> Sample<'a> {
    /// Returns another value of the same body.
    pub(crate) fn with(self, value: &'a Value) -> Self {
        Self { value, ..self }
    }
}

/// Returns the number of examples that the samples come from.
pub(crate) fn count_examples(samples: &[Sample<'_>], bodies: &[Body<'_>]) -> usize {
    let mut examples: Vec<usize> = samples
        .iter()
        .filter_map(|sample| bodies.get(sample.body))
        .map(|body| body.example)
        .collect();
    examples.sort_unstable();
    examples.dedup();
    examples.len()
}

/// Returns the readable requests and replies of all examples.
pub(crate) fn bodies(actions: &[Action]) -> Vec<Body<'_>> {
    let mut bodies = Vec::new();
    let examples = actions
        .iter()
        .flat_map(|action| action.examples.iter().map(move |example| (action, example)));
    for (number, (action, example)) in examples.enumerate() {
        let body = |origin, value| Body {
            action,
            example: number,
            origin,
            value,
        };
        if let Some((origin, value)) = request(example) {
            bodies.push(body(origin, value));
        }
        if let Some(value) = reply(example) {
            bodies.push(body(Origin::Reply, value));
        }
    }
    bodies
}

fn request(example: &Example) -> Option<(Origin, Cow<'_, Value>)> {
    if example.request_form == Some(RequestForm::Query) {
        let query = example.request.as_ref()?;
        return Some((Origin::Query, Cow::Borrowed(query)));
    }
    let json = readable(example.request.as_ref(), example.request_raw.as_deref())?;
    Some((Origin::Request, json))
}

/// Returns the reply without its outer `Response`. Replies that state an error show no members.
fn reply(example: &Example) -> Option<Cow<'_, Value>> {
    let whole = readable(example.response.as_ref(), example.response_raw.as_deref())?;
    let inner = match whole {
        Cow::Borrowed(whole) => Cow::Borrowed(whole.get("Response")?),
        Cow::Owned(mut whole) => Cow::Owned(whole.get_mut("Response").map(Value::take)?),
    };
    inner.get("Error").is_none().then_some(inner)
}

/// Returns the parsed value, or else the readable part of the text.
fn readable<'e>(parsed: Option<&'e Value>, raw: Option<&str>) -> Option<Cow<'e, Value>> {
    match parsed {
        Some(value) => Some(Cow::Borrowed(value)),
        None => raw.and_then(readable_json).map(Cow::Owned),
    }
}

/// The values that examples show along the tables.
#[derive(Clone, Default)]
pub(crate) struct Collected<'c, 'a> {
    /// The objects that stand where a table names an undescribed structure.
    pub(crate) samples: Samples<'a>,
    /// The names and values of members that a table calls text.
    pub(crate) texts: Vec<(&'c str, &'a str)>,
}

/// Collects the values of all bodies along the tables.
pub(crate) fn collect<'c, 'a>(
    context: &'c Context<'c>,
    bodies: &'a [Body<'c>],
) -> Collected<'c, 'a> {
    let mut found = Collected::default();
    for (index, body) in bodies.iter().enumerate() {
        let members = match body.origin {
            Origin::Reply => &body.action.output,
            Origin::Query | Origin::Request => &body.action.input,
        };
        let sample = Sample {
            value: body.value(),
            origin: body.origin,
            body: index,
        };
        found.add_members(context, members, sample);
    }
    found
}

impl<'c, 'a> Collected<'c, 'a> {
    fn add_members(&mut self, context: &'c Context<'c>, members: &'c [Member], sample: Sample<'a>) {
        for member in members {
            let Some(value) = sample.value.get(&member.name) else {
                continue;
            };
            self.add(context, &member.type_name, sample.with(value));
            if let (TypeName::Scalar(Scalar::String), Some(text)) =
                (&member.type_name, value.as_str())
            {
                self.texts.push((&member.name, text));
            }
        }
    }

    /// Adds a value of this type, or the values inside it.
    pub(crate) fn add(
        &mut self,
        context: &'c Context<'c>,
        type_name: &TypeName,
        sample: Sample<'a>,
    ) {
        let Some(name) = type_name.structure() else {
            return;
        };
        match sample.value {
            // Some examples show a list where the table names a single structure.
            Value::Array(items) => {
                for item in items {
                    self.add(context, type_name, sample.with(item));
                }
            }
            Value::Object(_) => match context.structures.get(name) {
                Some(structure) => self.add_members(context, &structure.members, sample),
                None => self.add_sample(name, sample),
            },
            _ => {}
        }
    }

    /// Adds a sample of an undescribed structure.
    pub(crate) fn add_sample(&mut self, name: &str, sample: Sample<'a>) {
        match self.samples.get_mut(name) {
            Some(samples) => samples.push(sample),
            None => {
                self.samples.insert(name.to_owned(), vec![sample]);
            }
        }
    }
}
