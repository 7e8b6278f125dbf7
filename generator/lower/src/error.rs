//! Errors in specs that prevent a crate, and the checks of hand-written entries.

use crate::examples::concerns;
use spec::{Action, ExampleSide, Member, PagingHint, ServiceSpec, TypeName};

/// An error in a spec, or between specs, that prevents a crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LowerError {
    /// A version that isn't a date, which a module's name needs.
    #[error(
        "specs/{service}: `{version}` isn't an API version: expected a date such as `2017-03-12`"
    )]
    Version {
        /// The service's name on the wire.
        service: String,
        /// The text in place of its version.
        version: String,
    },
    /// Two specs of one version of a service.
    #[error("specs/{service}/{version}: occurs twice: merge the specs first")]
    DuplicateVersion {
        /// The service's name on the wire.
        service: String,
        /// The API version.
        version: String,
    },
    /// A known fault in an example that does not exist.
    #[error(
        "specs/{service}/{version}/known_faults.yaml: {action} has no example {example} with a {}: \
         delete the entry or correct its action and number",
        side_word(.side)
    )]
    StaleKnownFault {
        /// The service's name on the wire.
        service: String,
        /// The API version.
        version: String,
        /// The entry's action.
        action: String,
        /// The entry's number of the example, from 1.
        example: usize,
        /// The entry's side of the example.
        side: ExampleSide,
    },
    /// A paging override that names a missing member or one of the wrong type.
    #[error(
        "specs/{service}/{version}/overrides.yaml: paging of {action}: `{member}` does not fit: \
         `items` must name a list of the output, the other entries numbers or strings"
    )]
    PagingHint {
        /// The service's name on the wire.
        service: String,
        /// The API version.
        version: String,
        /// The action whose paging the override sets.
        action: String,
        /// The member that does not fit.
        member: String,
    },
}

fn side_word(side: &ExampleSide) -> &'static str {
    match side {
        ExampleSide::Request => "request",
        ExampleSide::Response => "response",
    }
}

/// All errors in the specs; at least one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LowerErrors(pub Vec<LowerError>);

/// Returns an error for each hand-written entry that matches nothing or can't be followed.
pub(crate) fn hand_written_errors(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    stale_known_faults(spec).chain(paging_hints(spec))
}

fn stale_known_faults(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    let service = &spec.service;
    let stale = spec.known_faults.iter().filter(|fault| {
        let action = spec.action(&fault.action);
        !action.is_some_and(|action| concerns(action, fault))
    });
    stale.map(|fault| LowerError::StaleKnownFault {
        service: service.name.clone(),
        version: service.version.clone(),
        action: fault.action.clone(),
        example: fault.example,
        side: fault.side,
    })
}

/// Returns an error for each hint that names an unfit member: `items` must be a list, the others
/// numbers or texts.
fn paging_hints(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
    let service = &spec.service;
    let wrong = spec.hints.paging.iter().filter_map(|(name, hint)| {
        let action = spec.action(name)?;
        let member = unfit(action, hint)?.to_owned();
        Some((name, member))
    });
    wrong.map(|(action, member)| LowerError::PagingHint {
        service: service.name.clone(),
        version: service.version.clone(),
        action: action.clone(),
        member,
    })
}

/// Returns the first member that doesn't fit its role in the hint.
fn unfit<'a>(action: &Action, hint: &'a PagingHint) -> Option<&'a str> {
    let items = match hint {
        PagingHint::None {} => return None,
        PagingHint::Offset { items, .. }
        | PagingHint::Page { items, .. }
        | PagingHint::Token { items, .. } => items.as_str(),
    };
    let fits = |members: &[Member], name: &str| {
        let mut members = members.iter();
        let member = members.find(|member| member.name == name);
        member.is_some_and(|member| match &member.type_name {
            TypeName::Array(_) => name == items,
            TypeName::Scalar(_) => name != items,
            TypeName::Structure(_) => false,
        })
    };
    let mut inputs = hint.inputs().into_iter();
    let mut outputs = hint.outputs().into_iter();
    let input = inputs.find(|name| !fits(&action.input, name));
    input.or_else(|| outputs.find(|name| !fits(&action.output, name)))
}
