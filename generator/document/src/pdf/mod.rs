//! Reads a whole manual whose text was extracted from a PDF.
//!
//! Such text does not mark the end of a page. Floating parts of the printed page follow at the end
//! of its text: title, date, call-out boxes, then all hyperlinks. This reader moves the title to
//! the start of its document and separates the rest.

mod floats;
mod page;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::blocks::is_box_label;
use crate::{Block, BlockKind, Document, Format, Title};
use floats::take_title;
use page::Page;
pub(crate) use page::{is_address, is_number};

/// Reads the text of a manual.
pub(crate) fn read(file: &str, text: &str) -> Document {
    let (pages, footer) = page::split_into_pages(text);
    let mut pages: Vec<PageParts<'_>> = pages.into_iter().map(PageParts::new).collect();
    move_boxes_to_titles(&mut pages);
    let repeated = RepeatedLines::new(text);
    let mut rest = pages.as_mut_slice();
    while let [page, following @ ..] = rest {
        if let Some(following) = following.first_mut() {
            drop_clipped_heading(page, following);
            recover_title(page, following, &repeated);
        }
        rest = following;
    }
    let blocks = pages.into_iter().flat_map(PageParts::into_blocks).collect();
    Document {
        file: file.to_owned(),
        format: Format::PdfText,
        blocks,
        footer,
        dropped: Vec::new(),
    }
}

/// A page, with the floating parts separated from its text.
struct PageParts<'a> {
    title: Option<Title>,
    /// The lines without title and links.
    body: Page<'a>,
    links: Vec<String>,
    /// The 1-based line of the first link, or 0 without links.
    links_line: usize,
}

impl<'a> PageParts<'a> {
    fn new(mut body: Page<'a>) -> Self {
        let (links_line, links) = body.take_links();
        let title = take_title(&mut body);
        Self {
            title,
            body,
            links,
            links_line,
        }
    }

    fn into_blocks(self) -> Vec<Block> {
        let start = self.document_start();
        let mut blocks: Vec<Block> = self.body.into_line_blocks().collect();
        if let Some(title) = self.title {
            let line = blocks
                .get(start)
                .map_or(self.links_line.max(1), |block| block.line);
            blocks.insert(
                start,
                Block {
                    line,
                    kind: BlockKind::Title(title),
                },
            );
        }
        if !self.links.is_empty() {
            blocks.push(Block {
                line: self.links_line,
                kind: BlockKind::Links(self.links),
            });
        }
        blocks
    }

    /// Returns the index of the line at which the titled document begins.
    ///
    /// A document begins at the top of the page, unless the page ends with its first heading.
    fn document_start(&self) -> usize {
        let last_is_first_heading = self.body.last_text().is_some_and(|text| {
            text.strip_prefix("1. ")
                .is_some_and(|words| words.chars().count() <= MAX_HEADING_CHARS)
        });
        if last_is_first_heading {
            self.body.lines.len() - 1
        } else {
            0
        }
    }
}

/// The maximum length of a heading in characters. Longer lines are list items.
const MAX_HEADING_CHARS: usize = 16;

/// The maximum number of lines after a clipped heading that may be the text of a call-out box.
const MAX_BOX_LINES: usize = 6;

/// Moves the text of a call-out box to the title of its document.
///
/// A box that spans two printed pages floats with its label to the end of the first and with its
/// text to the end of the second, below the clipped heading of the next page.
fn move_boxes_to_titles(pages: &mut [PageParts<'_>]) {
    let mut waiting: Option<usize> = None;
    for index in 0..pages.len() {
        let heading = pages.get(index + 1).and_then(|next| next.body.first_text());
        let heading = heading.map(str::to_owned);
        let Some(page) = pages.get_mut(index) else {
            return;
        };
        if let Some(title) = &page.title {
            let ends_with_label = title.notes.last().is_some_and(|note| is_box_label(note));
            waiting = ends_with_label.then_some(index);
            continue;
        }
        let Some(owner) = waiting else { continue };
        let Some(text) = heading.and_then(|heading| page.body.take_after_clipped(&heading)) else {
            continue;
        };
        waiting = None;
        if let Some(title) = pages.get_mut(owner).and_then(|page| page.title.as_mut()) {
            title.notes.extend(text);
        }
    }
}

impl Page<'_> {
    /// Takes the lines after a clipped form of the heading.
    fn take_after_clipped(&mut self, heading: &str) -> Option<Vec<String>> {
        let from_end = self
            .lines
            .iter()
            .rev()
            .take(MAX_BOX_LINES)
            .position(|line| is_clipped_form_of(line.text, heading))?;
        let start = self.lines.len() - from_end;
        let text: Vec<String> = self
            .lines
            .split_off(start)
            .into_iter()
            .map(|line| line.text.to_owned())
            .collect();
        (!text.is_empty()).then_some(text)
    }
}

