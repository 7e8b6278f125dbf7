//! Rows of a printed table that lost the separators of its cells: `ZoneIdYesStringZone ID.`
//!
//! Only the words for yes and no and the basic types can show where a cell ends. A row that they
//! divide in more than one way is left out, unless an example has one of the names.

use spec::{Required, TypeName};

use super::ParameterRow;
use super::header::Columns;
use super::known_types::{KnownTypes, type_of_cell};
use crate::words::member_name;
use crate::words::text::{TextLine, TextPart};
use crate::words::vocabulary::yes_or_no;

/// The words for yes and no that tables glue to their neighbours.
const FLAGS: [&str; 4] = ["Yes", "No", "是", "否"];

/// The basic types, the longer one of two with the same beginning first.
const TYPES: [&str; 10] = [
    "Timestamp ISO8601",
    "Timestamp",
    "String",
    "Integer",
    "Boolean",
    "Float",
    "Double",
    "Date",
    "Binary",
    "Object",
];

/// Reads the rows among the lines of a table without separators.
pub(super) fn rows_of_glued_lines<'a>(
    lines: &[TextLine<'a>],
    columns: Columns,
    known: &KnownTypes,
) -> Vec<ParameterRow<'a>> {
    let mut rows: Vec<ParameterRow<'a>> = Vec::new();
    let mut is_skipping = false;
    for line in lines {
        let splits = splits(line.text, columns);
        if let Some(split) = certain(&splits, known) {
            rows.push(split.row(*line));
            is_skipping = false;
        } else if !splits.is_empty() || begins_uncertain_row(line.text, columns) {
            is_skipping = true;
        } else if let Some(row) = rows.last_mut().filter(|_| !is_skipping) {
            row.text.push(TextPart::line(*line));
        }
    }
    rows
}

/// A way to divide a line into cells.
struct Split<'a> {
    name: String,
    required: Option<Required>,
    type_words: &'a str,
    type_name: TypeName,
    text: &'a str,
}

impl<'a> Split<'a> {
    fn row(&self, line: TextLine<'a>) -> ParameterRow<'a> {
        let text = Some(self.text).filter(|text| !text.is_empty());
        ParameterRow {
            line: line.number,
            name: self.name.clone(),
            required: self.required,
            type_words: self.type_words.to_owned(),
            type_name: Some(self.type_name.clone()),
            text: text
                .map(|text| TextPart::line(line.with_text(text)))
                .into_iter()
                .collect(),
            addition: String::new(),
        }
    }
}

/// Returns the only split, or else the only one whose name an example has.
fn certain<'s, 'a>(splits: &'s [Split<'a>], known: &KnownTypes) -> Option<&'s Split<'a>> {
    if let [only] = splits {
        return Some(only);
    }
    let mut shown = splits
        .iter()
        .filter(|split| known.is_example_name(&split.name));
    let first = shown.next()?;
    shown.next().is_none().then_some(first)
}

/// Returns all ways to divide the line into a name, a flag if the table has one, and a type.
fn splits(text: &str, columns: Columns) -> Vec<Split<'_>> {
    name_ends(text)
        .filter_map(|at| split_at(text, at, columns))
        .collect()
}

/// The maximum length of a name, in bytes.
const MAX_NAME_BYTES: usize = 100;

/// Returns the indices at which the name at the start of the line may end.
fn name_ends(text: &str) -> impl Iterator<Item = usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let is_row = text.starts_with(|first: char| first.is_ascii_uppercase());
    let last = if is_row { end.min(MAX_NAME_BYTES) } else { 0 };
    1..last + 1
}

fn split_at(text: &str, at: usize, columns: Columns) -> Option<Split<'_>> {
    let (name, rest) = text.split_at_checked(at)?;
    let (required, rest) = match columns {
        Columns::NameType => (None, rest),
        Columns::NameRequiredType => {
            let flag = FLAGS.iter().find(|flag| rest.starts_with(**flag))?;
            (
                yes_or_no(flag).map(Required::Known),
                rest.get(flag.len()..)?,
            )
        }
        _ => return None,
    };
    let (type_words, text) = split_type(rest)?;
    Some(Split {
        name: member_name(name)?,
        required,
        type_words,
        type_name: type_of_cell(type_words)?,
        text,
    })
}

/// Splits a basic type, or an array of one, from the description.
fn split_type(text: &str) -> Option<(&str, &str)> {
    let element = text.trim_start_matches("Array of ");
    let word = TYPES.iter().find(|word| element.starts_with(**word))?;
    let (type_words, description) =
        text.split_at_checked(text.len() - element.len() + word.len())?;
    // `Strings` and `Dated` are other words.
    let is_word = !description.starts_with(|next: char| next.is_ascii_lowercase());
    is_word.then_some((type_words, description.trim_start()))
}

/// Returns whether the line begins like a row whose type isn't a basic one.
fn begins_uncertain_row(text: &str, columns: Columns) -> bool {
    name_ends(text).any(|at| {
        let Some((name, rest)) = text.split_at_checked(at) else {
            return false;
        };
        let after_flag = FLAGS.iter().find_map(|flag| rest.strip_prefix(flag));
        let is_type = |rest: &str| rest.starts_with(|first: char| first.is_ascii_uppercase());
        member_name(name).is_some()
            && match columns {
                Columns::NameRequiredType => after_flag.is_some_and(is_type),
                _ => rest.starts_with("Array of "),
            }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str], columns: Columns, examples: &[&str]) -> Vec<String> {
        let lines: Vec<_> = lines.iter().map(|text| TextLine::new(1, text)).collect();
        let names = examples.iter().map(|&name| name.to_owned()).collect();
        let known = KnownTypes::open(Default::default(), Default::default(), names);
        let show =
            |row: &ParameterRow<'_>| format!("{}¦{}¦{}", row.name, row.type_words, row.words());
        let rows = rows_of_glued_lines(&lines, columns, &known);
        rows.iter().map(show).collect()
    }

    #[test]
    fn flags_and_basic_types_divide_rows() {
        let lines = [
            "ZoneIdYesStringZone ID.",
            "It is never reused.",
            "Ids.N否Array of String标识",
            "FiltersNoArray of FilterFilter conditions.",
            "- zone: by zone.",
            "NotesNoIntegerNumber of notes.",
        ];
        assert_eq!(
            read(&lines, Columns::NameRequiredType, &[]),
            [
                "ZoneId¦String¦Zone ID. It is never reused.",
                "Ids¦Array of String¦标识",
                "Notes¦Integer¦Number of notes."
            ]
        );
    }

    #[test]
    fn ambiguous_row_needs_an_example() {
        let lines = ["UpdateDateStringThe date.", "TotalInteger总数"];
        assert_eq!(
            read(&lines, Columns::NameType, &["UpdateDate"]),
            ["UpdateDate¦String¦The date.", "Total¦Integer¦总数"]
        );
        assert_eq!(read(&lines, Columns::NameType, &[]), ["Total¦Integer¦总数"]);
    }
}
