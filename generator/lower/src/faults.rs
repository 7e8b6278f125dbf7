//! Hand-written entries that don't fit the spec: known faults and paging hints.

use crate::error::LowerError;
use crate::examples::concerns;
use spec::{Action, Member, PagingHint, ServiceSpec, TypeName};

/// Returns an error for each hand-written entry that matches nothing or can't be followed.
pub(crate) fn errors(spec: &ServiceSpec) -> impl Iterator<Item = LowerError> {
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
