//! The start of a walk: the pages that the arguments name.

use std::collections::BTreeMap;

use spec::fault::did_you_mean;

use crate::crawl::Crawl;
use crate::fetch::{Conditions, Reply};
use crate::page::Page;
use crate::report::{Outcome, PageEvent};
use crate::site::Edition;
use crate::site::address::Address;
use crate::site::catalogue::{Catalogue, Listed, Product, any_page};
use crate::store::{Note, StoreError};

/// A starting point of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seed {
    /// A product, by the service that its pages call.
    Product(Edition, String),
    /// A page and those that it leads to, or a product's root.
    Page(Address),
    /// Every product of an edition.
    All(Edition),
    /// The stored pages.
    Known {
        editions: Vec<Edition>,
        /// The only service to include; all if `None`.
        only: Option<String>,
    },
}

/// Queues the pages of the seeds.
pub(crate) fn plan(crawl: &mut Crawl<'_>, seeds: &[Seed]) -> Result<(), StoreError> {
    for seed in seeds {
        match seed {
            Seed::Product(edition, service) => plan_product(crawl, *edition, service)?,
            Seed::Page(address) => plan_page(crawl, *address),
            Seed::All(edition) => plan_all(crawl, *edition),
            Seed::Known { editions, only } => plan_known(crawl, editions, only.as_deref()),
        }
    }
    Ok(())
}

fn plan_product(crawl: &mut Crawl<'_>, edition: Edition, service: &str) -> Result<(), StoreError> {
    match find_product(crawl, edition, service)? {
        Ok(pages) => {
            let group = crawl.add_group(Some(service.to_owned()), true);
            crawl.enqueue(group, None, pages);
        }
        Err(reason) => crawl.reporter.page(PageEvent {
            service: Some(service.to_owned()),
            input: Some(format!("{service} of {}", edition.host())),
            ..PageEvent::new(Outcome::Failed).because(reason)
        }),
    }
    Ok(())
}

fn plan_page(crawl: &mut Crawl<'_>, address: Address) {
    let is_root = address.page.is_none();
    let group = crawl.add_group(None, is_root);
    crawl.enqueue(group, None, [address]);
    // A dry run doesn't request the root, so only the catalogue shows its pages.
    if is_root
        && crawl.options.dry_run
        && let Ok(catalogue) = crawl.catalogue(address.edition)
        && let Some(product) = catalogue.product(address.category)
    {
        let pages = product.addresses();
        crawl.enqueue(group, None, pages);
    }
}

fn plan_all(crawl: &mut Crawl<'_>, edition: Edition) {
    let products = match crawl.catalogue(edition) {
        Ok(catalogue) => catalogue.products.clone(),
        Err(reason) => {
            crawl.reporter.page(PageEvent {
                address: Some(any_page(edition).to_string()),
                ..PageEvent::new(Outcome::Failed).because(reason)
            });
            return;
        }
    };
    for product in products {
        let group = crawl.add_group(None, true);
        crawl.enqueue(group, None, product.addresses());
    }
}

/// Queues the stored pages, a group for each service. The catalogue may add more to each.
fn plan_known(crawl: &mut Crawl<'_>, editions: &[Edition], only: Option<&str>) {
    let mut without_address = 0;
    let mut services: BTreeMap<String, Vec<Address>> = BTreeMap::new();
    let known = || crawl.store.entries().map(|entry| entry.service.as_str());
    if let Some(only) = only
        && known().all(|service| service != only)
    {
        let suggestion = did_you_mean(only, known());
        let reason = format!("no page is recorded for this product{suggestion}");
        crawl.reporter.page(PageEvent {
            service: Some(only.to_owned()),
            input: Some(only.to_owned()),
            ..PageEvent::new(Outcome::Failed).because(reason)
        });
        return;
    }
    for entry in crawl.store.entries() {
        if only.is_some_and(|only| only != entry.service) {
            continue;
        }
        match entry.url.as_deref().and_then(Address::from_url) {
            Some(address) if editions.contains(&address.edition) => {
                let pages = services.entry(entry.service.clone()).or_default();
                pages.push(address);
            }
            Some(_) => {}
            None => without_address += 1,
        }
    }
    if without_address > 0 {
        crawl.reporter.note(&format!(
            "{without_address} recorded pages have no address on the site: import them from files"
        ));
    }
    for (service, pages) in services {
        let group = crawl.add_group(Some(service), true);
        crawl.enqueue(group, None, pages);
    }
}

