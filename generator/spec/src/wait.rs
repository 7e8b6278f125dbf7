//! The end of an asynchronous action: the action to call until its reply shows a final state.

use serde::{Deserialize, Serialize};

use crate::{Inferred, Localized};

/// The way to learn whether an asynchronous action has finished: another action, and a member of
/// its response with the state.
///
/// Paths are names of members, from the response on, separated by dots. A path leads through lists,
/// whose elements are the resources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// Action to call until the state is final: `DescribeInstancesStatus`.
    pub action: String,
    /// Its input parameter that takes the ids: `InstanceIds`.
    pub parameter: String,
    /// Member of the asynchronous action's request that has the ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Member of the asynchronous action's response that has the ids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// Path of the state: `InstanceStatusSet.InstanceState`.
    pub state: String,
    /// Path of the resource's id; absent if the response is about one resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Path of the id of the request to which the state belongs, if the response has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// States in which the action has succeeded.
    pub success: Vec<String>,
    /// States in which the action has failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<String>,
    /// Origin, unless people wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inferred: Option<Inferred>,
    /// Sentence from which it was inferred.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub sentence: Localized,
}

/// Returns the resource that a member with ids names: `Instance` for `InstanceIds`, `InstanceIdSet`
/// and `InstanceId`.
pub fn resource_of_ids(name: &str) -> Option<&str> {
    let endings = ["Set", "List", "s"];
    let one = endings.iter().find_map(|ending| name.strip_suffix(ending));
    let one = one.unwrap_or(name);
    let resource = one.strip_suffix("Id").or_else(|| one.strip_suffix("ID"))?;
    (!resource.is_empty() && resource != "Request").then_some(resource)
}

/// Returns the subject of a state: `LatestOperation` for `LatestOperationState`. It may be empty.
pub fn subject_of_state(name: &str) -> Option<&str> {
    let endings = ["State", "Status", "Result"];
    endings.iter().find_map(|ending| name.strip_suffix(ending))
}
