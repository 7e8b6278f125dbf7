//! Reads a page as it was served or saved.

use std::collections::BTreeMap;

use document::{BlockKind, Document, Format};
use extract::{Facts, extract};
use pipeline::facts_of;
use sources::sha256;
use spec::{Language, is_service_name};

use crate::report::Outcome;

/// A page that holds facts, ready to be stored.
#[derive(Debug)]
pub(crate) struct Page {
    /// What is to be stored.
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Format,
    pub(crate) facts: Facts,
    /// The page's own title, where it is one page and not a manual.
    pub(crate) title: Option<String>,
    /// Date and time of its last update, as printed.
    pub(crate) updated: Option<String>,
    /// The service that its actions are called at; none for a chapter by itself.
    pub(crate) service: Option<String>,
    /// The language that its words show.
    pub(crate) language: Option<Language>,
    /// The digest of the whole page, where it was reduced.
    pub(crate) original_sha256: Option<String>,
}

/// Why a page is not stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unusable {
    /// It can be read, and is no page of API 3.0.
    #[error("no facts: {0}")]
    WithoutFacts(String),
    /// It can't be read.
    #[error("{0}")]
    Unreadable(String),
}

impl Unusable {
    fn without_facts(facts: &Facts) -> Self {
        let mut findings = facts
            .findings
            .iter()
            .filter(|of| of.rule != &extract::NO_FACTS);
        Self::WithoutFacts(match findings.next() {
            Some(finding) => finding.message.clone(),
            None => "neither an action nor a chapter of the API".to_owned(),
        })
    }

    fn unreadable(name: &str, error: &document::ReadError) -> Self {
        let printed = error.to_string();
        // The message begins with the name, which the event has by itself.
        let reason = printed.strip_prefix(name).unwrap_or(&printed);
        Self::Unreadable(reason.trim_start_matches([':', ' ']).to_owned())
    }

    /// What becomes of such a page.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::WithoutFacts(_) => Outcome::Skipped,
            Self::Unreadable(_) => Outcome::Failed,
        }
    }
}

/// Reads a file in whatever format it has; HTML is reduced to title, date and article.
///
/// # Errors
///
/// There is nothing in it to store.
pub(crate) fn read(name: &str, bytes: &[u8], address: Option<&str>) -> Result<Page, Unusable> {
    let document =
        document::read(name, bytes, None).map_err(|error| Unusable::unreadable(name, &error))?;
    let facts = extract(&document);
    if facts.count() == 0 {
        return Err(Unusable::without_facts(&facts));
    }
    let reduced = match document.format {
        Format::Html => std::str::from_utf8(bytes)
            .ok()
            .and_then(|text| document::reduce(text, address)),
        _ => None,
    };
    let (title, updated) = title(&document);
    Ok(Page {
        format: document.format,
        title,
        updated,
        service: usual_service(&facts),
        language: usual_language(&facts),
        original_sha256: reduced.is_some().then(|| sha256(bytes)),
        bytes: reduced.map_or_else(|| bytes.to_owned(), String::into_bytes),
        facts,
    })
}

/// How many facts a stored page holds.
pub(crate) fn count(name: &str, bytes: &[u8], format: Format) -> usize {
    facts_of(name, bytes, Some(format)).count()
}

/// Title and date of a document that is one page.
fn title(document: &Document) -> (Option<String>, Option<String>) {
    let mut titles = document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Title(title) => Some(title),
            _ => None,
        });
    let (Some(title), None) = (titles.next(), titles.next()) else {
        return (None, None);
    };
    let words = Some(title.text.clone()).filter(|words| !words.is_empty());
    (words, title.updated.clone())
}

/// The service of most actions.
fn usual_service(facts: &Facts) -> Option<String> {
    let services = facts.actions.iter().map(|page| &page.action.service);
    most(services.filter(|name| is_service_name(name))).cloned()
}

fn usual_language(facts: &Facts) -> Option<Language> {
    let of_actions = facts.actions.iter().filter_map(|page| page.language);
    let of_chapters = facts.chapters.iter().filter_map(|chapter| chapter.language);
    most(of_actions.chain(of_chapters))
}

/// What occurs most often; of equals the last in order.
fn most<T: Ord>(things: impl Iterator<Item = T>) -> Option<T> {
    let counts = counted(things);
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some(most.0)
}

/// What occurs more often than all else together: neighbours that disagree tell nothing.
pub(crate) fn majority<T: Ord>(things: impl Iterator<Item = T>) -> Option<T> {
    let counts = counted(things);
    let all: usize = counts.values().sum();
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (most.1 * 2 > all).then_some(most.0)
}

fn counted<T: Ord>(things: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    counts
}
