//! The chapters that describe one structure become one structure.

use std::collections::BTreeMap;

use super::deprecated;
use super::edition::{Edition, Sides, fold, newest_first};
use super::members;
use spec::Structure;
use spec::finding::Finding;

/// One structure a name, sorted by name.
pub(super) fn merge(
    structures: Vec<(Edition, Structure)>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Structure> {
    let mut by_name: BTreeMap<String, Vec<(Edition, Structure)>> = BTreeMap::new();
    for (edition, mut structure) in structures {
        let name = structure.name.clone();
        members::drop_repeated("member", &name, &mut structure.members, &edition, findings);
        by_name.entry(name).or_default().push((edition, structure));
    }
    by_name
        .into_iter()
        .filter_map(|(name, mut structures)| {
            newest_first(&mut structures);
            Some((name, merge_one(structures, findings)?))
        })
        .collect()
}

fn merge_one(
    structures: Vec<(Edition, Structure)>,
    findings: &mut Vec<Finding>,
) -> Option<Structure> {
    let merged = fold(structures, |(newer, merged), (older, structure)| {
        let mut sides = Sides {
            newer,
            older,
            subject: merged.name.clone(),
            findings,
        };
        merge_two(merged, structure, &mut sides);
    });
    Some(merged?.1)
}

fn merge_two(newer: &mut Structure, older: Structure, sides: &mut Sides<'_>) {
    newer.doc.fill(older.doc);
    deprecated::merge("it", &mut newer.deprecated, older.deprecated, sides);
    members::merge("member", &mut newer.members, older.members, sides);
    let unknown = |action: &String| !newer.used_by.contains(action);
    let more: Vec<String> = older.used_by.into_iter().filter(unknown).collect();
    newer.used_by.extend(more);
    newer.sources.extend(older.sources);
}
