//! A whole service: `service.yaml` and `errors.yaml`.

use serde::{Deserialize, Serialize};

use crate::member::is_false;
use crate::{Deprecated, Envelope, Localized, Protocol, Region, Source};

/// A service in one API version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Name on the wire: `cvm`.
    pub name: String,
    /// API version: `2017-03-12`, or [`UNVERSIONED`](crate::UNVERSIONED).
    pub version: String,
    /// Display name of the product.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub title: Localized,
    /// Description of the product.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Host that most actions use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// Wire protocol; `tc3` for all of API 3.0.
    pub protocol: Protocol,
    /// Path of the requests, if it isn't `/`: `/v2/index.php`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Frame of the replies; absent for [`Protocol::Tc3`], which has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envelope: Option<Envelope>,
    /// Regions from the chapter "Common parameters".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// Overview of the actions, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogue: Vec<Catalogue>,
    /// Release history, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Release>,
    /// Chapters about the whole service.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// A group of the overview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Title of the group.
    pub group: Localized,
    /// Actions of the group.
    pub actions: Vec<CatalogueEntry>,
}

/// An action in the overview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// Name of the action.
    pub name: String,
    /// Purpose of the action, in a few words.
    pub title: Localized,
    /// Limit in requests per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<u32>,
    /// URL of the action's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Source of the entry, if the service's chapters come from several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// 1-based line in that source.
    pub line: usize,
}

/// One release of the history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Number, if the history counts its releases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Date and time, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Changes, in the history's order.
    pub changes: Vec<Change>,
    /// Source of the entry, if the service's chapters come from several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// 1-based line in that source.
    pub line: usize,
}

/// A change to one action or structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Kind of change, and whether it is to an action or a structure.
    pub kind: ChangeKind,
    /// Name of the action or structure.
    pub name: String,
    /// Changes of input parameters.
    #[serde(default, skip_serializing_if = "MemberChanges::is_empty")]
    pub input: MemberChanges,
    /// Changes of output parameters.
    #[serde(default, skip_serializing_if = "MemberChanges::is_empty")]
    pub output: MemberChanges,
    /// Changes of structure members.
    #[serde(default, skip_serializing_if = "MemberChanges::is_empty")]
    pub members: MemberChanges,
}

/// A kind of change to an action or structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A new action.
    NewAction,
    /// A changed action.
    ChangedAction,
    /// An action that will disappear.
    DeprecatedAction,
    /// A removed action.
    DeletedAction,
    /// A new structure.
    NewStructure,
    /// A changed structure.
    ChangedStructure,
    /// A structure that will disappear.
    DeprecatedStructure,
    /// A removed structure.
    DeletedStructure,
}

/// Names of parameters or members, by kind of change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberChanges {
    /// New members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Changed members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// Deprecated members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deprecated: Vec<String>,
    /// Removed members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<String>,
}

impl ChangeKind {
    /// Returns whether the change is about a structure rather than an action.
    pub fn is_of_structure(self) -> bool {
        matches!(
            self,
            Self::NewStructure
                | Self::ChangedStructure
                | Self::DeprecatedStructure
                | Self::DeletedStructure
        )
    }
}

impl MemberChanges {
    /// Returns whether no member changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An error code with its meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// Code as printed, as in the response: `InvalidParameter`, or `7000`.
    pub code: String,
    /// Numeric code, if the documentation has it next to the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// Meaning of the code.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// True if every service may reply with the code.
    #[serde(default, skip_serializing_if = "is_false")]
    pub common: bool,
    /// Deprecation mark, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}
