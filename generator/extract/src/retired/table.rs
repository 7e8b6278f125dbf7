//! Tables of parameters, printed or with cells.

use document::Table;
use spec::{Lost, Required};

use super::printed::broken_words::{KnownWords, printed_type};
use super::row::Row;
use crate::table::header::columns_of_table;
use crate::table::known_types::type_of_cell;
use crate::words::text::TextPart;
use crate::words::unlink;
use crate::words::vocabulary::yes_or_no;

/// A table of parameters.
#[derive(Debug, Default)]
pub(super) struct FoundTable<'a> {
    /// The 1-based line of its header.
    pub(super) line: usize,
    /// The words above it, if they belong to it.
    pub(super) above: Option<String>,
    pub(super) rows: Vec<Row<'a>>,
    /// The number of rows that couldn't be read.
    pub(super) lost: usize,
}

/// Reads a table with cells, or returns `None` if its columns aren't those of parameters.
pub(super) fn table_of_cells<'a>(
    line: usize,
    above: Option<String>,
    table: &'a Table,
    known: &KnownWords,
) -> Option<FoundTable<'a>> {
    let columns = columns_of_table(table).filter(|columns| columns.is_parameters())?;
    let rows: Vec<Row<'a>> = table
        .rows
        .iter()
        .filter_map(|row| {
            let cells = columns.row_cells(&row.cells)?;
            let name = unlink(&cells.name.text).trim().to_owned();
            let type_words = unlink(cells.type_name.map_or("", |cell| &cell.text));
            let answer = |cell: &document::Cell| {
                yes_or_no(cell.text.trim()).map_or(Required::Lost(Lost::Unknown), Required::Known)
            };
            let is_name = spec::is_wire_name(&name);
            is_name.then(|| Row {
                line: row.line,
                required: cells.required.map(answer),
                type_name: printed_type(&type_words, known).or_else(|| type_of_cell(&type_words)),
                type_words,
                text: cells
                    .text
                    .iter()
                    .map(|cell| TextPart::cell(&cell.text))
                    .collect(),
                addition: String::new(),
                name,
            })
        })
        .collect();
    Some(FoundTable {
        line,
        above,
        lost: table.rows.len() - rows.len(),
        rows,
    })
}
