//! Paths to members of responses that can be states.

use std::fmt;

use super::states::{is_failure, successes};
use spec::{Member, Scalar, ServiceSpec, TypeName, subject_of_state};

/// The number of members that a path to a state has at most.
const LONGEST: usize = 4;

/// The names of members from a response to one of its members.
#[derive(Debug, Clone, Default)]
pub(super) struct Path<'s>(Vec<&'s Member>);

impl<'s> Path<'s> {
    fn to(&self, member: &'s Member) -> Self {
        let mut path = self.clone();
        path.0.push(member);
        path
    }

    /// Returns the path of another member in the same structure.
    pub(super) fn beside(&self, member: &'s Member) -> Self {
        let mut path = self.clone();
        path.0.pop();
        path.to(member)
    }

    /// Returns whether the path leads through a list.
    pub(super) fn has_list(&self) -> bool {
        let is_list = |member: &&Member| matches!(member.type_name, TypeName::Array(_));
        self.0.iter().any(is_list)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|member| member.name.as_str()).collect();
        f.write_str(&names.join("."))
    }
}

/// A member of a response that can be a state.
#[derive(Debug)]
pub(super) struct State<'s> {
    pub(super) member: &'s Member,
    pub(super) path: Path<'s>,
    /// The members of the structure that has it.
    pub(super) siblings: &'s [Member],
}

impl<'s> State<'s> {
    /// Returns the path of the id of the request to which the state belongs:
    /// `LatestOperationRequestId` beside `LatestOperationState`.
    pub(super) fn request_id(&self) -> Option<Path<'s>> {
        let subject = subject_of_state(&self.member.name)?;
        let wanted = format!("{subject}RequestId");
        let found = self.siblings.iter().find(|member| member.name == wanted);
        found
            .filter(|_| !subject.is_empty())
            .map(|found| self.path.beside(found))
    }
}

/// Returns the members of a response that can be states, the shallowest first.
pub(super) fn states<'s>(spec: &'s ServiceSpec, output: &'s [Member]) -> Vec<State<'s>> {
    let mut states = Vec::new();
    let mut open = vec![(Path::default(), output)];
    for _ in 0..LONGEST {
        let mut deeper = Vec::new();
        for (path, members) in open {
            for member in members {
                let path = path.to(member);
                if is_state(member) {
                    states.push(State {
                        member,
                        path,
                        siblings: members,
                    });
                } else if let Some(structure) = structure(&member.type_name) {
                    let found = spec.structure(structure);
                    deeper.extend(found.map(|found| (path, found.members.as_slice())));
                }
            }
        }
        open = deeper;
    }
    states
}

fn is_state(member: &Member) -> bool {
    let is_scalar = matches!(
        member.type_name,
        TypeName::Scalar(Scalar::String | Scalar::Integer)
    );
    is_scalar && subject_of_state(&member.name).is_some()
}

/// Returns the structure of a member, or of a list's elements.
fn structure(type_name: &TypeName) -> Option<&str> {
    match type_name {
        TypeName::Structure(name) => Some(name),
        TypeName::Array(element) => match &**element {
            TypeName::Structure(name) => Some(name),
            _ => None,
        },
        TypeName::Scalar(_) => None,
    }
}

/// Returns the only state of this name that is not deeper than another one.
pub(super) fn only<'p, 's>(states: &'p [State<'s>], name: &str) -> Option<&'p State<'s>> {
    let mut named = states.iter().filter(|state| state.member.name == name);
    let first = named.next()?;
    let second = named.next();
    let is_alone = second.is_none_or(|second| second.path.0.len() > first.path.0.len());
    is_alone.then_some(first)
}

/// Returns the only state whose documented values have success and failure.
pub(super) fn only_final<'p, 's>(states: &'p [State<'s>]) -> Option<&'p State<'s>> {
    let mut found = states.iter().filter(|state| {
        let values = &state.member.values;
        !successes(values).is_empty() && values.iter().any(is_failure)
    });
    let only = found.next()?;
    found.next().is_none().then_some(only)
}
