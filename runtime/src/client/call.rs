//! The parts of a call that all its attempts share, prepared once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;

use super::content::Content;
use crate::codec::{self, MissingParameters, Structure, View, Writer};
use crate::endpoint::{Endpoint, Target, check_region};
use crate::error::InvalidRequest;
use crate::operation::{Operation, RegionRule};
use crate::options::{
    CallOptions, ExtraHeader, Language, RequestForm, SignatureMethod, TraceId, form_and_digest,
    v2_form_and_digest,
};
use crate::random::{self, Random, SystemRandom};
use crate::settings::Config;
use crate::signing::Digest;
use crate::v2::{Protocol, V2};

/// The parameter by which the API recognises a retried request.
const CLIENT_TOKEN: &str = "ClientToken";

const NO_SERVICE: &str =
    "the name of the service is empty; use a product's short name, such as cvm";

/// The action that is called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Callee<'a> {
    /// The documented operation; `None` for calls by name.
    pub(super) operation: Option<&'static Operation>,
    pub(super) service: &'a str,
    /// The API version. Empty if the API has none, which only protocol v2 permits.
    pub(super) version: &'a str,
    pub(super) protocol: Protocol,
    pub(super) action: &'a str,
    /// The documented host.
    pub(super) host: &'a str,
    pub(super) region: RegionRule,
    /// The documented number of requests per second.
    pub(super) rate_limit: Option<u32>,
    pub(super) read_only: bool,
    /// True if the parameters include a client token.
    pub(super) has_token: bool,
}

impl Callee<'_> {
    pub(super) fn not_an_object(&self) -> InvalidRequest {
        InvalidRequest::NotAnObject {
            action: self.action.to_owned(),
        }
    }
}

impl Callee<'static> {
    fn documented(operation: &'static Operation, protocol: Protocol) -> Self {
        Self {
            operation: Some(operation),
            service: operation.service,
            version: operation.version,
            protocol,
            action: operation.action,
            host: operation.endpoint,
            region: operation.region,
            rate_limit: operation.rate_limit,
            read_only: operation.read_only,
            has_token: false,
        }
    }
}

/// The authorization of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Authorization {
    Tc3 { unsigned_payload: bool },
    V1(Digest),
    Skip,
}

/// A call that only lacks credential, timestamp and signature.
pub(super) struct PreparedCall<'a> {
    pub(super) callee: Callee<'a>,
    pub(super) endpoint: Arc<Endpoint>,
    /// The facts that the endpoint was derived from, unless the call names its endpoint.
    pub(super) target: Option<Target<'a>>,
    pub(super) region: Option<&'a str>,
    pub(super) language: Option<Language>,
    pub(super) timeout: Duration,
    /// The end of that time limit, once the call has begun.
    pub(super) deadline: Option<Instant>,
    pub(super) authorization: Authorization,
    pub(super) content: Content,
    pub(super) trace_id: Option<HeaderValue>,
    /// The headers of the call's options.
    pub(super) headers: &'a [ExtraHeader],
    /// The headers of the current attempt, if hooks may have changed them.
    pub(super) attempt_headers: Option<Vec<ExtraHeader>>,
    /// True if the options of the call allow retries.
    pub(super) retry: bool,
    /// True if the request may safely take effect twice: it only reads, or it carries a
    /// `ClientToken`.
    pub(super) idempotent: bool,
}

/// Prepares a call with a typed request.
pub(super) fn prepare_typed<'a>(
    config: &'a Config,
    (operation, protocol): (&'static Operation, Protocol),
    options: Option<&'a CallOptions>,
    request: &dyn Structure,
) -> Result<PreparedCall<'a>, InvalidRequest> {
    let mut writer = Writer::new();
    let has_token = write(request, config.0.random.as_ref(), &mut writer);
    if writer.lacks_required() {
        let check = options.and_then(|options| options.check_required);
        if check.unwrap_or(config.0.check_required) {
            check_required(request, options)?;
        }
    }
    let check = options.and_then(|options| options.check_limits);
    if check.unwrap_or(config.0.check_limits) {
        let is_given =
            |name: &str| options.is_some_and(|options| options.parameters.contains_key(name));
        codec::check_limits(request, &is_given)?;
    }
    let callee = Callee {
        has_token,
        ..Callee::documented(operation, protocol)
    };
    prepare(config, callee, options, writer.finish()?.into())
}

