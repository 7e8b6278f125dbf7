//! Reads the rows below a header.

use super::cells::{self, is_lone_pipe, opening, split, split_row};
use super::header::{Form, Header};
use super::row_ends::RowEnds;
use crate::text::{RawRow, RawTable};

/// A table, and whether a rule proves that it is one.
pub(super) struct ReadTable {
    pub(super) table: RawTable,
    pub(super) has_rule: bool,
}

/// Reads rows up to the first line that cannot be one.
pub(super) fn read_rows(lines: &[&str], row_ends: &RowEnds, header: Header) -> ReadTable {
    let mut reader = RowReader {
        lines,
        row_ends,
        columns: header.columns.max(1),
        form: header.form,
        has_rule: header.has_rule,
        closed: header.closed,
        next: header.end,
    };
    let mut rows = Vec::new();
    let mut cut = None;
    let mut repeats = 0;
    let mut end = header.end;
    while let Some(ReadRow { row, is_cut }) = reader.row() {
        if is_cut {
            cut = Some(row);
            end = reader.next;
            break;
        }
        match role_of(&row.cells, &header.cells) {
            Role::Row => rows.push(row),
            // Lines that only repeat each other aren't a table, and each could begin one.
            Role::SameHeader if rows.is_empty() && repeats == MOST_REPEATS => break,
            Role::SameHeader => repeats += 1,
            Role::OtherHeader => break,
        }
        end = reader.next;
    }
    let has_rule = header.has_rule;
    let is_blank = header.cells.iter().all(String::is_empty);
    let header = if is_blank { Vec::new() } else { header.cells };
    ReadTable {
        table: RawTable {
            header,
            rows,
            cut,
            end,
        },
        has_rule,
    }
}

/// The maximum number of times that a header is repeated above the first row.
const MOST_REPEATS: usize = 2;

enum Role {
    Row,
    /// The table's header, repeated.
    SameHeader,
    /// The header of the next table.
    OtherHeader,
}

/// Returns the role of a row.
///
/// A row with only the header's words repeats the header, or begins another table.
fn role_of(cells: &[String], header: &[String]) -> Role {
    if cells == header {
        return Role::SameHeader;
    }
    let is_header = cells.len() >= 2
        && cells.len() != header.len()
        && cells.first() == header.first()
        && cells.iter().all(|cell| header.contains(cell));
    if is_header {
        Role::OtherHeader
    } else {
        Role::Row
    }
}

/// A row, and whether the file ends within it.
struct ReadRow {
    row: RawRow,
    is_cut: bool,
}

struct RowReader<'a> {
    lines: &'a [&'a str],
    row_ends: &'a RowEnds,
    columns: usize,
    form: Form,
    has_rule: bool,
    /// True if a pipe ends whole rows.
    closed: bool,
    next: usize,
}

