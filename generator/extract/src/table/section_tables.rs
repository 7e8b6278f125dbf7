//! The tables of one section or structure: the first one, and further ones after a sentence.
//!
//! A further table continues the first one, lists filters, or describes the structure of a member.
//! The words above it tell which.

use document::{Block, BlockKind, Row, Table};
use spec::{Scalar, TypeName};

use super::header::{Columns, columns_of_table, header_at};
use super::known_types::KnownTypes;
use super::printed_rows::rows_of_lines;
use super::table_purpose::{Purpose, introduces_table, purpose_of};
use super::{DamagedRow, ParameterRow, rows_of_table};
use crate::words::text::{TextLine, text_line};
use crate::words::vocabulary::yes_or_no;
use crate::words::{is_chinese, unlink};

/// The rows of a section's tables.
#[derive(Debug, Default)]
pub(crate) struct SectionTables<'a> {
    /// The rows of the section itself.
    pub(crate) rows: Vec<ParameterRow<'a>>,
    /// Everything else.
    pub(crate) rest: TableRest<'a>,
}

/// The content of a section's tables besides its own rows.
#[derive(Debug, Default)]
pub(crate) struct TableRest<'a> {
    /// The structures that further tables describe.
    pub(crate) structures: Vec<TableStructure<'a>>,
    /// Filters without a member that takes them, as text.
    pub(crate) notes: Vec<String>,
    /// Unreadable rows.
    pub(crate) damaged: Vec<DamagedRow>,
    /// The line and words above each table whose purpose is unclear.
    pub(crate) unclear: Vec<(usize, String)>,
}

impl TableRest<'_> {
    /// Appends the content of another section.
    pub(crate) fn extend(&mut self, other: Self) {
        self.structures.extend(other.structures);
        self.notes.extend(other.notes);
        self.damaged.extend(other.damaged);
        self.unclear.extend(other.unclear);
    }
}

/// A structure described by a further table.
#[derive(Debug)]
pub(crate) struct TableStructure<'a> {
    /// The 1-based line of the table.
    pub(crate) line: usize,
    pub(crate) name: String,
    pub(crate) rows: Vec<ParameterRow<'a>>,
}

/// A table with the words between it and the table above.
struct Part<'a> {
    line: usize,
    above: Vec<TextLine<'a>>,
    rows: Vec<ParameterRow<'a>>,
    damaged: Vec<DamagedRow>,
    /// The table, unless it is printed without cells.
    table: Option<&'a Table>,
}

impl<'a> SectionTables<'a> {
    /// Reads the tables with cells, or else the printed ones.
    pub(crate) fn read(blocks: &[&'a Block], known: &KnownTypes) -> Self {
        let parts = parts_with_cells(blocks);
        if parts.is_empty() {
            let lines: Vec<TextLine<'a>> =
                blocks.iter().filter_map(|block| text_line(block)).collect();
            return Self::of_lines(&lines, known);
        }
        Self::of_parts(parts)
    }

    /// Reads the printed tables.
    pub(crate) fn of_lines(lines: &[TextLine<'a>], known: &KnownTypes) -> Self {
        Self::of_parts(printed_parts(lines, known))
    }

    fn of_parts(parts: Vec<Part<'a>>) -> Self {
        let mut tables = Self::default();
        for (index, part) in parts.into_iter().enumerate() {
            if index == 0 {
                tables.continue_with(part);
            } else {
                tables.add(part);
            }
        }
        tables
    }

    /// Appends rows of the section itself.
    fn continue_with(&mut self, part: Part<'a>) {
        self.rows.extend(part.rows);
        self.rest.damaged.extend(part.damaged);
    }

    fn add(&mut self, part: Part<'a>) {
        let structures = self.rest.structures.iter().flat_map(|found| &found.rows);
        let known: Vec<&ParameterRow<'a>> = self.rows.iter().chain(structures).collect();
        match purpose_of(&part.above, &part.rows, &known) {
            Purpose::Continuation => self.continue_with(part),
            Purpose::Filters(member) => self.add_filters(member, &part),
            Purpose::Structure(word) => self.add_structure(&word, part),
            Purpose::Unclear => {
                let sentence = part.above.last().map_or("", |line| line.text).to_owned();
                self.rest.unclear.push((part.line, sentence));
                self.continue_with(part);
            }
        }
    }

    /// Appends filters to the text of the member that takes them.
    fn add_filters(&mut self, member: Option<String>, part: &Part<'a>) {
        let text = filters_as_text(part);
        let takes_filters = |row: &&mut ParameterRow<'a>| match &member {
            Some(name) => row.name == *name,
            None => row.name.to_ascii_lowercase().starts_with("filter"),
        };
        match self.rows.iter_mut().find(takes_filters) {
            Some(row) => row.addition = text,
            None => self.rest.notes.push(text),
        }
    }

    /// Adds the structure of the member with this name, or else the structure with this name.
    fn add_structure(&mut self, word: &str, part: Part<'a>) {
        let structures = &mut self.rest.structures;
        let nested = structures.iter_mut().flat_map(|found| &mut found.rows);
        let member = self
            .rows
            .iter_mut()
            .chain(nested)
            .find(|row| row.name == word);
        let name = member.and_then(|row| structure_of(row, word));
        self.rest.damaged.extend(part.damaged);
        self.rest.structures.push(TableStructure {
            line: part.line,
            name: name.unwrap_or_else(|| word.to_owned()),
            rows: part.rows,
        });
    }
}

/// Returns the structure in the member's type. A member of unknown type gets the type `word`.
fn structure_of(row: &mut ParameterRow<'_>, word: &str) -> Option<String> {
    let type_name = row
        .type_name
        .get_or_insert(TypeName::Scalar(Scalar::Object));
    let mut innermost = type_name;
    while let TypeName::Array(element) = innermost {
        innermost = element;
    }
    if *innermost == TypeName::Scalar(Scalar::Object) {
        *innermost = TypeName::Structure(word.to_owned());
    }
    innermost.structure().map(str::to_owned)
}

fn parts_with_cells<'a>(blocks: &[&'a Block]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let mut above = Vec::new();
    for block in blocks {
        if let BlockKind::Table(table) = &block.kind {
            let above = std::mem::take(&mut above);
            if let Some(columns) = columns_of_table(table).filter(|columns| columns.is_parameters())
            {
                let (rows, damaged) = rows_of_table(table, columns);
                parts.push(Part {
                    line: block.line,
                    above,
                    rows,
                    damaged,
                    table: Some(table),
                });
            }
        }
        above.extend(text_line(block));
    }
    parts.retain(|part| {
        let is_cut = part.table.is_some_and(|table| table.cut.is_some());
        is_cut || !part.rows.is_empty() || !part.damaged.is_empty()
    });
    parts
}

