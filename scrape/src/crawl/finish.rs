//! The results of requests: stored pages, queued links, and the outcome of each page.

use document::Format;
use extract::Facts;
use sources::page_path;

use crate::crawl::{Crawl, Target};
use crate::fetch::{Reply, Served};
use crate::page::Page;
use crate::report::{Outcome, PageEvent};
use crate::site::address::Address;
use crate::site::catalogue::{self, Product};
use crate::site::pages::{Verdict, judge, links};
use crate::store::{Note, StoreError};
use crate::storing::{Origin, refusal, store_page, stored_facts};

impl Crawl<'_> {
    /// Handles the reply to a request.
    pub(crate) fn finish(&mut self, target: &Target, reply: Reply) -> Result<(), StoreError> {
        match reply {
            Reply::Page(served) => self.finish_page(target, served),
            Reply::NotModified => {
                self.follow_stored(target);
                let event = self.event(target, Outcome::Unchanged);
                self.record(target, event)
            }
            Reply::Gone(reason) => {
                let event = self.gone(target, reason);
                self.record(target, event)
            }
            Reply::Failed(reason) => {
                self.report_failed(target, reason);
                Ok(())
            }
        }
    }

    /// Handles a page that needs no request, because an earlier run visited it recently.
    pub(crate) fn finish_fresh(&mut self, target: &Target) {
        self.follow_stored(target);
        let event = self.event(target, Outcome::Fresh);
        self.reporter.page(event);
    }

    /// Reports that a page would be requested.
    pub(crate) fn report_planned(&mut self, target: &Target) {
        let event = self.event(target, Outcome::Planned);
        let reason = match event.file {
            Some(_) => "stored: the server sends it only if it has changed",
            None => "not stored yet",
        };
        self.reporter.page(event.because(reason));
    }

    /// Handles the chapters of all groups that wait for action pages.
    pub(crate) fn finish_all_pending(&mut self) -> Result<(), StoreError> {
        for index in 0..self.groups.len() {
            self.finish_pending(index)?;
        }
        Ok(())
    }

    /// Counts a page of a group as done. After the last one, handles the chapters that wait.
    pub(crate) fn close_page(&mut self, group: usize) -> Result<(), StoreError> {
        let Some(open) = self.groups.get_mut(group).map(|group| &mut group.open) else {
            return Ok(());
        };
        *open = open.saturating_sub(1);
        if *open > 0 {
            return Ok(());
        }
        self.finish_pending(group)
    }

    /// Handles the chapters of a group whose action pages are all read, or exceed the budget.
    fn finish_pending(&mut self, index: usize) -> Result<(), StoreError> {
        let Some(group) = self.groups.get_mut(index) else {
            return Ok(());
        };
        for (target, served, page) in std::mem::take(&mut group.pending) {
            let Some(group) = self.groups.get(index) else {
                continue;
            };
            match group.service_of(target.service.as_deref(), &page) {
                Ok(service) => self.store_page(&target, served, page, service)?,
                Err(reason) => self.report_failed(&target, reason),
            }
        }
        Ok(())
    }

    fn finish_page(&mut self, target: &Target, served: Served) -> Result<(), StoreError> {
        let (requested, found) = (target.address.identity(), served.address.identity());
        if requested != found && !self.seen.insert(found) {
            let event = self.event(target, Outcome::Skipped);
            let reason = format!("redirects to {}, which has its own result", served.address);
            return self.record(target, event.because(reason));
        }
        let target = &Target {
            address: served.address,
            ..target.clone()
        };
        let text = String::from_utf8_lossy(&served.body).into_owned();
        self.follow_catalogue(target, &text);
        let address = served.address.to_string();
        match Page::read(&address, &served.body, Some(&address)) {
            Ok(page) => {
                self.follow(target, &text, &page);
                self.finish_with_facts(target.clone(), served, page)
            }
            Err(unusable) => {
                let event = self.event(target, unusable.outcome());
                self.finish_without_facts(target, &text, event.because(unusable.to_string()))
            }
        }
    }

    /// Handles a page without facts. `event` is the outcome unless the page shows a better one.
    fn finish_without_facts(
        &mut self,
        target: &Target,
        text: &str,
        event: PageEvent,
    ) -> Result<(), StoreError> {
        match judge(text, target.address.edition) {
            Verdict::Directory(pages) => {
                let reason = format!("a directory of {} pages", pages.len());
                self.enqueue(target.group, target.service.as_deref(), pages);
                let event = self.event(target, Outcome::Skipped).because(reason);
                self.record(target, event)
            }
            Verdict::NotFound(reason) => {
                let event = self.gone(target, reason);
                self.record(target, event)
            }
            Verdict::LoginWall => {
                let reason = "is behind a login: the page asks for a password";
                self.report_failed(target, reason.to_owned());
                Ok(())
            }
            Verdict::Other => {
                let file = self.stored.file(target.address.identity());
                let stored = file.and_then(|file| stored_facts(self.store, file));
                let Some(reason) = refusal(stored.as_ref(), &Facts::default()) else {
                    return self.record(target, event);
                };
                self.reporter.page(PageEvent {
                    outcome: Outcome::LayoutChanged,
                    facts: Some(0),
                    facts_before: stored.as_ref().map(Facts::count),
                    ..event.because(reason)
                });
                Ok(())
            }
        }
    }

    /// Stores a page if its service is known. Otherwise it waits for the group's action pages.
    fn finish_with_facts(
        &mut self,
        target: Target,
        served: Served,
        page: Page,
    ) -> Result<(), StoreError> {
        let own = page.service.clone();
        let Some(service) = own.or_else(|| self.recorded_service(&target)) else {
            if let Some(group) = self.groups.get_mut(target.group) {
                group.pending.push((target, served, page));
            }
            return Ok(());
        };
        if let Some(group) = self.groups.get_mut(target.group) {
            group.note(&page);
        }
        self.store_page(&target, served, page, service)
    }

    /// Returns the service in the manifest, which a person may have corrected.
    fn recorded_service(&self, target: &Target) -> Option<String> {
        let file = self.stored.file(target.address.identity())?;
        Some(self.store.entry(file)?.service.clone())
    }

    fn store_page(
        &mut self,
        target: &Target,
        served: Served,
        page: Page,
        service: String,
    ) -> Result<(), StoreError> {
        let identity = target.address.identity();
        let known = self.stored.file(identity).map(str::to_owned);
        let Some(file) = known.or_else(|| new_file(target.address, &page, &service)) else {
            let event = self.event(target, Outcome::Failed);
            let reason = format!("`{service}` isn't a valid service name");
            return self.record(target, event.because(reason));
        };
        let now = self.options.now;
        let fetched = now.round(jiff::Unit::Second).unwrap_or(now).to_string();
        let origin = Origin {
            file,
            service,
            language: page.language.unwrap_or(target.address.edition.language()),
            url: Some(target.address.to_string()),
            fetched: Some(fetched),
            etag: served.etag,
            last_modified: served.last_modified,
        };
        let event = store_page(self.store, page, origin, self.options.accept_layout)?;
        if event.outcome == Outcome::LayoutChanged {
            self.reporter.page(event);
            return Ok(());
        }
        if let Some(file) = &event.file {
            self.stored.add(identity, file);
        }
        self.record(target, event)
    }

    /// Queues the pages that a page leads to.
    fn follow(&mut self, target: &Target, text: &str, page: &Page) {
        let pages = links(text, &page.facts, target.address.edition);
        self.enqueue(target.group, page.service.as_deref(), pages);
    }

    /// Queues the pages that a stored page leads to, because it is still current.
    fn follow_stored(&mut self, target: &Target) {
        let Some(file) = self.stored.file(target.address.identity()) else {
            return;
        };
        let entry = self.store.entry(file);
        if entry.is_none_or(|entry| entry.format != Format::Html) {
            return;
        }
        let Some(bytes) = self.store.bytes(file) else {
            return;
        };
        let Ok(page) = Page::read(file, &bytes, None) else {
            return;
        };
        if let Some(group) = self.groups.get_mut(target.group) {
            group.note(&page);
        }
        self.follow(target, &String::from_utf8_lossy(&bytes), &page);
    }

    /// Queues the whole product if the group includes it. The first page with a catalogue provides
    /// the catalogue of its edition.
    fn follow_catalogue(&mut self, target: &Target, text: &str) {
        let edition = target.address.edition;
        let group = self.groups.get(target.group);
        if !group.is_some_and(|group| group.whole_product) {
            return;
        }
        if !self.catalogues.contains_key(&edition)
            && let Some(catalogue) = catalogue::parse(text, edition)
        {
            self.catalogues.insert(edition, catalogue);
        }
        let identity = target.address.identity();
        let product = self
            .catalogues
            .get(&edition)
            .and_then(|catalogue| catalogue.product_of(identity));
        let pages = product.map_or_else(Vec::new, Product::addresses);
        self.enqueue(target.group, None, pages);
    }

    /// Reports the page, and notes the visit in the journal.
    fn record(&mut self, target: &Target, event: PageEvent) -> Result<(), StoreError> {
        self.reporter.page(event);
        self.journal.add(Note::Visited {
            address: target.address.to_string(),
            at: self.options.now,
        })
    }

    /// Reports a failure. The journal doesn't note a visit, so the next run retries.
    fn report_failed(&mut self, target: &Target, reason: String) {
        let event = self.event(target, Outcome::Failed);
        self.reporter.page(event.because(reason));
    }

    /// Returns the event of a page that the site lacks: vanished if it is stored, else failed.
    fn gone(&self, target: &Target, reason: String) -> PageEvent {
        let mut event = self.event(target, Outcome::Failed).because(reason);
        if event.file.is_some() {
            event.outcome = Outcome::Vanished;
        }
        event
    }

    fn event(&self, target: &Target, outcome: Outcome) -> PageEvent {
        let file = self.stored.file(target.address.identity());
        let entry = file.and_then(|file| self.store.entry(file));
        PageEvent {
            address: Some(target.address.to_string()),
            file: file.map(str::to_owned),
            service: entry.map(|entry| entry.service.clone()),
            ..PageEvent::new(outcome)
        }
    }
}

/// Returns `cvm/15699-DescribeKeyPairs.zh.html`: the number identifies the page, and the name is
/// for people. Returns `None` if the service's name isn't valid.
fn new_file(address: Address, page: &Page, service: &str) -> Option<String> {
    let name = format!("{}-{}", address.page?, page.slug());
    page_path(service, &[&name], address.edition.language(), Format::Html)
}
