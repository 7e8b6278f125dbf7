//! Constraints that descriptions state: ranges, lengths, sizes of lists, and conditions.
//!
//! A wrong limit refuses a right call. So a sentence counts only if it states a limit of the member
//! itself in all cases: not as advice, for an account, for one of several cases or as an example.

mod conditions;
mod items;
mod lengths;
mod numbers;
mod pattern;
mod sentence;

use std::sync::LazyLock;

use spec::{
    Constraint, Inferred, Language, Limit, Localized, Member, Number, Range, Scalar, TypeName,
};

use super::filters;
use super::text::head;
use pattern::Pattern;
use sentence::{Sentence, plain, sentences};

/// A limit, and the sentence that states it.
#[derive(Debug)]
struct Statement {
    limit: Limit,
    sentence: String,
}

impl Statement {
    fn new(sentence: &Sentence<'_>, limit: Limit) -> Self {
        Self {
            limit,
            sentence: sentence.printed.to_owned(),
        }
    }
}

/// Sets the constraints and filters of all members of a table, as their descriptions state them.
pub(crate) fn constrain(members: &mut [Member], language: Language) {
    let names: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for member in members {
        let Some(doc) = member.doc.get(language) else {
            continue;
        };
        if !may_constrain(doc) {
            continue;
        }
        let constraints = constraints(member, doc, &names, language);
        let filters = filters::filters(member, doc, language);
        member.constraints = constraints;
        member.filters = filters;
    }
}

/// Cheap pre-check: a constraint has a number, or one of the words of conditions.
fn may_constrain(doc: &str) -> bool {
    const WORDS: [&str; 10] = [
        "同时",
        "互斥",
        "必",
        "一个",
        "之一",
        "过滤",
        "ilter",
        "equired",
        "exclusive",
        "ither",
    ];
    doc.bytes().any(|byte| byte.is_ascii_digit())
        || doc.chars().any(|c| matches!(c, '０'..='９'))
        || WORDS.iter().any(|word| doc.contains(word))
}

fn constraints(
    member: &Member,
    doc: &str,
    siblings: &[&str],
    language: Language,
) -> Vec<Constraint> {
    let mut statements = Vec::new();
    for sentence in sentences(doc) {
        conditions::add(&sentence, &member.name, siblings, &mut statements);
        if filters::is_filter_list(member) {
            items::add_filters(&sentence, &mut statements);
        } else if sentence.is_certain(&member.name, siblings) {
            match &member.type_name {
                TypeName::Scalar(Scalar::Integer | Scalar::Float | Scalar::Double) => {
                    numbers::add(&sentence, doc, &mut statements);
                }
                TypeName::Scalar(Scalar::String) => lengths::add(&sentence, &mut statements),
                TypeName::Array(_) => items::add(&sentence, &mut statements),
                _ => {}
            }
        }
    }
    let mut constraints = resolved(statements, language);
    for constraint in &mut constraints {
        if let Limit::Range(range) = &mut constraint.limit
            && member.type_name == TypeName::Scalar(Scalar::Integer)
        {
            close(range);
        }
    }
    constraints.retain(|constraint| match &constraint.limit {
        Limit::Range(range) => is_sound(range) && allows_documented(range, member, doc),
        _ => true,
    });
    constraints
}