/// Returns the pages of the product that calls a service, or the reason why it isn't found.
///
/// The catalogue doesn't name services. Stored pages and the journal have those that earlier runs
/// found. Otherwise this function reads action pages of each product until one names the service.
fn find_product(
    crawl: &mut Crawl<'_>,
    edition: Edition,
    service: &str,
) -> Result<Result<Vec<Address>, String>, StoreError> {
    let stored = stored_pages(crawl, edition, service);
    let catalogue = match crawl.catalogue(edition) {
        Ok(catalogue) => catalogue.clone(),
        // The stored pages of the service lead to the others.
        Err(_) if !stored.is_empty() => return Ok(Ok(stored)),
        Err(reason) => {
            return Ok(Err(format!(
                "{reason}; without a catalogue, use the address of the product's page on {}",
                edition.host()
            )));
        }
    };
    let noted = crawl
        .journal
        .products(edition.host())
        .filter(|(name, _)| *name == service)
        .last();
    let known = stored
        .iter()
        .find_map(|page| catalogue.product_of(page.identity()))
        .or_else(|| catalogue.product(noted?.1));
    let product = match known {
        Some(product) => Some(product),
        None => search(crawl, &catalogue, service)?,
    };
    Ok(product.map(Product::addresses).ok_or_else(|| {
        format!(
            "the catalogue has {} products, but not one for `{service}`: \
             check the name, or use the address of the product's page",
            catalogue.products.len()
        )
    }))
}

fn stored_pages(crawl: &Crawl<'_>, edition: Edition, service: &str) -> Vec<Address> {
    crawl
        .store
        .entries()
        .filter(|entry| entry.service == service)
        .filter_map(|entry| Address::from_url(entry.url.as_deref()?))
        .filter(|address| address.edition == edition)
        .collect()
}

/// Reads pages of the products, likely ones first, until one calls the service. The journal notes
/// the services of the others.
fn search<'c>(
    crawl: &mut Crawl<'_>,
    catalogue: &'c Catalogue,
    service: &str,
) -> Result<Option<&'c Product>, StoreError> {
    let mut products: Vec<&Product> = catalogue.products.iter().collect();
    let is_named = |product: &Product| product.title.to_lowercase().contains(service);
    products.sort_by_key(|product| (!is_named(product), !product.is_current));
    let host = catalogue.edition.host();
    crawl.reporter.note(&format!(
        "looking for `{service}` among the {} products of {host}",
        products.len()
    ));
    for product in products {
        let is_noted = crawl
            .journal
            .products(host)
            .any(|(_, root)| root == product.root);
        if is_noted || crawl.requested >= crawl.options.budget {
            continue;
        }
        let Some(found) = read_service(crawl, product) else {
            continue;
        };
        let is_found = found == service;
        crawl.journal.add(Note::Product {
            catalogue: host.to_owned(),
            service: found,
            root: product.root,
        })?;
        if is_found {
            return Ok(Some(product));
        }
    }
    Ok(None)
}

/// Words in the titles of groups that contain actions.
const ACTION_GROUPS: &[&str] = &["接口", "API"];

/// The titles of groups that explain how to send requests, and don't contain actions.
const REQUEST_GROUPS: &[&str] = &["调用方式", "Making API Requests", "Making API requests"];

/// The most pages to read of one product.
const MOST_READ: usize = 3;

/// Returns the service that an action page of the product calls.
fn read_service(crawl: &mut Crawl<'_>, product: &Product) -> Option<String> {
    let mut pages: Vec<&Listed> = product
        .pages
        .iter()
        .filter(|page| page.depth > 0 && !REQUEST_GROUPS.contains(&page.group.as_str()))
        .collect();
    let has_actions = |page: &Listed| ACTION_GROUPS.iter().any(|word| page.group.contains(word));
    pages.sort_by_key(|page| !has_actions(page));
    pages.into_iter().take(MOST_READ).find_map(|page| {
        crawl.requested += 1;
        let Reply::Page(served) = crawl.client.get(page.address, &Conditions::default()) else {
            return None;
        };
        Page::read("page", &served.body, None).ok()?.service
    })
}
