//! Reads a page that was reduced to plain text.
//!
//! Only pipes or tabs mark the cells of a table. Without them, a line stays a line: only the
//! documentation's vocabulary can tell its cells apart.

mod pipe_table;
mod tab_table;

pub(crate) use pipe_table::{PipeTables, is_rule};

use crate::{Block, BlockKind, Cell, Document, Format, Line, Row, Table, chrome};
use tab_table::TabTables;

/// The maximum number of columns, well above that of any known table.
const MAX_COLUMNS: usize = 64;

/// Reads the text of a page.
pub(crate) fn read(file: &str, text: &str) -> Document {
    let lines: Vec<&str> = text.lines().collect();
    let (blocks, dropped) = chrome::remove(read_blocks(&lines));
    Document {
        file: file.to_owned(),
        format: Format::Text,
        blocks,
        dropped,
        footer: None,
    }
}

fn read_blocks(lines: &[&str]) -> Vec<Block> {
    let pipes = PipeTables::new(lines);
    let tabs = TabTables::new(lines);
    let mut blocks = Vec::new();
    let mut blank_before = false;
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let start = index;
        index += 1;
        if let Some(raw) = pipes.table_at(start).or_else(|| tabs.table_at(start)) {
            index = raw.end.max(index);
            blocks.push(Block {
                line: start + 1,
                kind: BlockKind::Table(raw.into_table(cell_of)),
            });
        } else if line.trim().is_empty() {
            blank_before = true;
            continue;
        } else {
            let is_alone = (blank_before || start == 0)
                && lines.get(index).is_none_or(|next| next.trim().is_empty());
            let kind = match marked_heading(line).filter(|_| is_alone) {
                Some(heading) => heading,
                None => BlockKind::Line(line_of(line, blank_before)),
            };
            blocks.push(Block {
                line: start + 1,
                kind,
            });
        }
        blank_before = false;
    }
    blocks
}

/// Reads the title that notes put above a pasted page: `# 查询列表`.
///
/// Only a line between blank ones is a title, because `#` also begins a comment in code.
fn marked_heading(line: &str) -> Option<BlockKind> {
    let text = line.strip_prefix("# ")?.trim();
    let heading = || BlockKind::Heading {
        level: 1,
        text: text.to_owned(),
    };
    (!text.is_empty()).then(heading)
}

fn line_of(line: &str, blank_before: bool) -> Line {
    Line {
        text: dash_for_bullet(line.trim()),
        space_after: line.ends_with(char::is_whitespace),
        blank_before,
        indent: line.bytes().take_while(|&b| b == b' ').count(),
        holes: 0,
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

/// Replaces the bullet that extractors print before a list item with a dash.
fn dash_for_bullet(line: &str) -> String {
    match line.strip_prefix(['•', '●', '◦', '▪', '■']) {
        Some(item) => format!("- {}", item.trim_start()),
        None => line.to_owned(),
    }
}

/// A table as written. Its cells are raw text of the format, with `\n` between lines.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawTable {
    /// The header's cells, or an empty list if all of them are blank.
    pub(crate) header: Vec<String>,
    /// The rows below the header.
    pub(crate) rows: Vec<RawRow>,
    /// The beginning of a further row, if the file ends within it.
    pub(crate) cut: Option<RawRow>,
    /// The index of the first line after the table.
    pub(crate) end: usize,
}

/// A row as written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawRow {
    /// The index of the row's first line.
    pub(crate) index: usize,
    /// The row's cells. A damaged row may have fewer cells than the header.
    pub(crate) cells: Vec<String>,
}

impl RawTable {
    /// Converts the table. `read_cell` reads each cell's raw text.
    pub(crate) fn into_table(self, read_cell: impl Fn(&str) -> Cell) -> Table {
        let read_cells = |texts: &[String]| texts.iter().map(|text| read_cell(text)).collect();
        let read_row = |row: &RawRow| Row {
            line: row.index + 1,
            cells: read_cells(&row.cells),
        };
        Table {
            header: read_cells(&self.header),
            rows: self.rows.iter().map(read_row).collect(),
            cut: self.cut.as_ref().map(read_row),
        }
    }
}