impl RowReader<'_> {
    fn row(&mut self) -> Option<ReadRow> {
        let index = self.row_start()?;
        let line = self.lines.get(index)?;
        let first = match self.form {
            Form::Opened => split_row(line),
            Form::Trailing | Form::Between => split(line),
        };
        self.next = index + 1;
        let mut row = PartialRow {
            cells: first.texts,
            is_open: !first.closed,
            form: self.form,
        };
        if self.form != Form::Between {
            self.complete(&mut row);
        }
        let is_cut = self.is_cut(&row);
        if is_cut {
            self.take_rest(&mut row);
        }
        let cells = row.into_cells(self.columns);
        Some(ReadRow {
            row: RawRow { index, cells },
            is_cut,
        })
    }

    /// Returns whether the file ends within the row.
    ///
    /// Only where a pipe opens every row, further lines surely belong to the row.
    fn is_cut(&self, row: &PartialRow) -> bool {
        let is_incomplete = row.cells.len() < self.columns || (row.is_open && self.closed);
        let rest = self.lines.get(self.next..).unwrap_or_default();
        is_incomplete
            && self.row_ends.reaches_end(self.next, self.form)
            && rest.iter().all(|line| {
                line.trim().is_empty() || (self.form == Form::Opened && !begins_part(line))
            })
    }

    /// Appends the rest of the file.
    fn take_rest(&mut self, row: &mut PartialRow) {
        for line in self.lines.get(self.next..).unwrap_or_default() {
            row.append(line);
        }
        self.next = self.lines.len();
    }

    /// Returns the line that begins the next row: the next line, or the first one after a gap.
    fn row_start(&self) -> Option<usize> {
        let mut index = self.next;
        while self.lines.get(index)?.trim().is_empty() {
            index += 1;
        }
        let line = self.lines.get(index)?;
        let is_after_gap = index > self.next;
        // Without a rule, a row after a gap cannot be told from another table's header.
        if (is_after_gap && !self.has_rule) || self.row_ends.is_foreign(index) || is_lone_pipe(line)
        {
            return None;
        }
        let is_row = match self.form {
            Form::Opened => opening(line).is_some(),
            Form::Trailing if is_after_gap => self.is_whole_row(index),
            Form::Trailing => line.contains('|'),
            Form::Between => !is_after_gap && line.contains('|'),
        };
        is_row.then_some(index)
    }

    /// Appends the following lines until the row has all its cells and its closing pipe.
    fn complete(&mut self, row: &mut PartialRow) {
        while row.is_open || row.cells.len() < self.columns {
            let Some(closing) = self.row_ends.closing(self.next, self.form) else {
                break;
            };
            if self.form == Form::Trailing && self.is_whole_row(closing) {
                break;
            }
            for line in self.lines.get(self.next..=closing).unwrap_or_default() {
                row.append(line);
            }
            self.next = closing + 1;
        }
        self.take_further_cells(row);
    }

    /// Appends lines that only close a cell. If a pipe opens every row, they belong to the row
    /// above.
    fn take_further_cells(&mut self, row: &mut PartialRow) {
        while self.form == Form::Opened && row.cells.len() >= self.columns {
            let Some(line) = self.lines.get(self.next) else {
                break;
            };
            let is_cell = !line.trim().is_empty()
                && opening(line).is_none()
                && cells::ends_with_pipe(line)
                && !self.row_ends.is_foreign(self.next);
            if !is_cell {
                break;
            }
            row.append(line);
            self.next += 1;
        }
    }

    fn is_whole_row(&self, index: usize) -> bool {
        self.row_ends.is_whole_row(index, self.columns)
    }
}

/// Returns whether the line begins a section or a code sample: a later part of the page.
fn begins_part(line: &str) -> bool {
    let line = line.trim_start();
    ["# ", "## ", "{", "```", "~~~", "POST ", "GET ", "http"]
        .iter()
        .any(|start| line.starts_with(start))
}

/// A row that is still being read.
struct PartialRow {
    cells: Vec<String>,
    /// True if the last cell still lacks its closing pipe.
    is_open: bool,
    form: Form,
}

impl PartialRow {
    /// Appends a further line of the row.
    fn append(&mut self, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        if is_lone_pipe(line) {
            if !self.is_open {
                self.cells.push(String::new());
            }
            self.is_open = false;
            return;
        }
        let more = split(line);
        let mut texts = more.texts.into_iter();
        if self.is_open
            && let (Some(cell), Some(text)) = (self.cells.last_mut(), texts.next())
        {
            match self.form {
                _ if cell.is_empty() => {}
                // The extractor that omits opening pipes puts inline code on a separate line.
                Form::Trailing if text.starts_with(['.', ',', ';', ':', ')']) => {}
                Form::Trailing => cell.push(' '),
                _ => cell.push('\n'),
            }
            cell.push_str(&text);
        }
        self.cells.extend(texts);
        self.is_open = !more.closed;
    }

    /// Returns the cells. Cells beyond the last column are appended to it.
    fn into_cells(mut self, columns: usize) -> Vec<String> {
        // `| | Name | …`: the opening pipe was written twice.
        if self.cells.len() > columns && self.cells.first().is_some_and(String::is_empty) {
            self.cells.remove(0);
        }
        if self.cells.len() > columns {
            let last = self.cells.split_off(columns - 1).join(" | ");
            self.cells.push(last);
        }
        self.cells
    }
}
