//! One action: `actions/<Action>.yaml`.

use serde::{Deserialize, Serialize};

use super::member::is_false;
use super::{Deprecated, Localized, Member};

/// An action of a service in one API version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Its name, as sent in `X-TC-Action`.
    pub name: String,
    /// The service, the first label of the domain: `cvm`.
    pub service: String,
    /// The API version, as sent in `X-TC-Version`: `2017-03-12`.
    pub version: String,
    /// The page's title.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub title: Localized,
    /// What the action does.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Why it should no longer be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// The host that requests go to: `cvm.tencentcloudapi.com`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Requests per second, as documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<u32>,
    /// Whether the action wants a region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionRule>,
    /// The regions that the page lists as the only ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Request parameters, without Action, Version and Region.
    pub input: Vec<Member>,
    /// Response members, with `RequestId`.
    pub output: Vec<Member>,
    /// Codes of the errors that the page lists, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
    /// The page's examples, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Where the action was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// How an action treats the common parameter Region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegionRule {
    /// It must be sent.
    Required,
    /// It may be sent.
    Optional,
    /// It has no effect.
    Unused,
}

/// A region of the table in the chapter "Common parameters".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The value that is sent: `ap-guangzhou`.
    pub id: String,
    /// Its name.
    pub name: Localized,
}

/// A documented request with its response.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub title: Localized,
    /// The text between the title and the request.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// How the page writes the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_form: Option<RequestForm>,
    /// The `X-TC-Action` header or `Action` parameter, where it names another action than the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_action: Option<String>,
    /// The request's body. A query is written as the equivalent JSON, with every value a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<serde_json::Value>,
    /// The request as printed, where it can't be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_raw: Option<String>,
    /// Why the request can't be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_invalid: Option<String>,
    /// The whole response, with its outer `Response`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<serde_json::Value>,
    /// The response as printed, where it can't be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_raw: Option<String>,
    /// Why the response can't be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_invalid: Option<String>,
    /// The source that has the example, where the action has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// 1-based line of the title in the source that has the example.
    pub line: usize,
}

/// How a page writes an example's request.
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
    /// The file below `specs/sources/`.
    pub file: String,
    /// 1-based line on which the page, chapter or structure begins.
    pub line: usize,
    /// Date and time of the page's last update, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The page's address, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether the page ends before its last section.
    #[serde(default, skip_serializing_if = "is_false")]
    pub truncated: bool,
}
