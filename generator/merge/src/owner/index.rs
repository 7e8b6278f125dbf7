//! The action pages of all sources, by everything that may tell whose a chapter is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::edition::{Edition, Site};
use crate::group::{Key, SourceFacts};
use extract::{ActionPage, page_numbers};
use sources::SourceEntry;
use spec::{Language, Structure, is_date, is_service_name, is_version};

/// The position of a service and version in [`Index::keys`].
pub(super) type KeyId = usize;

/// Services and versions with a number of pages each.
pub(super) type Counts = BTreeMap<KeyId, usize>;

/// A page of the documentation: the number counts within its site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct PageId {
    pub(super) site: Site,
    pub(super) page: u64,
}

/// The statements of the action pages of all sources.
#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    /// All services and versions that have an action page, sorted.
    pub(super) keys: Vec<Key>,
    /// The action pages of each service and version.
    pub(super) pages: Vec<Vec<(Option<Language>, &'a ActionPage)>>,
    of_service: HashMap<&'a str, Vec<KeyId>>,
    of_action: HashMap<&'a str, BTreeSet<KeyId>>,
    of_address: HashMap<PageId, Counts>,
    of_category: HashMap<(Site, u64), Counts>,
    linking_to: HashMap<PageId, Counts>,
    in_file: HashMap<&'a str, BTreeMap<usize, KeyId>>,
    in_folder: HashMap<&'a str, Counts>,
    /// The services with an action page in a folder of its version.
    in_version_folders: BTreeSet<&'a str>,
}

impl<'a> Index<'a> {
    /// Indexes the action pages whose service and version are valid.
    pub(super) fn new(sources: &'a [SourceFacts]) -> Self {
        let keys: BTreeSet<Key> = sources
            .iter()
            .flat_map(|source| &source.facts.actions)
            .filter_map(key_of)
            .collect();
        let ids: BTreeMap<Key, KeyId> = keys.iter().cloned().zip(0..).collect();
        let mut index = Self {
            pages: vec![Vec::new(); keys.len()],
            keys: keys.into_iter().collect(),
            ..Self::default()
        };
        for SourceFacts { entry, facts } in sources {
            for page in &facts.actions {
                let id = key_of(page).and_then(|key| ids.get(&key).copied());
                if let Some(id) = id {
                    index.add(id, entry, page, facts.actions.len() == 1);
                }
            }
        }
        index
    }

    fn add(&mut self, id: KeyId, entry: &'a SourceEntry, page: &'a ActionPage, alone: bool) {
        let action = &page.action;
        let language = page.language.or(Some(entry.language));
        if let Some(pages) = self.pages.get_mut(id) {
            pages.push((language, page));
        }
        let versions = self.of_service.entry(&action.service).or_default();
        if !versions.contains(&id) {
            versions.push(id);
        }
        self.of_action.entry(&action.name).or_default().insert(id);
        if version_folder(&entry.file).as_ref() == Some(&action.version) {
            self.in_version_folders.insert(&action.service);
        }
        for (folder, _) in entry.file.match_indices('/') {
            let folder = entry.file.get(..folder).unwrap_or_default();
            count(self.in_folder.entry(folder).or_default(), id);
        }
        let Some(source) = action.sources.first() else {
            return;
        };
        let in_file = self.in_file.entry(&entry.file).or_default();
        in_file.insert(source.line, id);
        let site = Edition::new(source, language, entry, action.domain.as_deref()).site();
        let own = source.url.as_deref();
        if let Some(numbers) = own.or(if alone { entry.url.as_deref() } else { None }) {
            self.add_address(id, numbers, site);
        }
        for link in &page.linked_pages {
            if let Some(linked) = page_id(link, site) {
                count(self.linking_to.entry(linked).or_default(), id);
            }
        }
    }

    fn add_address(&mut self, id: KeyId, address: &str, site: Site) {
        let Some(numbers) = page_numbers(address) else {
            return;
        };
        let page = PageId {
            site,
            page: numbers.page,
        };
        count(self.of_address.entry(page).or_default(), id);
        let category = self.of_category.entry((site, numbers.category));
        count(category.or_default(), id);
    }

