//! One action as a path with one operation.

use serde_json::{Map, Value, json};

use super::address::{host, page};
use super::examples;
use super::parameters;
use super::schema_names::{Part, SchemaNames, reference};
use super::text::{deprecate, describe, one_line};
use conform::Context;
use spec::{Action, RegionRule, Source};

/// The path of an action; see the module's documentation for its form.
pub(super) fn path(action: &Action) -> String {
    format!("/#{}", action.name)
}

/// The path item of an action.
pub(super) fn path_item(
    context: &Context<'_>,
    action: &Action,
    names: &SchemaNames<'_>,
    surroundings: &Surroundings<'_>,
) -> Value {
    let mut operation = heading(action, surroundings);
    let mut put = |key: &str, value: Value| operation.insert(key.to_owned(), value);
    let parameters = parameters::of_action(action, &context.spec.service);
    put("parameters", parameters);
    let examples = examples::of_action(context, action);
    let request = names.of_action(&action.name, Part::Request);
    let request = content(&request, examples.requests);
    put("requestBody", json!({"required": true, "content": request}));
    let response = names.of_action(&action.name, Part::Response);
    let response = json!({
        "description": "The result, or an error: `Response.Error` tells them apart.",
        "content": content(&response, examples.responses),
    });
    put("responses", json!({"200": response}));
    put_facts(&mut operation, action);
    if !examples.contradicting.is_empty() {
        let others = examples.contradicting.into();
        operation.insert("x-contradicting-examples".to_owned(), others);
    }
    json!({"post": operation})
}

/// What comes before the parameters.
fn heading(action: &Action, surroundings: &Surroundings<'_>) -> Map<String, Value> {
    let mut heading = Map::new();
    heading.insert("operationId".to_owned(), action.name.clone().into());
    if let Some(summary) = one_line(&action.title) {
        heading.insert("summary".to_owned(), summary.into());
    }
    describe(&mut heading, &action.doc);
    let mut put = |key: &str, value: Value| heading.insert(key.to_owned(), value);
    if let Some(tag) = surroundings.tag {
        put("tags", json!([tag]));
    }
    deprecate(&mut heading, action.deprecated.as_ref());
    let mut put = |key: &str, value: Value| heading.insert(key.to_owned(), value);
    if let Some(url) = page(&action.sources) {
        let page = json!({"description": "The page", "url": url});
        put("externalDocs", page);
    }
    let domain = action.domain.as_deref().and_then(host);
    if let Some(domain) = domain.filter(|domain| *domain != surroundings.endpoint) {
        put("servers", json!([{"url": format!("https://{domain}")}]));
    }
    heading
}

/// What the service says of an action.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// The service's own host.
    pub(super) endpoint: &'a str,
    /// The group of the overview.
    pub(super) tag: Option<&'a str>,
}

/// The facts that OpenAPI has no word for.
fn put_facts(operation: &mut Map<String, Value>, action: &Action) {
    let mut put = |key: &str, value: Value| operation.insert(key.to_owned(), value);
    if let Some(rate) = action.rate_limit {
        put("x-rate-limit", json!({"requests": rate, "seconds": 1}));
    }
    if let Some(rule) = action.region {
        put("x-region", region_word(rule).into());
    }
    if !action.errors.is_empty() {
        put("x-error-codes", json!(action.errors));
    }
    if !action.sources.is_empty() {
        put("x-sources", sources(&action.sources));
    }
}

fn region_word(rule: RegionRule) -> &'static str {
    match rule {
        RegionRule::Required => "required",
        RegionRule::Optional => "optional",
        RegionRule::Unused => "unused",
    }
}

fn content(schema: &str, examples: Map<String, Value>) -> Value {
    let mut media = Map::new();
    media.insert("schema".to_owned(), json!({"$ref": reference(schema)}));
    if !examples.is_empty() {
        media.insert("examples".to_owned(), examples.into());
    }
    json!({"application/json": media})
}

/// Where something was read.
pub(super) fn sources(sources: &[Source]) -> Value {
    json!(sources)
}
