//! The sections of an action page.
//!
//! Headings separate them. If a text lost its headings, tables and known sentences do.

use document::{Block, BlockKind, Table};

use super::stated_facts::host_in;
use crate::examples::begins_request;
use crate::table::header::{Columns, MAX_HEADER_LINES, columns_of_table, header_at};
use crate::words::text::{TextLine, text_line};
use crate::words::vocabulary::{Section, section_heading, section_sentence, without_number};

/// The blocks of one page by section.
#[derive(Debug, Default)]
pub(crate) struct Sections<'a> {
    /// Each block with its section, in the order of the page.
    blocks: Vec<(Section, &'a Block)>,
    /// The sections that a heading, table or sentence opened.
    found: Vec<Section>,
    /// The sections that a heading opened.
    headed: Vec<Section>,
}

/// Assigns each block of a page to a section.
pub(crate) fn split_into_sections(blocks: &[Block]) -> Sections<'_> {
    let headings: Vec<Section> = blocks.iter().filter_map(heading_of).collect();
    // A table may describe a structure, so it opens a section only if no heading does.
    let has_heading = |section: Section| headings.contains(&section);
    let mut sections = Sections::default();
    let mut current = Section::Description;
    let mut after_table = false;
    for (index, block) in blocks.iter().enumerate() {
        let known = heading_of(block);
        let labelled = known.filter(|section| !sections.labels(block, *section, current));
        sections.headed.extend(labelled);
        let heading = labelled.or_else(|| {
            let shown = section_below(blocks, index).filter(|_| known.is_none())?;
            let is_next = shown > current || sections.blocks.is_empty();
            (is_next && !has_heading(shown)).then_some(shown)
        });
        let opened = match &block.kind {
            _ if heading.is_some() => heading,
            BlockKind::Table(table) => {
                section_of_table(table, current).filter(|section| !has_heading(*section))
            }
            BlockKind::Line(line) => {
                let by_sentence = section_sentence(&line.text).filter(|section| *section > current);
                // Without headings, the examples follow the last table.
                let by_position =
                    (after_table && current == Section::Output && !has_heading(Section::Examples))
                        .then_some(Section::Examples);
                let by_header = || {
                    section_of_printed_header(blocks, index, current)
                        .filter(|section| !has_heading(*section))
                };
                by_sentence.or(by_position).or_else(by_header)
            }
            _ => None,
        };
        if let Some(section) = opened {
            current = section;
            sections.found.push(section);
            after_table = false;
        }
        after_table |= matches!(block.kind, BlockKind::Table(_));
        if heading.is_none() {
            sections.blocks.push((current, block));
        }
    }
    sections
}

impl<'a> Sections<'a> {
    /// Returns whether a heading of this section labels a part of an example.
    ///
    /// Old pages label requests and responses `请求参数` and `返回参数`, without a number.
    fn labels(&self, block: &Block, section: Section, current: Section) -> bool {
        current == Section::Examples
            && matches!(section, Section::Input | Section::Output)
            && self.headed.contains(&section)
            && text_line(block).is_some_and(|line| without_number(line.text).is_none())
    }

    /// Returns the section's blocks, without its heading.
    pub(crate) fn blocks(&self, section: Section) -> impl Iterator<Item = &'a Block> + '_ {
        self.blocks
            .iter()
            .filter(move |(owner, _)| *owner == section)
            .map(|(_, block)| *block)
    }

    /// Returns the section's text lines, without its heading.
    pub(crate) fn lines(&self, section: Section) -> Vec<TextLine<'a>> {
        self.blocks(section).filter_map(text_line).collect()
    }

    /// Returns the section's tables with cells.
    pub(crate) fn tables(&self, section: Section) -> impl Iterator<Item = &'a Table> + '_ {
        self.blocks(section).filter_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Returns whether the page has the section.
    pub(crate) fn has(&self, section: Section) -> bool {
        self.found.contains(&section)
    }

    /// Returns whether the page has a heading of the section.
    pub(crate) fn has_heading(&self, section: Section) -> bool {
        self.headed.contains(&section)
    }

    /// Returns whether the page ends early: a whole page ends with its error section.
    pub(crate) fn are_truncated(&self) -> bool {
        !self.has(Section::Errors)
    }
}

/// Returns the section that the block opens as a heading.
fn heading_of(block: &Block) -> Option<Section> {
    let is_heading = matches!(block.kind, BlockKind::Heading { .. });
    section_heading(text_line(block)?.text, is_heading)
}

/// Returns the section that an unknown heading opens, told by the blocks below it.
///
/// The section ends at the next known heading, or at one of the same level.
fn section_below(blocks: &[Block], index: usize) -> Option<Section> {
    let level = unknown_heading_level(blocks.get(index)?)?;
    for (at, block) in blocks.iter().enumerate().skip(index + 1) {
        let ends = heading_of(block).is_some()
            || unknown_heading_level(block).is_some_and(|other| other <= level);
        if ends {
            return None;
        }
        let shown = match &block.kind {
            BlockKind::Table(table) => {
                return section_of_columns(columns_of_table(table)?, Section::Description);
            }
            BlockKind::Code(code) => code.lines().find_map(section_of_line),
            _ => section_of_line(text_line(block)?.text)
                .or_else(|| section_of_printed_header(blocks, at, Section::Description)),
        };
        if shown.is_some() {
            return shown;
        }
    }
    None
}

/// The level of a numbered line that isn't marked as a heading.
const PRINTED_LEVEL: u8 = 2;

/// The maximum length of an unknown heading, in characters.
const MAX_HEADING_CHARS: usize = 60;

/// Returns the level of a heading with unknown words. A printed one has a number.
fn unknown_heading_level(block: &Block) -> Option<u8> {
    let level = match &block.kind {
        BlockKind::Heading { level, .. } => *level,
        BlockKind::Line(line) => without_number(&line.text).map(|_| PRINTED_LEVEL)?,
        _ => return None,
    };
    let text = text_line(block)?.text;
    let is_short = text.chars().count() <= MAX_HEADING_CHARS;
    let is_title =
        is_short && !text.ends_with(['.', '。', ';', '；']) && heading_of(block).is_none();
    is_title.then_some(level)
}

/// Returns the section that only this line can belong to.
fn section_of_line(text: &str) -> Option<Section> {
    if host_in(text).is_some() {
        return Some(Section::Description);
    }
    begins_request(text).then_some(Section::Examples)
}

fn section_of_table(table: &Table, current: Section) -> Option<Section> {
    section_of_columns(columns_of_table(table)?, current)
}

/// Returns the later section that a table with these columns opens.
///
/// Inputs have a required column, outputs don't, errors have codes.
fn section_of_columns(columns: Columns, current: Section) -> Option<Section> {
    let section = match columns {
        Columns::ErrorCode => Section::Errors,
        _ if columns.has_required() => Section::Input,
        _ if columns.is_parameters() => Section::Output,
        _ => return None,
    };
    (section > current).then_some(section)
}

/// Returns the later section that a printed header at this index opens.
fn section_of_printed_header(blocks: &[Block], index: usize, current: Section) -> Option<Section> {
    let ahead: Vec<TextLine<'_>> = blocks
        .iter()
        .skip(index)
        .take(MAX_HEADER_LINES)
        .map_while(text_line)
        .collect();
    let (columns, _) = header_at(&ahead, 0)?;
    section_of_columns(columns, current)
}
