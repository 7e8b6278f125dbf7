//! What becomes of a page that was asked for.

use document::Format;
use sources::page_path;

use super::{Crawl, Target};
use crate::fetch::{Reply, Served};
use crate::page::{FEW, Intake, Page, facts_before, read, slug, take};
use crate::report::{Outcome, PageEvent};
use crate::site::address::Address;
use crate::site::verdict::{self, Verdict};
use crate::store::StoreError;

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
}

/// `cvm/15699-DescribeKeyPairs.zh.html`: the number is the page's identity, the name is for people.
fn new_place(address: Address, page: &Page, service: &str) -> Option<String> {
    let name = format!("{}-{}", address.page?, slug(&page.facts));
    page_path(service, &[&name], address.edition.language(), Format::Html)
}
