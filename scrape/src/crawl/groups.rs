//! Groups of pages that belong to one product, and the pages that are already stored.

use std::collections::BTreeMap;

use crate::crawl::Target;
use crate::fetch::{Conditions, Served};
use crate::page::{Page, majority_of};
use crate::site::address::{Address, Identity};
use crate::store::Store;

/// The pages of one product, or those that one address leads to.
#[derive(Debug, Default)]
pub(crate) struct Group {
    /// The service that the arguments or the manifest name.
    pub(crate) service: Option<String>,
    /// True if the group includes all pages of the product in the catalogue.
    pub(crate) whole_product: bool,
    /// The number of action pages by service.
    actions: BTreeMap<String, usize>,
    /// The chapters that wait for an action page to name their service.
    pub(crate) pending: Vec<(Target, Served, Page)>,
}

impl Group {
    /// Returns an empty group.
    pub(crate) fn new(service: Option<String>, whole_product: bool) -> Self {
        Self {
            service,
            whole_product,
            ..Self::default()
        }
    }

    /// Counts an action page.
    pub(crate) fn count(&mut self, service: &str) {
        *self.actions.entry(service.to_owned()).or_default() += 1;
    }

    /// Returns the service of more than half of the action pages.
    pub(crate) fn majority(&self) -> Option<String> {
        majority_of(&self.actions).cloned()
    }
}

/// The files of the pages that are already stored.
#[derive(Debug, Default)]
pub(crate) struct StoredPages {
    files: BTreeMap<Identity, String>,
}

impl StoredPages {
    /// Reads the addresses in the manifest.
    pub(crate) fn new(store: &Store) -> Self {
        let mut files = BTreeMap::new();
        for entry in store.entries() {
            if let Some(address) = entry.url.as_deref().and_then(Address::from_url) {
                files.insert(address.identity(), entry.file.clone());
            }
        }
        Self { files }
    }

    /// Returns the file of a page.
    pub(crate) fn file(&self, page: Identity) -> Option<&str> {
        self.files.get(&page).map(String::as_str)
    }

    /// Adds a page that this run stored.
    pub(crate) fn add(&mut self, page: Identity, file: &str) {
        self.files.insert(page, file.to_owned());
    }

    /// Returns the version of the stored page, if its file still exists.
    pub(crate) fn conditions(&self, store: &Store, page: Identity) -> Conditions {
        match self.file(page).and_then(|file| store.entry(file)) {
            Some(entry) if store.has(&entry.file) => Conditions {
                etag: entry.etag.clone(),
                last_modified: entry.last_modified.clone(),
            },
            _ => Conditions::default(),
        }
    }
}
