//! The things that the documentation describes, named with the words of `overrides.yaml`.

use std::cmp::Ordering;
use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

/// A documented thing within one service and version.
///
/// It serializes as its keys in `overrides.yaml`: `{action: RunInstances, input: Zone}`. Things
/// sort by owner, then the owner itself before its inputs, outputs and examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// The service itself.
    Service,
    /// An action, by name.
    Action(String),
    /// An input parameter of an action.
    Input {
        /// The action's name.
        action: String,
        /// The parameter's name.
        member: String,
    },
    /// An output parameter of an action.
    Output {
        /// The action's name.
        action: String,
        /// The parameter's name.
        member: String,
    },
    /// A data structure, by name.
    Structure(String),
    /// A member of a data structure.
    Member {
        /// The structure's name.
        structure: String,
        /// The member's name.
        member: String,
    },
    /// An error code of the service.
    Error(String),
    /// An example of an action.
    Example {
        /// The action's name.
        action: String,
        /// The example's number on the page, counted from 1.
        number: usize,
    },
}

/// A list of members, named by its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberList<'a> {
    /// The input parameters of an action.
    Input(&'a str),
    /// The output parameters of an action.
    Output(&'a str),
    /// The members of a data structure.
    Structure(&'a str),
}

/// The page or chapter that describes a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner<'a> {
    /// The chapters about the whole service.
    Service,
    /// The page of an action.
    Action(&'a str),
    /// The section about a data structure.
    Structure(&'a str),
    /// The list of error codes.
    Errors,
}

impl Thing {
    /// Returns the action of that name.
    pub fn action(name: impl Into<String>) -> Self {
        Self::Action(name.into())
    }

    /// Returns the structure of that name.
    pub fn structure(name: impl Into<String>) -> Self {
        Self::Structure(name.into())
    }

    /// Returns the error code of that text.
    pub fn error(code: impl Into<String>) -> Self {
        Self::Error(code.into())
    }

    /// Returns the page or chapter that describes the thing.
    pub fn owner(&self) -> Owner<'_> {
        match self {
            Self::Service => Owner::Service,
            Self::Action(action)
            | Self::Input { action, .. }
            | Self::Output { action, .. }
            | Self::Example { action, .. } => Owner::Action(action),
            Self::Structure(structure) | Self::Member { structure, .. } => {
                Owner::Structure(structure)
            }
            Self::Error(_) => Owner::Errors,
        }
    }

    /// Returns the thing's name without its owner's; empty for the service and for examples.
    pub fn name(&self) -> &str {
        match self {
            Self::Service | Self::Example { .. } => "",
            Self::Action(name) | Self::Structure(name) | Self::Error(name) => name,
            Self::Input { member, .. }
            | Self::Output { member, .. }
            | Self::Member { member, .. } => member,
        }
    }

    /// Returns the kind of thing in a word or two: `input`, `error code`.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Action(_) => "action",
            Self::Input { .. } => "input",
            Self::Output { .. } => "output",
            Self::Structure(_) => "structure",
            Self::Member { .. } => "member",
            Self::Error(_) => "error code",
            Self::Example { .. } => "example",
        }
    }

    /// Returns whether the thing isn't part of another, as a parameter is part of its action.
    pub fn is_whole(&self) -> bool {
        self.part() == 0
    }

    /// Returns the list and the name of a member; `None` for all other things.
    pub fn as_member(&self) -> Option<(MemberList<'_>, &str)> {
        match self {
            Self::Input { action, member } => Some((MemberList::Input(action), member)),
            Self::Output { action, member } => Some((MemberList::Output(action), member)),
            Self::Member { structure, member } => Some((MemberList::Structure(structure), member)),
            _ => None,
        }
    }

    /// Returns the rank among the things of one owner.
    fn part(&self) -> u8 {
        match self {
            Self::Service | Self::Action(_) | Self::Structure(_) | Self::Error(_) => 0,
            Self::Input { .. } | Self::Member { .. } => 1,
            Self::Output { .. } => 2,
            Self::Example { .. } => 3,
        }
    }

    fn sort_key(&self) -> (Owner<'_>, u8, &str, usize) {
        let number = match self {
            Self::Example { number, .. } => *number,
            _ => 0,
        };
        (self.owner(), self.part(), self.name(), number)
    }
}