/// Joins the statements about one aspect. Those that contradict each other state nothing.
fn resolved(statements: Vec<Statement>, language: Language) -> Vec<Constraint> {
    let mut joined: Vec<(Option<Limit>, Limit, Vec<String>)> = Vec::new();
    for Statement { limit, sentence } in statements {
        let known = joined
            .iter_mut()
            .find(|(_, aspect, _)| aspect.is_same_aspect(&limit));
        let Some((known, _, sentences)) = known else {
            joined.push((Some(limit.clone()), limit, vec![sentence]));
            continue;
        };
        *known = known.take().and_then(|known| join(known, limit));
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    let constraints = joined.into_iter().filter_map(|(limit, _, sentences)| {
        Some(Constraint {
            limit: limit?,
            sentence: Localized::new(language, sentences.join("\n")),
            inferred: Some(Inferred::Prose),
        })
    });
    constraints.collect()
}

/// Joins two limits of one aspect; `None` if they contradict each other.
fn join(one: Limit, other: Limit) -> Option<Limit> {
    match (one, other) {
        (Limit::Range(one), Limit::Range(other)) => Some(Limit::Range(Range {
            minimum: same(one.minimum, other.minimum)?,
            exclusive_minimum: same(one.exclusive_minimum, other.exclusive_minimum)?,
            maximum: same(one.maximum, other.maximum)?,
            exclusive_maximum: same(one.exclusive_maximum, other.exclusive_maximum)?,
        })),
        (one, other) if one == other => Some(one),
        _ => None,
    }
}

/// Returns the end that one or both state; the outer `None` means two different ones.
#[expect(
    clippy::option_option,
    reason = "an unknown end differs from a contradiction"
)]
fn same(one: Option<Number>, other: Option<Number>) -> Option<Option<Number>> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => Some(one.or(other)),
    }
}

/// Replaces the open ends of a range of integers: more than 0 is at least 1.
fn close(range: &mut Range) {
    let next = |end: &Option<Number>, step: i64| {
        let integer = end.as_ref()?.as_integer()?;
        integer.checked_add(step).map(Number::from)
    };
    if let Some(minimum) = next(&range.exclusive_minimum, 1) {
        range.exclusive_minimum = None;
        range.minimum = range.minimum.take().or(Some(minimum));
    }
    if let Some(maximum) = next(&range.exclusive_maximum, -1) {
        range.exclusive_maximum = None;
        range.maximum = range.maximum.take().or(Some(maximum));
    }
}

fn is_sound(range: &Range) -> bool {
    let is_double = range.minimum.is_some() && range.exclusive_minimum.is_some()
        || range.maximum.is_some() && range.exclusive_maximum.is_some();
    let low = range.minimum.as_ref().or(range.exclusive_minimum.as_ref());
    let high = range.maximum.as_ref().or(range.exclusive_maximum.as_ref());
    let is_reversed = matches!((low, high), (Some(low), Some(high)) if low.compare(high).is_gt());
    !is_double && !is_reversed
}

/// A number with a meaning: `-1表示不限`, `0: off`.
static MEANINGS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:^|[^\d.\-\[,~])(-?\d+)\s*(?:表示|代表|为不|则|即|means?\b|indicates?\b|stands for|:)",
    )
});

/// The bytes of a description in which meanings of numbers are looked up.
const LONGEST: usize = 8192;

/// Returns whether the range has the default, the listed values, and all numbers whose meaning the
/// text explains. A range without them is that of another case.
fn allows_documented(range: &Range, member: &Member, doc: &str) -> bool {
    let listed = member.values.iter().map(|value| value.value.as_str());
    let plain = plain(head(doc, LONGEST));
    let explained = MEANINGS.find_all(&plain);
    let explained = explained.iter().filter_map(|found| found.groups().pop());
    let mut numbers = listed
        .chain(member.default.as_deref())
        .chain(explained)
        .filter_map(Number::parse);
    numbers.all(|number| range.contains(&number))
}

/// The continuation of a number or range: more values, more digits, or a product.
static CUT_OFF: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:,\d{3}|\s*(?:和|或|以及|/|、|\||u|∪|and\b|or\b|之一|,\s*\d|-\s*\d|~|\.\d|:\s*\d|\d|\s*[x×]|的|偏|表示|代表|为))",
    )
});

/// Returns whether the text after a number continues it, so that it isn't a limit by itself.
fn is_cut_off(after: &str) -> bool {
    CUT_OFF.is_in(after)
}

#[cfg(test)]
mod tests;
