//! Storage of a page, unless it lost facts of the page that it would replace.

use extract::Facts;
use pipeline::{facts_of, lost_facts};
use sources::SourceEntry;
use spec::Language;

use crate::page::Page;
use crate::report::{Outcome, PageEvent};
use crate::store::{Put, Store, StoreError};

/// The origin of a page, and the file to store it in.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// The path below `sources/`.
    pub(crate) file: String,
    pub(crate) service: String,
    pub(crate) language: Language,
    /// The address to record.
    pub(crate) url: Option<String>,
    /// The time of the request: `2026-11-25T10:00:00Z`.
    pub(crate) fetched: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// Stores the page, and returns its event. `accept_layout` accepts any loss of facts.
pub(crate) fn store_page(
    store: &mut Store,
    page: Page,
    origin: Origin,
    accept_layout: bool,
) -> Result<PageEvent, StoreError> {
    store.flush_file(&origin.file)?;
    let stored = stored_facts(store, &origin.file);
    let mut event = PageEvent {
        file: Some(origin.file.clone()),
        service: Some(origin.service.clone()),
        address: origin.url.clone(),
        facts: Some(page.facts.count()),
        facts_before: stored.as_ref().map(Facts::count),
        ..PageEvent::new(Outcome::New)
    };
    if !accept_layout && let Some(reason) = refusal(stored.as_ref(), &page.facts) {
        event.outcome = Outcome::LayoutChanged;
        return Ok(event.because(reason));
    }
    let entry = SourceEntry {
        file: origin.file,
        title: page.title,
        service: origin.service,
        version: None,
        language: origin.language,
        format: page.format,
        url: origin.url,
        updated: page.updated,
        fetched: origin.fetched,
        etag: origin.etag,
        last_modified: origin.last_modified,
        sha256: String::new(),
        original_sha256: page.original_sha256,
    };
    event.outcome = match store.put(entry, &page.bytes)? {
        Put::New => Outcome::New,
        Put::Changed => Outcome::Changed,
        Put::Unchanged => Outcome::Unchanged,
    };
    Ok(event)
}

/// Returns the facts of a stored page.
pub(crate) fn stored_facts(store: &Store, file: &str) -> Option<Facts> {
    let format = store.entry(file)?.format;
    Some(facts_of(file, &store.bytes(file)?, Some(format)))
}

/// Returns the reason why a page must not replace the stored one.
pub(crate) fn refusal(stored: Option<&Facts>, newer: &Facts) -> Option<String> {
    let loss = lost_facts(stored?, newer)?;
    Some(format!(
        "{loss}: the layout may have changed, so the stored page is kept; \
         compare both pages, then fix the reader or run again with --accept-layout"
    ))
}