/// Splits printed lines at the headers, except those that page breaks repeat.
fn printed_parts<'a>(lines: &[TextLine<'a>], known: &KnownTypes) -> Vec<Part<'a>> {
    let mut starts: Vec<(usize, usize, Columns)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((columns, taken)) = header_at(lines, at) else {
            at += 1;
            continue;
        };
        let above = at.checked_sub(1).and_then(|above| lines.get(above));
        if starts.is_empty() {
            if !columns.is_parameters() {
                return Vec::new();
            }
            starts.push((at, at + taken, columns));
        } else if columns.is_parameters()
            && above.is_some_and(introduces_table)
            && row_follows(lines, at + taken, columns, known)
        {
            starts.push((at - 1, at + taken, columns));
        }
        at += taken;
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(start, ..)| *start).collect();
    starts
        .iter()
        .zip(ends.into_iter().chain([lines.len()]))
        .enumerate()
        .filter_map(|(index, (&(start, begin, columns), end))| {
            let above = lines.get(start).filter(|_| index > 0);
            Some(Part {
                line: lines.get(start)?.number,
                above: above.copied().into_iter().collect(),
                rows: rows_of_lines(lines.get(begin..end)?, columns, known),
                damaged: Vec::new(),
                table: None,
            })
        })
        .collect()
}

/// Returns whether a row begins directly below a header. Below a page break, a row may continue.
fn row_follows(lines: &[TextLine<'_>], at: usize, columns: Columns, known: &KnownTypes) -> bool {
    const AHEAD: usize = 6;
    let ahead = lines
        .get(at..lines.len().min(at + AHEAD))
        .unwrap_or_default();
    let rows = rows_of_lines(ahead, columns, known);
    let first = ahead.first().map(|line| line.number);
    first.is_some() && rows.first().map(|row| row.line) == first
}

/// Returns a table of filters as text: the sentence above it, and an item per filter.
fn filters_as_text(part: &Part<'_>) -> String {
    let mut lines: Vec<String> = part
        .above
        .last()
        .map(|line| line.text.to_owned())
        .into_iter()
        .collect();
    let is_chinese_text = lines.iter().any(|line| line.chars().any(is_chinese));
    let required = if is_chinese_text {
        "必选："
    } else {
        "Required: "
    };
    let item = |cells: &mut dyn Iterator<Item = String>| {
        let cells = cells.filter(|cell| !cell.is_empty()).map(|cell| {
            let flag = yes_or_no(&cell).map(|_| format!("{required}{cell}"));
            flag.unwrap_or(cell)
        });
        format!("- {}", cells.collect::<Vec<_>>().join(" - "))
    };
    match part.table {
        Some(table) => lines.extend(table.rows.iter().map(|row: &Row| {
            item(
                &mut row
                    .cells
                    .iter()
                    .map(|cell| unlink(&cell.text).replace('\n', " ")),
            )
        })),
        None => lines.extend(part.rows.iter().map(|row| {
            let text = row.words();
            let flag = row.flag_word(is_chinese_text).to_owned();
            item(&mut [row.name.clone(), row.type_words.clone(), flag, text].into_iter())
        })),
    }
    lines.join("\n")
}
