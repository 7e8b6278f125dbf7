//! Splits an action page into its sections, by headings or, where a text lost them, by what stands there.

use document::{Block, BlockKind, Table};

use super::header::{Columns, columns_of_cells, columns_of_lines};
use super::reader::{TextLine, text_line};
use super::vocabulary::{Section, section_heading, section_sentence};

/// The blocks of one page by section.
#[derive(Debug, Default)]
pub(super) struct Sections<'a> {
    blocks: Vec<(Section, &'a Block)>,
    /// Whether any heading or table told a section.
    found: Vec<Section>,
}

/// Assigns each block to a section.
pub(super) fn split_into_sections(blocks: &[Block]) -> Sections<'_> {
    let has_examples_heading = blocks
        .iter()
        .any(|block| heading_of(block) == Some(Section::Examples));
    let mut sections = Sections::default();
    let mut current = Section::Description;
    let mut after_table = false;
    for (index, block) in blocks.iter().enumerate() {
        if let Some(section) = heading_of(block) {
            sections.enter(&mut current, section);
            after_table = false;
            continue;
        }
        match &block.kind {
            BlockKind::Table(table) => {
                if let Some(section) = section_of_table(table, current) {
                    sections.enter(&mut current, section);
                }
                after_table = true;
            }
            BlockKind::Line(line) => {
                let by_sentence = section_sentence(&line.text).filter(|section| *section > current);
                // Where headings were lost, the examples follow the last table.
                let by_place = (after_table && current == Section::Output && !has_examples_heading)
                    .then_some(Section::Examples);
                let by_header = header_section(blocks, index, current);
                if let Some(section) = by_sentence.or(by_place).or(by_header) {
                    sections.enter(&mut current, section);
                    after_table = false;
                }
            }
            _ => {}
        }
        sections.blocks.push((current, block));
    }
    sections
}

impl<'a> Sections<'a> {
    fn enter(&mut self, current: &mut Section, section: Section) {
        *current = section;
        self.found.push(section);
    }

    /// The section's blocks, without its heading.
    pub(super) fn blocks(&self, section: Section) -> impl Iterator<Item = &'a Block> + '_ {
        self.blocks
            .iter()
            .filter(move |(of, _)| *of == section)
            .map(|(_, block)| *block)
    }

    /// The section's text lines, without its heading.
    pub(super) fn lines(&self, section: Section) -> Vec<TextLine<'a>> {
        self.blocks(section).filter_map(text_line).collect()
    }

    /// The section's tables with known cells.
    pub(super) fn tables(&self, section: Section) -> impl Iterator<Item = &'a Table> + '_ {
        self.blocks(section).filter_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Whether the page has the section.
    pub(super) fn has(&self, section: Section) -> bool {
        self.found.contains(&section)
    }
}

fn heading_of(block: &Block) -> Option<Section> {
    let marked = matches!(block.kind, BlockKind::Heading { .. });
    section_heading(text_line(block)?.text, marked)
}

/// A table with a required column holds inputs, one of error codes errors; any other after the inputs, outputs.
fn section_of_table(table: &Table, current: Section) -> Option<Section> {
    let columns = columns_of_cells(table.header.iter().map(|cell| cell.text.as_str()))?;
    section_of_columns(columns, current)
}

fn section_of_columns(columns: Columns, current: Section) -> Option<Section> {
    let section = match columns {
        Columns::NameRequiredType => Section::Input,
        Columns::NameType => Section::Output,
        Columns::ErrorCode => Section::Errors,
        _ => return None,
    };
    (section > current).then_some(section)
}

/// The header of a printed table tells the section too, where its heading was lost.
fn header_section(blocks: &[Block], index: usize, current: Section) -> Option<Section> {
    let ahead: Vec<TextLine<'_>> = blocks
        .iter()
        .skip(index)
        .take(5)
        .map_while(text_line)
        .collect();
    let (columns, _) = columns_of_lines(&ahead)?;
    section_of_columns(columns, current)
}
