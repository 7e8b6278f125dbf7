//! Members: two lists that describe the same table become one.

use std::collections::{BTreeMap, BTreeSet};

use crate::clipped::{Evidence, prefer_whole};
use crate::constraints;
use crate::deprecated;
use crate::edition::{Edition, Pair};
use spec::finding::{Finding, Nature, Rule};
use spec::{Member, Required, Source, Value};

pub(crate) const REPEATED_MEMBER: Rule = Rule {
    name: "repeated-member",
    nature: Nature::Damage,
    explanation: "A table has two rows for one member. The first row counts.",
};

/// Merges the older members into the newer ones, by name.
pub(crate) fn merge(noun: &str, newer: &mut Vec<Member>, older: Vec<Member>, pair: &mut Pair<'_>) {
    let kept = pair.keep_older();
    let only_newer = names_missing_in(newer, &older, pair.older());
    let only_older = names_missing_in(&older, newer, pair.newer());
    pair.report_only_in_one(noun, &only_newer, &only_older, kept);
    let places = newer.iter().enumerate().rev();
    let mut places: BTreeMap<String, usize> = places
        .map(|(place, member)| (member.name.clone(), place))
        .collect();
    for member in older {
        let place = places.get(&member.name).copied();
        match place.and_then(|place| newer.get_mut(place)) {
            Some(known) => merge_member(noun, known, member, pair),
            None if kept => {
                places.insert(member.name.clone(), newer.len());
                newer.push(member);
            }
            None => {}
        }
    }
}

/// Keeps the first of several rows about one member, and reports the others.
pub(crate) fn drop_repeated(
    noun: &str,
    subject: &str,
    members: &mut Vec<Member>,
    page: &Edition,
    findings: &mut Vec<Finding>,
) {
    let mut seen = BTreeSet::new();
    members.retain(|member| {
        let is_first = seen.insert(member.name.clone());
        if !is_first {
            let message = format!(
                "{noun} `{}` occurs twice in one table; the first row counts",
                member.name
            );
            let Source { file, line, .. } = &page.source;
            findings.push(Finding::warning(
                file,
                *line,
                &REPEATED_MEMBER,
                subject,
                message,
            ));
        }
        is_first
    });
}

/// Returns the names that the other page lacks; a truncated page contradicts nothing.
fn names_missing_in<'m>(
    members: &'m [Member],
    others: &[Member],
    other_page: &Edition,
) -> Vec<&'m str> {
    if other_page.source.truncated {
        return Vec::new();
    }
    let others: BTreeSet<&str> = others.iter().map(|other| other.name.as_str()).collect();
    members
        .iter()
        .map(|member| member.name.as_str())
        .filter(|name| !others.contains(name))
        .collect()
}

fn merge_member(noun: &str, newer: &mut Member, older: Member, pair: &mut Pair<'_>) {
    let place = format!("{noun} `{}`", newer.name);
    if newer.inferred.is_some() && older.inferred.is_none() {
        let inferred = std::mem::replace(newer, older);
        newer.doc.fill(inferred.doc);
        return;
    }
    if newer.type_name != older.type_name && older.inferred.is_none() {
        let (kept, other) = (newer.type_name.to_string(), older.type_name.to_string());
        pair.report_difference(&format!("type of {place}"), &kept, &other);
    }
    merge_required(&place, newer, older.required, pair);
    if older.nullable && !newer.nullable {
        // The safe choice: readers must accept null if any page allows it.
        newer.nullable = true;
        pair.report_only_in_older(&format!("{place} may be null"));
    }
    prefer_whole(&mut newer.doc, &older.doc, Evidence::TornWord);
    newer.doc.fill(older.doc);
    deprecated::merge(&place, &mut newer.deprecated, older.deprecated, pair);
    newer.example = newer.example.take().or(older.example);
    pair.fact(
        &format!("default of {place}"),
        &mut newer.default,
        older.default,
    );
    let kept = newer.values.is_empty() || pair.keep_older();
    merge_values(&mut newer.values, older.values, kept);
    let kept = newer.constraints.is_empty() || pair.keep_older();
    constraints::merge(
        &place,
        &mut newer.constraints,
        older.constraints,
        kept,
        pair,
    );
    let kept = newer.filters.is_empty() || pair.keep_older();
    constraints::merge_filters(&mut newer.filters, older.filters, kept);
}

fn merge_required(place: &str, newer: &mut Member, older: Option<Required>, pair: &mut Pair<'_>) {
    match (newer.required, older) {
        (Some(Required::Known(kept)), Some(Required::Known(other))) if kept != other => {
            let word = |yes| if yes { "yes" } else { "no" };
            pair.report_difference(&format!("required of {place}"), word(kept), word(other));
        }
        (Some(Required::Known(_)), _) | (_, None) => {}
        (None | Some(Required::Lost(_)), Some(_)) => newer.required = older,
    }
}

/// Merges documented values. They come from running text, so editions may list more or fewer.
pub(crate) fn merge_values(newer: &mut Vec<Value>, older: Vec<Value>, kept: bool) {
    for value in older {
        match newer.iter_mut().find(|known| known.value == value.value) {
            Some(known) => known.doc.fill(value.doc),
            None if kept => newer.push(value),
            None => {}
        }
    }
}
