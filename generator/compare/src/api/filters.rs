//! Comparison of limits, and of the functions of documented filters.

use crate::api::collect::Impacts;
use crate::change::{Fact, Impact, rules};
use lower::{Action, Filters, Rule, Structure};
use spec::{MemberList, Thing};

/// Compares the limits of the members that both structures have.
pub(crate) fn compare_limits(
    old: &Structure,
    new: &Structure,
    list: MemberList<'_>,
    impacts: &mut Impacts,
) {
    for (index, member) in new.members.iter().enumerate() {
        let before = old
            .members
            .iter()
            .position(|other| other.wire == member.wire);
        let Some(before) = before else { continue };
        if limits_of(old, before) != limits_of(new, index) {
            let path = format!("{}::{}", new.name, member.field);
            let item = impacts.item(&path, list.member(member.wire.as_str()));
            impacts.push(item.impact(rules::LIMIT_CHANGED, Fact::Limit));
        }
    }
}

/// Returns the rules of a member with the names of other members instead of their indices.
fn limits_of(structure: &Structure, member: usize) -> Vec<(&Rule, Vec<&str>)> {
    let wire = |index: &usize| {
        let member = structure.members.get(*index);
        member.map_or("", |member| member.wire.as_str())
    };
    let limits = structure.limits.iter();
    let own = limits.filter(|limit| limit.member == member);
    own.map(|limit| match &limit.rule {
        Rule::Excludes(other) => (&Rule::Excludes(0), vec![wire(other)]),
        Rule::AnyOf(others) => (&Rule::Excludes(1), others.iter().map(wire).collect()),
        Rule::RequiredWhen(other, values) => {
            let values = values.iter().map(String::as_str);
            (
                &Rule::Excludes(2),
                [wire(other)].into_iter().chain(values).collect(),
            )
        }
        rule => (rule, Vec::new()),
    })
    .collect()
}

/// Compares the functions of an action's filters.
pub(crate) fn compare_filters(old: &Action, new: &Action, impacts: &mut Impacts) {
    let (before, after) = (signatures(old), signatures(new));
    let mut report = |own: &[Signature], others: &[Signature], rule| {
        for signature in own {
            let is_kept = others
                .iter()
                .any(|other| other.path == signature.path && other.code == signature.code);
            if !is_kept {
                let on: Thing = MemberList::Input(&new.wire).member(signature.member.as_str());
                let item = impacts.item(&signature.path, on);
                impacts.push(Impact {
                    value: Some(signature.filter.clone()),
                    ..item.impact(rule, Fact::Filter)
                });
            }
        }
    };
    report(&before, &after, rules::FILTER_REMOVED);
    report(&after, &before, rules::FILTER_ADDED);
}

/// A function of a filter as users call it.
struct Signature {
    member: String,
    /// The documented name of the filter.
    filter: String,
    path: String,
    /// The part that the compiler checks.
    code: String,
}

fn signatures(action: &Action) -> Vec<Signature> {
    let of_member = |filters: &Filters| {
        let functions = filters.functions.iter();
        let signatures = functions.map(|function| Signature {
            member: filters.member.clone(),
            filter: function.documented.clone(),
            path: format!("{}::{}", filters.name, function.name),
            code: format!(
                "{}, {}, {} -> {}",
                function.wire,
                function.key.is_some(),
                filters.has_list,
                filters.structure
            ),
        });
        signatures.collect::<Vec<_>>()
    };
    action.filters.iter().flat_map(of_member).collect()
}
