//! What a request asks for, read back from what would have been sent.

use http::header::AUTHORIZATION;
use serde_json::Value;

use crate::transport::HttpRequest;

/// A call as a transport saw it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// The product: `cvm`.
    pub service: String,
    /// The API version.
    pub version: String,
    /// The action.
    pub action: String,
    /// The region, if one was sent.
    pub region: Option<String>,
    /// The parameters of a JSON request; of other forms, the text of body or query.
    pub parameters: Value,
}

impl Call {
    pub(super) fn of(request: &HttpRequest) -> Self {
        let text = String::from_utf8_lossy(&request.body);
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        // Signature method v1 sends the common parameters among the others.
        let among_others = |name: &str| parameter(query, name).or_else(|| parameter(&text, name));
        let common = |header: &str, name: &str| {
            let value = request.headers.get(header);
            let value = value.and_then(|value| Some(value.to_str().ok()?.to_owned()));
            value.or_else(|| among_others(name))
        };
        let parameters = serde_json::from_slice(&request.body).unwrap_or_else(|_| {
            let text = if query.is_empty() { &text } else { query };
            Value::String(text.to_owned())
        });
        Self {
            service: service(request),
            version: common("x-tc-version", "Version").unwrap_or_default(),
            action: common("x-tc-action", "Action").unwrap_or_default(),
            region: common("x-tc-region", "Region"),
            parameters,
        }
    }
}

/// The service that the signature is for, or the host's first label.
fn service(request: &HttpRequest) -> String {
    let value = request.headers.get(AUTHORIZATION);
    let value = value.and_then(|value| value.to_str().ok()).unwrap_or("");
    let scope = value
        .split_once("/tc3_request")
        .map_or("", |(scope, _)| scope);
    if let Some((_, service)) = scope.rsplit_once('/') {
        return service.to_owned();
    }
    let host = request.url.split_once("://").map_or("", |(_, rest)| rest);
    host.split(['.', ':', '/']).next().unwrap_or("").to_owned()
}

/// A parameter of a query; the names and values looked for need no decoding.
fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
}
