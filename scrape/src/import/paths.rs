//! The path of an imported page in the store, which is the same at every import.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use sources::{page_path, sha256};
use spec::{Language, fold_case};

use crate::import::Candidate;
use crate::site::address::Address;
use crate::store::Store;

/// The end of a file's name that marks the international edition.
const INTERNATIONAL: &str = "_intl";

/// The paths that the store's pages and the imported files have taken. File systems without letter
/// case hold only one spelling of each file and folder.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    /// The stored pages, by path without case.
    stored: BTreeMap<String, String>,
    /// The folders of stored pages and imported files, by path without case.
    folders: BTreeMap<String, String>,
    /// The paths of this import, without case.
    taken: BTreeSet<String>,
}

impl Paths {
    /// Returns the paths of the stored pages.
    pub(crate) fn of(store: &Store) -> Self {
        let mut paths = Self::default();
        for entry in store.entries() {
            paths.spelled(&entry.file);
            let folded = fold_case(&entry.file);
            paths.stored.entry(folded).or_insert(entry.file.clone());
        }
        paths
    }

    /// Returns the page's path below `sources/`: by its address if it has one, else by its path in
    /// the imported folder. Returns `None` if the service isn't a valid name.
    pub(crate) fn assign(
        &mut self,
        candidate: &Candidate<'_>,
        service: &str,
        language: Language,
        store: &Store,
    ) -> Option<String> {
        let format = candidate.page.format;
        if let Some(address) = candidate.address
            && let Some(page) = address.page
        {
            let known = store.file_of(address);
            let name = format!("{page}-{}", candidate.page.slug());
            return known.or_else(|| page_path(service, &[&name], language, format));
        }
        let mut folders = candidate.file.folders.iter().map(String::as_str).peekable();
        // A tree of all products has a folder for each, and so does the store.
        folders.next_if(|folder| *folder == service);
        let name = without_language(&candidate.file.name);
        let mut parts: Vec<&str> = folders.chain([name]).collect();
        let file = self.spelled(&page_path(service, &parts, language, format)?);
        if self.take(&file) {
            return Some(file);
        }
        // The names of two files differ only in case, or in characters that a page's path can't
        // contain.
        let digest = sha256(candidate.file.path.as_os_str().as_encoded_bytes());
        let distinct = format!("{name}-{}", digest.get(..8)?);
        parts.pop();
        parts.push(&distinct);
        let file = self.spelled(&page_path(service, &parts, language, format)?);
        self.take(&file);
        Some(file)
    }

    /// Takes a path, unless another file has it in some spelling.
    fn take(&mut self, file: &str) -> bool {
        let folded = fold_case(file);
        let is_other = |stored: &String| stored != file;
        !self.stored.get(&folded).is_some_and(is_other) && self.taken.insert(folded)
    }

    /// Returns the path with its folders in the spelling that was there first.
    fn spelled(&mut self, file: &str) -> String {
        let mut path = String::new();
        let mut parts = file.split('/').peekable();
        while let Some(part) = parts.next() {
            path.push_str(part);
            if parts.peek().is_some() {
                let first = self.folders.entry(fold_case(&path));
                path = format!("{}/", first.or_insert(path));
            }
        }
        path
    }
}

/// Returns the language in a file's name: `…_intl` is English, and so is `….en`.
pub(crate) fn language_in_name(name: &str) -> Option<Language> {
    if name.ends_with(INTERNATIONAL) {
        return Some(Language::En);
    }
    let (_, code) = name.rsplit_once('.')?;
    Language::from_code(code)
}

fn without_language(name: &str) -> &str {
    let bare = match name.rsplit_once('.') {
        Some((bare, code)) if Language::from_code(code).is_some() => Some(bare),
        _ => name.strip_suffix(INTERNATIONAL),
    };
    match bare {
        Some(bare) if !bare.is_empty() => bare,
        _ => name,
    }
}

/// Returns the address in a saved page: the browser's comment, or the canonical link.
pub(crate) fn saved_address(text: &str) -> Option<Address> {
    browser_comment(text).or_else(|| {
        // Parsing the head is enough.
        let end = text.find("</head>").unwrap_or(text.len().min(100_000));
        let head = text.get(..end)?;
        let selector = Selector::parse("link[rel=canonical]").ok()?;
        let html = Html::parse_document(head);
        let link = html.select(&selector).find_map(|link| link.attr("href"))?;
        Address::from_url(link)
    })
}

/// Parses `<!-- saved from url=(0050)https://… -->`.
fn browser_comment(text: &str) -> Option<Address> {
    let (_, rest) = text.split_once("<!-- saved from url=(")?;
    let (_, rest) = rest.split_once(')')?;
    let (url, _) = rest.split_once("-->")?;
    Address::from_url(url.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_page_contains_its_address() {
        for page in [
            "<!doctype html><html><head><link rel=\"canonical\" href=\"https://cloud.tencent.com/document/product/213/15699\"></head>",
            "<!-- saved from url=(0050)https://cloud.tencent.com/document/api/213/15699?x=1 -->\n<html>",
        ] {
            assert_eq!(
                saved_address(page).and_then(|address| address.page),
                Some(15699)
            );
        }
        assert_eq!(
            saved_address("<link rel=canonical href=\"https://example.com/document/api/1/2\">"),
            None
        );
        assert_eq!(saved_address("<!-- saved from url=(0050)"), None);
    }

    #[test]
    fn file_name_contains_language() {
        assert_eq!(language_in_name("创建云硬盘_intl"), Some(Language::En));
        assert_eq!(language_in_name("a.zh"), Some(Language::Zh));
        assert_eq!(language_in_name("a"), None);
        assert_eq!(without_language("创建云硬盘_intl"), "创建云硬盘");
        assert_eq!(without_language("_intl"), "_intl");
    }
}
