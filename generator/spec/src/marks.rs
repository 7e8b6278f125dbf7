//! Marks on things of the spec: deprecated, sensitive; each says where it comes from.

use serde::{Deserialize, Serialize};

use super::Localized;

/// That an action, member, structure or value should no longer be used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deprecated {
    /// What the documentation, or an override, says of it.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub note: Localized,
    /// The date of the release that deprecated it, as printed in the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Where the mark comes from; absent where an override states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<DeprecationSource>,
}

/// What tells that a thing is deprecated: no table has a column for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeprecationSource {
    /// A sentence of its description, or a mark in its title.
    Prose,
    /// The release history.
    History,
    /// The documentation no longer has it.
    Vanished,
}

/// That a member's value is a secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensitive {
    /// Where the mark comes from; absent where an override states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<SensitivitySource>,
}

/// What tells that a value is a secret: the documentation has no mark for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SensitivitySource {
    /// The last words of the member's name.
    Name,
}
