//! Collects the rows and cells of a table.

use super::site_elements::is_block;
use crate::inline_text::InlineText;
use crate::{Cell, Row, Table};

/// A builder of a table.
pub(super) struct TableWriter {
    /// The line of the table's start tag.
    pub(super) line: usize,
    table: Table,
    row: Option<Row>,
    cell: Option<InlineText>,
    /// True if the row has only header cells.
    is_header_row: bool,
    in_head: bool,
    /// The number of open tables inside the cell. Their text becomes text of the cell.
    nested: usize,
    /// The number of open lists inside the cell.
    lists: usize,
}

impl TableWriter {
    pub(super) fn new(line: usize) -> Self {
        Self {
            line,
            table: Table::default(),
            row: None,
            cell: None,
            is_header_row: false,
            in_head: false,
            nested: 0,
            lists: 0,
        }
    }

    /// Returns the text of the open cell.
    pub(super) fn cell(&mut self) -> Option<&mut InlineText> {
        self.cell.as_mut()
    }

    /// Returns whether a cell is open.
    pub(super) fn has_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// Handles an element's start. Returns whether the element belongs to the table.
    pub(super) fn open(&mut self, name: &str, line: usize) -> bool {
        if self.cell.is_some() {
            self.open_in_cell(name);
            return true;
        }
        match name {
            "thead" => self.in_head = true,
            "tr" => {
                self.is_header_row = true;
                self.row = Some(Row {
                    line,
                    cells: Vec::new(),
                });
            }
            "td" | "th" => {
                self.is_header_row &= name == "th";
                self.lists = 0;
                self.cell = Some(InlineText::default());
            }
            "tbody" | "tfoot" | "colgroup" | "col" => {}
            _ => return false,
        }
        true
    }

    fn open_in_cell(&mut self, name: &str) {
        let Some(cell) = &mut self.cell else {
            return;
        };
        match name {
            "table" => self.nested += 1,
            "td" | "th" if cell.has_words_on_line() => cell.push_text(" | "),
            "ul" | "ol" => self.lists += 1,
            "li" => cell.begin_item(self.lists.saturating_sub(1)),
            "br" | "tr" => cell.break_line(),
            name if is_block(name) => cell.break_line(),
            _ => {}
        }
    }

    /// Handles an element's end. Returns whether the element belongs to the table.
    pub(super) fn close(&mut self, name: &str) -> bool {
        match name {
            "td" | "th" if self.nested == 0 => self.close_cell(),
            "tr" if self.nested == 0 => self.close_row(),
            "thead" if self.nested == 0 => self.in_head = false,
            "ul" | "ol" => {
                self.lists = self.lists.saturating_sub(1);
                return self.break_line();
            }
            "li" | "tr" => return self.break_line(),
            name if is_block(name) => return self.break_line(),
            _ => return self.cell.is_some(),
        }
        true
    }

    /// Closes the innermost table if it is nested in a cell. Returns whether it was nested.
    pub(super) fn close_nested(&mut self) -> bool {
        let is_nested = self.nested > 0;
        self.nested = self.nested.saturating_sub(1);
        is_nested
    }

    /// Returns the table if it has any text.
    pub(super) fn finish(mut self) -> Option<Table> {
        self.close_cell();
        self.close_row();
        let table = self.table;
        (!table.header.is_empty() || !table.rows.is_empty()).then_some(table)
    }

    /// Ends the line in the open cell. Returns whether a cell is open.
    fn break_line(&mut self) -> bool {
        if let Some(cell) = &mut self.cell {
            cell.break_line();
        }
        self.cell.is_some()
    }

    fn close_cell(&mut self) {
        if let (Some(mut cell), Some(row)) = (self.cell.take(), &mut self.row) {
            let (text, links) = cell.take();
            row.cells.push(Cell { text, links });
        }
    }

    fn close_row(&mut self) {
        let Some(row) = self.row.take() else {
            return;
        };
        if row.cells.iter().all(|cell| cell.text.is_empty()) {
            return;
        }
        let is_header = self.in_head || self.is_header_row;
        if is_header && self.table.header.is_empty() && self.table.rows.is_empty() {
            self.table.header = row.cells;
        } else {
            self.table.rows.push(row);
        }
    }
}
