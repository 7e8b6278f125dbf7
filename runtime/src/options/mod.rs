//! The options of single calls.

mod form;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde_json::{Map, Value};

use crate::endpoint::Endpoint;
use crate::error::InvalidRequest;

pub use form::{Language, RequestForm, SignatureMethod};
pub(crate) use form::{form_and_digest, v2_form_and_digest};

/// Options of one call, or of all calls of a client that was made `with` them.
///
/// Unset options fall back to the client's configuration. Setters never fail: a call with malformed
/// options fails with [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), unsent.
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
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<Arc<Endpoint>>,
    pub(crate) ai_domain: Option<bool>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) language: Option<Language>,
    pub(crate) trace_id: Option<TraceId>,
    pub(crate) retry: Option<bool>,
    pub(crate) check_required: Option<bool>,
    pub(crate) check_limits: Option<bool>,
    pub(crate) signature: Option<SignatureMethod>,
    pub(crate) unsigned_payload: Option<bool>,
    pub(crate) form: Option<RequestForm>,
    pub(crate) parameters: Map<String, Value>,
    pub(crate) headers: Vec<ExtraHeader>,
    /// The error of the first malformed value.
    pub(crate) invalid: Option<InvalidRequest>,
}

/// The source of the value of `X-TC-TraceId`.
#[derive(Debug, Clone)]
pub(crate) enum TraceId {
    Given(HeaderValue),
    Random,
}

/// A header that the caller adds.
#[derive(Clone)]
pub(crate) struct ExtraHeader {
    pub(crate) name: HeaderName,
    pub(crate) value: HeaderValue,
    pub(crate) signed: bool,
}

