//! Rows of a table that was reduced to printed lines.
//!
//! Nothing marks the end of a column, so the order of the columns and the words in them decide. A
//! row begins with a name, then yes or no if the table has that column, then a type.

use spec::{Lost, Required, TypeName};

use super::ParameterRow;
use super::glued_rows::rows_of_glued_lines;
use super::header::{Columns, header_at};
use super::known_types::{KnownTypes, scalar};
use super::printed_types::{Cursor, TypeWords, read_type, read_unknown_type};
use crate::words::text::{TextLine, TextPart, share_column};
use crate::words::vocabulary::yes_or_no;
use crate::words::{is_identifier, looks_like_structure, member_name, split_word};

/// Rebuilds the rows between a table's header and the end of the lines.
pub(crate) fn rows_of_lines<'a>(
    lines: &[TextLine<'a>],
    columns: Columns,
    known: &KnownTypes,
) -> Vec<ParameterRow<'a>> {
    let mut lines = without_headers(lines);
    let table = PrintedTable {
        columns,
        known,
        flag_lost: flag_is_lost(&lines, columns, known),
        has_paragraphs: has_paragraphs(&lines),
    };
    let mut rows: Vec<ParameterRow<'a>> = Vec::new();
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        if let Some(head) = table.row_head(&lines, at) {
            remove_word(&mut lines, head.late_word);
            rows.push(head.row);
            at = head.next_line;
        } else {
            if let Some(row) = rows.last_mut() {
                row.text.push(TextPart::line(line));
            }
            at += 1;
        }
    }
    if rows.is_empty() {
        rows = rows_of_glued_lines(&lines, columns, known);
    }
    share_column(rows.iter_mut().map(|row| &mut row.text));
    rows
}

/// Removes the headers that page breaks repeat.
fn without_headers<'a>(lines: &[TextLine<'a>]) -> Vec<TextLine<'a>> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((_, taken)) = header_at(lines, at) {
            at += taken;
        } else {
            kept.push(*line);
            at += 1;
        }
    }
    kept
}

