//! What the documentation no longer has, and the crate still offers: `retired.yaml`.
//!
//! `cargo xtask update` writes down whatever vanishes, as it was documented. Code that uses it goes on to
//! compile, with a warning, until somebody says that it may go.

mod add;
mod collect;
mod forget;

use serde::{Deserialize, Serialize};

pub use collect::vanished;
pub use forget::{NotRetired, forget};

use spec::fault::SpecFault;
use spec::yaml::{self, Writer};
use spec::{Action, ErrorCode, Item, Member, Structure, Value};

/// The things of one service and version that vanished, sorted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Retired(pub Vec<RetiredThing>);

/// Something that vanished from the documentation, as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum RetiredThing {
    /// An action.
    Action {
        /// The day on which the documentation was last seen to have it.
        last_seen: String,
        /// The action as it was.
        entry: Action,
    },
    /// An input parameter.
    Input {
        /// Its action.
        action: String,
        /// The day on which the documentation was last seen to have it.
        last_seen: String,
        /// The parameter as it was.
        entry: Member,
    },
    /// An output parameter.
    Output {
        /// Its action.
        action: String,
        /// The day on which the documentation was last seen to have it.
        last_seen: String,
        /// The parameter as it was.
        entry: Member,
    },
    /// A structure.
    Structure {
        /// The day on which the documentation was last seen to have it.
        last_seen: String,
        /// The structure as it was.
        entry: Structure,
    },
    /// A member of a structure.
    Member {
        /// Its structure.
        structure: String,
        /// The day on which the documentation was last seen to have it.
        last_seen: String,
        /// The member as it was.
        entry: Member,
    },
    /// A documented value of a parameter or member.
    Value {
        /// What it is a value of: `Action/input/Name`, `Action/output/Name` or `Structure/Name`.
        of: String,
        /// The day on which the documentation was last seen to have it.
        last_seen: String,
        /// The value as it was.
        entry: Value,
    },
    /// An error code of the service.
    Error {
        /// The day on which the documentation was last seen to have it.
        last_seen: String,
        /// The code as it was.
        entry: ErrorCode,
    },
}

impl RetiredThing {
    /// The path that names it: `Action`, `Action/input/Name`, `Structure/Name`, and behind `=` a value.
    pub fn path(&self) -> String {
        match self {
            Self::Action { entry, .. } => entry.name.clone(),
            Self::Input { action, entry, .. } => format!("{action}/input/{}", entry.name),
            Self::Output { action, entry, .. } => format!("{action}/output/{}", entry.name),
            Self::Structure { entry, .. } => entry.name.clone(),
            Self::Member {
                structure, entry, ..
            } => format!("{structure}/{}", entry.name),
            Self::Value { of, entry, .. } => format!("{of}={}", entry.value),
            Self::Error { entry, .. } => entry.code.clone(),
        }
    }

    /// The day on which the documentation was last seen to have it.
    pub fn last_seen(&self) -> &str {
        match self {
            Self::Action { last_seen, .. }
            | Self::Input { last_seen, .. }
            | Self::Output { last_seen, .. }
            | Self::Structure { last_seen, .. }
            | Self::Member { last_seen, .. }
            | Self::Value { last_seen, .. }
            | Self::Error { last_seen, .. } => last_seen,
        }
    }

    /// The kind, in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Action { .. } => "action",
            Self::Input { .. } => "input",
            Self::Output { .. } => "output",
            Self::Structure { .. } => "structure",
            Self::Member { .. } => "member",
            Self::Value { .. } => "value",
            Self::Error { .. } => "error code",
        }
    }

    fn sort_key(&self) -> (u8, String) {
        let rank = match self {
            Self::Action { .. } => 0,
            Self::Input { .. } => 1,
            Self::Output { .. } => 2,
            Self::Structure { .. } => 3,
            Self::Member { .. } => 4,
            Self::Value { .. } => 5,
            Self::Error { .. } => 6,
        };
        (rank, self.path())
    }
}

impl Retired {
    /// The file's name in a spec folder.
    pub const FILE: &'static str = "retired.yaml";

    /// Reads the file's text.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecFault> {
        let retired: Option<Self> = yaml::parse(file, text, Writer::Update)?;
        Ok(retired.unwrap_or_default())
    }

    /// The file's text.
    pub fn render(&self, file: &str) -> Result<String, SpecFault> {
        yaml::render(file, Writer::Update, self)
    }

    pub(super) fn sort(&mut self) {
        self.0.sort_by_cached_key(RetiredThing::sort_key);
    }
}

/// The path of a parameter or member, as values name what they belong to.
fn path_of(item: &Item) -> String {
    match item {
        Item::Action(name) | Item::Structure(name) => name.clone(),
        Item::Input { action, member } => format!("{action}/input/{member}"),
        Item::Output { action, member } => format!("{action}/output/{member}"),
        Item::Member { structure, member } => format!("{structure}/{member}"),
    }
}

/// What such a path names; `None` where it is no path of a parameter or member.
fn item_of(path: &str) -> Option<Item> {
    let owned = str::to_owned;
    match *path.split('/').collect::<Vec<_>>() {
        [action, "input", member] => Some(Item::Input {
            action: owned(action),
            member: owned(member),
        }),
        [action, "output", member] => Some(Item::Output {
            action: owned(action),
            member: owned(member),
        }),
        [structure, member] => Some(Item::Member {
            structure: owned(structure),
            member: owned(member),
        }),
        _ => None,
    }
}
