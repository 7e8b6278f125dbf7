//! What single calls may do differently from their client.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::endpoint::Endpoint;
use super::form::{RequestForm, SignatureMethod};
use super::request_error::InvalidRequest;
use crate::config::Language;

/// Options of one call, or of all calls of a client that was made `with` them.
///
/// Nothing here needs to be set, and what is not set is as the client's configuration has it. A
/// malformed value is reported by the call.
///
/// ```no_run
/// use std::time::Duration;
/// use tencentcloud_api_runtime::{CallOptions, Config, Error, GenericClient, Value, json};
///
/// # async fn example(config: &Config) -> Result<(), Error> {
/// let client = GenericClient::new(config, "cvm", "2017-03-12");
/// let options = CallOptions::new()
///     .region("ap-shanghai")
///     .timeout(Duration::from_secs(5))
///     .trace_id("order-4711")
///     .parameter("Limit", json!(1))
///     .parameter("NotYetDocumented", Value::Null);
/// let reply = client.call_with("DescribeInstances", json!({}), &options).await?;
/// let all_in_shanghai = client.with(options);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct CallOptions {
    pub(super) region: Option<String>,
    pub(super) endpoint: Option<Arc<Endpoint>>,
    pub(super) ai_domain: Option<bool>,
    pub(super) timeout: Option<Duration>,
    pub(super) language: Option<Language>,
    pub(super) trace_id: Option<TraceId>,
    pub(super) retry: Option<bool>,
    pub(super) check_required: Option<bool>,
    pub(super) signature: Option<SignatureMethod>,
    pub(super) unsigned_payload: Option<bool>,
    pub(super) form: Option<RequestForm>,
    pub(super) parameters: Map<String, Value>,
    pub(super) headers: Vec<ExtraHeader>,
    /// The first malformed value.
    pub(super) fault: Option<InvalidRequest>,
}

/// Where the value of `X-TC-TraceId` comes from.
#[derive(Debug, Clone)]
pub(super) enum TraceId {
    Given(HeaderValue),
    Random,
}

#[derive(Clone)]
pub(super) struct ExtraHeader {
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
    pub(super) signed: bool,
}

/// Headers that follow from the request: another value could only break it.
const OWN_HEADERS: [&str; 9] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "x-tc-action",
    "x-tc-content-sha256",
    "x-tc-timestamp",
];

impl CallOptions {
    /// No options at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// The region. It is sent even with actions that are documented to want none.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The address: host or URL, as for [`ConfigBuilder::endpoint`](crate::ConfigBuilder::endpoint).
    pub fn endpoint(mut self, url: impl AsRef<str>) -> Self {
        match Endpoint::parse(url.as_ref()) {
            Ok(endpoint) => self.endpoint = Some(Arc::new(endpoint)),
            Err(fault) => self.note(fault),
        }
        self
    }

    /// Whether the call goes to `<service>.ai.tencentcloudapi.com`, where some products serve models.
    /// Actions documented to live there go there anyway. An endpoint that is set wins over it.
    pub fn ai_domain(mut self, ai: bool) -> Self {
        self.ai_domain = Some(ai);
        self
    }

    /// The time the whole call may take, in place of
    /// [`ConfigBuilder::timeout`](crate::ConfigBuilder::timeout); zero gives up whatever has to wait.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The language of error messages, where a product supports the choice.
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// A value for `X-TC-TraceId`, by which the provider finds the call in its logs. None is sent by default.
    pub fn trace_id(mut self, id: impl AsRef<str>) -> Self {
        match ascii_header(id.as_ref()) {
            Some(value) => self.trace_id = Some(TraceId::Given(value)),
            None => self.note(InvalidRequest::Header {
                what: "trace id",
                value: id.as_ref().to_owned(),
            }),
        }
        self
    }

    /// A new random UUID as `X-TC-TraceId` of each call; [`Response::trace_id`](crate::Response::trace_id)
    /// tells it.
    pub fn random_trace_id(mut self) -> Self {
        self.trace_id = Some(TraceId::Random);
        self
    }

    /// Whether failed attempts may be repeated as the configuration says. They may by default; `true` does not repeat
    /// what the configuration's policy forbids.
    pub fn retry(mut self, retry: bool) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Whether documented required parameters are checked before sending, in place of
    /// [`ConfigBuilder::check_required`](crate::ConfigBuilder::check_required).
    pub fn check_required(mut self, check: bool) -> Self {
        self.check_required = Some(check);
        self
    }

    /// How the call is signed. With TC3-HMAC-SHA256 by default.
    pub fn signature(mut self, method: SignatureMethod) -> Self {
        self.signature = Some(method);
        self
    }

