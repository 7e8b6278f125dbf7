//! Finds the title and the content of a page among the site's own elements.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::parse::ParsedPage;
use crate::{Block, BlockKind, Title};

/// Returns the candidates for the content's element, the most certain first.
pub(super) fn content_roots(page: &ParsedPage) -> Vec<NodeRef<'_, Node>> {
    let candidates: [fn(&Element) -> bool; 7] = [
        |element| element.id() == Some("docArticleContent"),
        // Pages of groups have a list of links instead of an article.
        |element| has_class(element, "doc-menu-list"),
        |element| has_class(element, "markdown-text-box"),
        |element| has_class(element, "J-markdown-box") || has_class(element, "rno-markdown"),
        |element| element.name() == "main" || element.attr("role") == Some("main"),
        |element| element.name() == "article",
        |element| element.name() == "body",
    ];
    candidates
        .into_iter()
        .filter_map(|is_root| find(page, is_root))
        .collect()
}

/// Returns a title block from the site's title module, or else from the page's main heading.
///
/// `has_own_title` says that the content already has such a heading.
pub(super) fn title(page: &ParsedPage, has_own_title: bool) -> Option<Block> {
    let title = match title_module(page) {
        Some(title) => title,
        None if has_own_title => return None,
        None => find(page, |element| element.name() == "h1")?,
    };
    let updated = date(page).map(words).and_then(|words| {
        let (_, date) = words.split_once([':', '：'])?;
        Some(date.trim().to_owned())
    });
    Some(Block {
        line: page.line(title.id()).unwrap_or(1),
        kind: BlockKind::Title(Title {
            category: category(page),
            text: words(title),
            updated,
            ..Title::default()
        }),
    })
}

/// Returns the title's element if the page has the site's title module.
pub(super) fn title_module(page: &ParsedPage) -> Option<NodeRef<'_, Node>> {
    find(page, |element| has_class(element, "rno-title-module-title"))
}

/// Returns the date's element if the page has the site's title module.
pub(super) fn date(page: &ParsedPage) -> Option<NodeRef<'_, Node>> {
    find(page, |element| has_class(element, "rno-title-module-date"))
}

/// Returns the breadcrumbs in order.
pub(super) fn breadcrumbs(page: &ParsedPage) -> Vec<NodeRef<'_, Node>> {
    elements(page, |element| {
        has_class(element, "rno-header-crumbs-link-2")
    })
    .collect()
}

/// Returns the breadcrumb before the page's own: centre > API centre > product > group > page.
fn category(page: &ParsedPage) -> Option<String> {
    match breadcrumbs(page).as_slice() {
        [_, _, _, .., group, _page] => Some(words(*group)),
        _ => None,
    }
}

/// Returns the first element that meets the condition.
pub(super) fn find(
    page: &ParsedPage,
    is_wanted: impl Fn(&Element) -> bool,
) -> Option<NodeRef<'_, Node>> {
    elements(page, is_wanted).next()
}

fn elements(
    page: &ParsedPage,
    is_wanted: impl Fn(&Element) -> bool,
) -> impl Iterator<Item = NodeRef<'_, Node>> {
    page.html
        .tree
        .root()
        .descendants()
        .filter(move |node| node.value().as_element().is_some_and(&is_wanted))
}

/// Returns whether the element has the class.
pub(super) fn has_class(element: &Element, class: &str) -> bool {
    element
        .attr("class")
        .is_some_and(|classes| classes.split_ascii_whitespace().any(|name| name == class))
}

/// Returns the words of the node and everything below it, with single blanks between them.
pub(super) fn words(node: NodeRef<'_, Node>) -> String {
    let text: String = node
        .descendants()
        .filter_map(|node| node.value().as_text().map(|text| &**text))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that never contain documentation.
const CHROME_ELEMENTS: &[&str] = &[
    "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "canvas",
    "video", "audio", "button", "select", "textarea", "input", "nav", "footer", "aside",
];

/// Classes of the site's frame inside the content's box.
const CHROME_CLASSES: &[&str] = &[
    "markdown-nav",
    "rno-title-module",
    "rno-api-explorer",
    "rno-header-crumbs-2",
    "com-share-bubble",
    "J-docShareModal",
    "J-docDetailPagination",
];

/// Returns whether the element and its content belong to the site's frame.
pub(super) fn is_chrome(element: &Element) -> bool {
    CHROME_ELEMENTS.contains(&element.name())
        || CHROME_CLASSES.iter().any(|class| has_class(element, class))
        || element.attr("hidden").is_some()
}

/// Returns whether the element begins and ends a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "blockquote"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "address"
            | "fieldset"
            | "form"
            | "center"
            | "caption"
            | "hr"
            | "body"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}
