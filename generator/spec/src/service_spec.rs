//! A whole spec: the facts of one service in one API version, with the overrides for the Rust side.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Action, ErrorCode, Member, MemberList, Service, Structure, Thing};

/// The content of `specs/<service>/<version>/`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ServiceSpec {
    /// `service.yaml`.
    pub service: Service,
    /// `actions/<Action>.yaml`, sorted by name.
    pub actions: Vec<Action>,
    /// `types.yaml`, sorted by name.
    pub structures: Vec<Structure>,
    /// `errors.yaml`: common codes first, each group sorted by code.
    pub errors: Vec<ErrorCode>,
    /// `known_faults.yaml`: documented examples that are known to be wrong.
    pub known_faults: Vec<KnownFault>,
    /// The parts of `overrides.yaml` that concern only the Rust side.
    pub hints: Hints,
}

impl ServiceSpec {
    /// Returns the action of that name.
    pub fn action(&self, name: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// Returns the action of that name for editing.
    pub fn action_mut(&mut self, name: &str) -> Option<&mut Action> {
        self.actions.iter_mut().find(|action| action.name == name)
    }

    /// Returns the structure of that name.
    pub fn structure(&self, name: &str) -> Option<&Structure> {
        self.structures
            .iter()
            .find(|structure| structure.name == name)
    }

    /// Returns the structure of that name for editing.
    pub fn structure_mut(&mut self, name: &str) -> Option<&mut Structure> {
        self.structures
            .iter_mut()
            .find(|structure| structure.name == name)
    }

    /// Returns a list of members; `None` if the spec lacks its owner.
    pub fn members(&self, list: MemberList<'_>) -> Option<&Vec<Member>> {
        Some(match list {
            MemberList::Input(action) => &self.action(action)?.input,
            MemberList::Output(action) => &self.action(action)?.output,
            MemberList::Structure(structure) => &self.structure(structure)?.members,
        })
    }

    /// Returns a list of members for editing; `None` if the spec lacks its owner.
    pub fn members_mut(&mut self, list: MemberList<'_>) -> Option<&mut Vec<Member>> {
        Some(match list {
            MemberList::Input(action) => &mut self.action_mut(action)?.input,
            MemberList::Output(action) => &mut self.action_mut(action)?.output,
            MemberList::Structure(structure) => &mut self.structure_mut(structure)?.members,
        })
    }

    /// Returns the member that the thing names; `None` for things that aren't members.
    pub fn member(&self, thing: &Thing) -> Option<&Member> {
        let (list, name) = thing.as_member()?;
        self.members(list)?
            .iter()
            .find(|member| member.name == name)
    }

    /// Returns the member that the thing names for editing.
    pub fn member_mut(&mut self, thing: &Thing) -> Option<&mut Member> {
        let (list, name) = thing.as_member()?;
        self.members_mut(list)?
            .iter_mut()
            .find(|member| member.name == name)
    }
}

/// A documented request or response that contradicts the documentation's own tables.
///
/// People write these entries into `known_faults.yaml`. The generated tests expect each listed
/// example to fail, so the entry of an example that starts to pass must be deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFault {
    /// The action whose page has the example.
    pub action: String,
    /// The example's number on the page, counted from 1.
    pub example: usize,
    /// The faulty half.
    pub side: ExampleSide,
    /// The fault, in a sentence.
    pub reason: String,
}

/// A half of an example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExampleSide {
    /// The request.
    Request,
    /// The response.
    Response,
}

impl fmt::Display for ExampleSide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
        })
    }
}

/// Overrides of the generated code, about which pages say nothing. Empty without an
/// `overrides.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Names to use in Rust instead of those derived from the wire names.
    pub names: BTreeMap<Thing, String>,
    /// Paging style, by action.
    pub paging: BTreeMap<String, PagingHint>,
    /// True for a read-only action, false for one that changes something; by action.
    pub read_only: BTreeMap<String, bool>,
    /// 1-based lines of the patches in `overrides.yaml` that set a name or a paging style, for
    /// messages. A thing without an entry has an unknown line.
    pub lines: BTreeMap<Thing, usize>,
}

/// The paging style of an action, by the names of its members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "style", rename_all = "lowercase", deny_unknown_fields)]
pub enum PagingHint {
    /// No paging, whatever the members look like.
    None {},
    /// By the number of items to skip.
    Offset {
        /// Input: number of items to skip.
        offset: String,
        /// Input: maximum number of items to return.
        limit: String,
        /// Output: total number of items.
        total: Option<String>,
        /// Output: the items.
        items: String,
    },
    /// By the number of the page.
    Page {
        /// Input: number of the page.
        number: String,
        /// Input: items per page.
        size: String,
        /// Output: total number of items.
        total: Option<String>,
        /// Output: the items.
        items: String,
    },
    /// By a token from the previous page.
    Token {
        /// Input: the token.
        token: String,
        /// Output: the next page's token.
        next: String,
        /// Output: the items.
        items: String,
    },
}

impl PagingHint {
    /// Returns the names of the request members.
    pub fn inputs(&self) -> Vec<&str> {
        match self {
            Self::None {} => Vec::new(),
            Self::Offset { offset, limit, .. } => vec![offset, limit],
            Self::Page { number, size, .. } => vec![number, size],
            Self::Token { token, .. } => vec![token],
        }
    }

    /// Returns the names of the response members.
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
