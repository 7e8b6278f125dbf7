//! The pages of the site: the links to follow, and the meaning of pages without facts.

use extract::{Content, Facts};
use scraper::{ElementRef, Html, Selector};

use crate::site::Edition;
use crate::site::address::Address;

/// The texts of links to the chapters that all pages of a product share.
const SHARED_CHAPTERS: &[&str] = &[
    "公共参数",
    "公共请求参数",
    "公共错误码",
    "Common Params",
    "Common Parameters",
    "Common Request Parameters",
    "Common Error Codes",
];

/// Returns the pages that a page with facts leads to.
///
/// These are the pages that an overview lists, the chapter of the structures that an action names,
/// and the shared chapters. Other links in descriptions don't count, because they can lead
/// anywhere.
pub(crate) fn links(page: &str, facts: &Facts, edition: Edition) -> Vec<Address> {
    let mut addresses = Vec::new();
    for chapter in &facts.chapters {
        if let Content::Catalogue(groups) = &chapter.content {
            for action in groups.iter().flat_map(|group| &group.actions) {
                let url = action.url.as_deref();
                addresses.extend(url.and_then(|url| Address::from_link(url, edition)));
            }
        }
    }
    let structures: Vec<&str> = facts
        .actions
        .iter()
        .flat_map(|page| &page.linked_structures)
        .map(String::as_str)
        .collect();
    for (href, text) in anchors(&Html::parse_document(page), "a[href]") {
        let fragment = href.rsplit_once('#').map(|(_, fragment)| fragment);
        let is_structure = fragment.is_some_and(|name| structures.contains(&name));
        if is_structure || SHARED_CHAPTERS.contains(&text.as_str()) {
            addresses.extend(Address::from_link(&href, edition));
        }
    }
    distinct_pages(addresses, edition)
}

/// The meaning of a page without facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It lists the pages of a group.
    Directory(Vec<Address>),
    /// It says that there is no such page.
    NotFound(String),
    /// It asks for a login.
    LoginWall,
    /// It is an article without facts, or something unknown.
    Other,
}

/// Texts in the titles of pages that don't exist, although the server answers 200.
const NOT_FOUND: &[&str] = &[
    "页面不存在",
    "页面找不到",
    "页面未找到",
    "文档不存在",
    "文档已下线",
    "已被删除",
    "404",
    "not found",
    "does not exist",
    "doesn't exist",
    "no longer available",
    "has been removed",
];

/// Judges a page without facts.
pub(crate) fn judge(page: &str, edition: Edition) -> Verdict {
    let html = Html::parse_document(page);
    let listed = anchors(&html, "ul.doc-menu-list a[href]")
        .into_iter()
        .filter_map(|(href, _)| Address::from_link(&href, edition));
    let listed = distinct_pages(listed, edition);
    if !listed.is_empty() {
        return Verdict::Directory(listed);
    }
    let has = |selector: &str| {
        Selector::parse(selector).is_ok_and(|selector| html.select(&selector).next().is_some())
    };
    // An article may mention passwords and status 404.
    if has("#docArticleContent") {
        return Verdict::Other;
    }
    if has("input[type=password]") || has("form[action*=login], form[action*=passport]") {
        return Verdict::LoginWall;
    }
    let titles = texts(&html, "title, h1, h2, .rno-title-module-title");
    let lower = titles.to_lowercase();
    if NOT_FOUND.iter().any(|sign| lower.contains(sign)) {
        let printable = titles.chars().filter(|c| !c.is_control());
        let excerpt: String = printable.take(80).collect();
        return Verdict::NotFound(format!("the page says `{excerpt}`"));
    }
    Verdict::Other
}

/// Returns the target and the text of each link that the selector matches.
fn anchors(html: &Html, selector: &str) -> Vec<(String, String)> {
    let Ok(selector) = Selector::parse(selector) else {
        return Vec::new();
    };
    let pair = |anchor: ElementRef<'_>| {
        let text: String = anchor.text().collect();
        Some((anchor.attr("href")?.to_owned(), text.trim().to_owned()))
    };
    html.select(&selector).filter_map(pair).collect()
}

/// Returns the text of the elements that the selector matches, with single blanks.
fn texts(html: &Html, selector: &str) -> String {
    let Ok(selector) = Selector::parse(selector) else {
        return String::new();
    };
    let texts: Vec<&str> = html
        .select(&selector)
        .flat_map(|element| element.text())
        .collect();
    let joined = texts.join(" ");
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the pages of the edition in order, without roots and duplicates.
fn distinct_pages(addresses: impl IntoIterator<Item = Address>, edition: Edition) -> Vec<Address> {
    let mut pages: Vec<Address> = Vec::new();
    for address in addresses {
        let is_same = |page: &Address| page.identity() == address.identity();
        let is_page = address.edition == edition && address.page.is_some();
        if is_page && !pages.iter().any(is_same) {
            pages.push(address);
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_without_facts_are_distinguished() {
        let directory =
            "<ul class=\"doc-menu-list\"><li><a href=\"/document/api/1/2\">a</a></li></ul>";
        let Verdict::Directory(pages) = judge(directory, Edition::Zh) else {
            panic!("not a directory");
        };
        assert_eq!(pages.len(), 1);
        let form = "<form><input type=\"password\"></form>";
        assert_eq!(judge(form, Edition::Zh), Verdict::LoginWall);
        let missing = "<title>腾讯云</title><h2>抱歉，您访问的页面不存在</h2>";
        assert!(matches!(judge(missing, Edition::Zh), Verdict::NotFound(_)));
        let article = format!("<h1>404</h1><div id=\"docArticleContent\">{form}</div>");
        assert_eq!(judge(&article, Edition::Zh), Verdict::Other);
        let elsewhere = directory.replace("/document", "https://example.com/document");
        assert_eq!(judge(&elsewhere, Edition::Zh), Verdict::Other);
    }
}
