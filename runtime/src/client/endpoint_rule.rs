//! Which endpoint an action's documented host, its region and the configuration lead to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::derived_endpoints::DerivedEndpoints;
use super::endpoint::Endpoint;
use super::request_error::InvalidRequest;
use crate::failover::BackupRule;

const MAINLAND: &str = "tencentcloudapi.com";
const INTERNATIONAL: &str = "intl.tencentcloudapi.com";
const INTERNAL: &str = "internal.tencentcloudapi.com";
/// What follows the product's name in the hosts that serve models.
const AI: &str = ".ai";

/// What follows the product's name in its host: `cvm.tencentcloudapi.com`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RootDomain {
    /// `tencentcloudapi.com`.
    Mainland,
    /// `intl.tencentcloudapi.com`, of the international site.
    International,
    /// `internal.tencentcloudapi.com`, within a VPC.
    Internal,
    /// Any other, with a port if need be.
    Other(String),
}

impl RootDomain {
    /// The domain.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Mainland => MAINLAND,
            Self::International => INTERNATIONAL,
            Self::Internal => INTERNAL,
            Self::Other(domain) => domain,
        }
    }
}

impl<T: Into<String>> From<T> for RootDomain {
    fn from(domain: T) -> Self {
        Self::Other(domain.into())
    }
}

/// What the configuration says about endpoints.
#[derive(Debug, Clone, Default)]
pub(crate) struct EndpointRule {
    /// One address for every product.
    pub(crate) fixed: Option<Arc<Endpoint>>,
    /// Addresses of single products.
    pub(crate) services: BTreeMap<String, Arc<Endpoint>>,
    /// Another root domain than the documented one.
    pub(crate) root: Option<String>,
    /// Whether the region is a part of the host.
    pub(crate) region_in_host: bool,
    /// Where to connect, whatever host is signed.
    pub(crate) gateway: Option<Endpoint>,
    /// What came of it before.
    pub(crate) derived: DerivedEndpoints,
}

/// What decides on an endpoint besides the configuration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) service: &'a str,
    /// The documented host.
    pub(crate) documented: &'a str,
    pub(crate) region: Option<&'a str>,
    /// Whether to go to the host that serves models.
    pub(crate) ai: bool,
}

impl EndpointRule {
    pub(crate) fn resolve(&self, target: &Target<'_>) -> Result<Arc<Endpoint>, InvalidRequest> {
        let fixed = self.services.get(target.service).or(self.fixed.as_ref());
        if let Some(endpoint) = fixed {
            return Ok(Arc::clone(endpoint));
        }
        let host = self.host(target);
        self.derived.of(&host, || {
            let mut endpoint = Endpoint::of_host(&host)?;
            if let Some(gateway) = &self.gateway {
                endpoint.url.clone_from(&gateway.url);
            }
            Ok(endpoint)
        })
    }

    /// Where a backup leads to; `None` if it does not serve the target.
    pub(crate) fn backup(
        &self,
        target: &Target<'_>,
        backup: &BackupRule,
    ) -> Result<Option<Arc<Endpoint>>, InvalidRequest> {
        let fixed = self.services.get(target.service).or(self.fixed.as_ref());
        let replaced = fixed.is_some() || self.gateway.is_some();
        let finance = is_finance(target.region);
        let mut elsewhere = Self {
            root: self.root.clone(),
            region_in_host: self.region_in_host,
            ..Self::default()
        };
        let mut target = *target;
        match backup {
            BackupRule::Endpoint(endpoint) => return Ok(Some(endpoint.clone())),
            BackupRule::RootDomain(root) if !replaced => elsewhere.root = Some(root.clone()),
            BackupRule::Region(region) if !replaced && !finance && !is_ai(&target) => {
                elsewhere.region_in_host = true;
                target.region = Some(region);
            }
            BackupRule::RootDomain(_) | BackupRule::Region(_) => return Ok(None),
        }
        elsewhere.resolve(&target).map(Some)
    }

