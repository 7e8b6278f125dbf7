//! The rule that picks an endpoint from the configuration, the documented host and the region.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use super::Endpoint;
use super::host::{host_of, is_ai, is_finance, serves};
use crate::error::InvalidRequest;

/// The configuration's endpoint settings, checked.
#[derive(Debug, Clone, Default)]
pub(crate) struct EndpointRule {
    /// The endpoint of every product.
    pub(crate) fixed: Option<Arc<Endpoint>>,
    /// Endpoints by product; they override `fixed`.
    pub(crate) services: BTreeMap<String, Arc<Endpoint>>,
    /// A root domain that replaces the documented one, except that of hosts that serve models.
    pub(crate) root: Option<String>,
    /// True if the region is a part of the host.
    pub(crate) region_in_host: bool,
    /// A gateway to connect to, whichever host is signed.
    pub(crate) gateway: Option<Endpoint>,
    pub(crate) derived: DerivedEndpoints,
}

/// The facts about a call that its endpoint depends on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'a> {
    pub(crate) service: &'a str,
    /// The documented host.
    pub(crate) documented: &'a str,
    pub(crate) region: Option<&'a str>,
    /// True if the caller chose the host that serves models.
    pub(crate) ai: bool,
    /// True if the action speaks protocol v2, which the hosts of version 3.0 don't serve.
    pub(crate) v2: bool,
}

/// An endpoint to fail over to, checked.
#[derive(Debug, Clone)]
pub(crate) enum BackupRule {
    Region(String),
    RootDomain(String),
    Endpoint(Arc<Endpoint>),
}

impl EndpointRule {
    /// Returns the endpoint of a target.
    pub(crate) fn resolve(&self, target: &Target<'_>) -> Result<Arc<Endpoint>, InvalidRequest> {
        let fixed = self.services.get(target.service).or(self.fixed.as_ref());
        if let Some(endpoint) = fixed {
            return Ok(Arc::clone(endpoint));
        }
        let host = host_of(target, self.root.as_deref(), self.region_in_host);
        self.derived.get_or_derive(&host, || {
            let signed = Endpoint::from_host(&host)?;
            Ok(match &self.gateway {
                Some(gateway) => Endpoint {
                    host: signed.host,
                    ..gateway.clone()
                },
                None => signed,
            })
        })
    }

    /// Returns the endpoint of a backup; `None` if the backup does not serve the target.
    pub(crate) fn backup(
        &self,
        target: &Target<'_>,
        backup: &BackupRule,
    ) -> Result<Option<Arc<Endpoint>>, InvalidRequest> {
        let fixed = self.services.get(target.service).or(self.fixed.as_ref());
        let replaced = fixed.is_some() || self.gateway.is_some();
        let finance = is_finance(target.region);
        let own_host_only = is_ai(target) || target.v2;
        let mut rule = Self {
            root: self.root.clone(),
            region_in_host: self.region_in_host,
            ..Self::default()
        };
        let mut target = *target;
        match backup {
            BackupRule::Endpoint(endpoint) => return Ok(Some(endpoint.clone())),
            BackupRule::RootDomain(root) if !replaced && serves(root, &target) => {
                rule.root = Some(root.clone());
            }
            BackupRule::Region(region) if !replaced && !finance && !own_host_only => {
                rule.region_in_host = true;
                target.region = Some(region);
            }
            BackupRule::RootDomain(_) | BackupRule::Region(_) => return Ok(None),
        }
        rule.resolve(&target).map(Some)
    }
}

/// A cache of endpoints by the hosts that they were derived from. Clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct DerivedEndpoints(Arc<RwLock<HashMap<Box<str>, Arc<Endpoint>>>>);

impl DerivedEndpoints {
    /// More endpoints than any program uses, unless it makes up regions.
    const CAPACITY: usize = 1024;

