//! A call of the API: read, checked in the order of the cloud, answered, and recorded.

mod common;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fake_engine::{Answer, Call};
use fake_model::{Action, Product};
use http::Method;
use serde_json::{Map, Value};
use spec::RegionRule;

use crate::cloud::Cloud;
use crate::credential::Account;
use crate::envelope::Frame;
use crate::faults::Effect;
use crate::incoming::Incoming;
use crate::log::{Record, SignatureCheck};
use crate::problem::{Problem, Refusal, quoted};
use crate::{parameters, signature, sts};
use common::{Common, Method as Signing};

/// The header with a fault for its call.
const FAULT_HEADER: &str = "x-fake-fault";
/// The largest difference between a request's timestamp and the clock, in seconds.
const WINDOW: i64 = 300;
/// The documented limits of requests in bytes: of queries, and of forms.
const LARGEST_QUERY: usize = 32 << 10;
const LARGEST_FORM: usize = 1 << 20;

/// A reply, and the faults in its delivery.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) is_json: bool,
    pub(crate) latency: Duration,
    pub(crate) reset: bool,
    pub(crate) half_body: bool,
}

/// Answers a call.
pub(crate) fn answer(cloud: &Cloud, request: &Incoming) -> Reply {
    let common = Common::read(request);
    let product = product_of(cloud, request, &common);
    let mut exchange = Exchange {
        cloud,
        request,
        product,
        common,
        parameters: Map::new(),
        signature: SignatureCheck::default(),
        effect: Effect::default(),
        request_id: cloud.ids.next(),
    };
    let outcome = exchange.outcome();
    exchange.finish(outcome)
}

/// Answers a request whose body is too large, or takes too long.
pub(crate) fn refuse(cloud: &Cloud, request: &Incoming, refusal: Refusal) -> Reply {
    let common = Common::read(request);
    let exchange = Exchange {
        cloud,
        request,
        product: product_of(cloud, request, &common),
        common,
        parameters: Map::new(),
        signature: SignatureCheck::default(),
        effect: Effect::default(),
        request_id: cloud.ids.next(),
    };
    exchange.finish(Err(refusal))
}

/// A call, and what is known about it so far.
struct Exchange<'c> {
    cloud: &'c Cloud,
    request: &'c Incoming,
    common: Common<'c>,
    product: Option<Arc<Product>>,
    parameters: Map<String, Value>,
    signature: SignatureCheck,
    effect: Effect,
    request_id: String,
}

