//! The parameter rows of a section, from tables with cells or from printed lines.

use super::header::{Columns, columns_of_cells, columns_of_lines};
use super::known_types::KnownTypes;
use super::printed_rows::rows_of_lines;
use super::row::{DamagedRow, ParameterRow, rows_of_table};
use super::sections::Sections;
use super::vocabulary::Section;

/// The rows of the section's tables, and those that can't be read.
pub(super) fn parameter_rows<'a>(
    sections: &Sections<'a>,
    section: Section,
    known: &KnownTypes,
) -> (Vec<ParameterRow<'a>>, Vec<DamagedRow>) {
    let mut rows = Vec::new();
    let mut damaged = Vec::new();
    for table in sections.tables(section) {
        let header = columns_of_cells(table.header.iter().map(|cell| cell.text.as_str()));
        let Some(columns) = header.filter(|columns| is_parameters(*columns)) else {
            continue;
        };
        let (of_table, damaged_in_table) = rows_of_table(table, columns);
        rows.extend(of_table);
        damaged.extend(damaged_in_table);
    }
    if rows.is_empty() && damaged.is_empty() {
        rows = printed_rows(sections, section, known);
    }
    (rows, damaged)
}

fn printed_rows<'a>(
    sections: &Sections<'a>,
    section: Section,
    known: &KnownTypes,
) -> Vec<ParameterRow<'a>> {
    let lines = sections.lines(section);
    let header = (0..lines.len()).find_map(|at| {
        columns_of_lines(&lines[at..]).map(|(columns, taken)| (at + taken, columns))
    });
    let Some((start, columns)) = header.filter(|(_, columns)| is_parameters(*columns)) else {
        return Vec::new();
    };
    rows_of_lines(&lines[start..], columns, known)
}

fn is_parameters(columns: Columns) -> bool {
    matches!(
        columns,
        Columns::NameRequiredType | Columns::NameTypeRequired | Columns::NameType
    )
}
