//! Reduces a page of the site to title, date and article, without loss.

use std::fmt::Write as _;

use ego_tree::NodeRef;
use html_escape::{encode_double_quoted_attribute, encode_text};
use scraper::Node;
use scraper::node::Element;

use super::element_range::inner_range;
use super::page_blocks;
use super::parse::{ParsedPage, parse};
use super::site_elements::{content_roots, crumbs, date, title_module, words};
use crate::{Block, BlockKind};

/// The page with nothing of the site's frame but title, date, bread crumbs and address; the article's
/// markup is the page's, byte for byte.
///
/// `None` where the reduced page would not read as the whole one does, so that it has to be kept
/// whole: the article's place is not known, or its markup reaches beyond it.
pub fn reduce(text: &str, address: Option<&str>) -> Option<String> {
    let page = parse(text).ok()?;
    let blocks = page_blocks(&page);
    let reduced = reduced(text, &page, address)?;
    let reread = page_blocks(&parse(&reduced).ok()?);
    (!blocks.is_empty() && same_but_lines(blocks, reread)).then_some(reduced)
}

fn reduced(text: &str, page: &ParsedPage, address: Option<&str>) -> Option<String> {
    let root = content_roots(page)
        .into_iter()
        .find(|root| !super::article::read(page, *root).is_empty())?;
    let element = root.value().as_element()?;
    if element.name() == "body" {
        return None;
    }
    let article = text.get(inner_range(text, element)?)?;
    let mut out = head(page, address);
    frame(page, root, &mut out);
    let name = element.name();
    let _ = write!(
        out,
        "<{name}{}>{article}</{name}>\n</body>\n</html>\n",
        marks(element)
    );
    Some(out)
}

fn head(page: &ParsedPage, address: Option<&str>) -> String {
    let title = element_named(page, "title").map(words).unwrap_or_default();
    let mut out = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n",
        encode_text(&title)
    );
    if let Some(address) = address {
        let address = encode_double_quoted_attribute(address);
        let _ = writeln!(out, "<link rel=\"canonical\" href=\"{address}\">");
    }
    out.push_str("</head>\n<body>\n");
    out
}

/// Bread crumbs, title and date, as far as they stand outside the article.
fn frame(page: &ParsedPage, root: NodeRef<'_, Node>, out: &mut String) {
    let is_outside =
        |node: &NodeRef<'_, Node>| node.ancestors().all(|above| above.id() != root.id());
    for crumb in crumbs(page) {
        let words = words(crumb);
        let text = encode_text(&words);
        let _ = writeln!(
            out,
            "<span class=\"rno-header-crumbs-link-2\">{text}</span>"
        );
    }
    let heading = || element_named(page, "h1");
    if let Some(title) = title_module(page).or_else(heading).filter(is_outside) {
        let words = words(title);
        let class = match title_module(page) {
            Some(_) => " class=\"rno-title-module-title\"",
            None => "",
        };
        let _ = writeln!(out, "<h1{class}>{}</h1>", encode_text(&words));
    }
    if let Some(date) = date(page).filter(is_outside) {
        let words = words(date);
        let text = encode_text(&words);
        let _ = writeln!(out, "<p class=\"rno-title-module-date\">{text}</p>");
    }
}

/// What the reader knows the element by.
fn marks(element: &Element) -> String {
    let mut marks = String::new();
    for name in ["id", "class", "role"] {
        if let Some(value) = element.attr(name) {
            let value = encode_double_quoted_attribute(value);
            let _ = write!(marks, " {name}=\"{value}\"");
        }
    }
    marks
}

fn element_named<'p>(page: &'p ParsedPage, name: &str) -> Option<NodeRef<'p, Node>> {
    let mut nodes = page.html.tree.root().descendants();
    nodes.find(|node| {
        let element = node.value().as_element();
        element.is_some_and(|element| element.name() == name)
    })
}

fn same_but_lines(mut one: Vec<Block>, mut other: Vec<Block>) -> bool {
    for block in one.iter_mut().chain(&mut other) {
        block.line = 0;
        if let BlockKind::Table(table) = &mut block.kind {
            for row in &mut table.rows {
                row.line = 0;
            }
        }
    }
    one == other
}

#[cfg(test)]
mod tests {
    use super::reduce;

    const PAGE: &str = "<html><head><title>t</title></head><body><script>\"<div id='docArticleContent'>\"</script>\
        <textarea><div id=\"docArticleContent\" class=\"a\"></textarea>\
        <div class=\"x\"><h1 class=\"rno-title-module-title\">A &amp; B</h1>\
        <p class=\"rno-title-module-date\">最近更新时间：2024-01-04 16:11:11</p>\
        <div id=\"docArticleContent\" class=\"a\"><div>One<p>two <li>three</li></li><!-- </div> --></div>four</div>\
        <div>footer</div></div></body></html>";

    #[test]
    fn the_article_is_kept_byte_for_byte() {
        let reduced = reduce(
            PAGE,
            Some("https://cloud.tencent.com/document/api/1/2?a=\""),
        )
        .unwrap();
        assert!(reduced.contains(
            "<div id=\"docArticleContent\" class=\"a\"><div>One<p>two <li>three</li></li><!-- </div> --></div>four</div>\n"
        ));
        assert!(reduced.contains("<h1 class=\"rno-title-module-title\">A &amp; B</h1>"));
        assert!(reduced.contains("最近更新时间：2024-01-04 16:11:11"));
        assert!(reduced.contains("href=\"https://cloud.tencent.com/document/api/1/2?a=&quot;\""));
        assert!(!reduced.contains("footer") && !reduced.contains("script"));
        assert_eq!(
            reduce(&reduced, None).as_deref(),
            Some(without_address(&reduced).as_str())
        );
    }

    fn without_address(page: &str) -> String {
        let lines = page.split_inclusive('\n');
        lines.filter(|line| !line.contains("canonical")).collect()
    }

    #[test]
    fn a_page_whose_article_reaches_further_is_kept_whole() {
        // The table is never closed, so the parser takes what follows into it.
        let open = PAGE.replace("four</div>", "<table><tr><td>four</div><p>five");
        assert_eq!(reduce(&open, None), None);
        assert_eq!(
            reduce(
                "<html><body><p>no place for an article</p></body></html>",
                None
            ),
            None
        );
        assert_eq!(reduce("", None), None);
    }
}
