//! The events of a run; with `--json` each is one line of standard output.

use serde::Serialize;

use super::Summary;

/// Something happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// More pages are known to be there: so many in all, of which so many are dealt with.
    Progress {
        /// Pages dealt with.
        done: usize,
        /// Pages known to be there.
        total: usize,
    },
    /// Something is looked for before pages can be fetched, or a request is tried again.
    Note {
        /// What, in a sentence.
        message: String,
    },
    /// A page was dealt with.
    Page(PageEvent),
    /// The run is over; always the last line.
    Finished(Summary),
}

/// What became of one page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageEvent {
    /// What became of it.
    pub outcome: Outcome,
    /// Its address, for pages of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The file that was read, for files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Its path below `sources/`, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The service that it is recorded with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// How many facts are understood of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<usize>,
    /// How many facts the stored page held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts_before: Option<usize>,
    /// Why, where the outcome does not say all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl PageEvent {
    /// An event without any detail.
    pub fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            address: None,
            input: None,
            file: None,
            service: None,
            facts: None,
            facts_before: None,
            reason: None,
        }
    }

    /// The name that people know the page by.
    pub(crate) fn name(&self) -> &str {
        let names = [&self.address, &self.input, &self.file];
        names
            .into_iter()
            .flatten()
            .next()
            .map_or("", String::as_str)
    }
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was stored for the first time.
    New,
    /// It was stored in place of an older one.
    Changed,
    /// It is as it was.
    Unchanged,
    /// It was dealt with a short time ago, and not asked for.
    Fresh,
    /// It holds no facts, and is not stored.
    Skipped,
    /// It would be fetched; only with `--dry-run`.
    Planned,
    /// It is stored, and the site does not have it any more; the stored page is kept.
    Vanished,
    /// It says far less than the stored page, which is kept.
    LayoutChanged,
    /// It could not be fetched or read.
    Failed,
}

impl Outcome {
    /// The word for people.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Fresh => "fresh",
            Self::Skipped => "skipped",
            Self::Planned => "planned",
            Self::Vanished => "vanished",
            Self::LayoutChanged => "layout changed",
            Self::Failed => "failed",
        }
    }

    /// Whether somebody has to look at it.
    pub(crate) fn needs_attention(self) -> bool {
        matches!(self, Self::Vanished | Self::LayoutChanged | Self::Failed)
    }
}
