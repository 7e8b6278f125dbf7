//! Finds title and article among the site's own elements.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::parse::ParsedPage;
use crate::{Block, BlockKind, Title};

/// Where a page's content can be, the surest place first.
pub(super) fn content_roots(page: &ParsedPage) -> Vec<NodeRef<'_, Node>> {
    let places: [fn(&Element) -> bool; 7] = [
        |element| element.id() == Some("docArticleContent"),
        // The pages of groups have a list of links in the article's place.
        |element| has_class(element, "doc-menu-list"),
        |element| has_class(element, "markdown-text-box"),
        |element| has_class(element, "J-markdown-box") || has_class(element, "rno-markdown"),
        |element| element.name() == "main" || element.attr("role") == Some("main"),
        |element| element.name() == "article",
        |element| element.name() == "body",
    ];
    places
        .into_iter()
        .filter_map(|place| find(page, place))
        .collect()
}

/// The title block from the site's title module, or from the first heading outside the content.
pub(super) fn title(page: &ParsedPage, has_own_title: bool) -> Option<Block> {
    let module = title_module(page);
    let heading = || find(page, |element| element.name() == "h1");
    let title = match module {
        Some(title) => title,
        None if has_own_title => return None,
        None => heading()?,
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

/// The element that holds the title, where the page has the site's module.
pub(super) fn title_module(page: &ParsedPage) -> Option<NodeRef<'_, Node>> {
    find(page, |element| has_class(element, "rno-title-module-title"))
}

/// The element that holds the date, where the page has the site's module.
pub(super) fn date(page: &ParsedPage) -> Option<NodeRef<'_, Node>> {
    find(page, |element| has_class(element, "rno-title-module-date"))
}

/// The bread crumbs in their order.
pub(super) fn crumbs(page: &ParsedPage) -> Vec<NodeRef<'_, Node>> {
    let is_crumb = |node: &NodeRef<'_, Node>| {
        let element = node.value().as_element();
        element.is_some_and(|element| has_class(element, "rno-header-crumbs-link-2"))
    };
    let nodes = page.html.tree.root().descendants();
    nodes.filter(is_crumb).collect()
}

/// The bread crumb before the page's own: centre > API centre > product > group > page.
fn category(page: &ParsedPage) -> Option<String> {
    match crumbs(page).as_slice() {
        [_, _, _, .., group, _page] => Some(words(*group)),
        _ => None,
    }
}

fn find(page: &ParsedPage, is_wanted: impl Fn(&Element) -> bool) -> Option<NodeRef<'_, Node>> {
    page.html
        .tree
        .root()
        .descendants()
        .find(|node| node.value().as_element().is_some_and(&is_wanted))
}

pub(super) fn has_class(element: &Element, class: &str) -> bool {
    element
        .attr("class")
        .is_some_and(|classes| classes.split_ascii_whitespace().any(|name| name == class))
}

/// The words of everything below the node.
pub(super) fn words(node: NodeRef<'_, Node>) -> String {
    let text: String = node
        .descendants()
        .filter_map(|node| node.value().as_text().map(|text| &**text))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Elements that never hold documentation.
const CHROME_ELEMENTS: &[&str] = &[
    "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "canvas",
    "video", "audio", "button", "select", "textarea", "input", "nav", "footer", "aside",
];

/// Parts of the site's frame inside the content's box.
const CHROME_CLASSES: &[&str] = &[
    "markdown-nav",
    "rno-title-module",
    "rno-api-explorer",
    "rno-header-crumbs-2",
    "com-share-bubble",
    "J-docShareModal",
    "J-docDetailPagination",
];

/// Whether the element and all in it belong to the site.
pub(super) fn is_chrome(element: &Element) -> bool {
    CHROME_ELEMENTS.contains(&element.name())
        || CHROME_CLASSES.iter().any(|class| has_class(element, class))
        || element.attr("hidden").is_some()
}

/// Elements that begin and end a paragraph.
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
