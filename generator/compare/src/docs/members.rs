//! Comparison of inputs, outputs and members, and of their documented values.

use std::collections::BTreeSet;

use crate::change::Fact;
use crate::docs::collect::{Changes, Pair, paired};
use spec::{Filter, Localized, Member, MemberList, Thing, Value};

/// Compares the members of one list.
pub(crate) fn compare(list: MemberList<'_>, old: &[Member], new: &[Member], changes: &mut Changes) {
    for (name, pair) in paired(old, new, |member: &Member| &member.name) {
        let on = list.member(name);
        if let Some((old, new)) = pair.both() {
            compare_member(&on, old, new, changes);
        } else {
            changes.fact(&on, Fact::Itself, pair);
        }
    }
    mark_renamed(list, old, new, changes);
}

fn compare_member(on: &Thing, old: &Member, new: &Member, changes: &mut Changes) {
    let types = Pair::changed(&old.type_name, &new.type_name);
    changes.fact(on, Fact::Type, types);
    changes.fact(on, Fact::Required, Pair::new(&old.required, &new.required));
    let nullable = Pair::changed(&old.nullable, &new.nullable);
    changes.fact(on, Fact::Nullable, nullable);
    changes.text(on, Fact::Text, None, &old.doc, &new.doc);
    changes.fact(on, Fact::Sample, Pair::new(&old.example, &new.example));
    changes.fact(on, Fact::Default, Pair::new(&old.default, &new.default));
    changes.fact(on, Fact::Inferred, Pair::new(&old.inferred, &new.inferred));
    let marks = Pair::new(&old.deprecated, &new.deprecated);
    changes.fact(on, Fact::Deprecated, marks);
    let (was_secret, is_secret) = (old.sensitive.is_some(), new.sensitive.is_some());
    let secrecy = Pair::changed(&was_secret, &is_secret);
    changes.fact(on, Fact::Sensitive, secrecy);
    compare_limits(on, old, new, changes);
    compare_filters(on, old, new, changes);
    for (value, pair) in paired(&old.values, &new.values, |value: &Value| &value.value) {
        if let Some((old, new)) = pair.both() {
            changes.text(on, Fact::Text, Some(value), &old.doc, &new.doc);
            let marks = Pair::new(&old.deprecated, &new.deprecated);
            changes.named(on, Fact::Deprecated, value, marks);
        } else {
            changes.named(on, Fact::Value, value, pair);
        }
    }
}

/// Compares the limits in words. Limits of one aspect belong together.
fn compare_limits(on: &Thing, old: &Member, new: &Member, changes: &mut Changes) {
    for before in &old.constraints {
        let mut others = new.constraints.iter();
        let after = others.find(|after| after.limit.is_same_aspect(&before.limit));
        let before_words = Some(before.limit.to_string());
        let after_words = after.map(|after| after.limit.to_string());
        let pair = Pair::new(&before_words, &after_words);
        changes.named(on, Fact::Limit, before.limit.key(), pair);
    }
    for after in &new.constraints {
        let mut others = old.constraints.iter();
        if !others.any(|before| before.limit.is_same_aspect(&after.limit)) {
            let words = after.limit.to_string();
            changes.named(on, Fact::Limit, after.limit.key(), Pair::added(&words));
        }
    }
}

fn compare_filters(on: &Thing, old: &Member, new: &Member, changes: &mut Changes) {
    for (name, pair) in paired(&old.filters, &new.filters, |filter: &Filter| &filter.name) {
        if let Some((before, after)) = pair.both() {
            changes.text(on, Fact::Text, Some(name), &before.doc, &after.doc);
            let facts = |filter: &Filter| Filter {
                doc: Localized::default(),
                ..filter.clone()
            };
            let (before, after) = (facts(before), facts(after));
            changes.named(on, Fact::Filter, name, Pair::changed(&before, &after));
        } else {
            changes.named(on, Fact::Filter, name, pair);
        }
    }
}

/// Marks removed members whose position now has a member of the same type and text.
fn mark_renamed(list: MemberList<'_>, old: &[Member], new: &[Member], changes: &mut Changes) {
    let added = only_in(new, old);
    for (position, before) in only_in(old, new) {
        let mut candidates = added.iter().filter(|(other_position, after)| {
            position == *other_position
                && before.type_name == after.type_name
                && has_same_text(&before.doc, &after.doc)
        });
        if let (Some((_, after)), None) = (candidates.next(), candidates.next()) {
            changes.mark_renamed(
                &list.member(before.name.as_str()),
                &list.member(after.name.as_str()),
            );
        }
    }
}

/// The position of a member that only one list has: the preceding member of both lists, and the
/// number of such members in between.
type Position<'a> = (&'a str, usize);

/// Returns the members that the other list lacks.
fn only_in<'a>(members: &'a [Member], others: &[Member]) -> Vec<(Position<'a>, &'a Member)> {
    let others: BTreeSet<&str> = others.iter().map(|other| other.name.as_str()).collect();
    let mut position = ("", 0);
    let mut found = Vec::new();
    for member in members {
        if others.contains(member.name.as_str()) {
            position = (&member.name, 0);
        } else {
            found.push((position, member));
            position.1 += 1;
        }
    }
    found
}

/// Returns whether both have the same text in at least one language. A missing text matches
/// nothing.
pub(crate) fn has_same_text(one: &Localized, other: &Localized) -> bool {
    one.texts()
        .any(|(language, text)| other.get(language) == Some(text))
}
