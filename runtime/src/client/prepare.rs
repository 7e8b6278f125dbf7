//! What all attempts of a call share, put together once.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;

use super::content::Content;
use super::endpoint::Endpoint;
use super::endpoint_rule::Target;
use super::form::{self, SignatureMethod};
use super::options::{CallOptions, ExtraHeader, TraceId};
use super::repetition::{self, CLIENT_TOKEN};
use super::request_error::InvalidRequest;
use super::unique;
use crate::codec::{self, MissingParameters, Structure, Writer};
use crate::config::{Config, Language};
use crate::operation::{Operation, RegionRule};
use crate::signing::Digest;

/// The action that is called.
#[derive(Debug, Clone, Copy)]
pub(super) struct Callee<'a> {
    /// Where it is documented, unless the caller spells it out.
    pub(super) operation: Option<&'static Operation>,
    pub(super) service: &'a str,
    pub(super) version: &'a str,
    pub(super) action: &'a str,
    /// The documented host.
    pub(super) host: &'a str,
    pub(super) region: RegionRule,
    /// Documented requests per second.
    pub(super) rate_limit: Option<u32>,
    /// Whether it changes nothing.
    pub(super) read_only: bool,
    /// Whether the parameters hold a client token.
    pub(super) has_token: bool,
}

impl Callee<'_> {
    pub(super) fn no_object(&self) -> InvalidRequest {
        let action = self.action.to_owned();
        InvalidRequest::NoObject { action }
    }
}

impl From<&'static Operation> for Callee<'static> {
    fn from(operation: &'static Operation) -> Self {
        Self {
            operation: Some(operation),
            service: operation.service,
            version: operation.version,
            action: operation.action,
            host: operation.endpoint,
            region: operation.region,
            rate_limit: operation.rate_limit,
            read_only: operation.read_only,
            has_token: false,
        }
    }
}

/// How a call is authorised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Authorization {
    Tc3 { unsigned_payload: bool },
    V1(Digest),
    Skip,
}

/// A call whose every part is settled but credential, time and signature.
pub(super) struct PreparedCall<'a> {
    pub(super) callee: Callee<'a>,
    pub(super) endpoint: Arc<Endpoint>,
    /// What the endpoint was derived from, unless the call names it.
    pub(super) target: Option<Target<'a>>,
    pub(super) region: Option<&'a str>,
    pub(super) language: Option<Language>,
    pub(super) timeout: Duration,
    pub(super) authorization: Authorization,
    pub(super) content: Content,
    pub(super) trace_id: Option<HeaderValue>,
    pub(super) headers: &'a [ExtraHeader],
    /// Whether the caller lets failed attempts be repeated.
    pub(super) retry: bool,
    /// Whether it may take effect twice without harm: it only reads, or it carries a `ClientToken`.
    pub(super) repeatable: bool,
}

/// Checks and writes a typed request.
pub(super) fn typed<'a>(
    config: &'a Config,
    operation: &'static Operation,
    options: Option<&'a CallOptions>,
    request: &dyn Structure,
) -> Result<PreparedCall<'a>, InvalidRequest> {
    let mut writer = Writer::new();
    let has_token = repetition::write(request, config.0.random.as_ref(), &mut writer);
    if writer.lacks_required() {
        let check = options.and_then(|options| options.check_required);
        if check.unwrap_or(config.0.check_required) {
            check_required(request, options)?;
        }
    }
    let callee = Callee {
        has_token,
        ..operation.into()
    };
    call(config, callee, options, writer.finish()?.into())
}

/// Puts parameters, a JSON object, into the form that the options want.
pub(super) fn call<'a>(
    config: &'a Config,
    callee: Callee<'a>,
    options: Option<&'a CallOptions>,
    json: Bytes,
) -> Result<PreparedCall<'a>, InvalidRequest> {
    let region = options.and_then(|options| options.region.as_deref());
    let target = Target {
        service: callee.service,
        documented: callee.host,
        region: region.or(config.region()),
        ai: options.and_then(|options| options.ai_domain) == Some(true),
    };
    let named = options.and_then(|options| options.endpoint.as_ref());
    let mut call = PreparedCall {
        callee,
        endpoint: match named {
            Some(endpoint) => Arc::clone(endpoint),
            None => config.0.endpoint.resolve(&target)?,
        },
        target: named.is_none().then_some(target),
        region: match region {
            None => region_of(config, &callee)?,
            chosen => chosen,
        },
        language: config.0.language,
        timeout: config.0.timeout,
        authorization: Authorization::Tc3 {
            unsigned_payload: false,
        },
        content: Content::json(json),
        trace_id: None,
        headers: &[],
        retry: true,
        repeatable: callee.read_only || callee.has_token,
    };
    if let Some(options) = options {
        call.apply(options)?;
    }
    Ok(call)
}

impl<'a> PreparedCall<'a> {
    fn apply(&mut self, options: &'a CallOptions) -> Result<(), InvalidRequest> {
        if let Some(fault) = &options.fault {
            return Err(fault.clone());
        }
        self.language = options.language.or(self.language);
        self.timeout = options.timeout.unwrap_or(self.timeout);
        self.retry = options.retry.unwrap_or(true);
        self.headers = &options.headers;
        if let Some(token) = options.parameters.get(CLIENT_TOKEN) {
            self.repeatable = self.callee.read_only || repetition::is_token(token);
        }
        self.trace_id = options.trace_id.as_ref().and_then(|id| match id {
            TraceId::Given(value) => Some(value.clone()),
            TraceId::Random => HeaderValue::try_from(unique::uuid()).ok(),
        });
        let method = options.signature.unwrap_or_default();
        let (form, digest) = form::settle(options.form.as_ref(), method)?;
        self.authorization = match (method, digest) {
            (SignatureMethod::Skip, _) => Authorization::Skip,
            (_, Some(digest)) => Authorization::V1(digest),
            (_, None) => Authorization::Tc3 {
                unsigned_payload: options.unsigned_payload == Some(true),
            },
        };
        let json = std::mem::take(&mut self.content.body);
        let json = merged(json, options, &self.callee)?;
        self.content = Content::in_form(form, digest.is_some(), &self.callee, json)?;
        Ok(())
    }
}

/// The parameters, and those of the options in their place or beside them.
fn merged(
    json: Bytes,
    options: &CallOptions,
    callee: &Callee<'_>,
) -> Result<Bytes, InvalidRequest> {
    if options.parameters.is_empty() {
        return Ok(json);
    }
    let text = std::str::from_utf8(&json).map_err(|_| callee.no_object())?;
    let merged = codec::merge(text, &options.parameters);
    merged.map(Bytes::from).map_err(|_| callee.no_object())
}

/// Looks for required parameters, also among those of the options.
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

/// The configured region. An action that does not need one gets it all the same: editions of the documentation
/// disagree on what needs a region, and a region too many does no harm.
fn region_of<'a>(
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
