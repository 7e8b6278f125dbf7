//! What all attempts of a call share, put together once.

use std::borrow::Cow;

use bytes::Bytes;

use super::endpoint::Endpoint;
use super::request_error::InvalidRequest;
use crate::codec::{self, Structure};
use crate::config::Config;
use crate::operation::{Operation, RegionRule};

/// A call whose every part is settled but credential, time and signature.
#[derive(Debug)]
pub(super) struct PreparedCall<'a> {
    pub(super) service: &'a str,
    pub(super) version: &'a str,
    pub(super) action: &'a str,
    pub(super) endpoint: Cow<'a, Endpoint>,
    pub(super) region: Option<&'a str>,
    pub(super) body: Bytes,
}

/// Checks and writes a typed request.
pub(super) fn typed<'a>(
    config: &'a Config,
    operation: &'static Operation,
    request: &dyn Structure,
) -> Result<PreparedCall<'a>, InvalidRequest> {
    if config.0.check_required {
        codec::validate(request)?;
    }
    Ok(PreparedCall {
        service: operation.service,
        version: operation.version,
        action: operation.action,
        endpoint: config.0.endpoint.resolve(operation.endpoint)?,
        region: region(config, operation)?,
        body: Bytes::from(codec::write(request)?),
    })
}

/// The region to send. Actions documented as "not required for this API" get none.
fn region<'a>(
    config: &'a Config,
    operation: &'static Operation,
) -> Result<Option<&'a str>, InvalidRequest> {
    match (operation.region, config.region()) {
        (RegionRule::Unused, _) => Ok(None),
        (RegionRule::Required, None) => Err(InvalidRequest::MissingRegion {
            action: operation.action.to_owned(),
        }),
        (RegionRule::Required | RegionRule::Optional, region) => Ok(region),
    }
}
