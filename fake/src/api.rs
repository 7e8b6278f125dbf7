//! A call of the API: read, checked in the order of the cloud, answered, and recorded.

mod account;
mod common;
mod finish;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use fake_engine::{Answer, Call};
use fake_model::{Action, Product};
use http::Method;
use serde_json::{Map, Value};
use spec::RegionRule;

use crate::cloud::Cloud;
use crate::faults::Effect;
use crate::incoming::Incoming;
use crate::log::SignatureCheck;
use crate::problem::{Problem, Refusal, quoted};
use crate::{parameters, sts};
use common::{Common, Method as Signing};

/// The header with a fault for its call.
const FAULT_HEADER: &str = "x-fake-fault";
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
        let pairs = self.common.own_pairs(self.request)?;
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
        let refused = |problem: &dyn std::fmt::Display| {
            Problem::InvalidParameter.because(format!("the header X-Fake-Fault: {problem}"))
        };
        let header = self.request.whole_header(FAULT_HEADER, "; ");
        let header = header.map_err(|()| refused(&"it has bytes that aren't ASCII text"))?;
        let mut faults = self.cloud.faults();
        let taken = faults.take(service, &action.name, header.as_deref());
        self.effect = taken.map_err(|error| refused(&error))?;
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
