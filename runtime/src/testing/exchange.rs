//! Calls and replies, and the file format of recordings.

use std::fs;
use std::path::Path;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::form;
use super::scrub::{scrub, scrub_events};
use crate::transport::{HttpRequest, HttpResponse, TransportError, TransportErrorKind};

/// A call as the transport received it; see [`MockTransport::calls`](super::MockTransport::calls).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// The product: `cvm`.
    pub service: String,
    /// The API version: `2017-03-12`.
    pub version: String,
    /// The name of the action: `DescribeInstances`.
    pub action: String,
    /// The region, or `None` if the request has none.
    pub region: Option<String>,
    /// The parameters of a JSON request. In protocol [v2](crate::v2) an object too, with the values
    /// as strings and without the common parameters. For other forms, the text of the query or body
    /// as a string.
    pub parameters: Value,
}

impl Call {
    pub(crate) fn from_request(request: &HttpRequest) -> Self {
        if let Some((service, _)) = &request.v2 {
            return form::call(request, service);
        }
        let text = String::from_utf8_lossy(&request.body);
        let query = request.url.split_once('?').map_or("", |(_, query)| query);
        // Signature method v1 sends the common parameters together with the others.
        let pair = |name: &str| parameter(query, name).or_else(|| parameter(&text, name));
        let common =
            |header: &str, name: &str| match request.headers.get(header).map(HeaderValue::to_str) {
                Some(Ok(value)) => Some(value.to_owned()),
                _ => pair(name),
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

/// Returns the service in the signature's scope, or else the first label of the host.
fn service(request: &HttpRequest) -> String {
    if let Some(Ok(value)) = request.headers.get(AUTHORIZATION).map(HeaderValue::to_str)
        && let Some((scope, _)) = value.split_once("/tc3_request")
        && let Some((_, service)) = scope.rsplit_once('/')
    {
        return service.to_owned();
    }
    let host = request.url.split_once("://").map_or("", |(_, rest)| rest);
    host.split(['.', ':', '/']).next().unwrap_or("").to_owned()
}

/// Returns a common parameter of a query or form. The values of these are never percent-encoded.
fn parameter(query: &str, name: &str) -> Option<String> {
    for pair in query.split('&') {
        if let Some((found, value)) = pair.split_once('=')
            && found == name
        {
            return Some(value.to_owned());
        }
    }
    None
}

/// One exchange without secrets. Keeps only the content type of the headers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Exchange {
    pub(crate) call: Call,
    status: u16,
    content_type: Option<String>,
    /// JSON if the body is JSON, otherwise its text.
    body: Value,
}

impl Exchange {
    pub(crate) fn new(call: Call, response: &HttpResponse, extra_secrets: &[String]) -> Self {
        let text = String::from_utf8_lossy(&response.body);
        let body = match serde_json::from_str(&text) {
            Ok(mut body) => {
                scrub(&mut body, extra_secrets);
                body
            }
            Err(_) => Value::String(scrub_events(&text, extra_secrets)),
        };
        let content_type = response.headers.get(CONTENT_TYPE);
        Self {
            call: comparable(call, extra_secrets),
            status: response.status,
            content_type: content_type.and_then(|value| Some(value.to_str().ok()?.to_owned())),
            body,
        }
    }

    pub(crate) fn response(&self) -> HttpResponse {
        let body = match &self.body {
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        let mut headers = HeaderMap::new();
        let content_type = self.content_type.as_deref();
        if let Some(value) = content_type.and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(CONTENT_TYPE, value);
        }
        HttpResponse::new(self.status, body).with_headers(headers)
    }

    fn to_json(&self) -> Value {
        let call = &self.call;
        json!({
            "service": call.service,
            "version": call.version,
            "action": call.action,
            "region": call.region,
            "parameters": call.parameters,
            "status": self.status,
            "content_type": self.content_type,
            "body": self.body,
        })
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        Some(Self {
            call: Call {
                service: text("service")?,
                version: text("version")?,
                action: text("action")?,
                region: text("region"),
                parameters: value.get("parameters")?.clone(),
            },
            status: value.get("status")?.as_u64()?.try_into().ok()?,
            content_type: text("content_type"),
            body: value.get("body")?.clone(),
        })
    }
}

/// Removes secrets from a call, and `ClientToken`, which differs in each call.
pub(crate) fn comparable(mut call: Call, extra_secrets: &[String]) -> Call {
    if let Value::Object(members) = &mut call.parameters {
        members.remove("ClientToken");
    }
    if call.parameters.is_string() {
        // Parameters in forms other than JSON hold the signature and the time, which differ in each
        // call.
        call.parameters = Value::Null;
    }
    scrub(&mut call.parameters, extra_secrets);
    call
}

/// Writes a recording, replacing the file.
pub(crate) fn save(path: &Path, exchanges: &[Exchange]) -> Result<(), TransportError> {
    let exchanges: Vec<_> = exchanges.iter().map(Exchange::to_json).collect();
    let text = format!("{:#}\n", json!({"exchanges": exchanges}));
    fs::write(path, text).map_err(|error| file_error(path, error.to_string()))
}

/// Reads a recording.
pub(crate) fn load(path: &Path) -> Result<Vec<Exchange>, TransportError> {
    let text = fs::read_to_string(path).map_err(|error| file_error(path, error.to_string()))?;
    let file: Value =
        serde_json::from_str(&text).map_err(|error| file_error(path, error.to_string()))?;
    let Some(exchanges) = file.get("exchanges").and_then(Value::as_array) else {
        return Err(file_error(path, "the list `exchanges` is missing"));
    };
    exchanges
        .iter()
        .enumerate()
        .map(|(index, value)| {
            Exchange::from_json(value)
                .ok_or_else(|| file_error(path, format!("exchanges[{index}] is incomplete")))
        })
        .collect()
}

fn file_error(path: &Path, problem: impl Into<String>) -> TransportError {
    let problem = format!("recording {}: {}", path.display(), problem.into());
    TransportError::new(TransportErrorKind::Setup, problem)
}
