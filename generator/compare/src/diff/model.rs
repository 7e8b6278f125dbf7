//! Changes of the documentation: what, where, from which value to which.

use serde::Serialize;
use serde_json::Value;

use super::Subject;
use crate::semver::{Impact, Level};
use spec::Language;

/// What differs between two states of the specs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diff {
    /// What the step from the old crate to the new one is.
    pub verdict: Level,
    /// Services and versions with changes, sorted.
    pub services: Vec<ServiceDiff>,
}

/// What differs in one service and version.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceDiff {
    /// The service: `cvm`.
    pub service: String,
    /// The API version: `2017-03-12`.
    pub version: String,
    /// What the step is for users of this service.
    pub verdict: Level,
    /// The changes of the documentation: those of the service first, then by action, structure and error code.
    pub changes: Vec<Change>,
    /// What happens to the crate beyond the things that changed themselves: a structure that a new
    /// action sends gets setters, for instance.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub consequences: Vec<Impact>,
}

/// One change of the documentation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Whether something came, went or became another.
    pub kind: Kind,
    /// The worst of what it does to the crate.
    pub level: Level,
    /// The thing that changed.
    pub on: Subject,
    /// What about the thing changed.
    pub fact: Fact,
    /// Which one, where the thing has several: the value, the error code, the region, the example's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The language, of texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What was documented, in the specs' own form; absent where it came anew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What is documented now; absent where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
    /// The other name, where something that went and something that came are alike in all else. This
    /// is a guess: both sides are listed as what they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub perhaps_renamed: Option<String>,
    /// Where it is documented: on the new side, or the old one where it is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What it does to the crate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impacts: Vec<Impact>,
}

/// Whether something came, went or became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// It is gone.
    Removed,
    /// It has another value.
    Changed,
    /// It is new.
    Added,
}

/// What about a thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// The thing itself: it came or went.
    Itself,
    /// The type.
    Type,
    /// Whether it must be sent.
    Required,
    /// Whether the value may be null.
    Nullable,
    /// The default value.
    Default,
    /// One of the documented values.
    Value,
    /// Whether it should no longer be used.
    Deprecated,
    /// Whether the value is a secret.
    Sensitive,
    /// One of an action's error codes.
    ErrorCode,
    /// Whether every service may answer with the error code.
    Common,
    /// The host that requests go to.
    Domain,
    /// Requests per second.
    RateLimit,
    /// Whether the action wants a region.
    Region,
    /// One of the regions that are listed.
    ListedRegion,
    /// Whether the thing was inferred rather than read in a table.
    Inferred,
    /// The title.
    Title,
    /// The text that explains the thing, or one of its values.
    Text,
    /// The sample value.
    Sample,
    /// One of the examples.
    Example,
    /// One of the releases in the documentation's own history.
    Release,
}

/// A place in the documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file below `specs/sources/`.
    pub file: String,
    /// 1-based line on which the page, chapter or structure begins.
    pub line: usize,
    /// The page's address, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
