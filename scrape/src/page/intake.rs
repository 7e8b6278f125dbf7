//! Takes a page over into the store, unless it says far less than the one that is there.

use sources::SourceEntry;
use spec::Language;

use super::Page;
use super::read::count;
use crate::report::{Outcome, PageEvent};
use crate::store::{Put, Store, StoreError};

/// Where a page comes from and where it is to lie.
#[derive(Debug, Clone)]
pub(crate) struct Intake {
    /// The place below `sources/`.
    pub(crate) file: String,
    pub(crate) service: String,
    pub(crate) language: Language,
    /// The address that it is recorded with.
    pub(crate) url: Option<String>,
    pub(crate) fetched: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
}

/// Pages with fewer facts than this vary too much to be judged by their number.
pub(crate) const FEW: usize = 6;

/// Stores the page and says what became of it.
pub(crate) fn take(
    store: &mut Store,
    page: Page,
    intake: Intake,
    accept_layout: bool,
) -> Result<PageEvent, StoreError> {
    let facts = page.facts.count();
    let mut event = PageEvent {
        file: Some(intake.file.clone()),
        service: Some(intake.service.clone()),
        address: intake.url.clone(),
        facts: Some(facts),
        ..PageEvent::new(Outcome::New)
    };
    let before = facts_before(store, &intake.file);
    event.facts_before = before;
    if let Some(before) = before
        && fell_sharply(before, facts)
        && !accept_layout
    {
        event.outcome = Outcome::LayoutChanged;
        event.reason = Some(lost(before, facts));
        return Ok(event);
    }
    let entry = SourceEntry {
        file: intake.file,
        title: page.title,
        service: intake.service,
        language: intake.language,
        format: page.format,
        url: intake.url,
        updated: page.updated,
        fetched: intake.fetched,
        etag: intake.etag,
        last_modified: intake.last_modified,
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

/// How many facts the stored page holds.
pub(crate) fn facts_before(store: &Store, file: &str) -> Option<usize> {
    let format = store.entry(file)?.format;
    Some(count(file, &store.bytes(file)?, format))
}

/// A page loses half of its facts when its layout changes, not when the API does.
fn fell_sharply(before: usize, now: usize) -> bool {
    before >= FEW && now * 2 < before
}

fn lost(before: usize, now: usize) -> String {
    format!(
        "{now} facts are understood where the stored page has {before}: the layout has changed, and the stored page is kept; look at the page, then teach the reader, or take it over with --accept-layout"
    )
}

#[cfg(test)]
mod tests {
    use super::fell_sharply;

    #[test]
    fn half_the_facts_or_more_may_go() {
        assert!(!fell_sharply(100, 50) && !fell_sharply(5, 0) && !fell_sharply(6, 90));
        assert!(fell_sharply(100, 49) && fell_sharply(6, 0));
    }
}
