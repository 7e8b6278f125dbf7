//! The events and the summary of a run.

mod reporter;

pub(crate) use reporter::Reporter;

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

/// An event of a run. With `--json` each one is a line of standard output.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The run discovered more pages.
    Progress {
        /// The number of pages that are done.
        done: usize,
        /// The number of pages known so far.
        total: usize,
    },
    /// A message that isn't about one page, such as the search for a product.
    Note {
        /// A message for people.
        message: String,
    },
    /// A page is done.
    Page(PageEvent),
    /// The run is over. This is always the last event.
    Finished(Summary),
}

/// The outcome of one page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PageEvent {
    /// The outcome, which decides the other details.
    pub outcome: Outcome,
    /// The page's address, for pages of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The input file or product, if the page was not requested by address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// The path below `sources/`, if the page is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The service that the page is recorded with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The number of facts in the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<usize>,
    /// The number of facts in the page that was stored before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts_before: Option<usize>,
    /// The reason for the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl PageEvent {
    /// Returns an event without details.
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

    /// Adds the reason for the outcome.
    pub(crate) fn because(self, reason: impl Into<String>) -> Self {
        Self {
            reason: Some(reason.into()),
            ..self
        }
    }

    /// Returns the page's name for people: its address, else its input, else its file.
    pub(crate) fn name(&self) -> &str {
        let address = self.address.as_deref();
        address
            .or(self.input.as_deref())
            .or(self.file.as_deref())
            .unwrap_or_default()
    }
}

/// The outcome of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The page was stored for the first time.
    New,
    /// The page replaced an older version.
    Changed,
    /// The page equals the stored one.
    Unchanged,
    /// An earlier run visited the page recently, so this run didn't request it.
    Fresh,
    /// The page doesn't have facts, and was not stored.
    Skipped,
    /// Without `--dry-run`, the run would request the page.
    Planned,
    /// The site no longer has the page. The stored one stays.
    Vanished,
    /// The page lost facts of the stored one, which stays.
    LayoutChanged,
    /// The run could not fetch or read the page.
    Failed,
}

impl Outcome {
    /// Returns the word for the outcome in messages.
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

    /// Returns whether somebody has to look at the page.
    pub(crate) fn needs_attention(self) -> bool {
        matches!(self, Self::Vanished | Self::LayoutChanged | Self::Failed)
    }
}

/// The counts of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// The number of pages by outcome.
    pub pages: BTreeMap<Outcome, usize>,
    /// The number of known pages that exceeded the budget.
    pub left: usize,
    /// The number of requests, including retries.
    pub requests: usize,
    /// The bytes received, after decompression.
    pub bytes: u64,
    /// The folder with the stored pages.
    #[serde(skip)]
    pub(crate) folder: PathBuf,
    /// The pages that somebody has to look at.
    #[serde(skip)]
    pub(crate) attention: Vec<PageEvent>,
}

/// The most pages that the summary names. The lines above it name all of them.
const SHOWN: usize = 20;

impl Summary {
    /// Counts a page.
    pub(crate) fn count(&mut self, event: &PageEvent) {
        *self.pages.entry(event.outcome).or_default() += 1;
        if event.outcome.needs_attention() {
            self.attention.push(event.clone());
        }
    }

    /// Returns the number of pages with this outcome.
    pub fn count_of(&self, outcome: Outcome) -> usize {
        self.pages.get(&outcome).copied().unwrap_or_default()
    }

    /// Returns whether all pages are done and need no attention.
    pub fn is_fine(&self) -> bool {
        self.attention.is_empty() && self.left == 0
    }

    /// Returns the summary as text for people.
    pub(crate) fn text(&self) -> String {
        let counts: Vec<String> = self
            .pages
            .iter()
            .map(|(outcome, count)| format!("{count} {}", outcome.word()))
            .collect();
        let mut text = if counts.is_empty() {
            "nothing to do".to_owned()
        } else {
            counts.join(", ")
        };
        if self.requests > 0 {
            let kilobytes = self.bytes / 1024;
            text.push_str(&format!(" ({} requests, {kilobytes} KiB)", self.requests));
        }
        let stored = self.count_of(Outcome::New) + self.count_of(Outcome::Changed);
        if stored > 0 {
            text.push_str(&format!("\n  stored in {}", self.folder.display()));
        }
        for event in self.attention.iter().take(SHOWN) {
            let (word, name) = (event.outcome.word(), event.name());
            let reason = event.reason.as_deref().unwrap_or_default();
            text.push_str(&format!("\n  {word}: {name}: {reason}"));
        }
        if self.attention.len() > SHOWN {
            let more = self.attention.len() - SHOWN;
            text.push_str(&format!("\n  and {more} more, named above"));
        }
        if self.left > 0 {
            text.push_str(&format!(
                "\n  {} pages exceed the budget: run the command again to continue",
                self.left
            ));
        }
        text
    }
}