impl Exchange<'_> {
    fn outcome(&mut self) -> Result<Answer, Refusal> {
        self.check_size_and_method()?;
        let account = self.account()?;
        let product = self.known_product()?;
        let action = product
            .action(&self.common.action)
            .ok_or_else(|| self.unknown_action())?;
        self.check_region(&product, action)?;
        let pairs = self.common.own_pairs();
        let read = parameters::read(self.request, pairs.as_deref(), &product, action);
        self.parameters = read?;
        parameters::check(&product, action, &mut self.parameters)?;
        self.take_faults(action)?;
        if let Some(failure) = self.injected(action) {
            return Ok(failure);
        }
        let call = Call {
            product: &product,
            action,
            parameters: &self.parameters,
            region: self.common.region.as_deref(),
            account: account.uin,
            now: self.cloud.clock.now(),
            request_id: &self.request_id,
        };
        let own = sts::answer(self.cloud, &account, &call);
        Ok(own.unwrap_or_else(|| self.cloud.engine().answer(&call)))
    }

    fn check_size_and_method(&self) -> Result<(), Refusal> {
        let too_large = |what: &str, length: usize, limit: usize| {
            Problem::RequestSizeLimitExceeded.because(format!(
                "the {what} has {length} bytes, and the limit is {limit}; send JSON with POST"
            ))
        };
        let (query, body) = (self.request.query().len(), self.request.body.len());
        let is_form = matches!(self.common.signing, Signing::V1);
        match self.request.method {
            Method::GET if query > LARGEST_QUERY => Err(too_large("query", query, LARGEST_QUERY)),
            Method::POST if is_form && body > LARGEST_FORM => {
                Err(too_large("form", body, LARGEST_FORM))
            }
            Method::GET | Method::POST => Ok(()),
            _ => Err(Problem::UnsupportedProtocol.because(format!(
                "the method {} is not supported; use GET or POST",
                quoted(self.request.method.as_str())
            ))),
        }
    }

    /// Checks the signature, the time and the token, and returns the caller.
    fn account(&mut self) -> Result<Account, Refusal> {
        self.signature.method = self.common.signing.name(&self.common).to_owned();
        let checked = self.checked_account();
        self.signature.valid = checked.is_ok();
        if let Err(refusal) = &checked {
            self.signature.problem = Some(refusal.message.clone());
        }
        checked
    }

    fn checked_account(&mut self) -> Result<Account, Refusal> {
        let secret_id = match &self.common.signing {
            Signing::Skip => return self.unsigned(),
            Signing::Unsigned => {
                return Err(Problem::InvalidAuthorization.because(
                    "the request isn't signed: it has neither the header Authorization nor a \
                     parameter Signature",
                ));
            }
            Signing::Malformed(refusal) => return Err(refusal.clone()),
            Signing::Tc3(authorization) => authorization.secret_id,
            Signing::V1 => self
                .common
                .secret_id
                .as_deref()
                .ok_or_else(|| missing("SecretId"))?,
        };
        self.signature.secret_id = secret_id.to_owned();
        let secret_key = self.cloud.keyring.secret_key(secret_id);
        let secret_key = secret_key.ok_or_else(|| {
            Problem::SecretIdNotFound.because(format!(
                "the SecretId `{}` is unknown; use {} or start the fake with more keys",
                quoted(secret_id),
                crate::SECRET_ID
            ))
        })?;
        self.check_time()?;
        let token = self.common.token.as_deref();
        let account = self
            .cloud
            .keyring
            .caller(secret_id, token, self.cloud.clock.now());
        self.check_signature(&secret_key)?;
        account.map_err(|problem| Problem::TokenFailure.because(problem))
    }

    fn unsigned(&self) -> Result<Account, Refusal> {
        let service = self.product.as_ref().map_or("", |product| &product.service);
        if sts::is_unsigned(service, &self.common.action) {
            return Ok(Account {
                secret_id: String::new(),
                uin: crate::credential::OWNER_UIN,
                session: None,
            });
        }
        Err(Problem::Unsigned.because(format!(
            "{} can't be called with `Authorization: SKIP`; sign the request",
            quoted(&self.common.action)
        )))
    }

    /// Checks the timestamp. Either clock may confirm it: a client can't follow the fake's clock
    /// when a test moves it.
    fn check_time(&self) -> Result<(), Refusal> {
        let sent = self.common.timestamp.as_deref();
        let sent = sent.ok_or_else(|| missing(self.common.name_of("Timestamp")))?;
        let timestamp: i64 = sent.parse().map_err(|_| {
            Problem::SignatureExpire.because(format!(
                "the timestamp `{}` isn't a number of seconds since 1970",
                quoted(sent)
            ))
        })?;
        let clock = &self.cloud.clock;
        let (now, system) = (clock.now().as_second(), clock.system_now().as_second());
        let is_near = |now: i64| now.abs_diff(timestamp) <= WINDOW.unsigned_abs();
        if is_near(now) || is_near(system) {
            return Ok(());
        }
        Err(Problem::SignatureExpire.because(format!(
            "the timestamp {timestamp} is more than {WINDOW} seconds away from the server's time, \
             {now}: correct the clock"
        )))
    }

    fn check_signature(&mut self, secret_key: &str) -> Result<(), Refusal> {
        let checked = match &self.common.signing {
            Signing::Tc3(authorization) => {
                let timestamp = self.common.timestamp.as_deref().unwrap_or_default();
                let keys = &self.cloud.derived_keys;
                signature::check_tc3(self.request, authorization, timestamp, secret_key, keys)
            }
            _ => signature::check_v1(self.request, &self.common.pairs, secret_key),
        };
        checked.map_err(|(refusal, signed)| {
            let present = |text: String| (!text.is_empty()).then_some(text);
            self.signature.canonical_request = present(signed.canonical_request);
            self.signature.string_to_sign = present(signed.string_to_sign);
            refusal
        })
    }

    /// Returns the product, or the reason why there is none.
    fn known_product(&self) -> Result<Arc<Product>, Refusal> {
        if self.common.action.is_empty() {
            return Err(missing(self.common.name_of("Action")));
        }
        if let Some(product) = &self.product {
            return Ok(Arc::clone(product));
        }
        let (catalogue, is_v2) = (&self.cloud.catalogue, self.request.is_v2());
        let named = service_of(self.cloud, self.request, &self.common);
        let service =
            named.or_else(|| catalogue.service_in_other_version(&self.common.action, is_v2));
        let service = service.ok_or_else(|| self.unknown_action())?;
        if !catalogue.has_service(service) {
            return Err(Problem::NoSuchProduct.because(format!(
                "the service `{}` is unknown; /_fake/products lists those that the fake knows",
                quoted(service)
            )));
        }
        if self.common.version.is_empty() {
            return Err(missing(self.common.name_of("Version")));
        }
        Err(Problem::NoSuchVersion.because(format!(
            "{service} has no version `{}`, only {}",
            quoted(&self.common.version),
            catalogue.versions(service).join(" and ")
        )))
    }

    fn unknown_action(&self) -> Refusal {
        Problem::InvalidAction.because(format!(
            "the action `{}` of version `{}` is unknown; /_fake/products lists the known ones",
            quoted(&self.common.action),
            quoted(&self.common.version)
        ))
    }

    fn check_region(&self, product: &Product, action: &Action) -> Result<(), Refusal> {
        let rule = action.region.unwrap_or(RegionRule::Optional);
        let region = self
            .common
            .region
            .as_deref()
            .filter(|region| !region.is_empty());
        let Some(region) = region else {
            return match rule {
                RegionRule::Required => Err(missing(self.common.name_of("Region"))),
                _ => Ok(()),
            };
        };
        let allowed = match action.regions.is_empty() {
            true => &product.regions,
            false => &action.regions,
        };
        let is_known = allowed.is_empty() || allowed.iter().any(|one| one == region);
        if is_known || rule == RegionRule::Unused {
            return Ok(());
        }
        Err(Problem::UnsupportedRegion.because(format!(
            "{} doesn't support the region `{}`; use one of {}",
            action.name,
            quoted(region),
            allowed.join(", ")
        )))
    }

    fn take_faults(&mut self, action: &Action) -> Result<(), Refusal> {
        let service = self.product.as_ref().map_or("", |product| &product.service);
        let header = self.request.header(FAULT_HEADER);
        let taken = self.cloud.faults().take(service, &action.name, header);
        self.effect = taken.map_err(|error| {
            Problem::InvalidParameter.because(format!("the header X-Fake-Fault: {error}"))
        })?;
        Ok(())
    }

    /// Returns the failure that a fault puts in place of the action's answer.
    fn injected(&self, action: &Action) -> Option<Answer> {
        let failure = |code: String, message| {
            let code = code.into();
            Some(Answer::Failure { code, message })
        };
        if let Some((code, message)) = &self.effect.code {
            return failure(code.clone(), message.clone());
        }
        if self.effect.reset || self.effect.status.is_some() {
            return failure(
                "InternalError".to_owned(),
                "a fault that was injected".to_owned(),
            );
        }
        let limit = action.rate_limit.filter(|_| self.effect.throttle)?;
        let key = format!("{} {}", self.product.as_ref()?.service, action.name);
        let second = self.cloud.clock.now().as_second();
        let count = self.cloud.faults().exceeds(&key, limit, second)?;
        let message = format!(
            "{count} requests in a second exceed the limit of {}, {limit} in a second",
            action.name
        );
        failure("RequestLimitExceeded".to_owned(), message)
    }

    /// Makes the reply, and records the call.
    fn finish(self, outcome: Result<Answer, Refusal>) -> Reply {
        let frame = match &self.product {
            Some(product) => Frame::of(product),
            None => Frame::of_unknown(self.request.is_v2(), self.common.has_version()),
        };
        let id = &self.request_id;
        let (body, code) = match outcome {
            Ok(Answer::Success(content)) => (frame.success(content, id), None),
            Ok(Answer::Failure { code, message }) => {
                let documented = self
                    .product
                    .as_ref()
                    .and_then(|product| product.error(&code));
                let number = documented.and_then(|error| error.number);
                let body = frame.failure(&code, number, &message, id);
                (body, Some(code.into_owned()))
            }
            Err(refusal) => {
                let code = refusal.problem.code(frame.protocol);
                let body = frame.failure(code, None, &refusal.message, id);
                (body, Some(code.to_owned()))
            }
        };
        let gateway = self.effect.status;
        let body = match gateway {
            Some(status) => Bytes::from(format!("<html><h1>HTTP status {status}</h1></html>")),
            None => body,
        };
        let status = gateway.unwrap_or(200);
        let reply = Reply {
            status,
            body: body.clone(),
            is_json: gateway.is_none(),
            latency: self.effect.latency,
            reset: self.effect.reset,
            half_body: self.effect.half_body,
        };
        self.record(&reply, code);
        reply
    }

    fn record(self, reply: &Reply, code: Option<String>) {
        let service = match &self.product {
            Some(product) => product.service.clone(),
            None => service_of(self.cloud, self.request, &self.common)
                .unwrap_or_default()
                .to_owned(),
        };
        let parameters_size = self.request.body.len() + self.request.query().len();
        self.cloud.log.push(Record {
            number: 0,
            size: parameters_size + reply.body.len(),
            time: self.cloud.clock.now(),
            service,
            version: self.common.version.into_owned(),
            action: self.common.action.into_owned(),
            region: self.common.region.map(std::borrow::Cow::into_owned),
            parameters: self.parameters,
            product: self.product,
            answer: reply.body.clone(),
            status: if reply.reset { 0 } else { reply.status },
            code,
            signature: self.signature,
        });
    }
}

fn missing(name: &str) -> Refusal {
    Problem::MissingParameter.because(format!(
        "The request is missing a required parameter `{name}`."
    ))
}

fn product_of(cloud: &Cloud, request: &Incoming, common: &Common<'_>) -> Option<Arc<Product>> {
    let service = service_of(cloud, request, common)?;
    cloud.catalogue.product(service, &common.version)
}

/// Returns the service that a request is for: the credential scope names it, or the host, or only
/// one service has the action.
fn service_of<'c>(cloud: &'c Cloud, request: &Incoming, common: &Common<'c>) -> Option<&'c str> {
    let is_v2 = request.is_v2();
    if let (Signing::Tc3(authorization), false) = (&common.signing, is_v2) {
        let service = authorization.service;
        // The SDK for Node.js takes the first label of its endpoint: `127` on loopback.
        let is_label = request.host().split('.').next() == Some(service);
        if !is_label || cloud.catalogue.has_service(service) {
            return Some(service);
        }
    }
    let by_host = cloud.catalogue.service_of_host(request.host());
    let by_host = by_host.filter(|service| spec::is_retired_service(service) == is_v2);
    by_host.or_else(|| {
        cloud
            .catalogue
            .service_of_action(&common.action, &common.version, is_v2)
    })
}
