//! The settings that decide where requests go.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ConfigBuilder;
use crate::client::{Endpoint, EndpointRule, InvalidRequest, RootDomain};

/// Endpoint settings as given.
#[derive(Debug, Clone, Default)]
pub(super) struct EndpointSettings {
    fixed: Option<String>,
    services: BTreeMap<String, String>,
    root_domain: Option<RootDomain>,
    region_in_host: bool,
    gateway: Option<String>,
}

/// # Where requests go
///
/// | setting | host of `cvm` in `ap-guangzhou` |
/// |---|---|
/// | none | `cvm.tencentcloudapi.com`, or what the action's page names |
/// | `region("ap-shanghai-fsi")` | `cvm.ap-shanghai-fsi.tencentcloudapi.com`: financial regions have hosts of their own |
/// | `region_in_host(true)` | `cvm.ap-guangzhou.tencentcloudapi.com` |
/// | `region_in_host(true)`, for an action documented at `es.ai.tencentcloudapi.com` | `es.ai.tencentcloudapi.com`: hosts of models have no regions |
/// | `root_domain(RootDomain::Internal)` | `cvm.internal.tencentcloudapi.com` |
/// | `service_endpoint("cvm", url)` | the URL's, for this product |
/// | `endpoint(url)` | the URL's, for all others too |
/// | `gateway(url)` | the URL's, while the signature is for the host that the rows above lead to |
///
/// Signatures cover the host with its port, unless that is the scheme's own, and never a path: the path
/// of the API is documented as `/`, so that one in a URL can only be for a proxy on the way.
impl ConfigBuilder {
    /// One address for every product, in place of the documented hosts: a mock or a proxy. A URL
    /// with scheme, and port and path if need be; `https` where no scheme is given.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoints.fixed = Some(url.into());
        self
    }

    /// The address of one product, `cvm`, before all other settings.
    pub fn service_endpoint(mut self, service: impl Into<String>, url: impl Into<String>) -> Self {
        self.endpoints.services.insert(service.into(), url.into());
        self
    }

    /// Another root domain than the one that the documentation names, which is `tencentcloudapi.com`
    /// mostly: a [`RootDomain`], or a text.
    pub fn root_domain(mut self, domain: impl Into<RootDomain>) -> Self {
        self.endpoints.root_domain = Some(domain.into());
        self
    }

    /// Whether the region is a part of the host, `cvm.ap-guangzhou.tencentcloudapi.com`, which spares
    /// a way through the nearest access point. Financial regions always are.
    pub fn region_in_host(mut self, in_host: bool) -> Self {
        self.endpoints.region_in_host = in_host;
        self
    }

    /// A gateway to connect to. Requests are signed for the API's own host, to which the gateway
    /// forwards them, and sent with the gateway's as `Host` header.
    pub fn gateway(mut self, url: impl Into<String>) -> Self {
        self.endpoints.gateway = Some(url.into());
        self
    }
}

impl EndpointSettings {
    pub(super) fn rule(&self) -> Result<EndpointRule, InvalidRequest> {
        let elsewhere = self.root_domain.is_some() || self.region_in_host || self.gateway.is_some();
        if self.fixed.is_some() && elsewhere {
            return Err(InvalidRequest::Config(
                "an endpoint and a root domain, region in the host or gateway exclude each other"
                    .to_owned(),
            ));
        }
        let parse = |url: &String| Endpoint::parse(url).map(Arc::new);
        let service = |(service, url): (&String, _)| parse(url).map(|url| (service.clone(), url));
        let root = self.root_domain.as_ref().map(RootDomain::as_str);
        Ok(EndpointRule {
            fixed: self.fixed.as_ref().map(parse).transpose()?,
            services: self
                .services
                .iter()
                .map(service)
                .collect::<Result<_, _>>()?,
            root: root
                .map(Endpoint::parse)
                .transpose()?
                .map(|endpoint| endpoint.host),
            region_in_host: self.region_in_host,
            gateway: self.gateway.as_deref().map(Endpoint::parse).transpose()?,
            ..EndpointRule::default()
        })
    }
}
