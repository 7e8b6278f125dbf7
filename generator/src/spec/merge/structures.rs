//! The chapters that describe one structure become one structure.

use std::collections::BTreeMap;

use super::deprecated;
use super::edition::{Edition, Sides, newest_first};
use super::members;
use crate::finding::Finding;
use crate::spec::Structure;

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
    let mut structures = structures.into_iter();
    let (newest, mut merged) = structures.next()?;
    for (edition, older) in structures {
        let mut sides = Sides {
            newer: &newest,
            older: &edition,
            subject: merged.name.clone(),
            findings,
        };
        merged.doc.fill(older.doc);
        deprecated::merge("it", &mut merged.deprecated, older.deprecated, &mut sides);
        members::merge("member", &mut merged.members, older.members, &mut sides);
        let unknown = |action: &String| !merged.used_by.contains(action);
        let more: Vec<String> = older.used_by.into_iter().filter(unknown).collect();
        merged.used_by.extend(more);
        merged.sources.extend(older.sources);
    }
    Some(merged)
}
