//! The hosts of products: product name, region label and root domain.

use std::borrow::Cow;
use std::fmt;

use super::rule::Target;
use crate::display::masked_address;

const MAINLAND: &str = "tencentcloudapi.com";
const INTERNATIONAL: &str = "intl.tencentcloudapi.com";
const INTERNAL: &str = "internal.tencentcloudapi.com";
/// The suffix of the product's name in hosts that serve models.
const AI: &str = ".ai";

/// The part of a host after the product's name: `cvm.tencentcloudapi.com`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RootDomain {
    /// `tencentcloudapi.com`, the domain of the mainland site.
    Mainland,
    /// `intl.tencentcloudapi.com`, the domain of the international site.
    International,
    /// `internal.tencentcloudapi.com`, reachable within a VPC.
    Internal,
    /// Any other domain, optionally with a port: `cloud.example:8443`.
    Other(String),
}

impl RootDomain {
    /// Returns the domain as text: `tencentcloudapi.com`.
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

// A malformed domain may hold a password, which is masked.
impl fmt::Debug for RootDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mainland => f.write_str("Mainland"),
            Self::International => f.write_str("International"),
            Self::Internal => f.write_str("Internal"),
            Self::Other(domain) => f
                .debug_tuple("Other")
                .field(&masked_address(domain))
                .finish(),
        }
    }
}

/// Returns the host that a product has by default: `cvm.tencentcloudapi.com`.
pub(crate) fn default_host(service: &str) -> String {
    format!("{service}.{MAINLAND}")
}

/// Returns the host of a target under another root domain, or with the region in it.
pub(super) fn host_of<'a>(
    target: &Target<'a>,
    root: Option<&str>,
    region_in_host: bool,
) -> Cow<'a, str> {
    // Financial regions are isolated from the others, so only their dedicated hosts reach them.
    let finance = target.region.filter(|region| is_finance(Some(region)));
    let (name, documented_root) = split(target.documented);
    let root = root.filter(|root| serves(root, target));
    if target.v2 {
        return match root {
            Some(root) => Cow::Owned(format!("{name}.{root}")),
            None => Cow::Borrowed(target.documented),
        };
    }
    let ai = is_ai(target);
    // No page documents a host of models with a region in it.
    let region = if region_in_host && !ai {
        target.region
    } else {
        finance
    };
    if root.is_none() && region.is_none() && !target.ai {
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
    let documented_root = if finance.is_some() {
        MAINLAND
    } else {
        documented_root
    };
    host.push('.');
    host.push_str(root.unwrap_or(documented_root));
    Cow::Owned(host)
}

/// Returns whether a root domain has hosts that serve the target. The documentation has models on
/// two of them and protocol v2 on none, so these targets keep their host on the others.
pub(super) fn serves(root: &str, target: &Target<'_>) -> bool {
    if target.v2 {
        return ![MAINLAND, INTERNATIONAL, INTERNAL].contains(&root);
    }
    !is_ai(target) || [MAINLAND, INTERNAL].contains(&root)
}

/// Returns whether the target's host serves models.
pub(super) fn is_ai(target: &Target<'_>) -> bool {
    target.ai || split(target.documented).0.ends_with(AI)
}

pub(super) fn is_finance(region: Option<&str>) -> bool {
    region.is_some_and(|region| region.ends_with("-fsi"))
}

/// Splits a documented host into the product's part and the root domain. In a foreign domain, the
/// first label is the product's.
fn split(documented: &str) -> (&str, &str) {
    for root in [INTERNATIONAL, INTERNAL, MAINLAND] {
        let name = documented.strip_suffix(root);
        if let Some(name) = name.and_then(|name| name.strip_suffix('.')) {
            return (name, root);
        }
    }
    documented.split_once('.').unwrap_or((documented, MAINLAND))
}
