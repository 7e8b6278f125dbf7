//! Parameter tables: their rows, and the members that the rows describe.
//!
//! This module reads tables with cells. `printed_rows` rebuilds tables from printed lines.

mod anchor_rows;
mod column_titles;
pub(crate) mod faults;
mod glued_rows;
pub(crate) mod header;
pub(crate) mod known_types;
pub(crate) mod printed_rows;
pub(crate) mod printed_types;
pub(crate) mod section_tables;
mod table_purpose;

use document::{Cell, Table};
use spec::{Language, Localized, Lost, Member, Required, Scalar, TypeName};

use crate::words::defaults::default_value;
use crate::words::deprecation::{Subject, deprecated};
use crate::words::secrets::sensitive;
use crate::words::text::{self, TextPart};
use crate::words::values::{documented_values, split_sample};
use crate::words::vocabulary::{may_be_null, yes_or_no};
use crate::words::{is_chinese, member_name, name_in_cell, split_word, unlink};
use faults::CutRow;
use header::Columns;
use known_types::type_of_cell;

/// A row of a parameter table, read from cells or from printed lines.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ParameterRow<'a> {
    /// The 1-based line of the file.
    pub(crate) line: usize,
    /// The name, without the `.N` of a list.
    pub(crate) name: String,
    /// The "required" column, or `None` if the table doesn't have it.
    pub(crate) required: Option<Required>,
    /// The type, or `None` if it is unreadable.
    pub(crate) type_name: Option<TypeName>,
    /// The type column as printed, for messages.
    pub(crate) type_words: String,
    /// The description.
    pub(crate) text: Vec<TextPart<'a>>,
    /// The text of other tables about the parameter, or an empty text.
    pub(crate) addition: String,
}

/// An unreadable row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DamagedRow {
    /// The 1-based line of the file.
    pub(crate) line: usize,
    /// The cells, separated by ` | `.
    pub(crate) text: String,
}

/// Reads the rows of a table with cells.
pub(crate) fn rows_of_table<'a>(
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

/// Reads a row, or returns `None` if it is damaged.
pub(crate) fn row_of_cells(
    line: usize,
    cells: &[Cell],
    columns: Columns,
) -> Option<ParameterRow<'_>> {
    let cells = columns.row_cells(cells)?;
    let type_words = unlink(cells.type_name.map_or("", |cell| &cell.text));
    let type_name = type_of_cell(&type_words);
    let name = unlink(&cells.name.text);
    // Only the type tells a name of several words from a line of prose.
    let name = if type_name.is_some() {
        name_in_cell(&name)
    } else {
        member_name(&name)
    };
    Some(ParameterRow {
        line,
        name: name?,
        required: cells
            .required
            .map(|cell| required_of_cell(cell.text.trim())),
        type_name,
        type_words,
        text: cells
            .text
            .iter()
            .map(|cell| TextPart::cell(&cell.text))
            .collect(),
        addition: String::new(),
    })
}

fn required_of_cell(word: &str) -> Required {
    yes_or_no(word).map_or(Required::Lost(Lost::Unknown), Required::Known)
}

/// Returns whether the text is the beginning of a row, cut within the name, the flag or the type.
fn begins_like_row(text: &str) -> bool {
    let (name, rest) = split_word(text);
    let (flag, after_flag) = split_word(rest);
    let rest = if yes_or_no(flag).is_some() {
        after_flag
    } else {
        rest
    };
    let is_type_start =
        |word: &str| "Array of".starts_with(word) || "Timestamp ISO8601".starts_with(word);
    let is_name = name.starts_with(|first: char| first.is_ascii_uppercase());
    is_name && member_name(name).is_some() && (rest.is_empty() || is_type_start(rest))
}

fn cells_as_text(cells: &[Cell]) -> String {
    let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
    texts.join(" | ")
}

