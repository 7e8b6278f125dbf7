//! Ready-made waits.

use super::Member;
use crate::names::RustName;

/// A function that waits until resources reach a documented state.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiter {
    /// The function's name.
    pub name: RustName,
    /// The function's documentation, as Markdown lines.
    pub docs: Vec<String>,
    /// The request of the action that it calls.
    pub request: RustName,
    /// The response of that action.
    pub response: RustName,
    /// The parameter that takes the ids.
    pub ids: WaitIds,
    /// The other required parameters of the request.
    pub others: Vec<Member>,
    /// The parameter that limits the number of resources in a response, if there is one.
    pub limit: Option<RustName>,
    /// The members from the response to the structure with the state.
    pub steps: Vec<WaitStep>,
    /// The member with the state.
    pub state: RustName,
    /// True if the state is text; it is a number otherwise.
    pub state_is_text: bool,
    /// The name of the state's member on the wire.
    pub state_wire: String,
    /// The member beside the state with the resource's id.
    pub id: Option<RustName>,
    /// The member beside the state with the id of the request to which the state belongs.
    pub request_id: Option<RustName>,
    /// The states of success.
    pub success: Vec<String>,
    /// The states of failure.
    pub failure: Vec<String>,
    /// True if it calls an action with deprecated parts.
    pub deprecates: bool,
}

/// The parameter that takes the ids of resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaitIds {
    /// It takes one id.
    One(RustName),
    /// It takes a list of ids.
    Many(RustName),
}

/// A member on the way to a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitStep {
    /// The field.
    pub field: RustName,
    /// True if the field is an optional list.
    pub is_optional_list: bool,
}