    /// Returns the endpoint of a host; `derive` creates it on first use.
    fn get_or_derive(
        &self,
        host: &str,
        derive: impl FnOnce() -> Result<Endpoint, InvalidRequest>,
    ) -> Result<Arc<Endpoint>, InvalidRequest> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(endpoint) = known.get(host) {
            return Ok(Arc::clone(endpoint));
        }
        drop(known);
        let endpoint = Arc::new(derive()?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= Self::CAPACITY {
            known.clear();
        }
        known.insert(host.into(), Arc::clone(&endpoint));
        Ok(endpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::RootDomain;

    fn target(documented: &str) -> Target<'_> {
        Target {
            service: "cvm",
            documented,
            region: Some("ap-guangzhou"),
            ai: false,
            v2: false,
        }
    }

    fn host(rule: &EndpointRule, target: &Target<'_>) -> String {
        let endpoint = rule.resolve(target).unwrap();
        assert_eq!(endpoint.url, format!("https://{}/", endpoint.host));
        endpoint.host.clone()
    }

    #[test]
    fn root_domain_replaces_documented_one() {
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
    fn financial_regions_are_always_in_host() {
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
    fn ai_call_uses_models_host() {
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
    fn v2_hosts_leave_their_domain_only_for_foreign_ones() {
        let plain = EndpointRule::default();
        let target = Target {
            v2: true,
            region: Some("ap-shanghai-fsi"),
            ..target("cvm.api.qcloud.com")
        };
        assert_eq!(host(&plain, &target), "cvm.api.qcloud.com");
        for (root, expected) in [
            (RootDomain::Mainland, "cvm.api.qcloud.com"),
            (RootDomain::International, "cvm.api.qcloud.com"),
            (RootDomain::Internal, "cvm.api.qcloud.com"),
            ("cloud.example:8443".into(), "cvm.cloud.example:8443"),
        ] {
            let rule = EndpointRule {
                root: Some(root.as_str().to_owned()),
                region_in_host: true,
                ..EndpointRule::default()
            };
            assert_eq!(host(&rule, &target), expected);
        }
        let backup = |rule| plain.backup(&target, &rule).unwrap();
        assert_eq!(backup(BackupRule::Region("ap-beijing".to_owned())), None);
        let root = |root: RootDomain| backup(BackupRule::RootDomain(root.as_str().to_owned()));
        assert_eq!(root(RootDomain::Internal), None);
        let foreign = root("cloud.example".into()).unwrap();
        assert_eq!(foreign.host, "cvm.cloud.example");
    }

    #[test]
    fn documented_models_host_keeps_its_name() {
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
                "es.ai.tencentcloudapi.com",
            ),
            (
                rooted("cloud.example".into(), false),
                "es.ai.tencentcloudapi.com",
            ),
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
        let elsewhere = |root: RootDomain| backup(BackupRule::RootDomain(root.as_str().to_owned()));
        assert_eq!(elsewhere(RootDomain::International), None);
        let internal = elsewhere(RootDomain::Internal).unwrap();
        assert_eq!(internal.host, "es.ai.internal.tencentcloudapi.com");
    }

    #[test]
    fn fixed_endpoints_win_over_gateway() {
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

    #[test]
    fn endpoint_is_derived_once_unless_failed() {
        let endpoints = DerivedEndpoints::default();
        let fails = endpoints.get_or_derive("a/b", || Endpoint::from_host("a/b"));
        assert!(fails.is_err());
        let first = endpoints
            .get_or_derive("a/b", || Endpoint::from_host("cvm.example"))
            .unwrap();
        let clone = endpoints.clone();
        let second = clone
            .get_or_derive("a/b", || panic!("derived twice"))
            .unwrap();
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn made_up_hosts_do_not_accumulate() {
        let endpoints = DerivedEndpoints::default();
        for number in 0..3 * DerivedEndpoints::CAPACITY {
            let host = format!("cvm.region-{number}.example");
            let endpoint = endpoints
                .get_or_derive(&host, || Endpoint::from_host(&host))
                .unwrap();
            assert_eq!(endpoint.host, host);
        }
        assert!(endpoints.0.read().unwrap().len() <= DerivedEndpoints::CAPACITY);
    }
}
