//! Members and structures, with their texts and their marks.

use serde::{Deserialize, Serialize};

use crate::{Constraint, Filter, Localized, Source, TypeName};

/// An input parameter, an output parameter or a member of a structure.
///
/// [`Member::new`] sets only name and type; struct update syntax adds further facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Name on the wire, without the `.N` of a list.
    pub name: String,
    /// Type in the documentation's words.
    #[serde(rename = "type")]
    pub type_name: TypeName,
    /// Content of the "required" column; absent if the table lacks that column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Required>,
    /// True if the documentation warns that the value may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// Description.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Sample value, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Default value that the text names, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Values that the text enumerates; the list may be incomplete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Ranges, lengths and conditions that the text states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// Filters that the text describes, if the member is a list of filters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// Deprecation mark, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Mark of a secret, which the crate hides when it prints structures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<Sensitive>,
    /// Origin of the member, if no table has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<Inferred>,
}

impl Member {
    /// Creates a member with only a name and a type.
    pub fn new(name: impl Into<String>, type_name: TypeName) -> Self {
        Self {
            name: name.into(),
            type_name,
            required: None,
            nullable: false,
            doc: Localized::default(),
            example: None,
            default: None,
            values: Vec::new(),
            constraints: Vec::new(),
            filters: Vec::new(),
            deprecated: None,
            sensitive: None,
            inferred: None,
        }
    }
}

/// The "required" column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Required {
    /// The column says yes or no.
    Known(bool),
    /// The header names the column, but the page lost its cells.
    Lost(Lost),
}

/// The word for a value that the page lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lost {
    /// The value is unknown.
    Unknown,
}

impl Required {
    /// Returns whether the documentation says that callers must send the member.
    pub fn is_yes(self) -> bool {
        self == Self::Known(true)
    }
}

/// One documented value of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// Value to send; numbers as text too.
    pub value: String,
    /// Meaning of the value.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Deprecation mark, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}

/// The origin of a fact that no table states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Inferred {
    /// JSON of an example.
    Example,
    /// Running text.
    Prose,
}

/// A data structure of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    /// Name in the documentation.
    pub name: String,
    /// Description.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Members in the documentation's order.
    pub members: Vec<Member>,
    /// Deprecation mark, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Actions that the documentation names as users.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
    /// Origin of the whole structure, if no table describes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<Inferred>,
    /// Places that describe the structure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// The mark of an action, member, structure or value that callers should no longer use.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deprecated {
    /// Reason in the words of the documentation or of an override.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub note: Localized,
    /// Date of the release that deprecated it, as printed in the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Origin of the mark; absent if an override states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<DeprecationSource>,
}

/// The origin of a deprecation mark: no table has a column for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DeprecationSource {
    /// A sentence in the description, or a mark in the title.
    Prose,
    /// The release history.
    History,
    /// The documentation no longer describes the marked item.
    Vanished,
}

/// The mark of a member whose value is a secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sensitive {
    /// Origin of the mark; absent if an override states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<SensitivitySource>,
}

/// The origin of a secrecy mark: the documentation has no column for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SensitivitySource {
    /// The last words of the member's name.
    Name,
}

/// Returns whether the flag can be omitted from YAML.
pub(crate) fn is_false(flag: &bool) -> bool {
    !*flag
}
