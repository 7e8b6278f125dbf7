//! The facts of all sources, grouped by service and version.

use std::collections::{BTreeMap, BTreeSet};

use crate::edition::Edition;
use crate::owner::{Share, owners};
use extract::{ActionPage, Chapter, Content, Facts};
use sources::SourceEntry;
use spec::finding::{Finding, Nature, Rule, Severity};
use spec::{Structure, is_action_name, is_service_name, is_version, retired_service};

pub(crate) const UNSAFE_NAME: Rule = Rule {
    name: "unsafe-name",
    nature: Nature::Damage,
    explanation: "A page gives a name that can't become a file name or an identifier. The page is \
                  omitted.",
};

/// The facts of one file, with its entry in the manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFacts {
    /// Entry in the manifest.
    pub entry: SourceEntry,
    /// Facts from extraction.
    pub facts: Facts,
}

/// A service and version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) service: String,
    pub(crate) version: String,
}

/// The facts of one service and version from all sources.
#[derive(Debug, Default)]
pub(crate) struct Group {
    pub(crate) pages: Vec<(Edition, ActionPage)>,
    pub(crate) structures: Vec<(Edition, Structure)>,
    /// Chapters, except those about structures.
    pub(crate) chapters: Vec<(Edition, Content)>,
}

/// Groups the facts by service and version. Omits pages with unsafe names, and chapters whose
/// version stays in doubt.
pub(crate) fn group(
    mut sources: Vec<SourceFacts>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<Key, Group> {
    name_retired(&mut sources);
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let mut owners = owners(&sources, findings);
    for (source, SourceFacts { entry, facts }) in sources.into_iter().enumerate() {
        findings.extend(facts.findings);
        for page in facts.actions {
            add_page(&mut groups, &entry, page, findings);
        }
        for (number, chapter) in facts.chapters.into_iter().enumerate() {
            add_chapter(&mut groups, &entry, chapter, owners.take(source, number));
        }
    }
    groups
}

/// Names the service of each retired page and chapter after the product in the manifest. The hosts
/// of retired APIs are those of parts of a product.
fn name_retired(sources: &mut [SourceFacts]) {
    for SourceFacts { entry, facts } in sources {
        if !is_service_name(&entry.service) {
            continue;
        }
        let service = retired_service(&entry.service);
        let pages = facts
            .actions
            .iter_mut()
            .filter(|page| page.retired.is_some());
        for page in pages {
            page.action.service.clone_from(&service);
        }
        let chapters = facts.chapters.iter_mut().filter(|chapter| chapter.retired);
        for chapter in chapters {
            chapter.service = Some(service.clone());
        }
    }
}

fn add_page(
    groups: &mut BTreeMap<Key, Group>,
    entry: &SourceEntry,
    page: ActionPage,
    findings: &mut Vec<Finding>,
) {
    let line = page.action.sources.first().map_or(0, |source| source.line);
    if let Some(finding) = unsafe_name(&page, &entry.file, line) {
        findings.push(finding);
        return;
    }
    let Some(source) = page.action.sources.first() else {
        return;
    };
    let language = page.language.or(Some(entry.language));
    let edition = Edition::new(source, language, entry, page.action.domain.as_deref());
    let key = Key {
        service: page.action.service.clone(),
        version: page.action.version.clone(),
    };
    groups.entry(key).or_default().pages.push((edition, page));
}

/// Returns a finding if one of the page's names can't become a path or identifier.
fn unsafe_name(page: &ActionPage, file: &str, line: usize) -> Option<Finding> {
    let action = &page.action;
    let (what, value, form) = if !is_action_name(&action.name) {
        ("action", &action.name, "letters, digits, `_`, `-` and `.`")
    } else if !is_service_name(&action.service) {
        (
            "service",
            &action.service,
            "the first label of the domain, in lower case",
        )
    } else if !is_version(&action.version) {
        ("version", &action.version, "a date such as 2017-03-12")
    } else {
        return None;
    };
    let message = match value.as_str() {
        "" => format!("the page names no {what}"),
        _ => format!("`{value}` is not a valid name of {} {what}", article(what)),
    };
    let finding = Finding::warning(file, line, &UNSAFE_NAME, &action.name, message);
    let check = match (what, value.as_str()) {
        ("version", "") => format!("set `version` in the entry of `{file}` in specs/sources.yaml"),
        _ => "check how the page states it".to_owned(),
    };
    Some(finding.severity(Severity::Error).help(format!(
        "the page is omitted: {} {what} is {form}; {check}",
        article(what)
    )))
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with('a') { "an" } else { "a" }
}

fn add_chapter(
    groups: &mut BTreeMap<Key, Group>,
    entry: &SourceEntry,
    chapter: Chapter,
    shares: Vec<Share>,
) {
    let language = chapter.language.or(Some(entry.language));
    let edition = Edition::new(&chapter.source, language, entry, None);
    for Share { key, items } in shares {
        let group = groups.entry(key).or_default();
        let content = match &items {
            Some(items) => part_of(chapter.content.clone(), items),
            None => chapter.content.clone(),
        };
        match content {
            Content::Structures(structures) => {
                let with_edition = structures.into_iter().map(|structure| {
                    let mut edition = edition.clone();
                    if let Some(own) = structure.sources.first() {
                        edition.source.line = own.line;
                    }
                    (edition, structure)
                });
                group.structures.extend(with_edition);
            }
            content => group.chapters.push((edition.clone(), content)),
        }
    }
}

/// Returns the chapter with the items alone: structures, or rows of an overview.
fn part_of(content: Content, items: &BTreeSet<usize>) -> Content {
    let mut at = 0..;
    let mut is_kept = || at.next().is_some_and(|item| items.contains(&item));
    match content {
        Content::Structures(mut structures) => {
            structures.retain(|_| is_kept());
            Content::Structures(structures)
        }
        Content::Catalogue(mut groups) => {
            for group in &mut groups {
                group.actions.retain(|_| is_kept());
            }
            groups.retain(|group| !group.actions.is_empty());
            Content::Catalogue(groups)
        }
        content => content,
    }
}