/// Headers that callers cannot set: another value would break the request.
const RESERVED_HEADERS: [&str; 9] = [
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
    /// Creates an empty set of options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the region, overriding [`ConfigBuilder::region`](crate::ConfigBuilder::region).
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the endpoint: a host or URL, as for
    /// [`ConfigBuilder::endpoint`](crate::ConfigBuilder::endpoint). It overrides all endpoint
    /// settings of the configuration, including failover. An `http` URL needs
    /// [`ConfigBuilder::allow_plain_http`](crate::ConfigBuilder::allow_plain_http).
    pub fn endpoint(mut self, url: impl AsRef<str>) -> Self {
        match Endpoint::parse(url.as_ref()) {
            Ok(endpoint) => self.endpoint = Some(Arc::new(endpoint)),
            Err(error) => self.note(error),
        }
        self
    }

    /// Sets whether the call goes to `<service>.ai.tencentcloudapi.com`, where some products serve
    /// models. Default: only for actions documented there. A configured endpoint overrides it.
    pub fn ai_domain(mut self, ai: bool) -> Self {
        self.ai_domain = Some(ai);
        self
    }

    /// Sets the time limit of the whole call, overriding
    /// [`ConfigBuilder::timeout`](crate::ConfigBuilder::timeout). With zero, a call fails unsent.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the language of error messages, if the product supports the choice. Overrides
    /// [`ConfigBuilder::language`](crate::ConfigBuilder::language).
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Sets `X-TC-TraceId`, by which the provider finds the call in its logs: printable ASCII.
    /// Default: not sent.
    pub fn trace_id(mut self, id: impl AsRef<str>) -> Self {
        match ascii_header(id.as_ref()) {
            Some(value) => self.trace_id = Some(TraceId::Given(value)),
            None => self.note(InvalidRequest::Header {
                name: "trace id",
                value: id.as_ref().to_owned(),
            }),
        }
        self
    }

    /// Sends a new random UUID as `X-TC-TraceId` with each call.
    /// [`Response::trace_id`](crate::Response::trace_id) contains it.
    pub fn random_trace_id(mut self) -> Self {
        self.trace_id = Some(TraceId::Random);
        self
    }

    /// Sets whether failed attempts may be retried. Default: true, which leaves the decision to the
    /// configured policy.
    pub fn retry(mut self, retry: bool) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets whether to check, before sending, that all documented required parameters are present.
    /// Overrides [`ConfigBuilder::check_required`](crate::ConfigBuilder::check_required).
    pub fn check_required(mut self, check: bool) -> Self {
        self.check_required = Some(check);
        self
    }

    /// Sets whether to check the documented limits of parameters before sending: ranges, lengths,
    /// numbers of items and conditions. Overrides
    /// [`ConfigBuilder::check_limits`](crate::ConfigBuilder::check_limits).
    pub fn check_limits(mut self, check: bool) -> Self {
        self.check_limits = Some(check);
        self
    }

    /// Sets the signature method. Default: TC3-HMAC-SHA256, and HmacSHA256 in protocol
    /// [v2](crate::v2).
    pub fn signature(mut self, method: SignatureMethod) -> Self {
        self.signature = Some(method);
        self
    }

    /// Sets whether the signature omits the body, `X-TC-Content-SHA256: UNSIGNED-PAYLOAD`. Default:
    /// false. Omitting it saves hashing a long body and relies on TLS for its integrity. Other
    /// signature methods than the default one ignore this option.
    pub fn unsigned_payload(mut self, unsigned: bool) -> Self {
        self.unsigned_payload = Some(unsigned);
        self
    }

    /// Sets the form in which parameters are sent. Default: `POST` of JSON, or of a URL-encoded
    /// form with signature method v1 or in protocol [v2](crate::v2).
    pub fn form(mut self, form: RequestForm) -> Self {
        self.form = Some(form);
        self
    }

    /// Adds a file to send as this parameter. The request becomes a
    /// [multipart form](RequestForm::Multipart), whichever form was set before.
    pub fn file(mut self, parameter: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let mut files = match self.form.take() {
            Some(RequestForm::Multipart(files)) => files,
            _ => BTreeMap::new(),
        };
        files.insert(parameter.into(), content.into());
        self.form(RequestForm::Multipart(files))
    }

    /// Adds a top-level parameter. It replaces the request's own parameter of the same name. Use it
    /// for undocumented parameters or an explicit `null`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// Adds a header that the signature does not cover. The value must be printable ASCII.
    ///
    /// The client sets these headers, so the call fails if the caller adds one: `Authorization`,
    /// `Connection`, `Content-Length`, `Content-Type`, `Host`, `Transfer-Encoding`, `X-TC-Action`,
    /// `X-TC-Content-SHA256`, `X-TC-Timestamp`.
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.add_header(name.as_ref(), value.as_ref(), false)
    }

    /// Adds a header as [`header`](Self::header) does, but covered by signatures of the default
    /// method.
    pub fn signed_header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.add_header(name.as_ref(), value.as_ref(), true)
    }

    fn add_header(mut self, name: &str, value: &str, signed: bool) -> Self {
        match extra_header(name, value, signed) {
            Ok(header) => self.headers.push(header),
            Err(error) => self.note(error),
        }
        self
    }

    /// Keeps the first error for the call to report.
    fn note(&mut self, error: InvalidRequest) {
        self.invalid.get_or_insert(error);
    }

    /// Returns these options, with unset ones taken from `base`.
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
        all.check_limits = all.check_limits.or(base.check_limits);
        all.signature = all.signature.or(base.signature);
        all.unsigned_payload = all.unsigned_payload.or(base.unsigned_payload);
        all.form = all.form.or_else(|| base.form.clone());
        all.invalid = all.invalid.or_else(|| base.invalid.clone());
        all.parameters = base.parameters.clone();
        all.parameters.extend(self.parameters.clone());
        for header in &base.headers {
            if self.headers.iter().all(|own| own.name != header.name) {
                all.headers.push(header.clone());
            }
        }
        all
    }
}

fn extra_header(name: &str, value: &str, signed: bool) -> Result<ExtraHeader, InvalidRequest> {
    let invalid = |problem| InvalidRequest::Options(format!("the header {name:?} {problem}"));
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| invalid("has a name that HTTP does not allow"))?;
    if RESERVED_HEADERS.contains(&name.as_str()) {
        return Err(invalid("is set by the client and cannot be overridden"));
    }
    let Some(mut value) = ascii_header(value) else {
        return Err(invalid("has a value that is not printable ASCII"));
    };
    // Only the caller knows whether it is secret.
    value.set_sensitive(true);
    Ok(ExtraHeader {
        name,
        value,
        signed,
    })
}

/// Returns the value as a header if it is printable ASCII, which client and server sign alike.
fn ascii_header(value: &str) -> Option<HeaderValue> {
    let value = HeaderValue::from_str(value).ok()?;
    if value.to_str().is_err() {
        return None;
    }
    Some(value)
}

// Parameters and headers may be secret, so `Debug` prints only their names.
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
            .field("check_limits", &self.check_limits)
            .field("signature", &self.signature)
            .field("unsigned_payload", &self.unsigned_payload)
            .field("form", &self.form)
            .field("parameters", &parameters)
            .field("headers", &headers)
            .field("invalid", &self.invalid)
            .finish()
    }
}
