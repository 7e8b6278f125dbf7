//! Where a walk begins.

use super::group::Group;
use super::product;
use super::{Crawl, Target};
use crate::report::{Outcome, PageEvent};
use crate::site::address::Address;
use crate::site::catalogue::any_page;
use crate::site::edition::Edition;
use crate::store::StoreError;

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seed {
    /// A product, by the service that its pages call.
    Product(Edition, String),
    /// A page and what it leads to, or a product's root.
    Page(Address),
    /// Every product of an edition.
    All(Edition),
    /// What is stored, of all services or one.
    Known(Vec<Edition>, Option<String>),
}

/// Queues the pages that the seeds name.
pub(crate) fn plan(crawl: &mut Crawl<'_>, seeds: &[Seed]) -> Result<(), StoreError> {
    for seed in seeds {
        match seed {
            Seed::Page(address) => {
                let root = address.page.is_none();
                let group = crawl.add_group(Group::new(None, root));
                crawl.enqueue_pages(group, [*address]);
                if root && let Some(pages) = root_pages(crawl, *address) {
                    crawl.enqueue_pages(group, pages);
                }
            }
            Seed::Product(edition, service) => plan_product(crawl, *edition, service)?,
            Seed::All(edition) => plan_all(crawl, *edition),
            Seed::Known(editions, only) => plan_known(crawl, editions, only.as_deref()),
        }
    }
    Ok(())
}

/// A dry run looks into the catalogue for what a root holds; other runs learn it from the root's page.
fn root_pages(crawl: &mut Crawl<'_>, root: Address) -> Option<Vec<Address>> {
    if !crawl.options.dry_run {
        return None;
    }
    let catalogue = crawl.catalogue(root.edition).ok()?;
    let product = catalogue.product(root.category)?;
    Some(product.pages.iter().map(|page| page.address).collect())
}

fn plan_product(crawl: &mut Crawl<'_>, edition: Edition, service: &str) -> Result<(), StoreError> {
    match product::find(crawl, edition, service)? {
        Ok(pages) => {
            let group = crawl.add_group(Group::new(Some(service.to_owned()), true));
            crawl.enqueue_pages(group, pages);
        }
        Err(reason) => crawl.reporter.page(PageEvent {
            service: Some(service.to_owned()),
            input: Some(format!("{service} of {}", edition.host())),
            reason: Some(reason),
            ..PageEvent::new(Outcome::Failed)
        }),
    }
    Ok(())
}

fn plan_all(crawl: &mut Crawl<'_>, edition: Edition) {
    let products = match crawl.catalogue(edition) {
        Ok(catalogue) => catalogue.products.clone(),
        Err(reason) => {
            crawl.reporter.page(PageEvent {
                address: Some(any_page(edition).to_string()),
                reason: Some(reason),
                ..PageEvent::new(Outcome::Failed)
            });
            return;
        }
    };
    for product in products {
        let group = crawl.add_group(Group::new(None, true));
        crawl.enqueue_pages(group, product.pages.iter().map(|page| page.address));
    }
}

/// The pages of a service are one group; the catalogue may list more with them.
fn plan_known(crawl: &mut Crawl<'_>, editions: &[Edition], only: Option<&str>) {
    let mut without_address = 0;
    let mut of_services: std::collections::BTreeMap<String, Vec<Address>> = Default::default();
    for entry in crawl.store.entries() {
        if only.is_some_and(|only| only != entry.service) {
            continue;
        }
        match entry.url.as_deref().and_then(Address::of_url) {
            Some(address) if editions.contains(&address.edition) => {
                of_services
                    .entry(entry.service.clone())
                    .or_default()
                    .push(address);
            }
            Some(_) => {}
            None => without_address += 1,
        }
    }
    if without_address > 0 {
        crawl.reporter.note(&format!(
            "{without_address} recorded pages have no address on the site: bring them in anew by file"
        ));
    }
    for (service, pages) in of_services {
        let group = crawl.add_group(Group::new(Some(service), true));
        crawl.enqueue_pages(group, pages);
    }
}

impl Crawl<'_> {
    pub(super) fn add_group(&mut self, group: Group) -> usize {
        self.groups.push(group);
        self.groups.len() - 1
    }

    pub(super) fn enqueue_pages(&mut self, group: usize, pages: impl IntoIterator<Item = Address>) {
        let targets = pages.into_iter().map(|address| Target {
            address,
            group,
            service: None,
        });
        self.enqueue(targets.collect::<Vec<_>>());
    }
}
