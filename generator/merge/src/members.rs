//! Two lists of members that describe the same table.

use std::collections::BTreeSet;

use super::deprecated;
use super::edition::{Edition, Sides};
use spec::finding::Finding;
use spec::{Member, Required, Source, Value};

/// Merges the older members into the newer ones, by name.
pub(super) fn merge(
    what: &str,
    newer: &mut Vec<Member>,
    older: Vec<Member>,
    sides: &mut Sides<'_>,
) {
    let kept = sides.keep_older();
    let only_newer = names_missing_in(newer, &older, sides.older);
    let only_older = names_missing_in(&older, newer, sides.newer);
    sides.only_in_one(what, &only_newer, &only_older, kept);
    for member in older {
        match newer.iter_mut().find(|known| known.name == member.name) {
            Some(known) => merge_member(what, known, member, sides),
            None if kept => newer.push(member),
            None => {}
        }
    }
}

/// Keeps the first of several rows for one member, and reports the others.
pub(super) fn drop_repeated(
    what: &str,
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
                "{what} `{}` stands twice in one table; the first counts",
                member.name
            );
            let Source { file, line, .. } = &page.source;
            findings.push(Finding::warning(
                file,
                *line,
                "repeated-member",
                subject,
                message,
            ));
        }
        is_first
    });
}

/// The names that the other page should have and has not; a page that is cut contradicts nothing.
fn names_missing_in<'m>(
    members: &'m [Member],
    others: &[Member],
    other_page: &Edition,
) -> Vec<&'m str> {
    if other_page.source.truncated {
        return Vec::new();
    }
    members
        .iter()
        .map(|member| member.name.as_str())
        .filter(|name| !others.iter().any(|other| other.name == *name))
        .collect()
}

fn merge_member(what: &str, newer: &mut Member, older: Member, sides: &mut Sides<'_>) {
    let place = format!("{what} `{}`", newer.name);
    if newer.inferred.is_some() && older.inferred.is_none() {
        let inferred = std::mem::replace(newer, older);
        newer.doc.fill(inferred.doc);
        return;
    }
    if newer.type_name != older.type_name && older.inferred.is_none() {
        let (kept, other) = (newer.type_name.to_string(), older.type_name.to_string());
        sides.differ(&format!("type of {place}"), &kept, &other);
    }
    merge_required(&place, newer, older.required, sides);
    if older.nullable && !newer.nullable {
        // The safe side: a member that one page says may be null may be null.
        newer.nullable = true;
        sides.only_older_notes(&format!("{place} may be null"));
    }
    newer.doc.fill(older.doc);
    deprecated::merge(&place, &mut newer.deprecated, older.deprecated, sides);
    newer.example = newer.example.take().or(older.example);
    sides.fact(
        &format!("default of {place}"),
        &mut newer.default,
        older.default,
    );
    let kept = newer.values.is_empty() || sides.keep_older();
    merge_values(&mut newer.values, older.values, kept);
}

fn merge_required(place: &str, newer: &mut Member, older: Option<Required>, sides: &mut Sides<'_>) {
    match (newer.required, older) {
        (Some(Required::Known(kept)), Some(Required::Known(other))) if kept != other => {
            let word = |yes| if yes { "yes" } else { "no" };
            sides.differ(&format!("required of {place}"), word(kept), word(other));
        }
        (Some(Required::Known(_)), _) | (_, None) => {}
        (None | Some(Required::Lost(_)), Some(_)) => newer.required = older,
    }
}

/// Values are mined from running text, so one edition's list may be longer than the other's.
fn merge_values(newer: &mut Vec<Value>, older: Vec<Value>, kept: bool) {
    for value in older {
        match newer.iter_mut().find(|known| known.value == value.value) {
            Some(known) => known.doc.fill(value.doc),
            None if kept => newer.push(value),
            None => {}
        }
    }
}
