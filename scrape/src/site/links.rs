//! The links of a page that lead to more of the same product.

use extract::{Content, Facts};
use scraper::{ElementRef, Html, Selector};

use super::address::Address;
use super::edition::Edition;

/// Words that link to the chapters which every page of a product shares.
const SHARED_CHAPTERS: &[&str] = &[
    "公共参数",
    "公共请求参数",
    "公共错误码",
    "Common Params",
    "Common Parameters",
    "Common Request Parameters",
    "Common Error Codes",
];

/// The pages that a page with facts leads to: those its overview lists, the chapter that describes the
/// structures it names, and the shared chapters. Links in descriptions lead anywhere and are not followed.
pub(crate) fn followed(page: &str, facts: &Facts, edition: Edition) -> Vec<Address> {
    let overview = facts
        .chapters
        .iter()
        .filter_map(|chapter| match &chapter.content {
            Content::Catalogue(groups) => Some(groups),
            _ => None,
        });
    let listed = overview
        .flatten()
        .flat_map(|group| &group.actions)
        .filter_map(|entry| Address::of_link(entry.url.as_deref()?, edition));
    let structures: Vec<&String> = facts
        .actions
        .iter()
        .flat_map(|page| &page.linked_structures)
        .collect();
    let html = Html::parse_document(page);
    let anchors = anchors(&html, "a[href]");
    let chapters = anchors.iter().filter(|(href, words)| {
        let anchor = href.rsplit_once('#').map(|(_, anchor)| anchor);
        SHARED_CHAPTERS.contains(&words.as_str())
            || anchor.is_some_and(|anchor| structures.iter().any(|name| *name == anchor))
    });
    let chapters = chapters.filter_map(|(href, _)| Address::of_link(href, edition));
    pages(listed.chain(chapters), edition)
}

/// The pages that the page of a group lists.
pub(crate) fn directory(page: &str, edition: Edition) -> Vec<Address> {
    let html = Html::parse_document(page);
    let listed = anchors(&html, "ul.doc-menu-list a[href]");
    let listed = listed
        .iter()
        .filter_map(|(href, _)| Address::of_link(href, edition));
    pages(listed, edition)
}

fn anchors(html: &Html, selector: &str) -> Vec<(String, String)> {
    let Ok(selector) = Selector::parse(selector) else {
        return Vec::new();
    };
    let anchors = html.select(&selector);
    let pair = |anchor: ElementRef<'_>| {
        let words: String = anchor.text().collect();
        Some((anchor.attr("href")?.to_owned(), words.trim().to_owned()))
    };
    anchors.filter_map(pair).collect()
}

/// Pages of the edition, each once, in order.
fn pages(addresses: impl Iterator<Item = Address>, edition: Edition) -> Vec<Address> {
    let mut pages: Vec<Address> = Vec::new();
    for address in addresses {
        let is_known = pages
            .iter()
            .any(|page| page.identity() == address.identity());
        if address.edition == edition && address.page.is_some() && !is_known {
            pages.push(address);
        }
    }
    pages
}
