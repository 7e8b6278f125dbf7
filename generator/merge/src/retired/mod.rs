//! Things that have vanished from the documentation but stay in the crate: `retired.yaml`.
//!
//! `cargo xtask update` records whatever vanishes, as it was documented. Code that uses it still
//! compiles, with a deprecation warning, until `--forget` removes the entry.

mod add;
mod vanished;

use serde::{Deserialize, Serialize};

pub use vanished::vanished;

use spec::fault::{SpecFault, did_you_mean};
use spec::yaml::{self, Writer};
use spec::{Action, ErrorCode, Member, MemberList, Structure, Thing, Value};

/// The vanished things of one service and version, sorted by kind and path.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Retired(pub Vec<RetiredThing>);

/// A thing that vanished from the documentation, as it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum RetiredThing {
    /// An action.
    Action {
        /// Last day on which the documentation had it.
        last_seen: String,
        /// The action as it was.
        entry: Action,
    },
    /// An input parameter.
    Input {
        /// Name of its action.
        action: String,
        /// Last day on which the documentation had it.
        last_seen: String,
        /// The parameter as it was.
        entry: Member,
    },
    /// An output parameter.
    Output {
        /// Name of its action.
        action: String,
        /// Last day on which the documentation had it.
        last_seen: String,
        /// The parameter as it was.
        entry: Member,
    },
    /// A structure.
    Structure {
        /// Last day on which the documentation had it.
        last_seen: String,
        /// The structure as it was.
        entry: Structure,
    },
    /// A member of a structure.
    Member {
        /// Name of its structure.
        structure: String,
        /// Last day on which the documentation had it.
        last_seen: String,
        /// The member as it was.
        entry: Member,
    },
    /// A documented value of a parameter or member.
    Value {
        /// Path of its member: `Action/input/Name`, `Action/output/Name` or `Structure/Name`.
        of: String,
        /// Last day on which the documentation had it.
        last_seen: String,
        /// The value as it was.
        entry: Value,
    },
    /// An error code of the service.
    Error {
        /// Last day on which the documentation had it.
        last_seen: String,
        /// The code as it was.
        entry: ErrorCode,
    },
}

impl RetiredThing {
    /// Returns the path that names it: `Action`, `Action/input/Name` or `Structure/Name`, with
    /// `=value` after the path of a member for one of its values.
    pub fn path(&self) -> String {
        match self {
            Self::Action { entry, .. } => entry.name.clone(),
            Self::Structure { entry, .. } => entry.name.clone(),
            Self::Error { entry, .. } => entry.code.clone(),
            Self::Value { of, entry, .. } => format!("{of}={}", entry.value),
            Self::Input { action, entry, .. } => member_path(MemberList::Input(action), entry),
            Self::Output { action, entry, .. } => member_path(MemberList::Output(action), entry),
            Self::Member {
                structure, entry, ..
            } => member_path(MemberList::Structure(structure), entry),
        }
    }

    /// Returns the last day on which the documentation had it.
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

    /// Returns the kind in a word or two: `input`, `error code`.
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

    fn from_member(list: MemberList<'_>, last_seen: &str, member: &Member) -> Self {
        let (last_seen, entry) = (last_seen.to_owned(), member.clone());
        match list {
            MemberList::Input(action) => Self::Input {
                action: action.to_owned(),
                last_seen,
                entry,
            },
            MemberList::Output(action) => Self::Output {
                action: action.to_owned(),
                last_seen,
                entry,
            },
            MemberList::Structure(structure) => Self::Member {
                structure: structure.to_owned(),
                last_seen,
                entry,
            },
        }
    }

    /// Returns whether `path` names the thing, its action or structure, or the member of its value.
    fn is_at_or_below(&self, path: &str) -> bool {
        let own = self.path();
        let rest = own.strip_prefix(path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '=']))
    }
}

impl Retired {
    /// Name of the file in a spec folder.
    pub const FILE: &'static str = spec::RETIRED;

    /// Parses the file's text.
    ///
    /// # Errors
    ///
    /// Returns a fault if the text isn't a YAML list of retired things.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecFault> {
        let retired: Option<Self> = yaml::parse(file, text, Writer::Update)?;
        Ok(retired.unwrap_or_default())
    }

    /// Returns the file's text.
    ///
    /// # Errors
    ///
    /// Returns a fault if a thing has no YAML form.
    pub fn render(&self, file: &str) -> Result<String, SpecFault> {
        yaml::render(file, Writer::Update, self)
    }

    fn sort(&mut self) {
        self.0.sort_by_cached_key(RetiredThing::sort_key);
    }
}

/// The error for a path that doesn't name a retired thing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("error: no retired thing is called `{path}`{suggestion}\n  = help: {help}")]
pub struct NotRetired {
    path: String,
    suggestion: String,
    help: String,
}

/// Removes and returns the thing with that path, and everything that belongs to it.
///
/// # Errors
///
/// Returns an error that lists the retired things if the path doesn't name one of them.
pub fn forget(retired: &mut Retired, path: &str) -> Result<Vec<RetiredThing>, NotRetired> {
    let (gone, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut retired.0)
        .into_iter()
        .partition(|thing| thing.is_at_or_below(path));
    retired.0 = kept;
    if gone.is_empty() {
        let paths: Vec<String> = retired.0.iter().map(RetiredThing::path).collect();
        return Err(NotRetired {
            path: path.to_owned(),
            suggestion: did_you_mean(path, paths.iter().map(String::as_str)),
            help: match paths.as_slice() {
                [] => "the service has no retired things".to_owned(),
                paths => format!("retired things: {}", paths.join(", ")),
            },
        });
    }
    Ok(gone)
}

fn member_path(list: MemberList<'_>, member: &Member) -> String {
    let name = &member.name;
    match list {
        MemberList::Input(action) => format!("{action}/input/{name}"),
        MemberList::Output(action) => format!("{action}/output/{name}"),
        MemberList::Structure(structure) => format!("{structure}/{name}"),
    }
}

/// Returns the member that a path names; `None` if the path isn't a member's.
fn member_at(path: &str) -> Option<Thing> {
    match *path.split('/').collect::<Vec<_>>() {
        [action, "input", member] => Some(MemberList::Input(action).member(member)),
        [action, "output", member] => Some(MemberList::Output(action).member(member)),
        [structure, member] => Some(MemberList::Structure(structure).member(member)),
        _ => None,
    }
}
