//! The thing that a change is about, named with the words of `overrides.yaml`.

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
        /// The action's name.
        action: String,
    },
    /// An input parameter.
    Input {
        /// The action's name.
        action: String,
        /// The parameter's name.
        input: String,
    },
    /// An output parameter.
    Output {
        /// The action's name.
        action: String,
        /// The parameter's name.
        output: String,
    },
    /// A structure.
    Structure {
        /// The structure's name.
        structure: String,
    },
    /// A member of a structure.
    Member {
        /// The structure's name.
        structure: String,
        /// The member's name.
        member: String,
    },
    /// An error code of the service.
    Error {
        /// The code itself: `InvalidParameter.Zone`.
        error: String,
    },
}

/// The page or chapter that documents a subject; reports have one paragraph for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner<'a> {
    /// The service.
    Service,
    /// The action of that name.
    Action(&'a str),
    /// The structure of that name.
    Structure(&'a str),
    /// The list of error codes.
    Errors,
}

/// A table of members, which belongs to an action or a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberList<'a> {
    /// The inputs of the action of that name.
    Input(&'a str),
    /// The outputs of the action of that name.
    Output(&'a str),
    /// The members of the structure of that name.
    Structure(&'a str),
}

impl MemberList<'_> {
    /// Returns the member of that name in this list.
    pub fn member(self, name: &str) -> Subject {
        let name = name.to_owned();
        match self {
            Self::Input(action) => Subject::Input {
                action: action.to_owned(),
                input: name,
            },
            Self::Output(action) => Subject::Output {
                action: action.to_owned(),
                output: name,
            },
            Self::Structure(structure) => Subject::Member {
                structure: structure.to_owned(),
                member: name,
            },
        }
    }

    /// Returns the action or structure that the list belongs to.
    pub fn subject(self) -> Subject {
        match self {
            Self::Input(action) | Self::Output(action) => Subject::action(action),
            Self::Structure(structure) => Subject::structure(structure),
        }
    }
}

impl Subject {
    /// Returns the action of that name.
    pub fn action(name: &str) -> Self {
        Self::Action {
            action: name.to_owned(),
        }
    }

    /// Returns the structure of that name.
    pub fn structure(name: &str) -> Self {
        Self::Structure {
            structure: name.to_owned(),
        }
    }

    /// Returns the error code of that text.
    pub fn error(code: &str) -> Self {
        Self::Error {
            error: code.to_owned(),
        }
    }

    /// Returns the page or chapter that documents it.
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

    /// Returns its name without its owner's; empty for the service.
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

    /// Returns its kind in a word or two: `input`, `error code`.
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

    /// Returns whether it has its own page or paragraph, rather than being a part of one.
    pub fn is_whole(&self) -> bool {
        self.part() == 0
    }

    /// Ranks the thing itself before its inputs or members, and those before its outputs.
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
        self.owner()
            .cmp(&other.owner())
            .then_with(|| self.part().cmp(&other.part()))
            .then_with(|| self.name().cmp(other.name()))
    }
}

impl PartialOrd for Subject {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
