//! What becomes of a page that was asked for.

use tencentcloud_api_generator::document::Format;
use tencentcloud_api_generator::spec::sources::place;

use super::{Crawl, Target};
use crate::fetch::{Reply, Served};
use crate::page::{FEW, Intake, Page, facts_before, read, slug, take};
use crate::report::{Outcome, PageEvent};
use crate::site::address::Address;
use crate::site::{catalogue, links, verdict};
use crate::store::{Note, StoreError, age};
use verdict::Verdict;

impl Crawl<'_> {
    pub(super) fn settle(&mut self, target: &Target, reply: Reply) -> Result<(), StoreError> {
        match reply {
            Reply::Page(served) => self.settle_page(target, served),
            Reply::NotModified => {
                self.follow_stored(target);
                let event = self.event(target, Outcome::Unchanged);
                self.close(target, event)
            }
            Reply::Gone(reason) => {
                let event = self.gone(target, reason);
                self.close(target, event)
            }
            // It is not closed: the next run tries again.
            Reply::Failed(reason) => {
                let event = self.event(target, Outcome::Failed);
                self.reporter.page(PageEvent {
                    reason: Some(reason),
                    ..event
                });
                Ok(())
            }
        }
    }

    fn settle_page(&mut self, target: &Target, served: Served) -> Result<(), StoreError> {
        let (asked, found) = (target.address.identity(), served.address.identity());
        if asked != found && !self.seen.insert(found) {
            let reason = format!("leads to {}, which is dealt with by itself", served.address);
            return self.close_with(target, Outcome::Skipped, reason);
        }
        let target = &Target {
            address: served.address,
            ..target.clone()
        };
        let text = String::from_utf8_lossy(&served.body).into_owned();
        self.use_catalogue(target, &text);
        let address = served.address.to_string();
        match read(&address, &served.body, Some(&address)) {
            Ok(page) => {
                self.follow(target, &text, &page);
                self.settle_facts(target.clone(), served, page)
            }
            Err(unusable) => match verdict::judge(&text, target.address.edition) {
                Verdict::Directory(pages) => {
                    let reason = format!("the page of a group, which lists {} pages", pages.len());
                    self.enqueue_from(target, target.service.clone(), pages);
                    self.close_with(target, Outcome::Skipped, reason)
                }
                Verdict::NotFound(reason) => {
                    let event = self.gone(target, reason);
                    self.close(target, event)
                }
                Verdict::LoginWall => {
                    let event = self.event(target, Outcome::Failed);
                    self.reporter.page(PageEvent {
                        reason: Some("is behind a login: the page asks for a password".to_owned()),
                        ..event
                    });
                    Ok(())
                }
                Verdict::Other => {
                    self.settle_without_facts(target, unusable.outcome(), unusable.to_string())
                }
            },
        }
    }

    /// A page that held facts before and holds none now has changed its layout.
    fn settle_without_facts(
        &mut self,
        target: &Target,
        outcome: Outcome,
        reason: String,
    ) -> Result<(), StoreError> {
        let file = self.known.file(target.address.identity());
        let before = file.and_then(|file| facts_before(self.store, file));
        if before.is_some_and(|before| before >= FEW) {
            let event = self.event(target, Outcome::LayoutChanged);
            self.reporter.page(PageEvent {
                facts: Some(0),
                facts_before: before,
                reason: Some(format!("{reason}; the stored page is kept")),
                ..event
            });
            return Ok(());
        }
        self.close_with(target, outcome, reason)
    }

    /// Stores a page at once if its service is known, else when an action page has named it.
    fn settle_facts(
        &mut self,
        target: Target,
        served: Served,
        page: Page,
    ) -> Result<(), StoreError> {
        if let Some(service) = &page.service
            && let Some(group) = self.groups.get_mut(target.group)
        {
            group.saw(service);
        }
        match self.service_of(&target, &page) {
            Some(service) => self.take(&target, served, page, service)?,
            None => {
                if let Some(group) = self.groups.get_mut(target.group) {
                    group.pending.push((target, served, page));
                }
                return Ok(());
            }
        }
        let waiting = self.groups.get_mut(target.group);
        let waiting = waiting.map(|group| std::mem::take(&mut group.pending));
        for (target, served, page) in waiting.unwrap_or_default() {
            self.settle_facts(target, served, page)?;
        }
        Ok(())
    }

    fn service_of(&self, target: &Target, page: &Page) -> Option<String> {
        let recorded = || {
            let file = self.known.file(target.address.identity())?;
            Some(self.store.entry(file)?.service.clone())
        };
        let group = || self.groups.get(target.group)?.service();
        let own = page.service.clone();
        own.or_else(recorded)
            .or_else(|| target.service.clone())
            .or_else(group)
    }

    fn take(
        &mut self,
        target: &Target,
        served: Served,
        page: Page,
        service: String,
    ) -> Result<(), StoreError> {
        let identity = target.address.identity();
        let known = self.known.file(identity).map(str::to_owned);
        let Some(file) = known.or_else(|| new_place(target.address, &page, &service)) else {
            let reason = format!("`{service}` is no name of a service");
            return self.close_with(target, Outcome::Failed, reason);
        };
        let intake = Intake {
            file,
            service,
            language: page.language.unwrap_or(target.address.edition.language()),
            url: Some(target.address.to_string()),
            fetched: Some(self.options.now_text()),
            etag: served.etag,
            last_modified: served.last_modified,
        };
        let event = take(self.store, page, intake, self.options.accept_layout)?;
        if event.outcome == Outcome::LayoutChanged {
            self.reporter.page(event);
            return Ok(());
        }
        if let Some(file) = &event.file {
            self.known.add(identity, file);
        }
        self.close(target, event)
    }

    /// Chapters whose service nobody named.
    pub(super) fn settle_pending(&mut self) -> Result<(), StoreError> {
        for index in 0..self.groups.len() {
            let pending = self
                .groups
                .get_mut(index)
                .map(|group| std::mem::take(&mut group.pending));
            for (target, served, page) in pending.unwrap_or_default() {
                let asked = self.groups.get(index).and_then(|group| group.asked.clone());
                match asked {
                    Some(service) => self.take(&target, served, page, service)?,
                    None => {
                        let event = self.event(&target, Outcome::Failed);
                        let reason = "neither the page nor one near it names a service: ask for one of the product's actions, too";
                        self.reporter.page(PageEvent {
                            reason: Some(reason.to_owned()),
                            ..event
                        });
                    }
                }
            }
        }
        Ok(())
    }

    fn gone(&self, target: &Target, reason: String) -> PageEvent {
        let event = self.event(target, Outcome::Failed);
        PageEvent {
            outcome: match event.file {
                Some(_) => Outcome::Vanished,
                None => Outcome::Failed,
            },
            reason: Some(reason),
            ..event
        }
    }

    /// Queues what a page leads to, and what the catalogue files with it.
    fn follow(&mut self, target: &Target, text: &str, page: &Page) {
        let pages = links::followed(text, &page.facts, target.address.edition);
        self.enqueue_from(target, page.service.clone(), pages);
    }

    /// Queues what the stored page leads to: it is the current one.
    fn follow_stored(&mut self, target: &Target) {
        let file = self
            .known
            .file(target.address.identity())
            .map(str::to_owned);
        let Some(file) = file.filter(|file| {
            self.store
                .entry(file)
                .is_some_and(|entry| entry.format == Format::Html)
        }) else {
            return;
        };
        let Some(bytes) = self.store.bytes(&file) else {
            return;
        };
        if let Ok(page) = read(&file, &bytes, None) {
            if let (Some(service), Some(group)) = (&page.service, self.groups.get_mut(target.group))
            {
                group.saw(service);
            }
            self.follow(target, &String::from_utf8_lossy(&bytes), &page);
        }
    }

    fn enqueue_from(&mut self, from: &Target, service: Option<String>, pages: Vec<Address>) {
        let group = from.group;
        let targets = pages.into_iter().map(|address| Target {
            address,
            group,
            service: service.clone(),
        });
        self.enqueue(targets.collect::<Vec<_>>());
    }

    /// Reads the catalogue of the first page that has it, and queues the whole product where that is wanted.
    fn use_catalogue(&mut self, target: &Target, text: &str) {
        let edition = target.address.edition;
        let wanted = self
            .groups
            .get(target.group)
            .is_some_and(|group| group.whole_product);
        if !wanted {
            return;
        }
        if !self.catalogues.contains_key(&edition)
            && let Some(catalogue) = catalogue::of_page(text, edition)
        {
            self.catalogues.insert(edition, catalogue);
        }
        let product = self
            .catalogues
            .get(&edition)
            .and_then(|catalogue| catalogue.product_of(target.address.identity()));
        let pages = product.map(|of| of.pages.iter().map(|page| page.address).collect());
        self.enqueue_from(target, None, pages.unwrap_or_default());
    }

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

    fn close_with(
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
    fn close(&mut self, target: &Target, event: PageEvent) -> Result<(), StoreError> {
        self.reporter.page(event);
        self.journal.add(Note::Visited {
            address: target.address.to_string(),
            at: self.options.now,
        })
    }

    fn event(&self, target: &Target, outcome: Outcome) -> PageEvent {
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

/// `cvm/15699-DescribeKeyPairs.zh.html`: the number is the page's identity, the name is for people.
fn new_place(address: Address, page: &Page, service: &str) -> Option<String> {
    let name = format!("{}-{}", address.page?, slug(&page.facts));
    place(service, &[&name], address.edition.language(), Format::Html)
}
