//! The data of `behaviour.yaml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The behaviour of a service in one API version.
///
/// Paths are names of members, separated by dots, and lead through lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Behaviour {
    /// Kinds of resources, sorted by name.
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// Actions that read or change resources, sorted by name.
    #[serde(default)]
    pub actions: Vec<Role>,
}

/// A kind of resource, such as the instances of CVM.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Name within the service: `Instance`.
    pub name: String,
    /// True if the entry was inferred. It is replaced when the file is written again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inferred: bool,
    /// Reason of a correction by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Structure that describes a resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub structure: Option<String>,
    /// Action whose documented response shows a resource, from which unknown values are taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub described_by: Option<String>,
    /// Member with the id, as a path in the structure; absent for rows of a catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Form of a new id: `*` is a letter or digit, `#` a digit and `%` a hexadecimal digit. A
    /// lone `#` counts from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// Request member with the id of the resource that contains this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// State, if a member shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Member whose values differ between resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unique: Option<String>,
    /// Resources that exist before the first call.
    #[serde(default, skip_serializing_if = "Start::is_empty")]
    pub start: Start,
    /// Code for an unknown id, for actions that document none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_found: Option<String>,
    /// Greatest number of resources in an account and region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<u64>,
}

/// The state of a resource after its creation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Member with the state.
    pub member: String,
    /// State right after the creation; absent if it is ready at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<String>,
    /// State in which the resource is ready.
    pub ready: String,
    /// Time from a passing state to the next one, in seconds.
    #[serde(default = "seconds", skip_serializing_if = "is_default_seconds")]
    pub seconds: u32,
}

/// The resources that exist before the first call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Start {
    /// None exist.
    #[default]
    Empty,
    /// Those of the documented response exist.
    Example,
}

/// The effect of an action on resources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Name of the action.
    pub action: String,
    /// True if the entry was inferred. It is replaced when the file is written again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inferred: bool,
    /// Reason of a correction by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Effect.
    pub effect: Effect,
    /// Kind of resource.
    pub resource: String,
    /// Request member with the ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Request member with the number of resources to create.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<String>,
    /// Response member with the ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<String>,
    /// Response member with the descriptions; empty if the response itself is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<String>,
    /// Response member with the number of resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// Members that select a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paging: Option<Paging>,
    /// Request member with a list of filters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<String>,
    /// Members that filters compare, by the filter's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub filter_members: BTreeMap<String, String>,
    /// Members that request members are compared with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub matches: BTreeMap<String, String>,
    /// Members that request members set. Those of the same name need no entry.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sets: BTreeMap<String, String>,
    /// Links that the action makes or removes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Change of the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Transition>,
    /// Kinds of which the action creates a first resource within the new one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first: Vec<String>,
    /// Task that the action starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<Task>,
    /// Members of other resources that forbid the deletion while they have the id:
    /// `Instance.HpcClusterId`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
    /// Kinds of resources that request members must name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub needs: BTreeMap<String, String>,
    /// Error codes.
    #[serde(default, skip_serializing_if = "Codes::is_empty")]
    pub codes: Codes,
}

/// A kind of effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Creates resources.
    Create,
    /// Describes resources.
    Describe,
    /// Changes resources, or their state.
    Modify,
    /// Adds items to lists in a resource.
    Extend,
    /// Removes items from lists in a resource.
    Reduce,
    /// Deletes resources.
    Delete,
    /// Links resources.
    Attach,
    /// Removes links.
    Detach,
    /// Counts resources against the quota.
    Quota,
    /// Answers the example if the resources exist.
    Inspect,
    /// Answers the example. An entry by hand takes an action out with it.
    #[default]
    Example,
}

/// The members that select a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "style", rename_all = "lowercase", deny_unknown_fields)]
pub enum Paging {
    /// By the number of items to skip.
    Offset {
        /// Request member with the number of items to skip.
        offset: String,
        /// Request member with the greatest number of items.
        limit: String,
        /// Number of items if the request has none.
        size: usize,
    },
    /// By the number of the page, from 1.
    Page {
        /// Request member with the number of the page.
        number: String,
        /// Request member with the items per page.
        limit: String,
        /// Items per page if the request doesn't say.
        size: usize,
    },
    /// By a token from the previous page.
    Token {
        /// Request member with the token.
        token: String,
        /// Response member with the token of the next page.
        next: String,
        /// Request member with the greatest number of items.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<String>,
        /// Number of items if the request has none.
        size: usize,
    },
}

/// A member that holds ids of other resources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Kind of the resource that has the member.
    pub resource: String,
    /// Request member with the ids of these resources.
    pub of: String,
    /// Member with the ids of the others.
    pub member: String,
    /// Request member with the ids of the others; absent if the action removes all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A change of the state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// States that the action is for. In others it answers the code of the state, if one is
    /// documented.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Passing state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// State at the end; absent if the resource vanishes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A task that an action starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Response member with the task's id.
    pub output: String,
    /// Kind of resource of tasks; absent if no action describes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
}

/// The error codes of an action, as documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Code for an unknown id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_found: Option<String>,
    /// Code for an id of another form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub malformed: Option<String>,
    /// Code for a resource that others use; of an action that creates, for an id that the caller
    /// gave and another resource has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_use: Option<String>,
    /// Code for a name that another resource has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate: Option<String>,
    /// Code for too many resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<String>,
    /// Code for a state that forbids the action, by that state; `*` is any other state.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub state: BTreeMap<String, String>,
    /// Code for a filter that isn't documented.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
}

impl Behaviour {
    /// Returns the kind of resource of that name.
    pub fn resource(&self, name: &str) -> Option<&Resource> {
        self.resources.iter().find(|one| one.name == name)
    }

    /// Returns the role of an action.
    pub fn role(&self, action: &str) -> Option<&Role> {
        self.actions.iter().find(|role| role.action == action)
    }
}

impl Start {
    /// Returns whether no resource exists at first.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }
}

impl Codes {
    /// Returns whether no code is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Effect {
    /// Returns the word for the effect in `behaviour.yaml`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Describe => "describe",
            Self::Modify => "modify",
            Self::Extend => "extend",
            Self::Reduce => "reduce",
            Self::Delete => "delete",
            Self::Attach => "attach",
            Self::Detach => "detach",
            Self::Quota => "quota",
            Self::Inspect => "inspect",
            Self::Example => "example",
        }
    }

    /// Returns whether the answer depends on resources or changes them.
    pub fn is_stateful(self) -> bool {
        !matches!(self, Self::Inspect | Self::Example)
    }
}

/// The time from a passing state to the next one, in seconds, unless an entry says otherwise.
const SECONDS: u32 = 3;

fn seconds() -> u32 {
    SECONDS
}

fn is_default_seconds(seconds: &u32) -> bool {
    *seconds == SECONDS
}

impl State {
    /// Returns a state that lasts the usual time.
    pub(crate) fn new(member: String, initial: Option<String>, ready: String) -> Self {
        Self {
            member,
            initial,
            ready,
            seconds: SECONDS,
        }
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "`skip_serializing_if` passes a reference"
)]
fn is_false(flag: &bool) -> bool {
    !*flag
}
