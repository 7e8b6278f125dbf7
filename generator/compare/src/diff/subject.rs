//! What a change is about, named with the words of `overrides.yaml`.

use std::cmp::Ordering;

use serde::Serialize;

/// The thing that a change or its impact is about, within one service and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Subject {
    /// The service itself.
    Service {},
    /// An action.
    Action {
        /// Its name.
        action: String,
    },
    /// An input parameter.
    Input {
        /// The action.
        action: String,
        /// The parameter.
        input: String,
    },
    /// An output parameter.
    Output {
        /// The action.
        action: String,
        /// The parameter.
        output: String,
    },
    /// A structure.
    Structure {
        /// Its name.
        structure: String,
    },
    /// A member of a structure.
    Member {
        /// The structure.
        structure: String,
        /// The member.
        member: String,
    },
    /// An error code of the service.
    Error {
        /// The code.
        error: String,
    },
}

/// The page or chapter that a subject stands on: reports have one paragraph for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner<'a> {
    /// The service.
    Service,
    /// An action.
    Action(&'a str),
    /// A structure.
    Structure(&'a str),
    /// The list of error codes.
    Errors,
}

impl Subject {
    /// The page or chapter that it stands on.
    pub fn owner(&self) -> Owner<'_> {
        match self {
            Self::Service {} => Owner::Service,
            Self::Action { action } | Self::Input { action, .. } | Self::Output { action, .. } => {
                Owner::Action(action)
            }
            Self::Structure { structure } | Self::Member { structure, .. } => {
                Owner::Structure(structure)
            }
            Self::Error { .. } => Owner::Errors,
        }
    }

    /// Its own name; empty for the service.
    pub fn name(&self) -> &str {
        match self {
            Self::Service {} => "",
            Self::Action { action: name }
            | Self::Input { input: name, .. }
            | Self::Output { output: name, .. }
            | Self::Structure { structure: name }
            | Self::Member { member: name, .. }
            | Self::Error { error: name } => name,
        }
    }

    /// What it is, in a word or two: `input`, `structure`.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Service {} => "service",
            Self::Action { .. } => "action",
            Self::Input { .. } => "input",
            Self::Output { .. } => "output",
            Self::Structure { .. } => "structure",
            Self::Member { .. } => "member",
            Self::Error { .. } => "error code",
        }
    }

    /// Whether it is a whole page or chapter rather than a part of one.
    pub(super) fn is_whole(&self) -> bool {
        self.part() == 0
    }

    /// The thing itself before its parts, inputs before outputs.
    fn part(&self) -> u8 {
        match self {
            Self::Input { .. } | Self::Member { .. } => 1,
            Self::Output { .. } => 2,
            _ => 0,
        }
    }
}

impl Ord for Subject {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |subject: &Self| subject.part();
        self.owner()
            .cmp(&other.owner())
            .then_with(|| key(self).cmp(&key(other)))
            .then_with(|| self.name().cmp(other.name()))
    }
}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
