//! What overrides say about the Rust side, which no page states.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Wishes about the generated code; empty unless `overrides.yaml` has some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Names to be used in Rust instead of those that the wire names give.
    pub names: BTreeMap<Item, String>,
    /// How an action answers in pages, by action.
    pub paging: BTreeMap<String, PagingHint>,
    /// Whether an action changes nothing, whatever its name suggests, by action.
    pub read_only: BTreeMap<String, bool>,
}

/// Something that has a name on the wire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// An action.
    Action(String),
    /// An input parameter of an action.
    Input {
        /// The action.
        action: String,
        /// The parameter.
        member: String,
    },
    /// An output parameter of an action.
    Output {
        /// The action.
        action: String,
        /// The parameter.
        member: String,
    },
    /// A structure.
    Structure(String),
    /// A member of a structure.
    Member {
        /// The structure.
        structure: String,
        /// The member.
        member: String,
    },
}

/// How an action answers in pages, by the names of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "style", rename_all = "lowercase", deny_unknown_fields)]
pub enum PagingHint {
    /// It does not, whatever its members look like.
    None {},
    /// By the number of things to pass over.
    Offset {
        /// Input: how many to pass over.
        offset: String,
        /// Input: how many to return.
        limit: String,
        /// Output: how many there are.
        total: Option<String>,
        /// Output: the list.
        items: String,
    },
    /// By the number of the page.
    Page {
        /// Input: which page.
        number: String,
        /// Input: how many a page holds.
        size: String,
        /// Output: how many there are.
        total: Option<String>,
        /// Output: the list.
        items: String,
    },
    /// By a token that the page before gave.
    Token {
        /// Input: the token.
        token: String,
        /// Output: the next page's token.
        next: String,
        /// Output: the list.
        items: String,
    },
}

impl PagingHint {
    /// The request members that it names.
    pub fn inputs(&self) -> Vec<&str> {
        match self {
            Self::None {} => Vec::new(),
            Self::Offset { offset, limit, .. } => vec![offset, limit],
            Self::Page { number, size, .. } => vec![number, size],
            Self::Token { token, .. } => vec![token],
        }
    }

    /// The response members that it names.
    pub fn outputs(&self) -> Vec<&str> {
        match self {
            Self::None {} => Vec::new(),
            Self::Offset { total, items, .. } | Self::Page { total, items, .. } => {
                total.iter().chain([items]).map(String::as_str).collect()
            }
            Self::Token { next, items, .. } => vec![next, items],
        }
    }
}
