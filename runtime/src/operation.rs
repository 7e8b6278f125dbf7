//! What the documentation says about an action, as generated code states it.

use crate::codec::Structure;

/// An action of a product's API.
#[derive(Debug)]
pub struct Operation {
    /// The product's short name, also the service in signatures: `cvm`.
    pub service: &'static str,
    /// The API version: `2017-03-12`.
    pub version: &'static str,
    /// The action's name: `DescribeInstances`.
    pub action: &'static str,
    /// The documented host: `cvm.tencentcloudapi.com`.
    pub endpoint: &'static str,
    /// Whether the action wants a region.
    pub region: RegionRule,
    /// Whether it changes nothing, so that it may be sent again when in doubt.
    pub read_only: bool,
    /// Documented requests per second.
    pub rate_limit: Option<u32>,
}

/// What the documentation says about an action's region parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionRule {
    /// It must be given; without a configured region the call fails before anything is sent.
    Required,
    /// It is sent if a region is configured.
    Optional,
    /// "Not required for this API". It is sent if a region is configured: editions of the documentation
    /// disagree on what needs one.
    Unused,
}

/// A typed request; knows its action and the response that comes back.
pub trait Request: Structure {
    /// What a successful call returns.
    type Response: Structure + Default;
    /// The action.
    const OPERATION: &'static Operation;
}
