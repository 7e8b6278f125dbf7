//! A product in one API version: its actions, types and error codes, without texts.

use std::sync::OnceLock;

use behave::Behaviour;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use spec::{
    Asynchronous, Constraint, Envelope, Filter, Protocol, RegionRule, RequestForm, Scalar, Wait,
};

/// A product in one API version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// Service, as in the credential scope: `cvm`. It ends with `-v2` for a retired API.
    pub service: String,
    /// API version: `2017-03-12`, or `unversioned`.
    pub version: String,
    /// Display name; the service if the documentation has none.
    pub title: String,
    /// Host of most actions: `cvm.tencentcloudapi.com`.
    pub host: String,
    /// Wire protocol.
    pub protocol: Protocol,
    /// Path of the requests: `/`, or `/v2/index.php`.
    pub path: String,
    /// Frame of the replies.
    pub envelope: Envelope,
    /// Documented regions; empty if the documentation lists none.
    pub regions: Vec<String>,
    /// Actions, sorted by name.
    pub actions: Vec<Action>,
    /// Structures, sorted by name.
    pub structures: Vec<Structure>,
    /// Error codes of the product and common ones.
    pub errors: Vec<ErrorCode>,
    /// Resources, and the effect of each action on them.
    pub behaviour: Behaviour,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Name on the wire.
    pub name: String,
    /// Title of the page.
    pub title: String,
    /// Documented limit in requests per second.
    pub rate_limit: Option<u32>,
    /// Treatment of the region; `None` if the documentation doesn't say.
    pub region: Option<RegionRule>,
    /// The only regions that the action allows; empty if it allows all of the product.
    pub regions: Vec<String>,
    /// Request parameters, without the common ones.
    pub input: Vec<Member>,
    /// Response members, without `RequestId`.
    pub output: Vec<Member>,
    /// Form of the reply, if the action of a retired API only starts its work.
    pub asynchronous: Option<Asynchronous>,
    /// Way to learn whether the action has finished.
    pub wait: Option<Wait>,
    /// Documented error codes of the action.
    pub errors: Vec<String>,
    /// Documented examples.
    pub examples: Vec<Example>,
    /// Content of the reply when no resource affects it, which the first call makes.
    #[serde(skip)]
    pub reply: OnceLock<Map<String, Value>>,
}

/// A parameter, or a member of a response or structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Name on the wire.
    #[serde(rename = "n")]
    pub name: String,
    /// Type.
    #[serde(rename = "t")]
    pub kind: Type,
    /// True if requests must have it.
    #[serde(rename = "r", default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// True if the documentation warns that the value may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// True if the value is a secret.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// True if a documented request sends this number or boolean as text: `"20"`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_be_text: bool,
    /// Documented sample value, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Documented default value, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Documented values; the list may be incomplete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// Documented limits, without those that a documented request breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// Documented filters, if the member is a list of filters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
}

/// A type, with structures by their index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Type {
    /// A basic type.
    #[serde(rename = "s")]
    Scalar(Scalar),
    /// The structure with this index in [`Product::structures`].
    #[serde(rename = "o")]
    Structure(usize),
    /// A structure that no page describes. It holds any object.
    #[serde(rename = "u")]
    Undescribed,
    /// A list.
    #[serde(rename = "a")]
    Array(Box<Type>),
}

/// A structure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Structure {
    /// Name in the documentation.
    pub name: String,
    /// Members in the documentation's order.
    pub members: Vec<Member>,
}

/// A documented request with its response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// Form in which the page prints the request.
    pub form: Option<RequestForm>,
    /// Body of the request as JSON. The leaves of a query are text.
    pub request: Option<String>,
    /// Whole response as JSON, with its envelope.
    pub response: Option<String>,
    /// True if the request is known to contradict its tables, or lacks a required parameter.
    pub faulty_request: bool,
    /// True if the response is known to contradict its tables.
    pub faulty_response: bool,
}

/// A documented error code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorCode {
    /// Code on the wire.
    pub code: String,
    /// Numeric code, if the documentation has it next to the name.
    pub number: Option<i64>,
    /// Meaning, in English if the documentation has it.
    pub doc: String,
    /// True if every service may reply with the code.
    pub common: bool,
}

impl Product {
    /// Returns the action of that name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&Action> {
        let found = self
            .actions
            .binary_search_by(|action| action.name.as_str().cmp(name));
        found.ok().and_then(|index| self.actions.get(index))
    }

    /// Returns the structure of that name.
    #[must_use]
    pub fn structure(&self, name: &str) -> Option<&Structure> {
        let found = self
            .structures
            .binary_search_by(|structure| structure.name.as_str().cmp(name));
        found.ok().and_then(|index| self.structures.get(index))
    }

    /// Returns the members of a type that is a structure.
    #[must_use]
    pub fn members(&self, kind: &Type) -> Option<&[Member]> {
        match kind {
            Type::Structure(index) => Some(&self.structures.get(*index)?.members),
            _ => None,
        }
    }

    /// Returns the documented error code of that name.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&ErrorCode> {
        self.errors.iter().find(|error| error.code == code)
    }
}

impl Example {
    /// Returns the body of the request.
    #[must_use]
    pub fn request(&self) -> Option<Value> {
        serde_json::from_str(self.request.as_deref()?).ok()
    }

    /// Returns the whole response, with its envelope.
    #[must_use]
    pub fn response(&self) -> Option<Value> {
        serde_json::from_str(self.response.as_deref()?).ok()
    }
}

fn is_false(flag: &bool) -> bool {
    !*flag
}
