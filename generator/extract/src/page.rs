//! The pages of a document: a manual has hundreds, a saved page is one.

use document::{Block, BlockKind, Document, Title};
use spec::Language;

use crate::words::language_of;
use crate::words::text::{TextLine, text_line};
use crate::words::vocabulary::{
    CURRENT_HOSTS, Section, is_legacy_sign, product_heading, section_heading,
};

/// One page of the documentation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'a> {
    /// The title, unless the format lost it.
    pub(crate) title: Option<&'a Title>,
    /// The 1-based line on which the page begins.
    pub(crate) line: usize,
    /// The content without the title.
    pub(crate) blocks: &'a [Block],
}

/// Splits a document into its pages, in order.
///
/// A title opens a page. So does a description heading if the page above already has one, because
/// some formats lose the titles.
pub(crate) fn split_into_pages(document: &Document) -> Vec<Page<'_>> {
    let blocks = &document.blocks;
    let mut starts: Vec<usize> = Vec::new();
    let mut page_has_description = false;
    for (index, block) in blocks.iter().enumerate() {
        let is_title = matches!(block.kind, BlockKind::Title(_));
        let is_description = opens_description(block);
        if is_title || (is_description && page_has_description) || opens_product(block) {
            starts.push(index);
            page_has_description = false;
        }
        page_has_description |= is_description;
    }
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&start, end)| Page::new(blocks.get(start..end)?))
        .collect()
}

/// Returns whether the block is the heading of a product in a history of several products.
fn opens_product(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Heading { text, .. } => product_heading(text).is_some(),
        _ => false,
    }
}

/// Returns whether the block is the heading of the description.
fn opens_description(block: &Block) -> bool {
    let is_heading = matches!(block.kind, BlockKind::Heading { .. });
    text_line(block)
        .is_some_and(|line| section_heading(line.text, is_heading) == Some(Section::Description))
}

impl<'a> Page<'a> {
    /// Returns the page with these blocks, or `None` without blocks.
    fn new(blocks: &'a [Block]) -> Option<Self> {
        let (first, rest) = blocks.split_first()?;
        let (title, blocks) = match &first.kind {
            BlockKind::Title(title) => (Some(title), rest),
            _ => (None, blocks),
        };
        Some(Self {
            title,
            line: first.line,
            blocks,
        })
    }

    /// Returns the title's text, or an empty text if the format lost it.
    pub(crate) fn title_text(&self) -> &'a str {
        self.title.map_or("", |title| &title.text)
    }

    /// Returns the language of the title, or else of all lines.
    pub(crate) fn language(&self) -> Language {
        match self.title_text() {
            "" => {
                let lines = self.blocks.iter().filter_map(text_line);
                language_of(&lines.map(|line| line.text).collect::<String>())
            }
            title => language_of(title),
        }
    }

    /// Returns the texts of the call-out boxes that the format moved to the title.
    pub(crate) fn boxes(&self) -> Vec<String> {
        self.title.map_or_else(Vec::new, Title::boxes)
    }

    /// Returns date and time of the last update, as printed.
    pub(crate) fn updated(&self) -> Option<String> {
        self.title.and_then(|title| title.updated.clone())
    }

    /// Returns the text lines of the page.
    pub(crate) fn lines(&self) -> Vec<TextLine<'a>> {
        self.blocks.iter().filter_map(text_line).collect()
    }

    /// Returns whether the page describes an API generation before 3.0.
    pub(crate) fn is_legacy(&self) -> bool {
        let mut is_legacy = false;
        for line in self.blocks.iter().filter_map(text_line) {
            if line.text.contains(CURRENT_HOSTS) {
                return false;
            }
            is_legacy |= is_legacy_sign(line.text);
        }
        is_legacy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(text: &str) -> Vec<(usize, String, usize)> {
        let format = Some(document::Format::Markdown);
        let document = document::read("page.md", text.as_bytes(), format).unwrap();
        let pages = split_into_pages(&document);
        pages
            .iter()
            .map(|page| (page.line, page.title_text().to_owned(), page.lines().len()))
            .collect()
    }

    #[test]
    fn second_description_opens_a_page() {
        let page = "## 1. API Description\n\nText.\n\n";
        assert_eq!(
            pages(&page.repeat(2)),
            [(1, String::new(), 2), (5, String::new(), 2)]
        );
        assert_eq!(pages("Text.\n"), [(1, String::new(), 1)]);
    }
}
