//! Structures that pages show only in examples: they yield to documented ones.

use std::collections::BTreeMap;

use super::edition::Edition;
use extract::ActionPage;
use spec::finding::{Finding, Severity};
use spec::{Member, Source, Structure};

/// Adds what no chapter documents. Actions that infer the same structure share its members.
pub(super) fn add(
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
                Some(known) => add_members(known, structure, edition, findings),
                None => {
                    findings.push(note(&page.action.name, structure, edition));
                    inferred.insert(structure.name.clone(), structure.clone());
                }
            }
        }
    }
    documented.append(&mut inferred);
}

fn add_members(
    known: &mut Structure,
    more: &Structure,
    edition: &Edition,
    findings: &mut Vec<Finding>,
) {
    for member in &more.members {
        match known.members.iter().find(|have| have.name == member.name) {
            Some(have) if have.type_name == member.type_name => {}
            Some(have) => findings.push(contradiction(&known.name, have, member, edition)),
            None => known.members.push(member.clone()),
        }
    }
    for user in &more.used_by {
        if !known.used_by.contains(user) {
            known.used_by.push(user.clone());
        }
    }
    for source in &more.sources {
        if !known.sources.contains(source) {
            known.sources.push(source.clone());
        }
    }
}

/// The rule of the note about an inferred structure. Extraction gives one too, not knowing what other
/// sources document, so its notes give way to these.
pub(super) const INFERRED: &str = "inferred-structure";

fn note(action: &str, structure: &Structure, edition: &Edition) -> Finding {
    let Source { file, line, .. } = &edition.source;
    let message = format!(
        "the structure `{}` is inferred from an example",
        structure.name
    );
    Finding::warning(file, *line, INFERRED, action, message)
        .severity(Severity::Note)
        .help("add the page that describes it to the sources")
}

fn contradiction(structure: &str, have: &Member, other: &Member, edition: &Edition) -> Finding {
    Finding::warning(
        &edition.source.file,
        edition.source.line,
        "inferred-types-differ",
        structure,
        format!(
            "an example makes `{}` a `{}`, another one a `{}`; kept the latter",
            have.name, other.type_name, have.type_name
        ),
    )
    .help("state the type in overrides.yaml once a page documents the structure")
}
