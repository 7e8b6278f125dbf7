//! One action: `actions/<Action>.yaml`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::member::is_false;
use crate::{Asynchronous, Deprecated, Inferred, Localized, Member, ReplacedBy, Wait};

/// Common parameters, which every request may carry and no page lists as an action's own.
pub const COMMON_PARAMETERS: [&str; 11] = [
    "Action",
    "Language",
    "Nonce",
    "Region",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
    "Version",
];

/// Returns the host of a service whose pages don't name one: `cvm.tencentcloudapi.com`.
pub fn default_host(service: &str) -> String {
    format!("{service}.tencentcloudapi.com")
}

/// An action of a service in one API version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Name, as sent in `X-TC-Action`.
    pub name: String,
    /// Service, the first label of the domain: `cvm`. Services of [`Protocol::V2`] end with `-v2`.
    ///
    /// [`Protocol::V2`]: crate::Protocol::V2
    pub service: String,
    /// API version, as sent in `X-TC-Version`: `2017-03-12`, or
    /// [`UNVERSIONED`](crate::UNVERSIONED).
    pub version: String,
    /// Title of the page.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub title: Localized,
    /// Description of the action.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Deprecation mark, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Action of a newer API that replaces this one, if it belongs to a retired API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Box<ReplacedBy>>,
    /// Host for requests: `cvm.tencentcloudapi.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Origin of the host, if the page doesn't state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<Inferred>,
    /// Documented limit in requests per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<u32>,
    /// Treatment of the common parameter Region; absent if the page doesn't mention it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionRule>,
    /// The only regions that the page allows; empty if it allows all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Request parameters, without the common ones.
    pub input: Vec<Member>,
    /// Response members, including `RequestId`.
    pub output: Vec<Member>,
    /// Form of the reply, if the action of a retired API only starts its work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asynchronous: Option<Asynchronous>,
    /// Way to learn whether the action has finished, if it is asynchronous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Box<Wait>>,
    /// Error codes, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// Examples, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Pages that describe the action.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// An action's treatment of the common parameter Region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegionRule {
    /// Callers must send it.
    Required,
    /// Callers may send it.
    Optional,
    /// The server ignores it.
    Unused,
}

impl fmt::Display for RegionRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Required => "required",
            Self::Optional => "optional",
            Self::Unused => "unused",
        })
    }
}

/// A region of the table in the chapter "Common parameters".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Value to send: `ap-guangzhou`.
    pub id: String,
    /// Display name.
    pub name: Localized,
}

/// A documented request with its response.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Title, which says what the example shows.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub title: Localized,
    /// Text between the title and the request.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Form in which the page prints the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_form: Option<RequestForm>,
    /// `X-TC-Action` header or `Action` parameter, if it names another action than the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_action: Option<String>,
    /// Body of the request. A query becomes the equivalent JSON, with every value a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<serde_json::Value>,
    /// Request as printed, if it can't be parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_raw: Option<String>,
    /// Reason why the request can't be parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_invalid: Option<String>,
    /// Whole response, with its outer `Response`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<serde_json::Value>,
    /// Response as printed, if it can't be parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_raw: Option<String>,
    /// Reason why the response can't be parsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_invalid: Option<String>,
    /// Source that has the example, if the action has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// 1-based line of the title in its source.
    pub line: usize,
}

/// The form in which a page prints an example's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RequestForm {
    /// POST with a JSON body.
    Json,
    /// GET with the parameters in the query, flattened as `Filters.0.Name`.
    Query,
}

/// A place in the documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Path of the file below `specs/sources/`.
    pub file: String,
    /// 1-based first line of the page, chapter or structure.
    pub line: usize,
    /// Date and time of the page's last update, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// URL of the page, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// True if the page ends before its last section.
    #[serde(default, skip_serializing_if = "is_false")]
    pub truncated: bool,
}
