//! Splits a document into its pages: a manual holds hundreds, a saved page one.

use document::{Block, BlockKind, Document, Title};

use super::reader::text_line;
use super::vocabulary::{CURRENT_HOSTS, Section, is_legacy_sign, section_heading};

/// One page of the documentation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    /// The page's title, where it was kept.
    pub(super) title: Option<&'a Title>,
    /// 1-based line on which the page begins.
    pub(super) line: usize,
    /// The content without the title.
    pub(super) blocks: &'a [Block],
}

/// The pages of a document in its order.
pub(super) fn split_into_units(document: &Document) -> Vec<Unit<'_>> {
    let blocks = &document.blocks;
    let mut starts: Vec<usize> = Vec::new();
    let mut page_has_description = false;
    for (index, block) in blocks.iter().enumerate() {
        let title = matches!(block.kind, BlockKind::Title(_));
        let description = opens_description(block);
        if title || description && page_has_description {
            starts.push(index);
            page_has_description = false;
        }
        page_has_description |= description;
    }
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
    starts
        .iter()
        .zip(ends)
        .filter_map(|(&start, end)| unit(blocks.get(start..end)?))
        .collect()
}

fn unit(blocks: &[Block]) -> Option<Unit<'_>> {
    let first = blocks.first()?;
    if let BlockKind::Title(title) = &first.kind {
        return Some(Unit {
            title: Some(title),
            line: first.line,
            blocks: blocks.get(1..).unwrap_or_default(),
        });
    }
    Some(Unit {
        title: None,
        line: first.line,
        blocks,
    })
}

fn opens_description(block: &Block) -> bool {
    let marked = matches!(block.kind, BlockKind::Heading { .. });
    text_line(block)
        .is_some_and(|line| section_heading(line.text, marked) == Some(Section::Description))
}

impl<'a> Unit<'a> {
    /// The title's words; empty where they were lost.
    pub(super) fn title_text(&self) -> &'a str {
        self.title.map_or("", |title| &title.text)
    }

    /// Date and time of the last update, as printed.
    pub(super) fn updated(&self) -> Option<String> {
        self.title.and_then(|title| title.updated.clone())
    }

    /// Whether the page belongs to a generation before API 3.0.
    pub(super) fn is_legacy(&self) -> bool {
        let mut legacy = false;
        for line in self.blocks.iter().filter_map(text_line) {
            if line.text.contains(CURRENT_HOSTS) {
                return false;
            }
            legacy |= is_legacy_sign(line.text);
        }
        legacy
    }
}
