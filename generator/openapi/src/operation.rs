//! One action as a path with one operation.

use serde_json::{Map, Value, json};

use crate::examples::Examples;
use crate::headers::parameters;
use crate::names::{Part, SchemaNames, reference};
use crate::text::{deprecate, describe, host, one_line, page};
use conform::Context;
use spec::Action;

/// The service's facts about an action.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Overview<'a> {
    /// The service's host.
    pub(crate) endpoint: &'a str,
    /// The overview's group that lists the action.
    pub(crate) tag: Option<&'a str>,
}

/// Returns the path item of an action.
pub(crate) fn path_item(
    context: &Context<'_>,
    action: &Action,
    names: &SchemaNames<'_>,
    overview: &Overview<'_>,
) -> Value {
    let mut operation = heading(action, overview);
    let mut put = |key: &str, value: Value| operation.insert(key.to_owned(), value);
    put("parameters", parameters(action, &context.spec.service));
    let examples = Examples::new(context, action);
    let request = names.part_of(&action.name, Part::Request);
    let request = content(request, examples.requests);
    put("requestBody", json!({"required": true, "content": request}));
    let response = names.part_of(&action.name, Part::Response);
    let response = json!({
        "description": "The result, or an error if `Response.Error` is present.",
        "content": content(response, examples.responses),
    });
    put("responses", json!({"200": response}));
    put_extensions(&mut operation, action);
    if !examples.contradicting.is_empty() {
        let others = examples.contradicting.into();
        operation.insert("x-contradicting-examples".to_owned(), others);
    }
    json!({"post": operation})
}

/// Returns the operation's fields before the parameters.
fn heading(action: &Action, overview: &Overview<'_>) -> Map<String, Value> {
    let mut heading = Map::new();
    heading.insert("operationId".to_owned(), action.name.clone().into());
    if let Some(summary) = one_line(&action.title) {
        heading.insert("summary".to_owned(), summary.into());
    }
    describe(&mut heading, &action.doc);
    if let Some(tag) = overview.tag {
        heading.insert("tags".to_owned(), json!([tag]));
    }
    deprecate(&mut heading, action.deprecated.as_ref());
    if let Some(url) = page(&action.sources) {
        let page = json!({"description": "The page", "url": url});
        heading.insert("externalDocs".to_owned(), page);
    }
    if let Some(domain) = action.domain.as_deref().and_then(host)
        && domain != overview.endpoint
    {
        let servers = json!([{"url": format!("https://{domain}")}]);
        heading.insert("servers".to_owned(), servers);
    }
    heading
}

/// Puts the facts that only extensions of OpenAPI can express.
fn put_extensions(operation: &mut Map<String, Value>, action: &Action) {
    let mut put = |key: &str, value: Value| operation.insert(key.to_owned(), value);
    if let Some(rate) = action.rate_limit {
        put("x-rate-limit", json!({"requests": rate, "seconds": 1}));
    }
    if let Some(rule) = action.region {
        put("x-region", rule.to_string().into());
    }
    if let Some(wait) = &action.wait {
        put("x-wait", json!(wait));
    }
    if !action.errors.is_empty() {
        put("x-error-codes", json!(action.errors));
    }
    if !action.sources.is_empty() {
        put("x-sources", json!(action.sources));
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
