//! The pages of the site that are stored already.

use std::collections::BTreeMap;

use crate::fetch::Conditions;
use crate::site::address::{Address, Identity};
use crate::store::Store;

/// Files of the manifest by the page that they hold.
#[derive(Debug, Default)]
pub(super) struct Known {
    files: BTreeMap<Identity, String>,
}

impl Known {
    pub(super) fn of(store: &Store) -> Self {
        let entries = store.entries();
        let addressed = entries.filter_map(|entry| {
            let address = Address::of_url(entry.url.as_deref()?)?;
            Some((address.identity(), entry.file.clone()))
        });
        Self {
            files: addressed.collect(),
        }
    }

    pub(super) fn file(&self, page: Identity) -> Option<&str> {
        self.files.get(&page).map(String::as_str)
    }

    pub(super) fn add(&mut self, page: Identity, file: &str) {
        self.files.insert(page, file.to_owned());
    }

    /// What the server called the stored page, if that is still there.
    pub(super) fn conditions(&self, store: &Store, page: Identity) -> Conditions {
        let entry = self.file(page).and_then(|file| store.entry(file));
        let present = entry.filter(|entry| store.has(&entry.file));
        present.map_or_else(Conditions::default, |entry| Conditions {
            etag: entry.etag.clone(),
            last_modified: entry.last_modified.clone(),
        })
    }
}