/// Drops a heading cut by the page's edge. It is printed twice: clipped here, whole on the next
/// page.
fn drop_clipped_heading(page: &mut PageParts<'_>, following: &mut PageParts<'_>) {
    let (Some(last), Some(heading)) = (page.body.last_text(), following.body.first_text()) else {
        return;
    };
    if !is_clipped_form_of(last, heading) {
        return;
    }
    page.body.lines.pop();
    // The first heading of a document takes the title with it: both belong to the next page.
    if heading.starts_with("1. ") && following.title.is_none() {
        following.title = page.title.take();
    }
}

/// Recovers a title that did not fit and was printed at the end of the previous page.
///
/// Only a line that the contents or the overview repeats can be such a title.
fn recover_title(
    page: &mut PageParts<'_>,
    following: &mut PageParts<'_>,
    repeated: &RepeatedLines<'_>,
) {
    let Some(title) = following
        .title
        .as_mut()
        .filter(|title| title.text.is_empty())
    else {
        return;
    };
    let Some(last) = page.body.last_text().filter(|last| repeated.contains(last)) else {
        return;
    };
    title.text = last.to_owned();
    page.body.lines.pop();
}

/// The lines that a text repeats, collected on first use, because few texts need them.
struct RepeatedLines<'a> {
    text: &'a str,
    lines: OnceCell<BTreeSet<&'a str>>,
}

impl<'a> RepeatedLines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            lines: OnceCell::new(),
        }
    }

    fn contains(&self, line: &str) -> bool {
        self.lines.get_or_init(|| self.collect()).contains(line)
    }

    fn collect(&self) -> BTreeSet<&'a str> {
        let mut seen = BTreeSet::new();
        self.text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !seen.insert(*line))
            .collect()
    }
}

/// Returns whether `clipped` has some characters of the heading, in order, but not all.
fn is_clipped_form_of(clipped: &str, heading: &str) -> bool {
    if clipped == heading || !is_counted_heading(heading) {
        return false;
    }
    let mut rest = heading.chars();
    clipped
        .chars()
        .filter(|c| !c.is_whitespace())
        .all(|c| rest.any(|candidate| candidate == c))
}

/// Returns whether a heading has a number: `4. 示例`, `第 118 次发布`, `Release 3`.
fn is_counted_heading(heading: &str) -> bool {
    let numbered = heading
        .split_once(". ")
        .is_some_and(|(number, words)| !words.is_empty() && is_number(number));
    let release = heading
        .strip_prefix("第 ")
        .and_then(|rest| rest.strip_suffix(" 次发布"));
    numbered
        || release
            .or_else(|| heading.strip_prefix("Release "))
            .is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipped_headings_differ_from_text() {
        for (clipped, heading) in [
            ("接 描述", "1. 接口描述"),
            ("例", "4. 示例"),
            ("输出参数", "3. 输出参数"),
            ("错误", "6. 错误码"),
        ] {
            assert!(
                is_clipped_form_of(clipped, heading),
                "{clipped} of {heading}"
            );
        }
        assert!(!is_clipped_form_of("}", "4. 示例"));
        assert!(!is_clipped_form_of("4. 示例", "4. 示例"));
        assert!(
            !is_clipped_form_of("示例", "示例值：1"),
            "only numbered headings are clipped"
        );
        assert!(!is_clipped_form_of("Tags", "3. Output Parameters"));
    }
}
