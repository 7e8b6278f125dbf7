//! Parameters and structure members.

use serde::{Deserialize, Serialize};

use super::{Deprecated, Localized, Sensitive, Source, TypeName};

/// An input parameter, an output parameter or a member of a structure.
///
/// [`Member::new`] knows nothing but name and type; what else is known is added by `..`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The name on the wire, without the `.N` of a list.
    pub name: String,
    /// The type in the documentation's words.
    #[serde(rename = "type")]
    pub type_name: TypeName,
    /// What the "required" column says; absent where the table has no such column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Required>,
    /// Whether the documentation warns that the value may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// What it means.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// The sample value, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// The default value that the text names, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The values that the text enumerates; the list may be incomplete.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Why it should no longer be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Whether its value is a secret, which the crate hides where it prints structures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<Sensitive>,
    /// Where the fact comes from when no table states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<Inferred>,
}

impl Member {
    /// A member of which nothing but name and type is known.
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
    /// The header names the column, and the page lost its cells.
    Lost(Lost),
}

/// The word for a value that the page lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lost {
    /// There was a value; nobody knows which.
    Unknown,
}

impl Required {
    /// Whether the documentation states that the member must be sent.
    pub fn is_yes(self) -> bool {
        self == Self::Known(true)
    }
}

/// One documented value of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    /// The value as sent, a number too.
    pub value: String,
    /// What it stands for.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Why it should no longer be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
}

/// How a fact that no table states became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Inferred {
    /// From the JSON of an example.
    Example,
    /// From running text.
    Prose,
}

/// A data structure of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Structure {
    /// Its name.
    pub name: String,
    /// What it stands for.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub doc: Localized,
    /// Its members in the documentation's order.
    pub members: Vec<Member>,
    /// Why it should no longer be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// The actions that the documentation names as users.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
    /// Where the whole structure comes from when no table states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<Inferred>,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

pub(super) fn is_false(flag: &bool) -> bool {
    !*flag
}