    /// Whether the signature leaves the body out, `X-TC-Content-SHA256: UNSIGNED-PAYLOAD`: saves
    /// hashing a long body, and leaves its integrity to TLS. For the default signature method only. It covers the
    /// body by default.
    pub fn unsigned_payload(mut self, unsigned: bool) -> Self {
        self.unsigned_payload = Some(unsigned);
        self
    }

    /// How the parameters are sent. As JSON by `POST` by default.
    pub fn form(mut self, form: RequestForm) -> Self {
        self.form = Some(form);
        self
    }

    /// A file to be sent as this parameter, with all others in a multipart form.
    pub fn file(mut self, parameter: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let mut files = match self.form.take() {
            Some(RequestForm::Multipart(files)) => files,
            _ => BTreeMap::new(),
        };
        files.insert(parameter.into(), content.into());
        self.form(RequestForm::Multipart(files))
    }

    /// A top-level parameter that is sent in place of the request's own of the same name, or beside
    /// them if there is none: for what is not documented yet, or an explicit `null`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// A further header. Headers that belong to the signature cannot be set.
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.add_header(name.as_ref(), value.as_ref(), false)
    }

    /// A further header that the signature covers, if it is of the default method.
    pub fn signed_header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.add_header(name.as_ref(), value.as_ref(), true)
    }

    fn add_header(mut self, name: &str, value: &str, signed: bool) -> Self {
        match extra_header(name, value, signed) {
            Ok(header) => self.headers.push(header),
            Err(fault) => self.note(fault),
        }
        self
    }

    fn note(&mut self, fault: InvalidRequest) {
        self.fault.get_or_insert(fault);
    }

    /// These options, and those of `base` where these say nothing.
    pub(crate) fn over(&self, base: &Self) -> Self {
        let mut all = self.clone();
        all.region = all.region.or_else(|| base.region.clone());
        all.endpoint = all.endpoint.or_else(|| base.endpoint.clone());
        all.ai_domain = all.ai_domain.or(base.ai_domain);
        all.timeout = all.timeout.or(base.timeout);
        all.language = all.language.or(base.language);
        all.trace_id = all.trace_id.or_else(|| base.trace_id.clone());
        all.retry = all.retry.or(base.retry);
        all.check_required = all.check_required.or(base.check_required);
        all.signature = all.signature.or(base.signature);
        all.unsigned_payload = all.unsigned_payload.or(base.unsigned_payload);
        all.form = all.form.or_else(|| base.form.clone());
        all.fault = all.fault.or_else(|| base.fault.clone());
        all.parameters = base.parameters.clone();
        all.parameters.extend(self.parameters.clone());
        let kept = base.headers.iter().filter(|header| !self.has(&header.name));
        all.headers.extend(kept.cloned());
        all
    }

    fn has(&self, name: &HeaderName) -> bool {
        self.headers.iter().any(|header| header.name == name)
    }
}

fn extra_header(name: &str, value: &str, signed: bool) -> Result<ExtraHeader, InvalidRequest> {
    let invalid = |problem| InvalidRequest::Options(format!("the header {name:?} {problem}"));
    let parsed = HeaderName::from_bytes(name.as_bytes());
    let parsed = parsed.map_err(|_| invalid("has a name that no header can have"))?;
    if OWN_HEADERS.contains(&parsed.as_str()) {
        return Err(invalid("follows from the request and cannot be set"));
    }
    let value = ascii_header(value);
    let mut value = value.ok_or_else(|| invalid("has a value that is not plain ASCII"))?;
    // It may be a secret: nobody but the caller knows.
    value.set_sensitive(true);
    Ok(ExtraHeader {
        name: parsed,
        value,
        signed,
    })
}

/// A header whose value both sides are sure to read, and sign, alike.
fn ascii_header(value: &str) -> Option<HeaderValue> {
    let value = HeaderValue::from_str(value).ok()?;
    value.to_str().is_ok().then_some(value)
}

// Parameters and headers may hold secrets, so only their names are shown.
impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|header| &header.name).collect();
        let parameters: Vec<_> = self.parameters.keys().collect();
        f.debug_struct("CallOptions")
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .field("ai_domain", &self.ai_domain)
            .field("timeout", &self.timeout)
            .field("language", &self.language)
            .field("trace_id", &self.trace_id)
            .field("retry", &self.retry)
            .field("check_required", &self.check_required)
            .field("signature", &self.signature)
            .field("unsigned_payload", &self.unsigned_payload)
            .field("form", &self.form)
            .field("parameters", &parameters)
            .field("headers", &headers)
            .field("fault", &self.fault)
            .finish()
    }
}
