//! One action as a path with one operation.

use serde_json::{Map, Value, json};

use crate::examples::Examples;
use crate::headers::parameters;
use crate::names::{Part, SchemaNames, reference};
use crate::retired;
use crate::text::{deprecate, describe, host, one_line, page};
use conform::Context;
use spec::{Action, Envelope, Protocol};

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
    let is_retired = context.spec.service.protocol == Protocol::V2;
    let mut operation = heading(action, overview, is_retired);
    let mut query = operation.clone();
    let mut put = |key: &str, value: Value| operation.insert(key.to_owned(), value);
    let headers = if is_retired {
        json!([])
    } else {
        parameters(action, &context.spec.service)
    };
    put("parameters", headers);
    let examples = Examples::new(context, action);
    let request = names.part_of(&action.name, Part::Request);
    let format = if is_retired { FORM } else { JSON };
    let request = content(format, request, examples.requests);
    put("requestBody", json!({"required": true, "content": request}));
    let response = names.part_of(&action.name, Part::Response);
    let response = json!({
        "description": match context.spec.service.envelope {
            Some(Envelope::Code) => "The result, or an error if `code` isn't 0.",
            _ => "The result, or an error if `Response.Error` is present.",
        },
        "content": content(JSON, response, examples.responses),
    });
    let responses = json!({"200": response});
    put("responses", responses.clone());
    put_extensions(&mut operation, action);
    if !examples.contradicting.is_empty() {
        let others = examples.contradicting.into();
        operation.insert("x-contradicting-examples".to_owned(), others);
    }
    if !is_retired {
        return json!({"post": operation});
    }
    let name = format!("{}.GET", action.name);
    query.insert("operationId".to_owned(), name.into());
    let parameters = retired::parameters(context, action, names);
    query.insert("parameters".to_owned(), parameters);
    query.insert("responses".to_owned(), responses);
    json!({"get": query, "post": operation})
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// Returns the operation's fields before the parameters.
fn heading(action: &Action, overview: &Overview<'_>, is_retired: bool) -> Map<String, Value> {
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
    if is_retired {
        heading.insert("deprecated".to_owned(), true.into());
    }
    if let Some(newer) = &action.replaced_by {
        heading.insert("x-replaced-by".to_owned(), json!(newer));
    }
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
    if let Some(form) = action.asynchronous {
        put("x-asynchronous", form.to_string().into());
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

fn content(format: &str, schema: &str, examples: Map<String, Value>) -> Value {
    let mut media = Map::new();
    media.insert("schema".to_owned(), json!({"$ref": reference(schema)}));
    if !examples.is_empty() {
        media.insert("examples".to_owned(), examples.into());
    }
    json!({format: media})
}
