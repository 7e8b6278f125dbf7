//! Facts of a whole service: `service.yaml` and `errors.yaml`.

use serde::{Deserialize, Serialize};

use super::member::is_false;
use super::{Deprecated, Localized, Region, Source};

/// A service in one API version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The service's name on the wire: `cvm`.
    pub name: String,
    /// The API version: `2017-03-12`.
    pub version: String,
    /// The product's name.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub title: Localized,
    /// What the product does.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// The host that requests go to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The wire protocol; `tc3` for all of API 3.0.
    pub protocol: String,
    /// The regions of the common parameters chapter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Region>,
    /// The overview of actions, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub catalogue: Vec<Catalogue>,
    /// The release history, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Release>,
    /// Where the chapters were read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// A group of the overview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The group's title.
    pub group: Localized,
    /// Its actions.
    pub actions: Vec<CatalogueEntry>,
}

/// An action in the overview.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// The action's name.
    pub name: String,
    /// What it does, in a few words.
    pub title: Localized,
    /// Requests per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<u32>,
    /// The address of the action's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The source that has it, where the service's chapters come from several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// 1-based line in the source.
    pub line: usize,
}

/// One release of the history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Its number, where the history counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Date and time, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What changed.
    pub changes: Vec<Change>,
    /// The source that has it, where the service's chapters come from several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// 1-based line in the source.
    pub line: usize,
}

/// A change to one action or structure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What happened, and to what.
    pub kind: ChangeKind,
    /// The action's or structure's name.
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

/// What a release did to an action or structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// A new action.
    NewAction,
    /// A changed action.
    ChangedAction,
    /// An action that is going to vanish.
    DeprecatedAction,
    /// An action that is gone.
    DeletedAction,
    /// A new structure.
    NewStructure,
    /// A changed structure.
    ChangedStructure,
    /// A structure that is going to vanish.
    DeprecatedStructure,
    /// A structure that is gone.
    DeletedStructure,
}

/// Names of parameters or members by what happened to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberChanges {
    /// New ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<String>,
    /// Changed ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<String>,
    /// Deprecated ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deprecated: Vec<String>,
    /// Removed ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<String>,
}

impl MemberChanges {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// An error code with its meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorCode {
    /// The code, as in the response.
    pub code: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Whether every service may answer with it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub common: bool,
    /// That it is deprecated, where something says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}
