//! The facts of all sources, grouped by service and version.

use std::collections::BTreeMap;

use crate::edition::Edition;
use extract::{ActionPage, Chapter, Content, Facts};
use sources::SourceEntry;
use spec::finding::{Finding, Nature, Rule, Severity};
use spec::{Source, Structure, is_action_name, is_date, is_service_name};

pub(crate) const UNSAFE_NAME: Rule = Rule {
    name: "unsafe-name",
    nature: Nature::Damage,
    explanation: "A page gives a name that can't become a file name or an identifier. The page is \
                  omitted.",
};

pub(crate) const CHAPTER_OF_NO_VERSION: Rule = Rule {
    name: "chapter-of-no-version",
    nature: Nature::Gap,
    explanation: "A chapter names no API version, and no action page of its service does. The \
                  chapter is omitted.",
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

/// Groups the facts by service and version. Omits pages with unsafe names, and chapters without a
/// known version.
pub(crate) fn group(
    sources: Vec<SourceFacts>,
    findings: &mut Vec<Finding>,
) -> BTreeMap<Key, Group> {
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let versions = Versions::new(&sources);
    for SourceFacts { entry, facts } in sources {
        findings.extend(facts.findings);
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
    } else if !is_date(&action.version) {
        ("version", &action.version, "a date such as 2017-03-12")
    } else {
        return None;
    };
    let message = match value.as_str() {
        "" => format!("the page names no {what}"),
        _ => format!("`{value}` is not a valid name of {} {what}", article(what)),
    };
    let finding = Finding::warning(file, line, &UNSAFE_NAME, &action.name, message);
    Some(finding.severity(Severity::Error).help(format!(
        "the page is omitted: {} {what} is {form}; check how the page states it",
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
        .or_else(|| versions.most_common(&entry.file, &service));
    let version = match version {
        Some(version) if is_date(&version) && is_service_name(&service) => version,
        _ => {
            findings.push(without_version(&chapter.source, &service));
            return;
        }
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

fn without_version(source: &Source, service: &str) -> Finding {
    Finding::warning(
        &source.file,
        source.line,
        &CHAPTER_OF_NO_VERSION,
        service,
        "neither the chapter nor an action page states the API version; the chapter is omitted",
    )
    .severity(Severity::Error)
    .help("add an action page of the service to the sources, which states the version")
}

/// The number of actions of each version, for chapters that state no version.
struct Versions {
    by_file: BTreeMap<(String, String), BTreeMap<String, usize>>,
    by_service: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Versions {
    fn new(sources: &[SourceFacts]) -> Self {
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

    /// Returns the version of most actions in the chapter's file, or else in all files.
    fn most_common(&self, file: &str, service: &str) -> Option<String> {
        let counts = self
            .by_file
            .get(&(file.to_owned(), service.to_owned()))
            .or_else(|| self.by_service.get(service))?;
        let most = counts.iter().max_by_key(|(_, count)| **count)?;
        Some(most.0.clone())
    }
}