/// Writes a request as JSON and returns whether it contains a client token. A missing token is
/// filled in here because all attempts must send the same one.
fn write(request: &dyn Structure, random: &dyn Random, writer: &mut Writer) -> bool {
    let mut members = request.schema().members.iter();
    let index = members.position(|member| member.name == CLIENT_TOKEN);
    let given = index.and_then(|index| request.member(index)?.view());
    if index.is_none() || matches!(given, Some(View::Text(""))) {
        writer.structure(request);
        return false;
    }
    let fresh = random::token(random);
    writer.structure_filled(request, Some((CLIENT_TOKEN, &fresh)));
    true
}

/// Checks for required parameters, including those in the options.
fn check_required(
    request: &dyn Structure,
    options: Option<&CallOptions>,
) -> Result<(), MissingParameters> {
    let Err(mut missing) = codec::validate(request) else {
        return Ok(());
    };
    let Some(options) = options else {
        return Err(missing);
    };
    missing.paths.retain(|path| {
        let top = path.split(['.', '[']).next().unwrap_or_default();
        !options.parameters.contains_key(top)
    });
    if missing.paths.is_empty() {
        return Ok(());
    }
    Err(missing)
}

/// Prepares a call with parameters that are a JSON object.
pub(super) fn prepare<'a>(
    config: &'a Config,
    callee: Callee<'a>,
    options: Option<&'a CallOptions>,
    json: Bytes,
) -> Result<PreparedCall<'a>, InvalidRequest> {
    let region = options.and_then(|options| options.region.as_deref());
    let v2 = callee.protocol.v2();
    let target = Target {
        service: callee.service,
        documented: callee.host,
        region: region.or(config.region()),
        ai: options.and_then(|options| options.ai_domain) == Some(true),
        v2: v2.is_some(),
    };
    check_region(target.region.unwrap_or_default())?;
    if callee.service.is_empty() {
        return Err(InvalidRequest::Config(NO_SERVICE.to_owned()));
    }
    let named = options.and_then(|options| options.endpoint.as_ref());
    if let Some(endpoint) = named {
        endpoint.check_encrypted(config.0.allow_plain_http)?;
    }
    let mut call = PreparedCall {
        callee,
        endpoint: match named {
            Some(endpoint) => Arc::clone(endpoint),
            None => config.0.endpoint.resolve(&target)?,
        },
        target: if named.is_none() { Some(target) } else { None },
        region: match region {
            None => configured_region(config, &callee)?,
            chosen => chosen,
        },
        language: config.0.language,
        timeout: config.0.timeout,
        deadline: None,
        authorization: Authorization::Tc3 {
            unsigned_payload: false,
        },
        content: Content::json(json),
        trace_id: None,
        headers: &[],
        attempt_headers: None,
        retry: true,
        idempotent: callee.read_only || callee.has_token,
    };
    if let Some(options) = options {
        call.apply(options)?;
    }
    if let Protocol::V2(v2) = callee.protocol {
        call.speak(&v2, options)?;
    }
    Ok(call)
}

/// Returns the configured region, even for actions documented to need none. Editions of the
/// documentation disagree on which actions need one, and a superfluous region is harmless.
fn configured_region<'a>(
    config: &'a Config,
    callee: &Callee<'_>,
) -> Result<Option<&'a str>, InvalidRequest> {
    match (callee.region, config.region()) {
        (RegionRule::Required, None) => Err(InvalidRequest::MissingRegion {
            action: callee.action.to_owned(),
        }),
        (_, region) => Ok(region),
    }
}

impl<'a> PreparedCall<'a> {
    /// Returns the headers that the caller and the hooks add to the current attempt.
    pub(super) fn further_headers(&self) -> &[ExtraHeader] {
        self.attempt_headers.as_deref().unwrap_or(self.headers)
    }

