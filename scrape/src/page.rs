//! A served or saved page: its facts, and the bytes to store.

use std::collections::BTreeMap;

use document::{BlockKind, Document, Format};
use extract::{Content, Facts, extract};
use sources::sha256;
use spec::{Language, is_action_name, is_service_name};

use crate::report::Outcome;

/// A page with facts, ready to be stored.
#[derive(Debug)]
pub(crate) struct Page {
    /// The bytes to store.
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Format,
    pub(crate) facts: Facts,
    /// The title, unless the document has several pages.
    pub(crate) title: Option<String>,
    /// The date and time of the last update, as printed on the page.
    pub(crate) updated: Option<String>,
    /// The service that its actions call; `None` for a chapter.
    pub(crate) service: Option<String>,
    /// The language of its texts.
    pub(crate) language: Option<Language>,
    /// The digest of the original, if `bytes` are reduced.
    pub(crate) original_sha256: Option<String>,
}

/// The reason why a page can't be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unusable {
    /// The page is readable, but doesn't document API 3.0.
    #[error("no facts: {0}")]
    WithoutFacts(String),
    /// The page describes an action whose service is unknown, so `codegen` would omit it.
    #[error("no service: {0}")]
    WithoutService(String),
    /// The page is unreadable.
    #[error("{0}")]
    Unreadable(String),
}

impl Unusable {
    fn without_facts(facts: &Facts) -> Self {
        let cause = facts
            .findings
            .iter()
            .find(|finding| finding.rule != &extract::NO_FACTS);
        Self::WithoutFacts(match cause {
            Some(finding) => finding.message.clone(),
            None => "neither an action nor a chapter of the API".to_owned(),
        })
    }

    fn without_service(facts: &Facts) -> Self {
        let rules = [&extract::FOREIGN_HOST, &extract::MISSING_DOMAIN];
        let mut causes = rules.into_iter().filter_map(|rule| {
            let mut findings = facts.findings.iter();
            findings.find(|finding| finding.rule == rule)
        });
        Self::WithoutService(match causes.next() {
            Some(finding) => finding.message.clone(),
            None => "the first label of its host isn't the name of a service".to_owned(),
        })
    }

    fn unreadable(name: &str, error: &document::ReadError) -> Self {
        let printed = error.to_string();
        // The message begins with the name, which the event has as a field.
        let reason = printed.strip_prefix(name).unwrap_or(&printed);
        Self::Unreadable(reason.trim_start_matches([':', ' ']).to_owned())
    }

    /// Returns the outcome of such a page.
    pub(crate) fn outcome(&self) -> Outcome {
        match self {
            Self::WithoutFacts(_) | Self::WithoutService(_) => Outcome::Skipped,
            Self::Unreadable(_) => Outcome::Failed,
        }
    }
}

impl Page {
    /// Reads a page of any format, and reduces HTML to title, date and article. A reduced page
    /// keeps its `address`. Fails if the page is unreadable, or without facts.
    pub(crate) fn read(name: &str, bytes: &[u8], address: Option<&str>) -> Result<Self, Unusable> {
        let document = document::read(name, bytes, None)
            .map_err(|error| Unusable::unreadable(name, &error))?;
        let facts = extract(&document);
        if facts.count() == 0 {
            return Err(Unusable::without_facts(&facts));
        }
        let service = most_frequent_service(&facts);
        if service.is_none() && facts.chapters.is_empty() {
            return Err(Unusable::without_service(&facts));
        }
        let mut page = Self {
            bytes: bytes.to_owned(),
            format: document.format,
            title: None,
            updated: None,
            service,
            language: most_frequent_language(&facts),
            original_sha256: None,
            facts,
        };
        (page.title, page.updated) = title_and_date(&document);
        if document.format == Format::Html
            && let Ok(text) = std::str::from_utf8(bytes)
            && let Some(reduced) = document::reduce(text, address)
        {
            page.original_sha256 = Some(sha256(bytes));
            page.bytes = reduced.into_bytes();
        }
        Ok(page)
    }

    /// Returns a name for the page's file: `DescribeKeyPairs` for an action, else the kind of
    /// chapter.
    pub(crate) fn slug(&self) -> &str {
        let action = self.facts.actions.first();
        if let Some(action) = action.map(|page| page.action.name.as_str())
            && is_action_name(action)
        {
            return action;
        }
        match self.facts.chapters.first().map(|chapter| &chapter.content) {
            Some(Content::Structures(_)) => "data-types",
            Some(Content::Errors(_)) => "error-codes",
            Some(Content::Catalogue(_)) => "overview",
            Some(Content::History(_)) => "history",
            Some(Content::Regions(_)) => "common-parameters",
            Some(Content::Introduction { .. }) => "introduction",
            None => "page",
        }
    }
}

/// Returns the title and the date of a document, unless it has several titles.
fn title_and_date(document: &Document) -> (Option<String>, Option<String>) {
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
    let text = title.text.clone();
    let text = if text.is_empty() { None } else { Some(text) };
    (text, title.updated.clone())
}

fn most_frequent_service(facts: &Facts) -> Option<String> {
    let services = facts.actions.iter().map(|page| &page.action.service);
    most_frequent(services.filter(|name| is_service_name(name))).cloned()
}

fn most_frequent_language(facts: &Facts) -> Option<Language> {
    let of_actions = facts.actions.iter().filter_map(|page| page.language);
    let of_chapters = facts.chapters.iter().filter_map(|chapter| chapter.language);
    most_frequent(of_actions.chain(of_chapters))
}

/// Returns the most frequent thing, the greatest of equally frequent ones.
fn most_frequent<T: Ord>(things: impl Iterator<Item = T>) -> Option<T> {
    let (thing, _) = counts(things).into_iter().max_by_key(|(_, count)| *count)?;
    Some(thing)
}

/// Returns the thing with more than half of the counts.
pub(crate) fn majority_of<T>(counts: &BTreeMap<T, usize>) -> Option<&T> {
    let all: usize = counts.values().sum();
    let (thing, _) = counts.iter().find(|(_, count)| **count * 2 > all)?;
    Some(thing)
}

fn counts<T: Ord>(things: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for thing in things {
        *counts.entry(thing).or_default() += 1;
    }
    counts
}
