//! What a run did, counted.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Outcome, PageEvent};

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Pages by what became of them.
    pub pages: BTreeMap<Outcome, usize>,
    /// Pages known to be there that the budget left for another run.
    pub left: usize,
    /// Requests sent, repeated ones included.
    pub requests: usize,
    /// Bytes received, after decompression.
    pub bytes: u64,
    /// What somebody has to look at.
    #[serde(skip)]
    pub(crate) attention: Vec<PageEvent>,
}

/// Pages that the summary names; all are named when they are dealt with.
const SHOWN: usize = 20;

impl Summary {
    pub(crate) fn count(&mut self, event: &PageEvent) {
        *self.pages.entry(event.outcome).or_default() += 1;
        if event.outcome.needs_attention() {
            self.attention.push(event.clone());
        }
    }

    /// Pages with this outcome.
    pub fn of(&self, outcome: Outcome) -> usize {
        self.pages.get(&outcome).copied().unwrap_or_default()
    }

    /// Whether all pages were dealt with as asked.
    pub fn is_fine(&self) -> bool {
        self.attention.is_empty() && self.left == 0
    }

    /// The summary for people.
    pub(crate) fn shown(&self) -> String {
        let counts: Vec<String> = self
            .pages
            .iter()
            .map(|(outcome, count)| format!("{count} {}", outcome.word()))
            .collect();
        let mut shown = match counts.is_empty() {
            true => "nothing to do".to_owned(),
            false => counts.join(", "),
        };
        if self.requests > 0 {
            shown.push_str(&format!(
                " ({} requests, {} KiB)",
                self.requests,
                self.bytes / 1024
            ));
        }
        for event in self.attention.iter().take(SHOWN) {
            let reason = event.reason.as_deref().unwrap_or_default();
            shown.push_str(&format!(
                "\n  {}: {}: {reason}",
                event.outcome.word(),
                event.name()
            ));
        }
        if let Some(more) = self.attention.len().checked_sub(SHOWN + 1) {
            shown.push_str(&format!("\n  and {} more, named above", more + 1));
        }
        if self.left > 0 {
            shown.push_str(&format!(
                "\n  {} pages are left: the budget is used up; run the command again to go on",
                self.left
            ));
        }
        shown
    }
}