/// The keys that name the thing in `overrides.yaml`: ``action `RunInstances`, input `Zone` ``.
impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.owner() {
            Owner::Action(action) => write!(f, "action `{action}`")?,
            Owner::Structure(structure) => write!(f, "structure `{structure}`")?,
            Owner::Service => return f.write_str("the service"),
            Owner::Errors => {}
        }
        match self {
            Self::Error(code) => write!(f, "error `{code}`"),
            Self::Example { number, .. } => write!(f, ", example `{number}`"),
            _ if self.is_whole() => Ok(()),
            _ => write!(f, ", {} `{}`", self.noun(), self.name()),
        }
    }
}

impl Ord for Thing {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sort_key().cmp(&other.sort_key())
    }
}

impl PartialOrd for Thing {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for Thing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self.owner() {
            Owner::Action(action) => map.serialize_entry("action", action)?,
            Owner::Structure(structure) => map.serialize_entry("structure", structure)?,
            Owner::Service | Owner::Errors => {}
        }
        match self {
            Self::Input { member, .. } => map.serialize_entry("input", member)?,
            Self::Output { member, .. } => map.serialize_entry("output", member)?,
            Self::Member { member, .. } => map.serialize_entry("member", member)?,
            Self::Error(code) => map.serialize_entry("error", code)?,
            Self::Example { number, .. } => map.serialize_entry("example", number)?,
            Self::Service | Self::Action(_) | Self::Structure(_) => {}
        }
        map.end()
    }
}

impl<'a> MemberList<'a> {
    /// Returns the member of that name in this list.
    pub fn member(self, name: impl Into<String>) -> Thing {
        let member = name.into();
        match self {
            Self::Input(action) => Thing::Input {
                action: action.to_owned(),
                member,
            },
            Self::Output(action) => Thing::Output {
                action: action.to_owned(),
                member,
            },
            Self::Structure(structure) => Thing::Member {
                structure: structure.to_owned(),
                member,
            },
        }
    }

    /// Returns the action or structure that has the list.
    pub fn owner(self) -> Thing {
        match self {
            Self::Input(action) | Self::Output(action) => Thing::action(action),
            Self::Structure(structure) => Thing::structure(structure),
        }
    }

    /// Returns the word for one of its members: `input`, `output` or `member`.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Input(_) => "input",
            Self::Output(_) => "output",
            Self::Structure(_) => "member",
        }
    }

    /// Returns the name of the action or structure that has the list.
    pub fn owner_name(self) -> &'a str {
        match self {
            Self::Input(name) | Self::Output(name) | Self::Structure(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_serialize_as_override_keys() {
        let written = |thing: &Thing| serde_json::to_string(thing).unwrap();
        let input = MemberList::Input("RunInstances").member("Zone");
        let example = Thing::Example {
            action: "RunInstances".to_owned(),
            number: 2,
        };
        assert_eq!(written(&Thing::Service), "{}");
        assert_eq!(
            written(&input),
            r#"{"action":"RunInstances","input":"Zone"}"#
        );
        assert_eq!(
            written(&example),
            r#"{"action":"RunInstances","example":2}"#
        );
        assert_eq!(
            written(&MemberList::Structure("Disk").member("Size")),
            r#"{"structure":"Disk","member":"Size"}"#
        );
        assert_eq!(written(&Thing::error("Busy")), r#"{"error":"Busy"}"#);
    }

    #[test]
    fn things_sort_by_owner_then_part() {
        let things = [
            Thing::Service,
            Thing::action("B"),
            MemberList::Input("B").member("Z"),
            MemberList::Output("B").member("A"),
            Thing::action("C"),
            Thing::structure("A"),
            MemberList::Structure("A").member("A"),
            Thing::error("A"),
        ];
        assert!(things.is_sorted());
    }
}