impl ParameterRow<'_> {
    /// Returns the words of the description in one line.
    pub(crate) fn words(&self) -> String {
        let parts: Vec<&str> = self.text.iter().map(|part| part.text()).collect();
        parts.join(" ")
    }

    /// Returns the word for the flag, or an empty text without a known one.
    fn flag_word(&self, is_chinese: bool) -> &'static str {
        match (&self.required, is_chinese) {
            (Some(Required::Known(true)), true) => "是",
            (Some(Required::Known(false)), true) => "否",
            (Some(Required::Known(true)), false) => "Yes",
            (Some(Required::Known(false)), false) => "No",
            _ => "",
        }
    }

    /// Returns whether the type is basic, or a list of a basic type.
    pub(crate) fn is_plain(&self) -> bool {
        let mut innermost = self.type_name.as_ref();
        while let Some(TypeName::Array(element)) = innermost {
            innermost = Some(element);
        }
        matches!(innermost, Some(TypeName::Scalar(scalar)) if *scalar != Scalar::Object)
    }

    /// Removes the last printed line if it is the beginning of another row.
    pub(crate) fn take_fragment(&mut self) -> Option<CutRow> {
        let (last, above) = self.text.split_last()?;
        let is_whole = above
            .last()
            .is_some_and(|above| above.text().contains(' ') || above.text().contains(is_chinese));
        if !is_whole || !begins_like_row(last.text()) {
            return None;
        }
        let cut = CutRow::new(last.line_number().unwrap_or(self.line), last.text());
        self.text.pop();
        Some(cut)
    }

    /// Returns the parameter or member that the row describes.
    ///
    /// An unreadable type becomes `Object`.
    pub(crate) fn to_member(&self, language: Language) -> Member {
        let description = text::join(&self.text);
        let (doc, example) = split_sample(&description);
        let whole_doc = match self.addition.as_str() {
            "" => doc.to_owned(),
            addition => [doc, addition].join("\n").trim_start().to_owned(),
        };
        let type_name = self
            .type_name
            .clone()
            .unwrap_or(TypeName::Scalar(Scalar::Object));
        Member {
            values: documented_values(doc, &type_name, language),
            required: self.required,
            nullable: may_be_null(&description),
            default: default_value(&self.name, &type_name, doc),
            deprecated: deprecated(doc, Subject::Member(&self.name), language),
            sensitive: sensitive(&self.name, &type_name),
            doc: Localized::new(language, whole_doc),
            example,
            ..Member::new(&self.name, type_name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<Cell> {
        texts
            .iter()
            .map(|&text| Cell {
                text: text.to_owned(),
                ..Cell::default()
            })
            .collect()
    }

    #[test]
    fn row_becomes_a_complete_member() {
        let texts = [
            "`Limit.N`",
            "否",
            "Integer",
            "返回数量，默认值：20。\n示例值：5",
        ];
        let cells = cells(&texts);
        let row = row_of_cells(7, &cells, Columns::NameRequiredType).unwrap();
        let member = row.to_member(Language::Zh);
        assert_eq!((row.line, member.name.as_str()), (7, "Limit"));
        assert_eq!(member.required, Some(Required::Known(false)));
        assert_eq!(member.default.as_deref(), Some("20"));
        assert_eq!(member.example.as_deref(), Some("5"));
        assert_eq!(member.doc.zh.as_deref(), Some("返回数量，默认值：20。"));
    }

    #[test]
    fn rows_without_names_are_damaged() {
        for texts in [
            &["two words", "of prose", "x"][..],
            &["a \"b\"", "String", "x"],
            &["Name"],
            &[],
        ] {
            assert_eq!(row_of_cells(1, &cells(texts), Columns::NameType), None);
        }
        let unreadable = cells(&["Name", "a b c", "x"]);
        let row = row_of_cells(1, &unreadable, Columns::NameType).unwrap();
        assert_eq!(row.type_name, None);
    }

    #[test]
    fn odd_names_are_kept() {
        for name in [
            "_Filter",
            "2FAEnabled",
            "3D.Mode",
            "x-request-id",
            "@timestamp",
            "Disk Type",
            "名称",
        ] {
            let cells = cells(&[name, "String", "x"]);
            let row = row_of_cells(1, &cells, Columns::NameType).unwrap();
            assert_eq!(row.name, name);
        }
        let listed = cells(&["_Filters.N", "Array of _Filter", "x"]);
        let row = row_of_cells(1, &listed, Columns::NameType).unwrap();
        assert_eq!(row.name, "_Filters");
        assert_eq!(
            row.type_name.unwrap().structure(),
            Some("_Filter"),
            "structures may have such names too"
        );
    }
}
