//! The meaning of columns with unknown titles, told by rows that every page has.
//!
//! Each request has the mandatory parameters Action and Version, each response has RequestId, and
//! errors have codes that all products share. These rows are the same in every language.

use document::{Row, Table};
use spec::{Scalar, TypeName};

use super::column_titles::title_of_cell;
use super::header::Columns;
use super::known_types::type_of_cell;
use crate::words::text::TextLine;
use crate::words::vocabulary::{Column, yes_or_no};
use crate::words::{split_word, unlink};

/// The rows at the start of each request's table.
const REQUEST_ROWS: [&str; 2] = ["Action", "Version"];

/// The row in each response's table.
const RESPONSE_ROW: &str = "RequestId";

/// The first parts of error codes that all products share.
const ERROR_ROOTS: [&str; 14] = [
    "AuthFailure",
    "FailedOperation",
    "InternalError",
    "InvalidParameter",
    "InvalidParameterValue",
    "LimitExceeded",
    "MissingParameter",
    "OperationDenied",
    "RequestLimitExceeded",
    "ResourceInUse",
    "ResourceNotFound",
    "ResourceUnavailable",
    "UnauthorizedOperation",
    "UnsupportedOperation",
];

/// Returns the columns of a table with cells, or `None` if its header is unknown.
pub(crate) fn columns_of_table(table: &Table) -> Option<Columns> {
    Columns::of_titles(&titles_of_table(table))
}

/// Returns whether the header's words, and not only the rows below, tell the columns.
pub(crate) fn has_known_titles(table: &Table) -> bool {
    let titles = table.header.iter().map(|cell| title_of_cell(&cell.text));
    Columns::of_titles(&titles.collect::<Vec<_>>()).is_some()
}

/// Returns the meaning of each column of a table with cells, or `None` for an unknown one.
fn titles_of_table(table: &Table) -> Vec<Option<Column>> {
    let titles = table.header.iter().map(|cell| title_of_cell(&cell.text));
    let mut titles: Vec<Option<Column>> = titles.collect();
    complete(table, &mut titles);
    titles
}

/// Returns the index of the column with this meaning in a table with cells.
pub(crate) fn column_of_table(table: &Table, column: Column) -> Option<usize> {
    let titles = titles_of_table(table);
    titles.iter().position(|title| *title == Some(column))
}

/// Gives columns without a known title the meaning that the table's rows show.
fn complete(table: &Table, titles: &mut [Option<Column>]) {
    if titles.iter().all(Option::is_some) {
        return;
    }
    let anchors = Anchors::of(table);
    for at in 0..titles.len() {
        let meaning = anchors.meaning(table, at);
        if meaning.is_some_and(|column| !titles.contains(&Some(column)))
            && let Some(title @ None) = titles.get_mut(at)
        {
            *title = meaning;
        }
    }
    if !matches!(anchors, Anchors::None) {
        name_text(titles);
    }
}

/// Makes the only column that still is unknown the description, if the table lacks one.
fn name_text(titles: &mut [Option<Column>]) {
    let is_text = |title: &Option<Column>| {
        matches!(
            title,
            Some(Column::Description | Column::Feature | Column::Note)
        )
    };
    let is_named = titles
        .iter()
        .any(|title| matches!(title, Some(Column::Type | Column::ErrorCode)));
    let mut unknown = titles
        .iter()
        .enumerate()
        .filter(|(_, title)| title.is_none());
    let only = unknown.next().filter(|_| unknown.next().is_none());
    if let Some((at, _)) = only.filter(|_| is_named && !titles.iter().any(is_text))
        && let Some(title) = titles.get_mut(at)
    {
        *title = Some(Column::Description);
    }
}

