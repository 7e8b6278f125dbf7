//! Splits the text of a manual into printed pages.

use std::collections::BTreeMap;

use crate::{Block, BlockKind, Line};

/// The lines of one printed page, without blank ones.
#[derive(Debug, Default)]
pub(super) struct Page<'a> {
    pub(super) lines: Vec<PageLine<'a>>,
}

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageLine<'a> {
    /// The 1-based line of the file.
    pub(super) number: usize,
    pub(super) blank_before: bool,
    /// The line without ASCII white space around it. A no-break space at the start is text.
    pub(super) text: &'a str,
    pub(super) space_after: bool,
    /// The number of blanks before the text. One of them may mark the first line of a page.
    pub(super) indent: usize,
    /// The number of lines directly above that have only blanks.
    pub(super) holes: usize,
}

/// Splits the text after each footer, and before each line with one extra leading blank.
///
/// Also returns the product's name, which most footers print.
pub(super) fn split_into_pages(text: &str) -> (Vec<Page<'_>>, Option<String>) {
    let footers = FooterNames::count(text);
    let product = footers.most_frequent();
    let mut pages = vec![Page::default()];
    let mut blank_before = false;
    let mut holes = 0;
    for (index, raw) in text.lines().enumerate() {
        let trimmed = trim_ascii(raw);
        if trimmed.is_empty() {
            blank_before = true;
            holes += usize::from(!raw.is_empty());
            continue;
        }
        let line = PageLine {
            number: index + 1,
            blank_before: std::mem::take(&mut blank_before),
            text: trimmed,
            space_after: raw.ends_with(' '),
            indent: indent_of(raw),
            holes: std::mem::take(&mut holes),
        };
        if is_footer(trimmed) {
            if let Some(page) = pages.last_mut()
                && page.last_text() == product
            {
                page.lines.pop();
            }
            pages.push(Page::default());
            continue;
        }
        if begins_page(raw) && pages.last().is_some_and(|page| !page.lines.is_empty()) {
            pages.push(Page::default());
        }
        if let Some(page) = pages.last_mut() {
            page.lines.push(line);
        }
    }
    pages.retain(|page| !page.lines.is_empty());
    (pages, footers.of_most().map(str::to_owned))
}

/// The lines above the footers, with the number of footers below each. One is the product's name.
struct FooterNames<'a>(BTreeMap<&'a str, usize>);

impl<'a> FooterNames<'a> {
    fn count(text: &'a str) -> Self {
        let mut counts = BTreeMap::new();
        let mut above = "";
        for line in text.lines().map(trim_ascii).filter(|line| !line.is_empty()) {
            if is_footer(line) {
                *counts.entry(above).or_default() += 1;
            }
            above = line;
        }
        Self(counts)
    }

    /// Returns the line above more footers than any other.
    fn most_frequent(&self) -> Option<&'a str> {
        let most = self.0.iter().max_by_key(|(_, count)| **count);
        most.map(|(name, _)| *name)
    }

    /// Returns the line above more than half of several footers.
    fn of_most(&self) -> Option<&'a str> {
        let footers: usize = self.0.values().sum();
        let name = self.most_frequent()?;
        let count = self.0.get(name)?;
        (*count > 1 && count * 2 > footers).then_some(name)
    }
}

impl Page<'_> {
    pub(super) fn first_text(&self) -> Option<&str> {
        self.lines.first().map(|line| line.text)
    }

    pub(super) fn last_text(&self) -> Option<&str> {
        self.lines.last().map(|line| line.text)
    }

    /// Takes the hyperlinks at the end of the page: a run of addresses without a blank line in it.
    ///
    /// Returns the line of the first one and their addresses.
    pub(super) fn take_links(&mut self) -> (usize, Vec<String>) {
        let mut start = self.lines.len();
        while let Some(line) = start.checked_sub(1).and_then(|last| self.lines.get(last)) {
            if !is_address(line.text) {
                break;
            }
            start -= 1;
            if line.blank_before {
                break;
            }
        }
        let links = self.lines.split_off(start);
        let first_line = links.first().map_or(0, |line| line.number);
        (
            first_line,
            links.into_iter().map(|line| line.text.to_owned()).collect(),
        )
    }

    pub(super) fn into_line_blocks(self) -> impl Iterator<Item = Block> {
        self.lines.into_iter().map(|line| Block {
            line: line.number,
            kind: BlockKind::Line(Line {
                text: line.text.to_owned(),
                space_after: line.space_after,
                blank_before: line.blank_before,
                indent: line.indent,
                holes: line.holes,
                links: Vec::new(),
            }),
        })
    }
}

/// Returns whether the line begins a page. Code is indented by multiples of four, so one more blank
/// marks a page's first line.
fn begins_page(raw: &str) -> bool {
    indent_of(raw) % 4 == 1
}

/// Returns the number of blanks at the start of a line.
fn indent_of(raw: &str) -> usize {
    raw.bytes().take_while(|&b| b == b' ').count()
}

/// Returns whether the line is a page's footer.
///
/// `版权所有：… 第99 共711页` or `©2013-2022 Tencent Cloud. All rights reserved. Page 76 of 640`
fn is_footer(text: &str) -> bool {
    let chinese = text.starts_with("版权所有") && text.ends_with('页');
    let english = text.starts_with('©')
        && text
            .rsplit_once(" of ")
            .is_some_and(|(_, total)| is_number(total));
    chinese || english
}

/// Returns whether the text has only ASCII digits.
pub(crate) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether the text is only an address on the web.
pub(crate) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && !text.contains(char::is_whitespace)
}

fn trim_ascii(raw: &str) -> &str {
    raw.trim_matches(|c: char| c.is_ascii_whitespace())
}