    fn host<'a>(&self, target: &Target<'a>) -> Cow<'a, str> {
        // Financial regions are cut off from the others, and reached by hosts of their own only.
        let finance = target.region.filter(|region| is_finance(Some(region)));
        let (name, documented_root) = split(target.documented);
        let ai = is_ai(target);
        // No page names a host of models with a region in it.
        let wanted = self.region_in_host && !ai;
        let region = target.region.filter(|_| wanted).or(finance);
        if self.root.is_none() && region.is_none() && !target.ai {
            return Cow::Borrowed(target.documented);
        }
        let mut host = name.to_owned();
        if ai && !name.ends_with(AI) {
            host.push_str(AI);
        }
        if let Some(label) = region {
            host.push('.');
            host.push_str(label);
        }
        let documented_root = finance.map_or(documented_root, |_| MAINLAND);
        host.push('.');
        host.push_str(self.root.as_deref().unwrap_or(documented_root));
        Cow::Owned(host)
    }
}

fn is_ai(target: &Target<'_>) -> bool {
    target.ai || split(target.documented).0.ends_with(AI)
}

fn is_finance(region: Option<&str>) -> bool {
    region.is_some_and(|region| region.ends_with("-fsi"))
}

/// The product's part of a documented host and the root domain. Of a foreign domain the first label is
/// the product's.
fn split(documented: &str) -> (&str, &str) {
    for root in [INTERNATIONAL, INTERNAL, MAINLAND] {
        let name = documented.strip_suffix(root);
        if let Some(name) = name.and_then(|name| name.strip_suffix('.')) {
            return (name, root);
        }
    }
    documented.split_once('.').unwrap_or((documented, MAINLAND))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(documented: &str) -> Target<'_> {
        Target {
            service: "cvm",
            documented,
            region: Some("ap-guangzhou"),
            ai: false,
        }
    }

    fn host(rule: &EndpointRule, target: &Target<'_>) -> String {
        let endpoint = rule.resolve(target).unwrap();
        assert_eq!(endpoint.url, format!("https://{}/", endpoint.host));
        endpoint.host.clone()
    }

    #[test]
    fn a_root_domain_replaces_the_documented_one() {
        for (root, documented, expected) in [
            (
                RootDomain::Internal,
                "cvm.tencentcloudapi.com",
                "cvm.internal.tencentcloudapi.com",
            ),
            (
                RootDomain::Internal,
                "es.ai.tencentcloudapi.com",
                "es.ai.internal.tencentcloudapi.com",
            ),
            (
                RootDomain::Internal,
                "cvm.api.qcloud.com",
                "cvm.internal.tencentcloudapi.com",
            ),
            (
                RootDomain::International,
                "cwp.tencentcloudapi.com",
                "cwp.intl.tencentcloudapi.com",
            ),
            (
                RootDomain::Mainland,
                "cwp.intl.tencentcloudapi.com",
                "cwp.tencentcloudapi.com",
            ),
            (
                "cloud.example:8443".into(),
                "cvm.tencentcloudapi.com",
                "cvm.cloud.example:8443",
            ),
        ] {
            let root = Some(root.as_str().to_owned());
            let rule = EndpointRule {
                root,
                ..EndpointRule::default()
            };
            assert_eq!(host(&rule, &target(documented)), expected);
        }
        let documented = target("cwp.intl.tencentcloudapi.com");
        assert_eq!(
            host(&EndpointRule::default(), &documented),
            documented.documented
        );
    }

    #[test]
    fn regions_get_into_the_host_if_wanted_and_financial_ones_always() {
        let plain = EndpointRule::default();
        let regional = EndpointRule {
            region_in_host: true,
            ..EndpointRule::default()
        };
        let mut target = target("cvm.tencentcloudapi.com");
        assert_eq!(host(&plain, &target), "cvm.tencentcloudapi.com");
        assert_eq!(
            host(&regional, &target),
            "cvm.ap-guangzhou.tencentcloudapi.com"
        );
        target.region = None;
        assert_eq!(host(&regional, &target), "cvm.tencentcloudapi.com");
        for region in ["ap-shanghai-fsi", "ap-shenzhen-fsi"] {
            target.region = Some(region);
            let finance = format!("cvm.{region}.tencentcloudapi.com");
            assert_eq!(host(&plain, &target), finance);
            assert_eq!(host(&regional, &target), finance);
            target.documented = "cvm.intl.tencentcloudapi.com";
            assert_eq!(host(&plain, &target), finance);
        }
        target.region = Some("a/b-fsi");
        assert!(plain.resolve(&target).is_err());
    }

    #[test]
    fn models_are_served_by_another_host() {
        let rule = EndpointRule::default();
        for documented in ["cls.tencentcloudapi.com", "cls.ai.tencentcloudapi.com"] {
            let target = Target {
                ai: true,
                ..target(documented)
            };
            assert_eq!(host(&rule, &target), "cls.ai.tencentcloudapi.com");
        }
    }

    #[test]
    fn an_actions_own_host_of_models_keeps_its_name_under_every_rule() {
        let documented = target("es.ai.tencentcloudapi.com");
        let rooted = |root: RootDomain, region_in_host| EndpointRule {
            root: Some(root.as_str().to_owned()),
            region_in_host,
            ..EndpointRule::default()
        };
        let regional = EndpointRule {
            region_in_host: true,
            ..EndpointRule::default()
        };
        for (rule, expected) in [
            (EndpointRule::default(), "es.ai.tencentcloudapi.com"),
            (regional.clone(), "es.ai.tencentcloudapi.com"),
            (
                rooted(RootDomain::Internal, false),
                "es.ai.internal.tencentcloudapi.com",
            ),
            (
                rooted(RootDomain::Internal, true),
                "es.ai.internal.tencentcloudapi.com",
            ),
            (
                rooted(RootDomain::International, false),
                "es.ai.intl.tencentcloudapi.com",
            ),
            (rooted("cloud.example".into(), false), "es.ai.cloud.example"),
        ] {
            assert_eq!(host(&rule, &documented), expected);
        }
        let finance = Target {
            region: Some("ap-shanghai-fsi"),
            ..documented
        };
        let expected = "es.ai.ap-shanghai-fsi.tencentcloudapi.com";
        assert_eq!(host(&EndpointRule::default(), &finance), expected);
        let backup = |backup| regional.backup(&documented, &backup).unwrap();
        assert_eq!(backup(BackupRule::Region("ap-beijing".to_owned())), None);
        let elsewhere = backup(BackupRule::RootDomain(INTERNATIONAL.to_owned()));
        assert_eq!(elsewhere.unwrap().host, "es.ai.intl.tencentcloudapi.com");
    }

    #[test]
    fn fixed_addresses_win_and_a_gateway_changes_the_connection_alone() {
        let shared = |text| Arc::new(Endpoint::parse(text).unwrap());
        let services = BTreeMap::from([("cvm".to_owned(), shared("http://one:81/p"))]);
        let fixed = Some(shared("all"));
        let rule = EndpointRule {
            services,
            fixed,
            ..EndpointRule::default()
        };
        let mut target = target("cvm.tencentcloudapi.com");
        target.region = Some("ap-shanghai-fsi");
        assert_eq!(rule.resolve(&target).unwrap().host, "one:81");
        target.service = "cbs";
        assert_eq!(rule.resolve(&target).unwrap().host, "all");

        let gateway = Some(Endpoint::parse("https://gateway.example/in").unwrap());
        let rule = EndpointRule {
            gateway,
            ..EndpointRule::default()
        };
        let endpoint = rule.resolve(&target).unwrap();
        assert_eq!(endpoint.url, "https://gateway.example/in");
        assert_eq!(endpoint.host, "cvm.ap-shanghai-fsi.tencentcloudapi.com");
    }
}
