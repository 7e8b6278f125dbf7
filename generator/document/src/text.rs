//! Reads a page that was reduced to plain text.
//!
//! Tables are read where pipes or tabs separate their cells. In all other states of damage a line is
//! a line: which of its words are cells can only be told by the documentation's vocabulary.

use super::pipe_table::{PipeTables, RawTable};
use super::tab_table::TabTables;
use super::{Block, BlockKind, Cell, Document, Format, Line, Row, Table, site_chrome};

/// Reads the text of a page.
pub(super) fn read(file: &str, text: &str) -> Document {
    let lines: Vec<&str> = text.lines().collect();
    Document {
        file: file.to_owned(),
        format: Format::Text,
        blocks: site_chrome::remove(read_blocks(&lines)),
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
                let kind = BlockKind::Table(table_of(raw));
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

fn table_of(raw: RawTable) -> Table {
    let cells = |texts: Vec<String>| texts.into_iter().map(cell_of).collect();
    Table {
        header: cells(raw.header),
        rows: raw
            .rows
            .into_iter()
            .map(|row| Row {
                line: row.index + 1,
                cells: cells(row.cells),
            })
            .collect(),
    }
}

fn cell_of(text: String) -> Cell {
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
