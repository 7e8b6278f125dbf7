//! Tells what became of a page, and notes that it was dealt with.

use super::{Crawl, Target};
use crate::report::{Outcome, PageEvent};
use crate::site::address::Address;
use crate::store::{Note, StoreError, age};

impl Crawl<'_> {
    pub(super) fn is_fresh(&self, address: Address) -> bool {
        let visited = self.journal.visited(&address.to_string());
        let is_recent = visited.is_some_and(|at| age(at, self.options.now) < self.options.max_age);
        is_recent && !self.options.refresh
    }

    pub(super) fn settle_fresh(&mut self, target: &Target) -> Result<(), StoreError> {
        self.follow_stored(target);
        let event = self.event(target, Outcome::Fresh);
        self.reporter.page(event);
        Ok(())
    }

    pub(super) fn close_with(
        &mut self,
        target: &Target,
        outcome: Outcome,
        reason: String,
    ) -> Result<(), StoreError> {
        let event = self.event(target, outcome);
        self.close(
            target,
            PageEvent {
                reason: Some(reason),
                ..event
            },
        )
    }

    /// Reports the page, and notes that nothing is left to do for it.
    pub(super) fn close(&mut self, target: &Target, event: PageEvent) -> Result<(), StoreError> {
        self.reporter.page(event);
        self.journal.add(Note::Visited {
            address: target.address.to_string(),
            at: self.options.now,
        })
    }

    pub(super) fn event(&self, target: &Target, outcome: Outcome) -> PageEvent {
        let file = self.known.file(target.address.identity());
        let entry = file.and_then(|file| self.store.entry(file));
        PageEvent {
            address: Some(target.address.to_string()),
            file: file.map(str::to_owned),
            service: entry.map(|entry| entry.service.clone()),
            ..PageEvent::new(outcome)
        }
    }

    pub(super) fn plan_event(&mut self, target: &Target) {
        let event = self.event(target, Outcome::Planned);
        let reason = match event.file {
            Some(_) => "stored: is asked for only if it has changed",
            None => "not stored yet",
        };
        self.reporter.page(PageEvent {
            reason: Some(reason.to_owned()),
            ..event
        });
    }
}