/// The rows of a table that its page shares with all pages of the kind.
enum Anchors<'a> {
    /// The rows Action and Version.
    Request([&'a Row; 2]),
    /// The row RequestId.
    Response(&'a Row),
    /// Only rows with error codes.
    Errors,
    None,
}

impl<'a> Anchors<'a> {
    fn of(table: &'a Table) -> Self {
        let named = |name: &str| {
            let mut rows = table.rows.iter();
            rows.find(|row| row.cells.iter().any(|cell| cell.text.trim() == name))
        };
        if let [Some(action), Some(version)] = REQUEST_ROWS.map(named) {
            return Self::Request([action, version]);
        }
        match named(RESPONSE_ROW) {
            Some(row) => Self::Response(row),
            None if (0..table.header.len()).any(|at| has_codes(table, at)) => Self::Errors,
            None => Self::None,
        }
    }

    /// Returns the meaning of the column at this index, if the rows show it.
    fn meaning(&self, table: &Table, at: usize) -> Option<Column> {
        let text = |row: &'a Row| row.cells.get(at).map_or("", |cell| cell.text.trim());
        match self {
            Self::Request(rows) => {
                let texts = rows.map(text);
                if texts == REQUEST_ROWS {
                    Some(Column::Name)
                } else if texts.iter().all(|text| is_string(text)) {
                    Some(Column::Type)
                } else {
                    let is_yes = |text: &&str| yes_or_no(text) == Some(true);
                    texts.iter().all(is_yes).then_some(Column::Required)
                }
            }
            Self::Response(row) => match text(row) {
                RESPONSE_ROW => Some(Column::Name),
                text => is_string(text).then_some(Column::Type),
            },
            Self::Errors => has_codes(table, at).then_some(Column::ErrorCode),
            Self::None => None,
        }
    }
}

fn is_string(text: &str) -> bool {
    type_of_cell(text) == Some(TypeName::Scalar(Scalar::String))
}

/// Returns whether all cells of the column look like error codes, and one surely is a code.
fn has_codes(table: &Table, at: usize) -> bool {
    let mut has_root = false;
    let is_code = |row: &Row| {
        let code = row.cells.get(at).map_or("", |cell| cell.text.as_str());
        let code = unlink(code);
        let root = code.trim().split('.').next().unwrap_or_default();
        has_root |= ERROR_ROOTS.contains(&root);
        code.starts_with(|c: char| c.is_ascii_uppercase())
            && code
                .trim()
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
    };
    table.rows.iter().all(is_code) && has_root
}

/// Returns the columns of a printed table with unknown titles, which the first row below shows.
///
/// The row Action is the first one: `Action Yes String …`, `Action String Yes …`.
pub(super) fn columns_above_action(lines: &[TextLine<'_>]) -> Option<Columns> {
    let [_, next, ..] = lines else {
        return None;
    };
    let rest = next.text.strip_prefix("Action ")?;
    let (first, rest) = split_word(rest);
    let (second, _) = split_word(rest);
    match (first, second) {
        ("String", flag) if yes_or_no(flag) == Some(true) => Some(Columns::NameTypeRequired),
        (flag, "String") if yes_or_no(flag) == Some(true) => Some(Columns::NameRequiredType),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use document::Cell;

    use super::*;

    fn cells(texts: &[&str]) -> Vec<Cell> {
        let cell = |text: &&str| Cell {
            text: (*text).to_owned(),
            ..Cell::default()
        };
        texts.iter().map(cell).collect()
    }

    fn titles_of(rows: &[&[&str]]) -> Vec<Option<Column>> {
        let columns = rows.first().map_or(0, |row| row.len());
        let table = Table {
            header: cells(&vec!["?"; columns]),
            rows: rows
                .iter()
                .map(|row| Row {
                    cells: cells(row),
                    ..Row::default()
                })
                .collect(),
            ..Table::default()
        };
        let mut titles = vec![None; columns];
        complete(&table, &mut titles);
        titles
    }

    #[test]
    fn rows_of_every_page_name_columns() {
        use Column::{Description, ErrorCode, Name, Required, Type};
        let request: &[&[&str]] = &[
            &["Action", "String", "Evet", "x", "Yes"],
            &["Version", "String", "Evet", "x", "Yes"],
            &["Name", "Integer", "Hayir", "x", "No"],
        ];
        let known = [Some(Name), Some(Type), None, None, Some(Required)];
        assert_eq!(titles_of(request), known);
        let response: &[&[&str]] = &[&["Id", "Integer", "x"], &["RequestId", "String", "x"]];
        assert_eq!(
            titles_of(response),
            [Some(Name), Some(Type), Some(Description)]
        );
        let errors: &[&[&str]] = &[&["Busy", "x y"], &["FailedOperation.A", "x y"]];
        assert_eq!(titles_of(errors), [Some(ErrorCode), Some(Description)]);
        let other: &[&[&str]] = &[&["Busy", "Yes"], &["Idle", "Yes"]];
        assert_eq!(titles_of(other), [None, None]);
    }

    #[test]
    fn row_action_names_printed_columns() {
        for (row, columns) in [
            ("Action Yes String x", Some(Columns::NameRequiredType)),
            ("Action String 是 x", Some(Columns::NameTypeRequired)),
            ("Action No String x", None),
            ("Actions Yes String x", None),
        ] {
            let lines = [TextLine::new(1, "?"), TextLine::new(2, row)];
            assert_eq!(columns_above_action(&lines), columns, "{row}");
        }
    }
}
