//! The documented facts about an action that generated code provides.

use std::borrow::Borrow;

use crate::codec::Structure;
use crate::v2::Protocol;

/// An action of a product's API.
#[derive(Debug)]
pub struct Operation {
    /// The product's short name, also the service in signatures: `cvm`.
    pub service: &'static str,
    /// The API version: `2017-03-12`. Empty if the API has none, so that requests state none.
    pub version: &'static str,
    /// The action's name: `DescribeInstances`.
    pub action: &'static str,
    /// The documented host: `cvm.tencentcloudapi.com`.
    pub endpoint: &'static str,
    /// The documented rule for the region parameter.
    pub region: RegionRule,
    /// True if the action only reads. Ambiguous failures of such actions may be retried.
    pub read_only: bool,
    /// The documented number of requests per second, for an account and region.
    pub rate_limit: Option<u32>,
}

/// The documented rule for an action's region parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionRule {
    /// Required: without a configured region the call fails before anything is sent.
    Required,
    /// Optional: a configured region is sent.
    Optional,
    /// "Not required for this API". A configured region is still sent, because editions of the
    /// documentation disagree on which actions need one.
    Unused,
}

/// A typed request, with its action and response type.
pub trait Request: Structure {
    /// The response of a successful call.
    type Response: Structure + Default;
    /// The action that the request belongs to.
    const OPERATION: &'static Operation;
    /// The protocol of the action.
    const PROTOCOL: Protocol = Protocol::Tc3;
}

/// A request that a call takes by value or by reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a request",
    label = "expected a request such as `DescribeZonesRequest`, or a reference to one"
)]
pub trait AsRequest: Borrow<Self::Request> {
    /// The request.
    type Request: Request;
}

// Generated code implements the trait for requests themselves.
impl<R: Request> AsRequest for &R {
    type Request = R;
}
