//! Structures: those that chapters describe, and those that pages show only in examples.

use std::collections::BTreeMap;

use crate::edition::{Edition, Pair, merge_by_name};
use crate::{deprecated, members};
use extract::{ActionPage, INFERRED_STRUCTURE};
use spec::finding::{Finding, Nature, Rule, Severity};
use spec::{Member, Source, Structure};

pub(crate) const INFERRED_TYPES_DIFFER: Rule = Rule {
    name: "inferred-types-differ",
    nature: Nature::Guess,
    explanation: "Examples show one member of an undocumented structure with different types. The \
                  first type is kept.",
};

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

/// Adds the structures that no chapter documents. Pages that infer the same structure share its
/// members.
pub(crate) fn add_inferred(
    documented: &mut BTreeMap<String, Structure>,
    pages: &[(Edition, ActionPage)],
    findings: &mut Vec<Finding>,
) {
    let mut inferred: BTreeMap<String, Structure> = BTreeMap::new();
    for (edition, page) in pages {
        for structure in &page.inferred_structures {
            if documented.contains_key(&structure.name) {
                continue;
            }
            match inferred.get_mut(&structure.name) {
                Some(known) => merge_inferred(known, structure, edition, findings),
                None => {
                    findings.push(inference(&page.action.name, structure, edition));
                    inferred.insert(structure.name.clone(), structure.clone());
                }
            }
        }
    }
    documented.append(&mut inferred);
}

fn merge_inferred(
    known: &mut Structure,
    more: &Structure,
    edition: &Edition,
    findings: &mut Vec<Finding>,
) {
    for member in &more.members {
        match known.members.iter().find(|kept| kept.name == member.name) {
            Some(kept) if kept.type_name == member.type_name => {}
            Some(kept) => findings.push(contradiction(&known.name, kept, member, edition)),
            None => known.members.push(member.clone()),
        }
    }
    add_missing(&mut known.used_by, more.used_by.clone());
    add_missing(&mut known.sources, more.sources.clone());
}

fn add_missing<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}

fn inference(action: &str, structure: &Structure, edition: &Edition) -> Finding {
    let Source { file, line, .. } = &edition.source;
    let message = format!(
        "the structure `{}` is inferred from an example",
        structure.name
    );
    Finding::warning(file, *line, &INFERRED_STRUCTURE, action, message)
        .severity(Severity::Note)
        .help("add the page that describes it to the sources")
}

fn contradiction(structure: &str, kept: &Member, other: &Member, edition: &Edition) -> Finding {
    let Source { file, line, .. } = &edition.source;
    let message = format!(
        "examples show `{}` as `{}` and as `{}`; kept the former",
        kept.name, kept.type_name, other.type_name
    );
    Finding::warning(file, *line, &INFERRED_TYPES_DIFFER, structure, message)
        .help("set the type in overrides.yaml once a page documents the structure")
}