    /// Returns the versions of a service, oldest first.
    pub(super) fn versions(&self, service: &str) -> Vec<KeyId> {
        let mut versions = self.of_service.get(service).cloned().unwrap_or_default();
        versions.sort_unstable();
        versions
    }

    /// Returns the version that the folder of a chapter is named after, if the service's pages are
    /// stored that way.
    pub(super) fn folder_version(&self, service: &str, file: &str) -> Option<String> {
        let version = version_folder(file)?;
        self.in_version_folders.contains(service).then_some(version)
    }

    /// Returns the services and versions with an action of this name.
    pub(super) fn with_action(&self, name: &str) -> Option<&BTreeSet<KeyId>> {
        self.of_action.get(name)
    }

    /// Returns whose action page has the address.
    pub(super) fn at(&self, page: PageId) -> Option<&Counts> {
        self.of_address.get(&page)
    }

    /// Returns whose action pages link to the page.
    pub(super) fn linking_to(&self, page: PageId) -> Option<&Counts> {
        self.linking_to.get(&page)
    }

    /// Returns whose action pages have an address in the category.
    pub(super) fn in_category(&self, site: Site, category: u64) -> Option<&Counts> {
        self.of_category.get(&(site, category))
    }

    /// Returns whose action pages are in the folder or below.
    pub(super) fn in_folder(&self, folder: &str) -> Option<&Counts> {
        self.in_folder.get(folder)
    }

    /// Returns whose action pages are next to the line: the last one above and the first one below.
    pub(super) fn around(&self, file: &str, line: usize) -> BTreeSet<KeyId> {
        let Some(pages) = self.in_file.get(file) else {
            return BTreeSet::new();
        };
        let above = pages.range(..=line).next_back();
        let below = pages.range(line..).next();
        above.into_iter().chain(below).map(|(_, id)| *id).collect()
    }

    /// Returns the text of a version for messages.
    pub(super) fn version(&self, id: KeyId) -> &str {
        self.keys.get(id).map_or("", |key| &key.version)
    }

    /// Returns the types that the action pages of one service and version name, with the actions
    /// that name each. `language` limits the pages to one language.
    pub(super) fn users(
        &self,
        id: KeyId,
        language: Option<Language>,
    ) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let pages = self.pages.get(id).into_iter().flatten();
        for (_, page) in pages.filter(|(own, _)| language.is_none() || *own == language) {
            let members = page.action.input.iter().chain(&page.action.output);
            for name in members.filter_map(|member| member.type_name.structure()) {
                users.entry(name).or_default().insert(&page.action.name);
            }
        }
        users
    }
}

/// Returns the page's service and version, if they are valid.
fn key_of(page: &ActionPage) -> Option<Key> {
    let (service, version) = (&page.action.service, &page.action.version);
    (is_service_name(service) && is_version(version)).then(|| Key {
        service: service.clone(),
        version: version.clone(),
    })
}

/// Returns the page that an address names. An address without a host is on the given site.
pub(super) fn page_id(address: &str, site: Site) -> Option<PageId> {
    let page = page_numbers(address)?.page;
    let site = Site::from_url(address).unwrap_or(site);
    Some(PageId { site, page })
}

/// Returns the structures that a structure's members name.
pub(super) fn member_types(structure: &Structure) -> impl Iterator<Item = &str> {
    let types = structure.members.iter().map(|member| &member.type_name);
    types.filter_map(|type_name| type_name.structure())
}

/// Returns the version that a folder in the path is named after: `2020-06-08` or `v20200608`.
fn version_folder(file: &str) -> Option<String> {
    let (folders, _) = file.rsplit_once('/')?;
    folders.rsplit('/').find_map(|folder| {
        let digits: String = folder.trim_start_matches(['v', 'V']).replace('-', "");
        let (year, rest) = digits.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        let version = format!("{year}-{month}-{day}");
        is_date(&version).then_some(version)
    })
}

fn count(counts: &mut Counts, id: KeyId) {
    *counts.entry(id).or_default() += 1;
}
