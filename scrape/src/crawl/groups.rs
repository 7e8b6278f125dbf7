//! Groups of pages that belong to one product, and the pages that are already stored.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use extract::Content;

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
    /// The number of pages that are queued or requested.
    pub(crate) open: usize,
    /// The number of action pages by service.
    actions: BTreeMap<String, usize>,
    /// The services whose action pages describe an action, or list an error code.
    having: HashMap<String, BTreeSet<String>>,
    /// The chapters that wait for all action pages, because these tell their service.
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

    /// Notes an action page, its actions and error codes.
    pub(crate) fn note(&mut self, page: &Page) {
        let Some(service) = &page.service else {
            return;
        };
        *self.actions.entry(service.clone()).or_default() += 1;
        for page in &page.facts.actions {
            let codes = page.errors.iter().map(|code| &code.code);
            for name in codes.chain([&page.action.name]) {
                let having = self.having.entry(name.clone()).or_default();
                having.insert(service.clone());
            }
        }
    }

    /// Returns the service of a chapter that doesn't name its own: that of the page that links to
    /// it, that of more than half of the action pages, or that of the arguments. Each is only a
    /// guess, so the actions or error codes that the chapter names may choose another one.
    ///
    /// # Errors
    ///
    /// Fails with the reason if no page names a service, or if the names contradict the guess
    /// without naming another service.
    pub(crate) fn service_of(&self, linking: Option<&str>, page: &Page) -> Result<String, String> {
        let majority = || majority_of(&self.actions).map(String::as_str);
        let guess = linking.or_else(majority).or(self.service.as_deref());
        let names = names(page);
        let mut hits: BTreeMap<&str, usize> = BTreeMap::new();
        let mut known = 0;
        for having in names.iter().filter_map(|name| self.having.get(*name)) {
            known += 1;
            for service in having {
                *hits.entry(service).or_default() += 1;
            }
        }
        let of_guess = guess.and_then(|guess| hits.get(guess)).copied();
        if let Some(guess) = guess
            && of_guess.unwrap_or(0) * 2 >= known
        {
            return Ok(guess.to_owned());
        }
        let mut whole = hits.iter().filter(|(_, hits)| **hits == known);
        if let (Some((service, _)), None) = (whole.next(), whole.next()) {
            return Ok((*service).to_owned());
        }
        Err(doubt(guess, &names, &hits))
    }
}

fn doubt(guess: Option<&str>, names: &BTreeSet<&str>, hits: &BTreeMap<&str, usize>) -> String {
    let Some(guess) = guess else {
        return "no page names its service: add one of the product's actions".to_owned();
    };
    let names: Vec<&str> = names.iter().take(3).copied().collect();
    let services: Vec<&str> = hits.keys().copied().collect();
    format!(
        "its service is unclear: the pages near it are of {guess}, but it names {}, …, which pages \
         of {} describe; save the page, and import it with `cargo xtask scrape FILE --service NAME`",
        names.join(", "),
        services.join(", ")
    )
}

/// Returns the actions that the page's chapters name, or else the error codes that they list.
fn names(page: &Page) -> BTreeSet<&str> {
    let chapters = &page.facts.chapters;
    let actions: BTreeSet<&str> = chapters
        .iter()
        .flat_map(|chapter| chapter.content.named_actions())
        .collect();
    if !actions.is_empty() {
        return actions;
    }
    let codes = chapters
        .iter()
        .filter_map(|chapter| match &chapter.content {
            Content::Errors(codes) => Some(codes),
            _ => None,
        });
    let own = codes.flatten().filter(|code| !code.common);
    own.map(|code| code.code.as_str()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the page of an action without inputs.
    fn action(service: &str, name: &str) -> Page {
        read(&format!(
            "## 1. API Description\n\nDomain name for API request: {service}.tencentcloudapi.com.\n\n\
             This API ({name}) is used to test.\n\n## 2. Input Parameters\n\n\
             | Parameter Name | Required | Type | Description |\n|---|---|---|---|\n\
             | Action | Yes | String | Common parameter. The value used for this API: {name} |\n\
             | Version | Yes | String | Common parameter. The value used for this API: 2020-01-02 |\n\n\
             ## 3. Output Parameters\n\n| Parameter Name | Type | Description |\n|---|---|---|\n\
             | RequestId | String | The unique request ID. |\n"
        ))
    }

    /// Returns a chapter with one structure that these actions use.
    fn types(users: &str) -> Page {
        read(&format!(
            "## Disk\n\nA disk.\n\nUsed by actions: {users}.\n\n\
             | Name | Type | Description |\n|---|---|---|\n| DiskId | String | The ID. |\n"
        ))
    }

    fn read(text: &str) -> Page {
        Page::read("page.md", text.as_bytes(), None).unwrap()
    }

    fn group() -> Group {
        let mut group = Group::new(None, true);
        for (service, name) in [
            ("cbs", "CreateDisks"),
            ("cbs", "DescribeDisks"),
            ("cbs", "ResizeDisk"),
            ("tag", "AddTag"),
            ("tag", "DescribeTags"),
        ] {
            group.note(&action(service, name));
        }
        group
    }

    #[test]
    fn chapter_follows_majority_it_names() {
        let group = group();
        let service = |linking, users| group.service_of(linking, &types(users));
        assert_eq!(
            service(None, "CreateDisks, ResizeDisk").as_deref(),
            Ok("cbs")
        );
        assert_eq!(service(None, "NotFetchedYet").as_deref(), Ok("cbs"));
        assert_eq!(service(Some("tag"), "NotFetchedYet").as_deref(), Ok("tag"));
    }

    #[test]
    fn named_actions_overrule_majority_and_link() {
        let group = group();
        let service = |linking, users| group.service_of(linking, &types(users));
        assert_eq!(service(None, "AddTag, DescribeTags").as_deref(), Ok("tag"));
        let linked = service(Some("tag"), "CreateDisks, ResizeDisk, Unknown");
        assert_eq!(linked.as_deref(), Ok("cbs"));
    }

    #[test]
    fn contradicting_names_are_a_doubt() {
        let group = group();
        let reason = group
            .service_of(Some("tag"), &types("CreateDisks, ResizeDisk, AddTag"))
            .unwrap_err();
        assert_eq!(
            reason,
            "its service is unclear: the pages near it are of tag, but it names AddTag, \
             CreateDisks, ResizeDisk, …, which pages of cbs, tag describe; save the page, and \
             import it with `cargo xtask scrape FILE --service NAME`"
        );
    }
}
