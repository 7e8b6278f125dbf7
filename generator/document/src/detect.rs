//! Detects a file's format from its text.

use crate::Format;
use crate::pdf::{is_address, is_number};
use crate::text::is_rule;

/// Returns the most likely format of a text.
pub fn format_of(text: &str) -> Format {
    if is_html(text) {
        Format::Html
    } else if is_pdf_text(text) {
        Format::PdfText
    } else if is_markdown(text) {
        Format::Markdown
    } else {
        Format::Text
    }
}

/// Elements that a page, or an article cut out of a page, begins with.
const FIRST_ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "link", "script", "style", "body", "main", "article",
    "section", "header", "nav", "div", "table", "p", "h1", "h2", "h3", "h4", "ul", "ol",
];

fn is_html(text: &str) -> bool {
    let mut start = text.trim_start();
    while let Some((_, after)) = start
        .strip_prefix("<!--")
        .and_then(|comment| comment.split_once("-->"))
    {
        start = after.trim_start();
    }
    let Some(tag) = start.strip_prefix('<') else {
        return false;
    };
    let name_end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    let name = tag.get(..name_end).unwrap_or_default().to_ascii_lowercase();
    if name == "html" || tag.starts_with("?xml") || is_doctype(tag) {
        return true;
    }
    // Markdown may begin with a raw element, but then has Markdown's own marks, too.
    FIRST_ELEMENTS.contains(&name.as_str()) && text.contains("</") && !is_markdown(text)
}

fn is_doctype(tag: &str) -> bool {
    tag.get(..8)
        .is_some_and(|start| start.eq_ignore_ascii_case("!doctype"))
}

/// Returns whether the text is a manual, which has page footers, form feeds or lists of addresses.
fn is_pdf_text(text: &str) -> bool {
    let (mut footers, mut addresses, mut form_feeds) = (0, 0, 0);
    for line in text.lines() {
        form_feeds += usize::from(line.contains('\u{c}'));
        let line = line.trim();
        footers += usize::from(is_page_footer(line));
        addresses += usize::from(is_address(line));
    }
    footers >= 2 || form_feeds >= 2 || addresses >= 20
}

/// Returns whether the line is `… Page 76 of 640` or `… 第99 共711页`.
fn is_page_footer(line: &str) -> bool {
    if line.len() > 300 {
        return false;
    }
    let english = line
        .rsplit_once("Page ")
        .and_then(|(_, numbers)| numbers.split_once(" of "));
    let chinese = line
        .strip_suffix('页')
        .and_then(|line| line.rsplit_once('第'))
        .and_then(|(_, numbers)| numbers.split_once('共'));
    english.or(chinese).is_some_and(|(page, pages)| {
        let page = page.trim().trim_end_matches('页').trim_end();
        is_number(page) && is_number(pages.trim())
    })
}

/// Returns whether the text has headings, fences, or several links and escapes.
///
/// The rule below a table's header also occurs in plain text.
fn is_markdown(text: &str) -> bool {
    let mut soft_marks = 0;
    for line in text.lines() {
        if is_heading(line) || line.starts_with("```") || line.starts_with("~~~") {
            return true;
        }
        let is_escaped = ["\\_", "\\-", "\\.", "\\*", "\\|", "\\["]
            .iter()
            .any(|escape| line.contains(escape));
        let has_link = line.contains("](") && line.contains('[');
        let has_marked_cells = line.trim_start().starts_with('|') && line.contains("<br");
        // JSON escapes quotes and slashes, and indents or opens with a quote.
        let is_code = line.trim_start().starts_with(['"', '{', '[', '&']) && !has_link;
        soft_marks += usize::from((is_escaped || has_link || has_marked_cells) && !is_code);
    }
    soft_marks >= 2 && (soft_marks >= 5 || text.lines().any(is_rule))
}

/// Returns whether the line is `## Words`. A single `#` begins a comment in many languages.
fn is_heading(line: &str) -> bool {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    (2..=6).contains(&level) && words.starts_with(' ') && !words.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_is_detected_by_its_marks() {
        for (text, format) in [
            ("<!DOCTYPE html><html></html>", Format::Html),
            ("<!-- saved from url=(1) -->\n<HTML>", Format::Html),
            ("<div id=\"docArticleContent\"><p>a</p></div>", Format::Html),
            (
                "<pre>\ncode\n</pre>\n\n## 1. API Description\n",
                Format::Markdown,
            ),
            ("## 1. API Description\n\ntext\n", Format::Markdown),
            ("```\ncode\n```\n", Format::Markdown),
            (
                "a\\_b [x](/y)\n1\\. c\n| a | b |\n|---|---|\n",
                Format::Markdown,
            ),
            ("| a | b |\n|---|---|\n| c | d |\n", Format::Text),
            (
                "1. API Description\n# comment\n{\n\"a\\\\_b\": 1\n",
                Format::Text,
            ),
            ("<Common request parameters>\n{}\n", Format::Text),
            (
                "a\n©2013-2022 Tencent Cloud. Page 1 of 2\nb\nPage 2 of 2\n",
                Format::PdfText,
            ),
            (
                "云服务器\n版权所有：腾讯云 第99 共711页\n第100 共711页\n",
                Format::PdfText,
            ),
        ] {
            assert_eq!(format_of(text), format, "{text}");
        }
    }

    #[test]
    fn few_addresses_are_plain_text() {
        assert_eq!(format_of("see\nhttps://example.com/a\n"), Format::Text);
        assert_eq!(
            format_of(&"https://example.com/a\n".repeat(20)),
            Format::PdfText
        );
    }
}