    fn apply(&mut self, options: &'a CallOptions) -> Result<(), InvalidRequest> {
        if let Some(error) = &options.invalid {
            return Err(error.clone());
        }
        self.language = options.language.or(self.language);
        self.timeout = options.timeout.unwrap_or(self.timeout);
        self.retry = options.retry.unwrap_or(true);
        self.headers = &options.headers;
        if let Some(token) = options.parameters.get(CLIENT_TOKEN) {
            self.idempotent = self.callee.read_only || is_token(token);
        }
        self.trace_id = match &options.trace_id {
            Some(TraceId::Given(value)) => Some(value.clone()),
            Some(TraceId::Random) => HeaderValue::try_from(random::uuid(&SystemRandom)).ok(),
            None => None,
        };
        let json = std::mem::take(&mut self.content.body);
        self.content.body = merge_parameters(json, options, &self.callee)?;
        if self.callee.protocol != Protocol::Tc3 {
            return Ok(());
        }
        let method = options.signature.unwrap_or_default();
        let (form, digest) = form_and_digest(options.form.as_ref(), method)?;
        self.authorization = match (method, digest) {
            (SignatureMethod::Skip, _) => Authorization::Skip,
            (_, Some(digest)) => Authorization::V1(digest),
            (_, None) => Authorization::Tc3 {
                unsigned_payload: options.unsigned_payload == Some(true),
            },
        };
        self.take_form(form, digest.is_some())
    }

    /// Prepares the call for protocol v2.
    fn speak(&mut self, v2: &V2, options: Option<&CallOptions>) -> Result<(), InvalidRequest> {
        check_v2(v2, options)?;
        let form = options.and_then(|options| options.form.as_ref());
        let method = options.and_then(|options| options.signature);
        let (form, digest) = v2_form_and_digest(form, method)?;
        self.authorization = Authorization::V1(digest);
        // The documentation of the protocol has no parameter for the language.
        self.language = None;
        let region = self.region.filter(|region| !region.is_empty());
        self.region = region.map(|region| v2.regions.of(region));
        self.take_form(form, true)
    }

    /// Converts the parameters, which are a JSON object, into another form.
    fn take_form(&mut self, form: &RequestForm, as_pairs: bool) -> Result<(), InvalidRequest> {
        let json = std::mem::take(&mut self.content.body);
        self.content = Content::in_form(form, as_pairs, &self.callee, json)?;
        Ok(())
    }
}

/// Checks a form of protocol v2, and that no option belongs to version 3.0 only.
fn check_v2(v2: &V2, options: Option<&CallOptions>) -> Result<(), InvalidRequest> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"?#\\".contains(&byte);
    if !v2.path.starts_with('/') || !v2.path.bytes().all(is_plain) {
        return Err(InvalidRequest::Config(format!(
            "the path {:?} of protocol v2 must begin with a slash and contain neither query nor \
             fragment; use /v2/index.php",
            v2.path
        )));
    }
    if options.and_then(|options| options.ai_domain) == Some(true) {
        return Err(InvalidRequest::Options(
            "protocol v2 has no hosts that serve models; do not set `ai_domain`".to_owned(),
        ));
    }
    Ok(())
}

/// Adds the options' parameters, which replace those of the same name.
fn merge_parameters(
    json: Bytes,
    options: &CallOptions,
    callee: &Callee<'_>,
) -> Result<Bytes, InvalidRequest> {
    if options.parameters.is_empty() {
        return Ok(json);
    }
    let text = std::str::from_utf8(&json).map_err(|_| callee.not_an_object())?;
    let merged = codec::merge(text, &options.parameters);
    merged.map(Bytes::from).map_err(|_| callee.not_an_object())
}

/// Returns whether the value is usable as a client token: a non-empty string.
fn is_token(value: &Value) -> bool {
    value.as_str().is_some_and(|token| !token.is_empty())
}

/// Returns whether JSON parameters contain a client token.
pub(super) fn has_token(json: &[u8]) -> bool {
    let members = std::str::from_utf8(json).ok().map(codec::members);
    let Some(Ok(members)) = members else {
        return false;
    };
    let token = members.iter().find(|(name, _)| name == CLIENT_TOKEN);
    token.is_some_and(|(_, json)| json.starts_with('"') && json.len() > 2)
}

/// Returns whether an action's name shows that it only reads: `DescribeInstances`. For calls by
/// name, whose documentation is unknown.
pub(super) fn reads_only(action: &str) -> bool {
    const VERBS: [&str; 5] = ["Describe", "List", "Get", "Query", "Search"];
    VERBS.iter().any(|verb| {
        let rest = action.strip_prefix(verb);
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    })
}
