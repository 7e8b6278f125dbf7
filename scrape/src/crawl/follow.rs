//! What a page leads to.

use document::Format;

use super::{Crawl, Target};
use crate::page::{Page, read};
use crate::site::address::Address;
use crate::site::{catalogue, links};

impl Crawl<'_> {
    /// Queues what a page leads to, and what the catalogue files with it.
    pub(super) fn follow(&mut self, target: &Target, text: &str, page: &Page) {
        let pages = links::followed(text, &page.facts, target.address.edition);
        self.enqueue_from(target, page.service.clone(), pages);
    }

    /// Queues what the stored page leads to: it is the current one.
    pub(super) fn follow_stored(&mut self, target: &Target) {
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

    pub(super) fn enqueue_from(
        &mut self,
        from: &Target,
        service: Option<String>,
        pages: Vec<Address>,
    ) {
        let group = from.group;
        let targets = pages.into_iter().map(|address| Target {
            address,
            group,
            service: service.clone(),
        });
        self.enqueue(targets.collect::<Vec<_>>());
    }

    /// Reads the catalogue of the first page that has it, and queues the whole product where that is wanted.
    pub(super) fn use_catalogue(&mut self, target: &Target, text: &str) {
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
}
