//! The blocks of a document as extraction reads them.

use document::{Block, BlockKind};

/// A line of running text: a printed line, a paragraph, or a heading that turned out to be text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextLine<'a> {
    /// 1-based line of the file.
    pub(super) number: usize,
    /// The words.
    pub(super) text: &'a str,
    /// See [`Line::space_after`](document::Line::space_after).
    pub(super) space_after: bool,
    /// See [`Line::blank_before`](document::Line::blank_before).
    pub(super) blank_before: bool,
}

impl<'a> TextLine<'a> {
    /// A line with nothing around it.
    pub(super) fn new(number: usize, text: &'a str) -> Self {
        Self {
            number,
            text,
            space_after: false,
            blank_before: false,
        }
    }

    /// The line with other words.
    pub(super) fn with_text(self, text: &'a str) -> Self {
        Self { text, ..self }
    }
}

/// The text lines among the blocks.
pub(super) fn text_lines(blocks: &[Block]) -> Vec<TextLine<'_>> {
    blocks.iter().filter_map(text_line).collect()
}

/// A block as a text line, if it is one.
pub(super) fn text_line(block: &Block) -> Option<TextLine<'_>> {
    match &block.kind {
        BlockKind::Line(line) => Some(TextLine {
            number: block.line,
            text: &line.text,
            space_after: line.space_after,
            blank_before: line.blank_before,
        }),
        BlockKind::Heading { text, .. } => Some(TextLine {
            blank_before: true,
            ..TextLine::new(block.line, text)
        }),
        _ => None,
    }
}

/// Where the hyperlinks among the blocks lead, in order.
pub(super) fn links(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().flat_map(block_links)
}

fn block_links(block: &Block) -> Box<dyn Iterator<Item = &str> + '_> {
    match &block.kind {
        BlockKind::Line(line) => Box::new(line.links.iter().map(String::as_str)),
        BlockKind::Links(links) => Box::new(links.iter().map(String::as_str)),
        BlockKind::Table(table) => Box::new(
            (table
                .header
                .iter()
                .chain(table.rows.iter().flat_map(|row| &row.cells)))
            .flat_map(|cell| cell.links.iter().map(String::as_str)),
        ),
        _ => Box::new(std::iter::empty()),
    }
}
