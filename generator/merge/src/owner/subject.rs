//! A chapter whose service and version are in question, and the actions that it names.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Index, KeyId, PageId, page_id};
use crate::edition::{Edition, Site};
use extract::{Chapter, Content, page_numbers};
use sources::SourceEntry;
use spec::Language;

/// A chapter, with what it says about itself.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) entry: &'a SourceEntry,
    pub(super) chapter: &'a Chapter,
    pub(super) language: Option<Language>,
    pub(super) site: Site,
}

impl<'a> Subject<'a> {
    pub(super) fn new(entry: &'a SourceEntry, chapter: &'a Chapter) -> Self {
        let language = chapter.language.or(Some(entry.language));
        Self {
            entry,
            chapter,
            language,
            site: Edition::new(&chapter.source, language, entry, None).site(),
        }
    }

    /// Returns the service that the actions of the same file name, or else the manifest.
    pub(super) fn service(&self) -> &'a str {
        let own = self.chapter.service.as_deref();
        own.unwrap_or(&self.entry.service)
    }

    /// Returns the kind of chapter in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.chapter.content {
            Content::Structures(_) => "data types",
            Content::Errors(_) => "error codes",
            Content::Catalogue(_) => "overview",
            Content::History(_) => "history",
            Content::Regions(_) => "regions",
            Content::Introduction { .. } => "introduction",
        }
    }

    /// Returns the address of the chapter's own page: the recorded one, or else the one that its
    /// links to structures have.
    fn address(&self) -> Option<&'a str> {
        let recorded = self.entry.url.as_deref();
        recorded.or(self.chapter.address.as_deref())
    }

    /// Returns the chapter's own page.
    pub(super) fn page(&self) -> Option<PageId> {
        page_id(self.address()?, self.site)
    }

    /// Returns the category in the chapter's address, with the site.
    pub(super) fn category(&self) -> Option<(Site, u64)> {
        let address = self.address()?;
        let site = Site::from_url(address).unwrap_or(self.site);
        Some((site, page_numbers(address)?.category))
    }
}

/// The number of named actions that each candidate has.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The number of distinct names.
    pub(super) named: usize,
    /// The number of names that at least one candidate has.
    pub(super) known: usize,
    pub(super) hits: BTreeMap<KeyId, usize>,
}

impl Tally {
    pub(super) fn new<'n>(
        index: &Index<'_>,
        names: impl IntoIterator<Item = &'n str>,
        candidates: &BTreeSet<KeyId>,
    ) -> Self {
        let names: BTreeSet<&str> = names.into_iter().collect();
        let mut tally = Self {
            named: names.len(),
            ..Self::default()
        };
        for name in names {
            let Some(having) = index.with_action(name) else {
                continue;
            };
            let mut known = false;
            for id in candidates.intersection(having) {
                *tally.hits.entry(*id).or_default() += 1;
                known = true;
            }
            tally.known += usize::from(known);
        }
        tally
    }

    /// Returns whether at least nine of ten names are known.
    ///
    /// With fewer, action pages are missing, and a version with few pages would lose against a
    /// similar one with many.
    pub(super) fn is_complete(&self) -> bool {
        self.known > 0 && self.known * 10 >= self.named * 9
    }

    /// Returns the candidates that have all known names, if nearly all are known.
    pub(super) fn full(&self) -> BTreeSet<KeyId> {
        if !self.is_complete() {
            return BTreeSet::new();
        }
        let all = self.hits.iter().filter(|(_, hits)| **hits == self.known);
        all.map(|(id, _)| *id).collect()
    }

    /// Returns the only candidate that has all known names.
    pub(super) fn sole(&self) -> Option<KeyId> {
        let full = self.full();
        (full.len() == 1).then(|| full.first().copied()).flatten()
    }

    /// Returns whether each candidate lacks a name that another one has.
    pub(super) fn is_mixed(&self) -> bool {
        self.is_complete() && self.hits.values().all(|hits| *hits < self.known)
    }
}
