//! What went and what came and is alike in all but its name: perhaps a new name, and marked as a guess.

use std::collections::BTreeMap;

use super::facts::{Found, Pair};
use super::member_lists::Owned;
use super::{Change, Fact, Subject};
use spec::{Action, Localized, Member, Structure};

/// Marks members that were replaced by one of the same type and text in the same place.
pub(super) fn mark_members(found: &mut Found, owner: Owned<'_>, old: &[Member], new: &[Member]) {
    let gone = only_in(old, new);
    let come = only_in(new, old);
    for (place, before) in &gone {
        let mut alike = come.iter().filter(|(other_place, after)| {
            place == other_place
                && before.type_name == after.type_name
                && same_text(&before.doc, &after.doc)
        });
        let (Some((_, after)), None) = (alike.next(), alike.next()) else {
            continue;
        };
        let (before, after) = (owner.member(&before.name), owner.member(&after.name));
        mark_pair(found, |change| change.on == before, after.name());
        mark_pair(found, |change| change.on == after, before.name());
    }
}

/// Members that the other list lacks, each with its place: the member of both lists that it follows,
/// and how many others of its kind stand between.
fn only_in<'a>(members: &'a [Member], others: &[Member]) -> Vec<((&'a str, usize), &'a Member)> {
    let mut place = ("", 0);
    let mut found = Vec::new();
    for member in members {
        if others.iter().any(|other| other.name == member.name) {
            place = (&member.name, 0);
        } else {
            found.push((place, member));
            place.1 += 1;
        }
    }
    found
}

/// Marks things of which exactly one went and one came that are alike.
pub(super) fn mark<T>(
    found: &mut Found,
    pairs: &BTreeMap<&str, Pair<'_, T>>,
    subject: fn(&str) -> Subject,
    alike: fn(&T, &T) -> bool,
) {
    let gone = pairs.iter().filter_map(|(name, pair)| match pair {
        (Some(old), None) => Some((*name, *old)),
        _ => None,
    });
    let come: Vec<(&str, &T)> = pairs
        .iter()
        .filter_map(|(name, pair)| match pair {
            (None, Some(new)) => Some((*name, *new)),
            _ => None,
        })
        .collect();
    for (before, old) in gone {
        let mut candidates = come.iter().filter(|(_, new)| alike(old, new));
        let (Some((after, _)), None) = (candidates.next(), candidates.next()) else {
            continue;
        };
        let (on_old, on_new) = (subject(before), subject(after));
        mark_pair(found, |change| change.on == on_old, after);
        mark_pair(found, |change| change.on == on_new, before);
    }
}

fn mark_pair(found: &mut Found, is_meant: impl Fn(&Change) -> bool, other: &str) {
    let itself = |change: &&mut Change| change.fact == Fact::Itself && is_meant(change);
    for change in found.changes.iter_mut().filter(itself) {
        change.perhaps_renamed = Some(other.to_owned());
    }
}

/// Whether both actions do the same by their text, and take and give the same.
pub(super) fn same_action(old: &Action, new: &Action) -> bool {
    same_text(&old.doc, &new.doc)
        && same_members(&old.input, &new.input)
        && same_members(&old.output, &new.output)
}

/// Whether both structures hold the same.
pub(super) fn same_structure(old: &Structure, new: &Structure) -> bool {
    !old.members.is_empty()
        && same_members(&old.members, &new.members)
        && (same_text(&old.doc, &new.doc) || old.doc.is_empty() && new.doc.is_empty())
}

fn same_members(old: &[Member], new: &[Member]) -> bool {
    let pairs = || old.iter().zip(new);
    old.len() == new.len()
        && pairs().all(|(one, other)| one.name == other.name && one.type_name == other.type_name)
}

/// Whether the texts of one language are the same; no text tells nothing.
fn same_text(one: &Localized, other: &Localized) -> bool {
    let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
    same(&one.en, &other.en) || same(&one.zh, &other.zh)
}
