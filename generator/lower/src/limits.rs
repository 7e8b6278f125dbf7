//! Limits that the runtime checks before sending: the documented constraints, fitted to Rust types.

use crate::model::{Limit, Member, Rule, Type};
use spec::{Condition, Constraint, Items, Length, LengthUnit, Number, Range};

/// Lowers the constraints of members. `documented` and `lowered` are the same members.
///
/// A constraint that doesn't fit its member's type is only shown in the docs.
pub(crate) fn lower_limits(documented: &[&spec::Member], lowered: &[Member]) -> Vec<Limit> {
    let mut limits = Vec::new();
    for (index, (member, typed)) in documented.iter().zip(lowered).enumerate() {
        for constraint in &member.constraints {
            if let Some(rule) = rule(constraint, &typed.ty, lowered) {
                let sentence = constraint.sentence.preferred().unwrap_or_default();
                limits.push(Limit {
                    member: index,
                    rule,
                    sentence: sentence.to_owned(),
                });
            }
        }
    }
    limits
}

fn rule(constraint: &Constraint, ty: &Type, members: &[Member]) -> Option<Rule> {
    let index = |name: &String| members.iter().position(|member| member.wire == *name);
    match (&constraint.limit, ty) {
        (spec::Limit::Range(range), Type::Integer) => integers(range),
        (spec::Limit::Range(range), Type::Float) => Some(floats(range)),
        (spec::Limit::MultipleOf(step), Type::Integer) => step.as_integer().map(Rule::MultipleOf),
        (spec::Limit::Length(length), Type::Text) => Some(lengths(length)),
        (spec::Limit::Items(items), Type::List(_)) => Some(counts(items)),
        (spec::Limit::Excludes(other), _) => index(other).map(Rule::Excludes),
        (spec::Limit::AnyOf(names), _) => {
            let indices: Option<Vec<usize>> = names.iter().map(index).collect();
            indices.map(Rule::AnyOf)
        }
        (spec::Limit::RequiredWhen(Condition { member, is }), _) => {
            index(member).map(|member| Rule::RequiredWhen(member, is.clone()))
        }
        _ => None,
    }
}

/// Returns the range of integers; `None` if an end isn't one.
fn integers(range: &Range) -> Option<Rule> {
    let end = |closed: &Option<Number>, open: &Option<Number>, step: i64| match (closed, open) {
        (Some(end), _) => end.as_integer().map(Some),
        (None, Some(end)) => end.as_integer()?.checked_add(step).map(Some),
        (None, None) => Some(None),
    };
    let minimum = end(&range.minimum, &range.exclusive_minimum, 1)?;
    let maximum = end(&range.maximum, &range.exclusive_maximum, -1)?;
    Some(Rule::Integer(minimum, maximum))
}

fn floats(range: &Range) -> Rule {
    let end = |closed: &Option<Number>, open: &Option<Number>| {
        let closed = closed.as_ref().map(|end| (end.as_float(), true));
        closed.or_else(|| open.as_ref().map(|end| (end.as_float(), false)))
    };
    Rule::Float(
        end(&range.minimum, &range.exclusive_minimum),
        end(&range.maximum, &range.exclusive_maximum),
    )
}

fn lengths(length: &Length) -> Rule {
    match length.unit {
        LengthUnit::Characters => Rule::Characters(length.minimum, length.maximum),
        LengthUnit::Bytes => Rule::Bytes(length.minimum, length.maximum),
    }
}

fn counts(items: &Items) -> Rule {
    match &items.of {
        None => Rule::Items(items.minimum, items.maximum),
        Some(of) => Rule::ItemsOf(of.clone(), items.minimum, items.maximum),
    }
}
