//! Reads a page that was reduced to plain text.
//!
//! Tables are read where pipes or tabs separate their cells. In all other states of damage a line is
//! a line: which of its words are cells can only be told by the documentation's vocabulary.

mod pipe_table;
mod tab_table;

pub(crate) use pipe_table::{PipeTables, is_rule};

use crate::{Block, BlockKind, Cell, Document, Format, Line, Row, Table, chrome};
use tab_table::TabTables;

/// Reads the text of a page.
pub(super) fn read(file: &str, text: &str) -> Document {
    let lines: Vec<&str> = text.lines().collect();
    Document {
        file: file.to_owned(),
        format: Format::Text,
        blocks: chrome::remove(read_blocks(&lines)),
    }
}

fn read_blocks(lines: &[&str]) -> Vec<Block> {
    let pipes = PipeTables::new(lines);
    let tabs = TabTables::new(lines);
    let mut blocks = Vec::new();
    let mut blank_before = false;
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let table = pipes.table_at(index).or_else(|| tabs.table_at(index));
        let kind = match table {
            Some(raw) => {
                let end = raw.end;
                let kind = BlockKind::Table(raw.into_table(cell_of));
                blocks.push(Block {
                    line: index + 1,
                    kind,
                });
                index = end.max(index + 1);
                blank_before = false;
                continue;
            }
            None if line.trim().is_empty() => None,
            None => Some(BlockKind::Line(line_of(line, blank_before))),
        };
        blank_before = kind.is_none();
        blocks.extend(kind.map(|kind| Block {
            line: index + 1,
            kind,
        }));
        index += 1;
    }
    blocks
}

fn line_of(line: &str, blank_before: bool) -> Line {
    Line {
        text: dash_for_bullet(line.trim()),
        space_after: line.ends_with(char::is_whitespace),
        blank_before,
        links: Vec::new(),
    }
}

fn cell_of(text: &str) -> Cell {
    let lines: Vec<String> = text
        .lines()
        .map(|line| dash_for_bullet(line.trim()))
        .collect();
    Cell {
        text: lines.join("\n"),
        links: Vec::new(),
    }
}

/// Extractors print a bullet before the items of a list.
fn dash_for_bullet(line: &str) -> String {
    match line.strip_prefix(['•', '●', '◦', '▪', '■']) {
        Some(item) => format!("- {}", item.trim_start()),
        None => line.to_owned(),
    }
}

/// A table as written: cells hold raw text of the format, with `\n` between lines.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawTable {
    /// The header's cells; empty where they are blank.
    pub(crate) header: Vec<String>,
    /// The rows below.
    pub(crate) rows: Vec<RawRow>,
    /// Index of the first line after the table.
    pub(crate) end: usize,
}

/// A row and where it begins.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawRow {
    /// Index of its first line.
    pub(crate) index: usize,
    /// Its cells; a damaged row may have fewer than the header.
    pub(crate) cells: Vec<String>,
}

impl RawTable {
    /// Converts the table, reading each cell's raw text with `read_cell`.
    pub(crate) fn into_table(self, read_cell: impl Fn(&str) -> Cell) -> Table {
        let read_cells = |texts: &[String]| texts.iter().map(|text| read_cell(text)).collect();
        Table {
            header: read_cells(&self.header),
            rows: self
                .rows
                .iter()
                .map(|row| Row {
                    line: row.index + 1,
                    cells: read_cells(&row.cells),
                })
                .collect(),
        }
    }
}
