//! Reduces a page of the site to title, date and article, without loss.

use std::fmt::Write as _;

use ego_tree::NodeRef;
use html_escape::{encode_double_quoted_attribute, encode_text};
use scraper::Node;
use scraper::node::Element;

use super::element_range::inner_range;
use super::parse::{ParsedPage, parse};
use super::site_elements::{breadcrumbs, content_roots, date, find, title_module, words};
use super::{article, page_blocks};
use crate::{Block, BlockKind};

/// Returns the page without the site's frame, except title, date, breadcrumbs and address.
///
/// The article's markup stays the same, byte for byte. Returns `None` if the reduced page would not
/// yield the same blocks as the whole page. That happens if no element marks the article, or if the
/// article leaves elements open.
pub fn reduce(text: &str, address: Option<&str>) -> Option<String> {
    let page = parse(text).ok()?;
    let (blocks, _) = page_blocks(&page);
    let reduced = reduced_page(text, &page, address)?;
    let (reread, _) = page_blocks(&parse(&reduced).ok()?);
    (!blocks.is_empty() && equal_except_lines(blocks, reread)).then_some(reduced)
}

fn reduced_page(text: &str, page: &ParsedPage, address: Option<&str>) -> Option<String> {
    let root = content_roots(page)
        .into_iter()
        .find(|root| !article::read(page, *root).is_empty())?;
    let element = root.value().as_element()?;
    if element.name() == "body" {
        return None;
    }
    let article = text.get(inner_range(text, element)?)?;
    let mut out = head(page, address);
    push_frame(page, root, &mut out);
    let name = element.name();
    let _ = write!(
        out,
        "<{name}{}>{article}</{name}>\n</body>\n</html>\n",
        identifying_attributes(element)
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

/// Appends the breadcrumbs, and title and date if they are outside the article.
fn push_frame(page: &ParsedPage, root: NodeRef<'_, Node>, out: &mut String) {
    let is_outside =
        |node: &NodeRef<'_, Node>| node.ancestors().all(|above| above.id() != root.id());
    for breadcrumb in breadcrumbs(page) {
        push_element(out, "span", "rno-header-crumbs-link-2", breadcrumb);
    }
    if let Some(title) = title_module(page) {
        if is_outside(&title) {
            push_element(out, "h1", "rno-title-module-title", title);
        }
    } else if let Some(heading) = element_named(page, "h1").filter(is_outside) {
        let _ = writeln!(out, "<h1>{}</h1>", encode_text(&words(heading)));
    }
    if let Some(date) = date(page).filter(is_outside) {
        push_element(out, "p", "rno-title-module-date", date);
    }
}

/// Appends an element of this class with the node's words.
fn push_element(out: &mut String, name: &str, class: &str, node: NodeRef<'_, Node>) {
    let words = words(node);
    let text = encode_text(&words);
    let _ = writeln!(out, "<{name} class=\"{class}\">{text}</{name}>");
}

/// Returns the attributes by which the reader recognises the element.
fn identifying_attributes(element: &Element) -> String {
    let mut attributes = String::new();
    for name in ["id", "class", "role"] {
        if let Some(value) = element.attr(name) {
            let value = encode_double_quoted_attribute(value);
            let _ = write!(attributes, " {name}=\"{value}\"");
        }
    }
    attributes
}

fn element_named<'p>(page: &'p ParsedPage, name: &str) -> Option<NodeRef<'p, Node>> {
    find(page, |element| element.name() == name)
}

fn equal_except_lines(mut one: Vec<Block>, mut other: Vec<Block>) -> bool {
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
    fn reduce_keeps_article_byte_for_byte() {
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
    fn reduce_rejects_pages_with_unclosed_article() {
        // The table is never closed, so the parser puts the text that follows into it.
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
