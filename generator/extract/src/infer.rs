//! Structures inferred from the examples of a page, because no page describes them.

use indexmap::IndexMap;
use serde_json::Value;
use spec::finding::{Finding, Nature, Rule, Severity};
use spec::{Inferred, Member, RequestForm, Scalar, Source, Structure, TypeName};

use crate::examples::partial_json;
use crate::facts::{ActionPage, Facts};
use crate::table::known_types::KnownTypes;
use crate::words::is_identifier;
use crate::words::secrets::sensitive;

/// The rule for a structure that only examples show.
///
/// Merging replaces its findings, because it knows the structures of other sources.
pub const INFERRED_STRUCTURE: Rule = Rule {
    name: "inferred-structure",
    nature: Nature::Guess,
    explanation: "No page describes a structure that a table names. Its members come from an \
                  example, so more may exist.",
};

/// Adds the inferred structures to each page, with a note about each.
pub(crate) fn infer_structures(file: &str, facts: &mut Facts, known: &KnownTypes) {
    if !known.is_open() {
        return;
    }
    for page in &mut facts.actions {
        let structures = structures_of_page(page);
        for structure in &structures {
            let message = format!(
                "the structure `{}` is inferred from an example",
                structure.name
            );
            let line = structure.sources.first().map_or(0, |source| source.line);
            let finding =
                Finding::warning(file, line, &INFERRED_STRUCTURE, &page.action.name, message);
            facts.findings.push(
                finding
                    .severity(Severity::Note)
                    .help("add the page that describes it to the sources"),
            );
        }
        page.inferred_structures = structures;
    }
}

fn structures_of_page(page: &ActionPage) -> Vec<Structure> {
    let (requests, responses) = example_values(page);
    let mut samples: IndexMap<String, Vec<Sample<'_>>> = IndexMap::new();
    for member in &page.action.input {
        collect(member, &requests, &mut samples);
    }
    for member in &page.action.output {
        collect(member, &responses, &mut samples);
    }
    let sources = &page.action.sources;
    samples
        .into_iter()
        .filter_map(|(name, samples)| structure(name, &samples, sources))
        .collect()
}

/// The request or the response of an example.
#[derive(Debug)]
struct ExampleValue {
    value: Value,
    /// True for a query, in which all scalars are strings.
    untyped: bool,
}

/// A value inside a request or a response.
#[derive(Debug, Clone, Copy)]
struct Sample<'a> {
    value: &'a Value,
    /// See [`ExampleValue::untyped`].
    untyped: bool,
}

/// Returns the readable requests and responses of the page's examples.
fn example_values(page: &ActionPage) -> (Vec<ExampleValue>, Vec<ExampleValue>) {
    let mut requests = Vec::new();
    let mut responses = Vec::new();
    for example in &page.action.examples {
        if let Some(value) = readable(example.request.as_ref(), example.request_raw.as_deref()) {
            requests.push(ExampleValue {
                value,
                untyped: example.request_form == Some(RequestForm::Query),
            });
        }
        let response = readable(example.response.as_ref(), example.response_raw.as_deref());
        if let Some(inner) =
            response.and_then(|mut whole| whole.get_mut("Response").map(Value::take))
        {
            responses.push(ExampleValue {
                value: inner,
                untyped: false,
            });
        }
    }
    (requests, responses)
}

/// Returns the parsed value, or else the readable part of the text.
fn readable(parsed: Option<&Value>, raw: Option<&str>) -> Option<Value> {
    parsed.cloned().or_else(|| raw.and_then(partial_json::read))
}

/// Collects the objects that the examples show for the structure in a member's type.
fn collect<'e>(
    member: &Member,
    examples: &'e [ExampleValue],
    samples: &mut IndexMap<String, Vec<Sample<'e>>>,
) {
    let Some(name) = member.type_name.structure() else {
        return;
    };
    let found = samples.entry(name.to_owned()).or_default();
    for example in examples {
        if let Some(value) = example.value.get(&member.name) {
            let untyped = example.untyped;
            push_objects(Sample { value, untyped }, found);
        }
    }
}

fn push_objects<'e>(sample: Sample<'e>, found: &mut Vec<Sample<'e>>) {
    match sample.value {
        Value::Array(items) => {
            for value in items {
                push_objects(Sample { value, ..sample }, found);
            }
        }
        Value::Object(_) => found.push(sample),
        _ => {}
    }
}

/// Returns a structure with all members of the samples, or `None` if they have none.
fn structure(name: String, samples: &[Sample<'_>], sources: &[Source]) -> Option<Structure> {
    let mut members: IndexMap<&str, Vec<Sample<'_>>> = IndexMap::new();
    for sample in samples {
        for (key, value) in sample.value.as_object()? {
            let of_member = members.entry(key).or_default();
            of_member.push(Sample { value, ..*sample });
        }
    }
    let members: Vec<Member> = members
        .into_iter()
        .filter(|(key, _)| is_identifier(key))
        .map(|(key, samples)| member(key, &samples))
        .collect();
    (!members.is_empty()).then(|| Structure {
        name,
        members,
        inferred: Some(Inferred::Example),
        sources: sources.to_vec(),
        ..Structure::default()
    })
}

/// Returns a member whose type holds the values of all samples.
fn member(name: &str, samples: &[Sample<'_>]) -> Member {
    let type_name = samples
        .iter()
        .map(|sample| type_of(sample.value, sample.untyped))
        .reduce(common_type)
        .unwrap_or(TypeName::Scalar(Scalar::Object));
    Member {
        nullable: samples.iter().any(|sample| sample.value.is_null()),
        sensitive: sensitive(name, &type_name),
        inferred: Some(Inferred::Example),
        ..Member::new(name, type_name)
    }
}

/// Returns the type of one value. Inner objects are `Object`, because the page doesn't name them.
fn type_of(value: &Value, untyped: bool) -> TypeName {
    match value {
        Value::Array(items) => {
            let element = items
                .iter()
                .map(|item| type_of(item, untyped))
                .reduce(common_type);
            TypeName::Array(Box::new(
                element.unwrap_or(TypeName::Scalar(Scalar::Object)),
            ))
        }
        Value::String(_) if untyped => TypeName::Scalar(Scalar::Object),
        Value::String(_) => TypeName::Scalar(Scalar::String),
        Value::Bool(_) => TypeName::Scalar(Scalar::Boolean),
        Value::Number(number) if number.is_f64() => TypeName::Scalar(Scalar::Float),
        Value::Number(_) => TypeName::Scalar(Scalar::Integer),
        Value::Object(_) | Value::Null => TypeName::Scalar(Scalar::Object),
    }
}

/// Returns the type that holds values of both types. Floats also hold integers.
fn common_type(left: TypeName, right: TypeName) -> TypeName {
    use TypeName::{Array, Scalar as Basic};
    match (left, right) {
        (left, right) if left == right => left,
        (Basic(Scalar::Integer), Basic(Scalar::Float))
        | (Basic(Scalar::Float), Basic(Scalar::Integer)) => Basic(Scalar::Float),
        (Array(left), Array(right)) => Array(Box::new(common_type(*left, *right))),
        _ => Basic(Scalar::Object),
    }
}