/// Returns whether the text lost the cells of the required column that its header names.
fn flag_is_lost(lines: &[TextLine<'_>], columns: Columns, known: &KnownTypes) -> bool {
    if columns == Columns::NameType {
        return false;
    }
    let has_rows = |flag_lost: bool| {
        let table = PrintedTable {
            columns,
            known,
            flag_lost,
            has_paragraphs: false,
        };
        (0..lines.len()).any(|at| table.row_head(lines, at).is_some())
    };
    !has_rows(false) && has_rows(true)
}

/// Returns whether each description is a separate paragraph below the other cells of its row.
fn has_paragraphs(lines: &[TextLine<'_>]) -> bool {
    lines.iter().zip(lines.iter().skip(1)).any(|(line, next)| {
        let mut words = line.text.split_whitespace();
        let name = words.next().and_then(member_name);
        next.blank_before && name.is_some() && words.last().and_then(scalar).is_some()
    })
}

/// Removes the end of a type from the line below into which it was printed.
fn remove_word(lines: &mut [TextLine<'_>], late_word: Option<usize>) {
    if let Some(line) = late_word.and_then(|at| lines.get_mut(at)) {
        line.text = split_word(line.text).1;
    }
}

/// The layout of a table, which decides where its rows begin.
struct PrintedTable<'k> {
    columns: Columns,
    known: &'k KnownTypes,
    /// True if the text lost the cells of the required column.
    flag_lost: bool,
    /// True if each description is a separate paragraph.
    has_paragraphs: bool,
}

/// The beginning of a row: everything up to the first words of its description.
struct RowHead<'a> {
    row: ParameterRow<'a>,
    /// The index of the line after the head.
    next_line: usize,
    /// The index of a line farther down that begins with the end of the type.
    late_word: Option<usize>,
}

impl PrintedTable<'_> {
    /// Reads the head of a row that begins on this line.
    fn row_head<'a>(&self, lines: &[TextLine<'a>], at: usize) -> Option<RowHead<'a>> {
        let line = lines.get(at)?;
        self.head_of(lines, at, line.text)
            // In texts from pages with unclosed list items, a row may follow a bullet.
            .or_else(|| self.head_of(lines, at, line.text.strip_prefix("- ")?))
    }

    /// Reads the head of a row from this text and the lines below.
    fn head_of<'a>(&self, lines: &[TextLine<'a>], at: usize, text: &'a str) -> Option<RowHead<'a>> {
        let (word, rest) = split_word(text);
        let name = member_name(word)?;
        if rest.is_empty() && self.next_line_is_a_row(lines, at) {
            return None;
        }
        let after_name = Cursor {
            lines,
            line: at,
            rest,
        };
        let (required, type_words) = self
            .flag_and_type(after_name)
            .filter(|(_, words)| self.is_plausible(&name, &words.type_name, rest.is_empty()))
            .or_else(|| self.flag_and_unknown_type(&name, after_name))?;
        if !is_identifier(&name) && !self.is_certain(&name, required) {
            return None;
        }
        let mut text = Vec::new();
        let after = type_words.after;
        if let Some(line) = lines.get(after.line)
            && !after.rest.is_empty()
        {
            text.push(TextPart::line(line.with_text(after.rest)));
        }
        Some(RowHead {
            row: ParameterRow {
                line: lines.get(at)?.number,
                name,
                required,
                type_words: type_words.type_name.to_string(),
                type_name: Some(type_words.type_name),
                text,
                addition: String::new(),
            },
            next_line: after.line + 1,
            late_word: type_words.late_word,
        })
    }

    /// Returns whether a complete row follows, so that a bare word above it is not a name.
    fn next_line_is_a_row(&self, lines: &[TextLine<'_>], at: usize) -> bool {
        let Some(next) = lines.get(at + 1) else {
            return false;
        };
        let (word, rest) = split_word(next.text);
        if rest.is_empty()
            || matches!(word, "Array" | "array")
            || self.known.certain(word).is_some() && !self.flag_follows(rest)
        {
            let cursor = Cursor {
                lines,
                line: at + 1,
                rest,
            };
            return self.known.is_structure(word) && self.type_follows(cursor);
        }
        self.head_of(lines, at + 1, next.text).is_some()
    }

    /// Returns whether a yes or no comes next, if the column order requires it.
    fn flag_follows(&self, rest: &str) -> bool {
        self.columns == Columns::NameRequiredType && yes_or_no(split_word(rest).0).is_some()
    }

    /// Returns whether a type follows a structure's name, which is then a parameter's name.
    fn type_follows(&self, cursor: Cursor<'_, '_>) -> bool {
        !cursor.rest.is_empty()
            && self.columns == Columns::NameType
            && read_type(cursor, self.known).is_some()
    }

    /// Reads the columns between name and description.
    fn flag_and_type<'l, 'a>(
        &self,
        after_name: Cursor<'l, 'a>,
    ) -> Option<(Option<Required>, TypeWords<'l, 'a>)> {
        match self.columns {
            Columns::NameType => Some((None, read_type(after_name, self.known)?)),
            _ if self.flag_lost => {
                let lost = Required::Lost(Lost::Unknown);
                Some((Some(lost), read_type(after_name, self.known)?))
            }
            Columns::NameRequiredType => {
                let (required, after_flag) = read_flag(after_name)?;
                Some((Some(required), read_type(after_flag, self.known)?))
            }
            _ => {
                let mut type_words = read_type(after_name, self.known)?;
                let (required, after_flag) = read_flag(type_words.after)?;
                type_words.after = after_flag;
                Some((Some(required), type_words))
            }
        }
    }

    /// Reads the columns between name and description if they name an unknown structure.
    ///
    /// A yes or no next to it shows that the line is a row. Without that column, the structure must
    /// be the element of an array, or have the parameter's name.
    fn flag_and_unknown_type<'l, 'a>(
        &self,
        name: &str,
        after_name: Cursor<'l, 'a>,
    ) -> Option<(Option<Required>, TypeWords<'l, 'a>)> {
        match self.columns {
            Columns::NameTypeRequired if !self.flag_lost => {
                let mut type_words = read_unknown_type(after_name)?;
                let line = type_words.after.line;
                let (required, after_flag) = read_flag(type_words.after)?;
                type_words.after = after_flag;
                (after_flag.line == line).then_some((Some(required), type_words))
            }
            Columns::NameRequiredType if !self.flag_lost => {
                let (required, after_flag) = read_flag(after_name)?;
                let type_words = read_unknown_type(after_flag)?;
                (after_flag.line == after_name.line).then_some((Some(required), type_words))
            }
            columns => {
                let lost = Some(Required::Lost(Lost::Unknown));
                let required = lost.filter(|_| columns != Columns::NameType);
                let type_words = read_unknown_type(after_name)?;
                let is_array = matches!(type_words.type_name, TypeName::Array(_));
                let is_row = looks_like_structure(name)
                    && (is_array
                        || is_named_like(name, &type_words.type_name)
                        || self.is_above_paragraph(type_words.after));
                is_row.then_some((required, type_words))
            }
        }
    }

    /// Returns whether a row's name and type fill the line above the paragraph that describes it.
    fn is_above_paragraph(&self, after_type: Cursor<'_, '_>) -> bool {
        let next = after_type.lines.get(after_type.line + 1);
        self.has_paragraphs
            && after_type.rest.is_empty()
            && next.is_none_or(|next| next.blank_before)
    }

    /// Returns whether a name that isn't an identifier is surely one.
    fn is_certain(&self, name: &str, required: Option<Required>) -> bool {
        matches!(required, Some(Required::Known(_))) || self.known.is_example_name(name)
    }

    /// Returns whether name and type are more likely a row than prose.
    ///
    /// Without a yes or no between them, two unknown words are probably prose.
    fn is_plausible(&self, name: &str, type_name: &TypeName, name_fills_line: bool) -> bool {
        let TypeName::Structure(structure) = type_name else {
            return true;
        };
        let has_flag = self.columns != Columns::NameType && !self.flag_lost;
        if has_flag || self.known.is_structure(structure) {
            return true;
        }
        !name_fills_line && looks_like_structure(name) && self.known.is_example_name(name)
    }
}

/// Returns whether the name is the type's name, or ends with it: `SystemDisk Disk`.
fn is_named_like(name: &str, type_name: &TypeName) -> bool {
    match type_name {
        TypeName::Structure(structure) => structure.len() > 3 && name.ends_with(structure),
        _ => false,
    }
}

fn read_flag<'l, 'a>(cursor: Cursor<'l, 'a>) -> Option<(Required, Cursor<'l, 'a>)> {
    let (word, after) = cursor.next_word()?;
    Some((Required::Known(yes_or_no(word)?), after))
}
