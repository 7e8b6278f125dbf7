//! Structures that chapters describe.

use std::collections::BTreeMap;

use crate::edition::{Edition, Pair, merge_by_name};
use crate::{deprecated, members};
use spec::Structure;
use spec::finding::Finding;

/// Merges documented structures into one per name, sorted by name.
pub(crate) fn merge(
    structures: Vec<(Edition, Structure)>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Structure> {
    let mut unique = Vec::new();
    for (edition, mut structure) in structures {
        let (name, members) = (&structure.name, &mut structure.members);
        members::drop_repeated("member", name, members, &edition, findings);
        unique.push((edition, structure));
    }
    merge_by_name(unique, |structure| &structure.name, findings, merge_two)
}

fn merge_two(newer: &mut Structure, older: Structure, pair: &mut Pair<'_>) {
    newer.doc.fill(older.doc);
    deprecated::merge("it", &mut newer.deprecated, older.deprecated, pair);
    members::merge("member", &mut newer.members, older.members, pair);
    add_missing(&mut newer.used_by, older.used_by);
    newer.sources.extend(older.sources);
}

fn add_missing<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}
