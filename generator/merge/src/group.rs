//! The facts of all sources, sorted by the service and version that they belong to.

use std::collections::BTreeMap;

use super::edition::Edition;
use super::inferred::INFERRED;
use extract::{ActionPage, Chapter, Content, Facts};
use sources::SourceEntry;
use spec::finding::{Finding, Severity};
use spec::{Source, Structure, is_action_name, is_service_name, is_version};

/// The facts of one file, and what the manifest says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFacts {
    /// The manifest's entry.
    pub entry: SourceEntry,
    /// What extraction found.
    pub facts: Facts,
}

/// Service and version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) service: String,
    pub(super) version: String,
}

/// What all sources say of one service and version.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) pages: Vec<(Edition, ActionPage)>,
    pub(super) structures: Vec<(Edition, Structure)>,
    /// Chapters other than those of structures.
    pub(super) chapters: Vec<(Edition, Content)>,
}

pub(super) fn group(
    sources: Vec<SourceFacts>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<Key, Group> {
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let versions = Versions::of(&sources);
    for SourceFacts { entry, facts } in sources {
        let of_one_file = facts.findings.into_iter();
        findings.extend(of_one_file.filter(|finding| finding.rule != INFERRED));
        for page in facts.actions {
            add_page(&mut groups, &entry, page, findings);
        }
        for chapter in facts.chapters {
            add_chapter(&mut groups, &entry, chapter, &versions, findings);
        }
    }
    groups
}

fn add_page(
    groups: &mut BTreeMap<Key, Group>,
    entry: &SourceEntry,
    page: ActionPage,
    findings: &mut Vec<Finding>,
) {
    let line = page.action.sources.first().map_or(0, |source| source.line);
    if let Some(fault) = unusable(&page, &entry.file, line) {
        findings.push(fault);
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

/// Why a page can't become a file: names become paths, so they must be plain.
fn unusable(page: &ActionPage, file: &str, line: usize) -> Option<Finding> {
    let action = &page.action;
    let (what, value, form) = if !is_action_name(&action.name) {
        (
            "action",
            &action.name,
            "a letter, then letters, digits and underscores",
        )
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
        _ => format!("`{value}` is no name of {} {what}", article(what)),
    };
    let finding = Finding::warning(file, line, "unsafe-name", &action.name, message);
    Some(finding.severity(Severity::Error).help(format!(
        "the page is left out: {} {what} is {form}; see how the page states it",
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
    versions: &Versions,
    findings: &mut Vec<Finding>,
) {
    let service = chapter.service.unwrap_or_else(|| entry.service.clone());
    let version = chapter
        .version
        .or_else(|| versions.usual(&entry.file, &service))
        .filter(|version| is_version(version) && is_service_name(&service));
    let Some(version) = version else {
        findings.push(of_no_version(&chapter.source, &service));
        return;
    };
    let language = chapter.language.or(Some(entry.language));
    let edition = Edition::new(&chapter.source, language, entry, None);
    let group = groups.entry(Key { service, version }).or_default();
    match chapter.content {
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
        content => group.chapters.push((edition, content)),
    }
}

fn of_no_version(source: &Source, service: &str) -> Finding {
    Finding::warning(
        &source.file,
        source.line,
        "chapter-of-no-version",
        service,
        "nothing says which API version the chapter describes; it is left out",
    )
    .severity(Severity::Error)
    .help("add an action page of the service to the sources: it names the version")
}

/// How many actions of each version the sources have, for chapters that don't state theirs.
struct Versions {
    by_file: BTreeMap<(String, String), BTreeMap<String, usize>>,
    by_service: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Versions {
    fn of(sources: &[SourceFacts]) -> Self {
        let mut versions = Self {
            by_file: BTreeMap::new(),
            by_service: BTreeMap::new(),
        };
        for source in sources {
            for ActionPage { action, .. } in &source.facts.actions {
                let file = (source.entry.file.clone(), action.service.clone());
                let of_file = versions.by_file.entry(file).or_default();
                *of_file.entry(action.version.clone()).or_default() += 1;
                let of_service = versions.by_service.entry(action.service.clone());
                *of_service
                    .or_default()
                    .entry(action.version.clone())
                    .or_default() += 1;
            }
        }
        versions
    }

    /// The version of most actions in the chapter's own file, else in all files.
    fn usual(&self, file: &str, service: &str) -> Option<String> {
        let counts = self
            .by_file
            .get(&(file.to_owned(), service.to_owned()))
            .or_else(|| self.by_service.get(service))?;
        let most = counts.iter().max_by_key(|(_, count)| **count)?;
        Some(most.0.clone())
    }
}
