//! Recorded exchanges, and the file that holds them.

use std::fs;
use std::path::Path;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::exchange::Call;
use super::scrub::{scrub, scrub_events};
use crate::transport::{HttpResponse, TransportError, TransportErrorKind};

/// One exchange without secrets: of the headers, only the content type is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Exchange {
    pub(super) call: Call,
    status: u16,
    content_type: Option<String>,
    /// JSON where it is JSON, the text otherwise.
    body: Value,
}

impl Exchange {
    pub(super) fn new(call: Call, response: &HttpResponse, further: &[String]) -> Self {
        let text = String::from_utf8_lossy(&response.body);
        let body = match serde_json::from_str(&text) {
            Ok(mut body) => {
                scrub(&mut body, further);
                body
            }
            Err(_) => Value::String(scrub_events(&text, further)),
        };
        let content_type = response.headers.get(CONTENT_TYPE);
        Self {
            call: comparable(call, further),
            status: response.status,
            content_type: content_type.and_then(|value| Some(value.to_str().ok()?.to_owned())),
            body,
        }
    }

    pub(super) fn response(&self) -> HttpResponse {
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

/// A call without secrets, and without the token against repetition, which is another each time.
pub(super) fn comparable(mut call: Call, further: &[String]) -> Call {
    if let Value::Object(members) = &mut call.parameters {
        members.remove("ClientToken");
    }
    if call.parameters.is_string() {
        // Parameters in another form than JSON hold the signature, and a time that is always another.
        call.parameters = Value::Null;
    }
    scrub(&mut call.parameters, further);
    call
}

pub(super) fn save(path: &Path, exchanges: &[Exchange]) -> Result<(), TransportError> {
    let exchanges: Vec<_> = exchanges.iter().map(Exchange::to_json).collect();
    let text = format!("{:#}\n", json!({"exchanges": exchanges}));
    fs::write(path, text).map_err(|error| problem(path, error.to_string()))
}

pub(super) fn load(path: &Path) -> Result<Vec<Exchange>, TransportError> {
    let text = fs::read_to_string(path).map_err(|error| problem(path, error.to_string()))?;
    let file: Value =
        serde_json::from_str(&text).map_err(|error| problem(path, error.to_string()))?;
    let exchanges = file.get("exchanges").and_then(Value::as_array);
    let exchanges = exchanges.ok_or_else(|| problem(path, "it has no list `exchanges`"))?;
    let read = |(index, value)| {
        let exchange = Exchange::from_json(value);
        exchange.ok_or_else(|| problem(path, format!("exchanges[{index}] is incomplete")))
    };
    exchanges.iter().enumerate().map(read).collect()
}

fn problem(path: &Path, what: impl Into<String>) -> TransportError {
    let what = format!("recording {}: {}", path.display(), what.into());
    TransportError::new(TransportErrorKind::Setup, what)
}
