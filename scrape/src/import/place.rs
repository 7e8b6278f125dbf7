//! Where a file's page is to lie: the same for the same file, however often it is brought in.

use std::collections::BTreeSet;

use scraper::{Html, Selector};
use sources::{page_path, sha256};
use spec::Language;

use super::Candidate;
use crate::page::slug;
use crate::site::address::Address;
use crate::store::Store;

/// Behind the name of a source file of the international edition.
const INTERNATIONAL: &str = "_intl";

/// The places that are taken by the files of one folder.
#[derive(Debug, Default)]
pub(super) struct Places(BTreeSet<String>);

impl Places {
    /// The page's place: by its address where it has one, else by its path in the named folder.
    pub(super) fn of(
        &mut self,
        candidate: &Candidate,
        service: &str,
        language: Language,
        store: &Store,
    ) -> Option<String> {
        let format = candidate.page.format;
        if let Some(address) = candidate.address
            && let Some(page) = address.page
        {
            let known = store.file_of(address);
            let name = format!("{page}-{}", slug(&candidate.page.facts));
            return known.or_else(|| page_path(service, &[&name], language, format));
        }
        let folders = candidate.found.folders.iter().map(String::as_str);
        // A tree of all products has a folder for each, as the store has.
        let folders = folders
            .enumerate()
            .filter(|(depth, name)| *depth > 0 || *name != service);
        let name = without_language(&candidate.found.name);
        let mut parts: Vec<&str> = folders.map(|(_, name)| name).chain([name]).collect();
        let file = page_path(service, &parts, language, format)?;
        if self.0.insert(file.clone()) {
            return Some(file);
        }
        // Two names that differ only in what no path may hold.
        let digest = sha256(candidate.found.path.as_os_str().as_encoded_bytes());
        let told_apart = format!("{name}-{}", digest.get(..8)?);
        parts.pop();
        parts.push(&told_apart);
        page_path(service, &parts, language, format)
    }
}

/// The language in a file's name: `…_intl` is English, `….zh` says it.
pub(super) fn named_language(name: &str) -> Option<Language> {
    if name.ends_with(INTERNATIONAL) || name.ends_with(".en") {
        return Some(Language::En);
    }
    name.ends_with(".zh").then_some(Language::Zh)
}

fn without_language(name: &str) -> &str {
    let marks = [INTERNATIONAL, ".en", ".zh"];
    let bare = marks.iter().find_map(|mark| name.strip_suffix(mark));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(name)
}

/// The address that a saved page says it has: its canonical link, or what the browser noted.
pub(super) fn own_address(text: &str) -> Option<Address> {
    noted_by_browser(text).or_else(|| {
        // The frame's head: no more than that has to be parsed.
        let end = text.find("</head>").unwrap_or(text.len().min(100_000));
        let head = text.get(..end)?;
        let selector = Selector::parse("link[rel=canonical]").ok()?;
        let html = Html::parse_document(head);
        let link = html.select(&selector).find_map(|link| link.attr("href"))?;
        Address::of_url(link)
    })
}

/// `<!-- saved from url=(0050)https://… -->`
fn noted_by_browser(text: &str) -> Option<Address> {
    let (_, rest) = text.split_once("<!-- saved from url=(")?;
    let (_, rest) = rest.split_once(')')?;
    let (url, _) = rest.split_once("-->")?;
    Address::of_url(url.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_tells_its_address() {
        for page in [
            "<!doctype html><html><head><link rel=\"canonical\" href=\"https://cloud.tencent.com/document/product/213/15699\"></head>",
            "<!-- saved from url=(0050)https://cloud.tencent.com/document/api/213/15699?x=1 -->\n<html>",
        ] {
            assert_eq!(
                own_address(page).and_then(|address| address.page),
                Some(15699)
            );
        }
        assert_eq!(
            own_address("<link rel=canonical href=\"https://example.com/document/api/1/2\">"),
            None
        );
        assert_eq!(own_address("<!-- saved from url=(0050)"), None);
    }

    #[test]
    fn names_tell_languages() {
        assert_eq!(named_language("创建云硬盘_intl"), Some(Language::En));
        assert_eq!(named_language("a.zh"), Some(Language::Zh));
        assert_eq!(named_language("a"), None);
        assert_eq!(without_language("创建云硬盘_intl"), "创建云硬盘");
        assert_eq!(without_language("_intl"), "_intl");
    }
}
