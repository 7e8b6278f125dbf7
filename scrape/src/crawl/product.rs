//! Finds a product in the catalogue by its service, which the catalogue does not name.

use super::Crawl;
use crate::fetch::{Conditions, Reply};
use crate::page::read;
use crate::site::address::Address;
use crate::site::catalogue::{self, Catalogue, Listed, Product};
use crate::site::edition::Edition;
use crate::store::{Note, StoreError};

/// Words in the title of a group of action pages.
const GROUP_WORDS: &[&str] = &["接口", "API"];

/// The titles of groups that explain how to call, and hold no actions.
const CALLING: &[&str] = &["调用方式", "Making API Requests", "Making API requests"];

/// The pages of the product that calls a service, or why they can't be told.
///
/// Pages that are stored tell, or notes of earlier runs. Else one action page of each product is looked at,
/// products first whose title has the name, until one names the service.
pub(super) fn find(
    crawl: &mut Crawl<'_>,
    edition: Edition,
    service: &str,
) -> Result<Result<Vec<Address>, String>, StoreError> {
    let catalogue = match crawl.catalogue(edition) {
        Ok(catalogue) => catalogue.clone(),
        Err(reason) => return Ok(without_catalogue(crawl, edition, service, &reason)),
    };
    let known = known_pages(crawl, edition, service)
        .into_iter()
        .find_map(|page| catalogue.product_of(page.identity()))
        .or_else(|| noted(crawl, edition, service).and_then(|root| catalogue.product(root)));
    if let Some(product) = known {
        return Ok(Ok(addresses(product)));
    }
    let found = search(crawl, &catalogue, service)?;
    Ok(found.map(addresses).ok_or_else(|| {
        format!(
            "none of the {} products of the catalogue calls `{service}`: check the name, or give the address of the product's page",
            catalogue.products.len()
        )
    }))
}

fn addresses(product: &Product) -> Vec<Address> {
    product.pages.iter().map(|page| page.address).collect()
}

/// What is stored of the service leads to the rest by itself.
fn without_catalogue(
    crawl: &Crawl<'_>,
    edition: Edition,
    service: &str,
    reason: &str,
) -> Result<Vec<Address>, String> {
    let known = known_pages(crawl, edition, service);
    if known.is_empty() {
        return Err(format!(
            "{reason}; without a catalogue, give the address of the product's page on {}",
            edition.host()
        ));
    }
    Ok(known)
}

fn known_pages(crawl: &Crawl<'_>, edition: Edition, service: &str) -> Vec<Address> {
    let of_service = crawl
        .store
        .entries()
        .filter(|entry| entry.service == service);
    let addresses = of_service.filter_map(|entry| Address::of_url(entry.url.as_deref()?));
    addresses
        .filter(|address| address.edition == edition)
        .collect()
}

fn noted(crawl: &Crawl<'_>, edition: Edition, service: &str) -> Option<u64> {
    let products = crawl.journal.products(edition.host());
    let of_service = products.filter(|(named, _)| *named == service);
    of_service.last().map(|(_, root)| root)
}

fn search<'c>(
    crawl: &mut Crawl<'_>,
    catalogue: &'c Catalogue,
    service: &str,
) -> Result<Option<&'c Product>, StoreError> {
    let mut products: Vec<&Product> = catalogue.products.iter().collect();
    let named = |product: &Product| product.title.to_lowercase().contains(service);
    products.sort_by_key(|product| (!named(product), !product.is_current));
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
        if is_noted || crawl.asked >= crawl.options.budget {
            continue;
        }
        let Some(found) = service_of(crawl, product) else {
            continue;
        };
        crawl.journal.add(Note::Product {
            catalogue: host.to_owned(),
            service: found.clone(),
            root: product.root,
        })?;
        if found == service {
            return Ok(Some(product));
        }
    }
    Ok(None)
}

/// Pages of a product that are looked at before it is passed over.
const TRIES: usize = 3;

/// The service that one of the product's action pages calls.
fn service_of(crawl: &mut Crawl<'_>, product: &Product) -> Option<String> {
    let in_group = |page: &&Listed| page.depth > 0 && !CALLING.contains(&page.group.as_str());
    let mut pages: Vec<&Listed> = product.pages.iter().filter(in_group).collect();
    let holds_actions = |page: &Listed| GROUP_WORDS.iter().any(|word| page.group.contains(word));
    pages.sort_by_key(|page| !holds_actions(page));
    pages.into_iter().take(TRIES).find_map(|page| {
        crawl.asked += 1;
        let Reply::Page(served) = crawl.client.get(page.address, &Conditions::default()) else {
            return None;
        };
        read("page", &served.body, None).ok()?.service
    })
}

impl Crawl<'_> {
    /// The edition's catalogue, which any of its API pages has.
    pub(super) fn catalogue(&mut self, edition: Edition) -> Result<&Catalogue, String> {
        if !self.catalogues.contains_key(&edition) {
            let page = catalogue::any_page(edition);
            self.asked += 1;
            let found = match self.client.get(page, &Conditions::default()) {
                Reply::Page(served) => {
                    catalogue::of_page(&String::from_utf8_lossy(&served.body), edition)
                        .ok_or_else(|| format!("{page} has no catalogue that can be read"))
                }
                Reply::NotModified => Err(format!("{page} was not sent")),
                Reply::Gone(reason) | Reply::Failed(reason) => Err(format!("{page}: {reason}")),
            };
            self.catalogues.insert(edition, found?);
        }
        self.catalogues
            .get(&edition)
            .ok_or_else(|| format!("{} has no catalogue", edition.host()))
    }
}
