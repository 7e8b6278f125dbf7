//! Finds title and article among the site's own elements.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::parse::ParsedPage;
use crate::document::{Block, BlockKind, Title};

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
    let module = find(page, |element| has_class(element, "rno-title-module-title"));
    let heading = || find(page, |element| element.name() == "h1");
    let title = match module {
        Some(title) => title,
        None if has_own_title => return None,
        None => heading()?,
    };
    let date = find(page, |element| has_class(element, "rno-title-module-date"));
    let updated = date.map(words).and_then(|words| {
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

/// The bread crumb before the page's own: centre > API centre > product > group > page.
fn category(page: &ParsedPage) -> Option<String> {
    let crumbs: Vec<NodeRef<'_, Node>> = page
        .html
        .tree
        .root()
        .descendants()
        .filter(|node| {
            node.value()
                .as_element()
                .is_some_and(|element| has_class(element, "rno-header-crumbs-link-2"))
        })
        .collect();
    match crumbs.as_slice() {
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

fn words(node: NodeRef<'_, Node>) -> String {
    let text: String = node
        .descendants()
        .filter_map(|node| node.value().as_text().map(|text| &**text))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
