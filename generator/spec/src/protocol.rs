//! The generations of the API: wire protocols, reply envelopes, and what replaces retired actions.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Localized;

/// A wire protocol: how requests are signed and sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// API 3.0: JSON bodies, signed with TC3-HMAC-SHA256.
    #[default]
    Tc3,
    /// The generations before API 3.0: flattened parameters, signed with HmacSHA1 or HmacSHA256.
    V2,
}

/// Ending of the names of services that speak [`Protocol::V2`].
const V2_SUFFIX: &str = "-v2";

/// Returns the name of the service with the APIs of a product before API 3.0: `cvm-v2` for `cvm`,
/// and for `cvm-v2` too.
pub fn retired_service(product: &str) -> String {
    format!("{}{V2_SUFFIX}", product_of_service(product))
}

/// Returns the product whose APIs before API 3.0 the service has: `cvm` for `cvm-v2`. Returns the
/// name of any other service as it is.
pub fn product_of_service(service: &str) -> &str {
    service.strip_suffix(V2_SUFFIX).unwrap_or(service)
}

/// Returns whether the service has APIs before API 3.0, by its name.
pub fn is_retired_service(service: &str) -> bool {
    service.ends_with(V2_SUFFIX)
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tc3 => "tc3",
            Self::V2 => "v2",
        })
    }
}

/// The frame around the members of a reply of [`Protocol::V2`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Envelope {
    /// `{"Response": {…, "RequestId": "…"}}`, as in API 3.0.
    Response,
    /// `{"code": 0, "message": "", "codeDesc": "Success", …}`.
    Code,
}

impl fmt::Display for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Response => "response",
            Self::Code => "code",
        })
    }
}

/// The reply of an action that only starts its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asynchronous {
    /// One task for the whole call: `requestId` names it.
    Single,
    /// One task for each resource: `detail` has `code`, `message` and `requestId` by resource id.
    ByResource,
}

impl fmt::Display for Asynchronous {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Single => "single",
            Self::ByResource => "by_resource",
        })
    }
}

/// The action that replaces a retired one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplacedBy {
    /// Service of the newer action: `cvm`.
    pub service: String,
    /// API version of the newer action: `2017-03-12`.
    pub version: String,
    /// Name of the newer action: `RunInstances`.
    pub action: String,
    /// Relation between the two actions, if people stated it.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub why: Localized,
    /// Rule that found the newer action; absent if an override states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<ReplacementSource>,
}

/// The rule that found a replacement: the documentation has no column for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplacementSource {
    /// Both actions have the same name.
    Name,
    /// The titles of both actions are equal, or one begins with the other.
    Title,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retired_service_has_one_suffix() {
        assert_eq!(retired_service("eip"), "eip-v2");
        assert_eq!(retired_service("eip-v2"), "eip-v2");
        assert_eq!(product_of_service("eip-v2"), "eip");
        assert_eq!(product_of_service("eip"), "eip");
        assert!(is_retired_service("eip-v2") && !is_retired_service("eip"));
    }

    #[test]
    fn words_in_yaml_equal_words_in_messages() {
        let yaml = |value: serde_yaml::Value| value.as_str().unwrap().to_owned();
        for protocol in [Protocol::Tc3, Protocol::V2] {
            assert_eq!(
                yaml(serde_yaml::to_value(protocol).unwrap()),
                protocol.to_string()
            );
        }
        for envelope in [Envelope::Response, Envelope::Code] {
            assert_eq!(
                yaml(serde_yaml::to_value(envelope).unwrap()),
                envelope.to_string()
            );
        }
        for form in [Asynchronous::Single, Asynchronous::ByResource] {
            assert_eq!(yaml(serde_yaml::to_value(form).unwrap()), form.to_string());
        }
    }
}
