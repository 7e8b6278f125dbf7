//! One row of a parameter table, however it was printed.

use document::{Cell, Table};
use spec::{Lost, Required, TypeName};

use super::header::Columns;
use super::known_types::{is_identifier, type_of_cell, unlink};
use super::text::TextPart;

/// A parameter as its table states it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ParameterRow<'a> {
    /// 1-based line of the file.
    pub(super) line: usize,
    /// The name, without the `.N` of a list.
    pub(super) name: String,
    /// The "required" column, where there is one.
    pub(super) required: Option<Required>,
    /// The type, where it can be read.
    pub(super) type_name: Option<TypeName>,
    /// The type column as printed, for messages.
    pub(super) type_words: String,
    /// The description.
    pub(super) text: Vec<TextPart<'a>>,
}

/// A row that can't be read: its line and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DamagedRow {
    pub(super) line: usize,
    pub(super) text: String,
}

/// The rows of a table whose cells are known.
pub(super) fn rows_of_table<'a>(
    table: &'a Table,
    columns: Columns,
) -> (Vec<ParameterRow<'a>>, Vec<DamagedRow>) {
    let mut rows = Vec::with_capacity(table.rows.len());
    let mut damaged = Vec::new();
    for row in &table.rows {
        match row_of_cells(row.line, &row.cells, columns) {
            Some(parameter) => rows.push(parameter),
            None => damaged.push(DamagedRow {
                line: row.line,
                text: cells_as_text(&row.cells),
            }),
        }
    }
    (rows, damaged)
}

fn row_of_cells(line: usize, cells: &[Cell], columns: Columns) -> Option<ParameterRow<'_>> {
    let (required, type_cell, text) = match (columns, cells) {
        (Columns::NameRequiredType, [_, required, type_cell, text @ ..]) => {
            (Some(required), type_cell, text)
        }
        (Columns::NameTypeRequired, [_, type_cell, required, text @ ..]) => {
            (Some(required), type_cell, text)
        }
        (Columns::NameType, [_, type_cell, text @ ..]) => (None, type_cell, text),
        _ => return None,
    };
    let name = member_name(&unlink(&cells.first()?.text))?;
    let type_words = unlink(&type_cell.text);
    Some(ParameterRow {
        line,
        name,
        required: required.map(|cell| required_of_word(cell.text.trim())),
        type_name: type_of_cell(&type_words),
        type_words,
        text: text.iter().map(|cell| TextPart::cell(&cell.text)).collect(),
    })
}

fn required_of_word(word: &str) -> Required {
    super::vocabulary::yes_or_no(word).map_or(Required::Lost(Lost::Unknown), Required::Known)
}

/// A parameter's name without the mark of a list: `InstanceIds.N` is `InstanceIds`.
pub(super) fn member_name(word: &str) -> Option<String> {
    let word = word.trim();
    let name = word
        .strip_suffix(".N")
        .or_else(|| word.strip_suffix(".n"))
        .unwrap_or(word);
    is_identifier(name).then(|| name.to_owned())
}

fn cells_as_text(cells: &[Cell]) -> String {
    cells
        .iter()
        .map(|cell| cell.text.as_str())
        .collect::<Vec<_>>()
        .join(" | ")
}
