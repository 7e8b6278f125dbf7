//! The parameters of an action: read from the form in which they are sent, and checked against
//! the documentation.

mod check;
mod flat;
mod multipart;
mod shown;
mod text;

use fake_model::{Action, Product};
use http::Method;
use serde_json::{Map, Value};

use crate::incoming::Incoming;
use crate::problem::{Problem, Refusal, quoted};

pub(crate) use check::check;
pub(crate) use shown::{REDACTED, has_secrets, hide_secrets, is_secret, kind_words};

/// Reads the parameters of a request. `pairs` is its decoded query or form, without the common
/// parameters, if it has one.
pub(crate) fn read(
    request: &Incoming,
    pairs: Option<&[(String, String)]>,
    product: &Product,
    action: &Action,
) -> Result<Map<String, Value>, Refusal> {
    if let Some(pairs) = pairs {
        return flat::typed(pairs, product, &action.input);
    }
    match request.media_type().as_str() {
        "application/json" => from_json(&request.body),
        "multipart/form-data" => multipart::read(request, product, &action.input),
        "application/octet-stream" => from_headers(request, product, action),
        "" => Err(Problem::InvalidRequest.because(
            "the header Content-Type is missing; send `application/json` with a JSON object",
        )),
        other => Err(Problem::InvalidRequest.because(format!(
            "Content-Type `{}` doesn't go with {} and this signature; send `application/json`",
            quoted(other),
            request.method,
        ))),
    }
}

/// Returns whether a request with headers for its common parameters has the others in its query.
pub(crate) fn is_in_query(request: &Incoming) -> bool {
    request.method == Method::GET
}

fn from_json(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(other) => Err(Problem::InvalidParameter.because(format!(
            "the body must be a JSON object, not {}",
            kind_words(&other)
        ))),
        Err(error) if body.is_empty() => Err(Problem::InvalidParameter.because(format!(
            "the body is empty, expected a JSON object such as {{}} ({error})"
        ))),
        Err(error) => {
            Err(Problem::InvalidParameter.because(format!("the body isn't JSON: {error}")))
        }
    }
}

/// Reads parameters sent as headers `X-<service>-<parameter>`. The body is the content of the only
/// parameter of bytes, if there is one.
fn from_headers(
    request: &Incoming,
    product: &Product,
    action: &Action,
) -> Result<Map<String, Value>, Refusal> {
    let prefix = format!("x-{}-", product.service);
    let mut pairs = Vec::new();
    for (name, value) in &request.headers {
        let Some(parameter) = name.as_str().strip_prefix(&prefix) else {
            continue;
        };
        // Names of headers have no case, so the documentation restores that of the parameter.
        let name = flat::spelled(parameter, product, &action.input);
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        pairs.push((name, value));
    }
    let mut parameters = flat::typed(&pairs, product, &action.input)?;
    let is_bytes = |member: &&fake_model::Member| {
        member.kind == fake_model::Type::Scalar(spec::Scalar::Binary)
    };
    if let Some(member) = action.input.iter().find(is_bytes) {
        let text = multipart::as_text(&request.body);
        parameters.entry(member.name.clone()).or_insert(text.into());
    }
    Ok(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use spec::{COMMON_PARAMETERS, RequestForm};

    /// Flattens JSON, as a query has it.
    fn flatten(path: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
        let below = |name: &str| match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    flatten(&below(name), value, pairs);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    flatten(&below(&index.to_string()), item, pairs);
                }
            }
            Value::String(text) => pairs.push((path.to_owned(), text.clone())),
            other => pairs.push((path.to_owned(), other.to_string())),
        }
    }

    /// Asserts that a request is refused by name without each of its required parameters.
    fn assert_required(product: &Product, action: &Action, parameters: &Map<String, Value>) {
        for member in action.input.iter().filter(|member| member.required) {
            let mut fewer = parameters.clone();
            fewer.remove(&member.name);
            let refusal = check(product, action, &mut fewer).unwrap_err();
            assert_eq!(refusal.problem, Problem::MissingParameter);
            assert!(refusal.message.contains(&format!("`{}`", member.name)));
        }
    }

    #[test]
    fn documented_requests_pass_all_checks() {
        let catalogue = Catalogue::embedded();
        let mut refused = Vec::new();
        let mut count = 0;
        for summary in catalogue.summaries() {
            let product = catalogue
                .product(&summary.service, &summary.version)
                .unwrap();
            for action in &product.actions {
                let sound = action
                    .examples
                    .iter()
                    .filter(|example| !example.faulty_request);
                for example in sound {
                    let Some(Value::Object(mut request)) = example.request() else {
                        continue;
                    };
                    count += 1;
                    let is_query = example.form == Some(RequestForm::Query);
                    let read = if is_query {
                        request.retain(|name, _| !COMMON_PARAMETERS.contains(&name.as_str()));
                        let mut pairs = Vec::new();
                        flatten("", &Value::Object(request), &mut pairs);
                        flat::typed(&pairs, &product, &action.input)
                    } else {
                        Ok(request)
                    };
                    let checked = read.and_then(|mut parameters| {
                        check(&product, action, &mut parameters)?;
                        Ok(parameters)
                    });
                    if let Ok(parameters) = &checked {
                        assert_required(&product, action, parameters);
                    }
                    if let Err(refusal) = checked {
                        let (service, version) = (&product.service, &product.version);
                        let name = &action.name;
                        refused.push(format!("{service} {version} {name}: {}", refusal.message));
                    }
                }
            }
        }
        assert!(count > 300, "{count}");
        assert!(
            refused.is_empty(),
            "{count} requests:\n{}",
            refused.join("\n")
        );
    }
}
