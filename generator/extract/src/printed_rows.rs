//! Rebuilds the rows of a table of which only the printed lines are left.
//!
//! Nothing marks where a column ends, so the order of the columns and the words that can stand in them
//! decide: a row begins with a name, then yes or no where the table has that column, then a type.

use spec::{Lost, Required, TypeName};

use super::header::{Columns, columns_of_lines};
use super::known_types::{KnownTypes, looks_like_structure};
use super::reader::TextLine;
use super::row::{ParameterRow, member_name};
use super::text::TextPart;
use super::type_words::{TypeWords, read_type};
use super::vocabulary::yes_or_no;

/// The rows between a table's header and the end of the lines.
pub(super) fn rows_of_lines<'a>(
    lines: &[TextLine<'a>],
    columns: Columns,
    known: &KnownTypes,
) -> Vec<ParameterRow<'a>> {
    let mut lines = without_headers(lines);
    let table = PrintedTable {
        columns,
        known,
        flag_lost: flag_is_lost(&lines, columns, known),
    };
    let mut rows: Vec<ParameterRow<'a>> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(head) = table.row_head(&lines, at) {
            remove_word(&mut lines, head.late_word);
            rows.push(head.row);
            at = head.next_line;
            if let (Some(row), Some(rest)) = (rows.last_mut(), head.rest) {
                row.text.push(TextPart::line(rest));
            }
            continue;
        }
        if let (Some(row), Some(line)) = (rows.last_mut(), lines.get(at)) {
            row.text.push(TextPart::line(*line));
        }
        at += 1;
    }
    rows
}

/// Page breaks repeat the header.
fn without_headers<'a>(lines: &[TextLine<'a>]) -> Vec<TextLine<'a>> {
    let mut kept = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        match columns_of_lines(&lines[at..]) {
            Some((_, taken)) => at += taken,
            None => {
                kept.push(*line);
                at += 1;
            }
        }
    }
    kept
}

/// Some texts lost the cells of the required column though the header names it.
fn flag_is_lost(lines: &[TextLine<'_>], columns: Columns, known: &KnownTypes) -> bool {
    if columns == Columns::NameType {
        return false;
    }
    let with_flag = PrintedTable {
        columns,
        known,
        flag_lost: false,
    };
    let without = PrintedTable {
        columns,
        known,
        flag_lost: true,
    };
    !(0..lines.len()).any(|at| with_flag.row_head(lines, at).is_some())
        && (0..lines.len()).any(|at| without.row_head(lines, at).is_some())
}

fn remove_word(lines: &mut [TextLine<'_>], late_word: Option<usize>) {
    if let Some(line) = late_word.and_then(|at| lines.get_mut(at)) {
        line.text = split_word(line.text).1;
    }
}

struct PrintedTable<'k> {
    columns: Columns,
    known: &'k KnownTypes,
    flag_lost: bool,
}

/// The begin of a row: everything before its description.
struct RowHead<'a> {
    row: ParameterRow<'a>,
    /// The description's words on the head's last line.
    rest: Option<TextLine<'a>>,
    /// The line after the head's last one.
    next_line: usize,
    /// A line farther down that begins with the end of the type.
    late_word: Option<usize>,
}

/// A place in the lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    /// The line's index.
    pub(super) line: usize,
    /// What is left of the line.
    pub(super) rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// The next word, on this line or the next one.
    pub(super) fn next_word(self, lines: &[TextLine<'a>]) -> Option<(&'a str, Cursor<'a>)> {
        let mut cursor = self;
        if cursor.rest.is_empty() {
            cursor = Cursor {
                line: self.line + 1,
                rest: lines.get(self.line + 1)?.text,
            };
        }
        let (word, rest) = split_word(cursor.rest);
        Some((
            word,
            Cursor {
                line: cursor.line,
                rest,
            },
        ))
    }
}

/// The first word and what follows the blanks after it. A no-break space separates no words: it begins text.
pub(super) fn split_word(text: &str) -> (&str, &str) {
    match text.split_once(' ') {
        Some((word, rest)) => (word, rest.trim_start_matches(' ')),
        None => (text, ""),
    }
}

impl PrintedTable<'_> {
    fn row_head<'a>(&self, lines: &[TextLine<'a>], at: usize) -> Option<RowHead<'a>> {
        let line = lines.get(at)?;
        self.head_of(lines, at, line.text)
            // In texts made from pages with unclosed list items, a row may follow a bullet.
            .or_else(|| self.head_of(lines, at, line.text.strip_prefix("- ")?))
    }

    fn head_of<'a>(&self, lines: &[TextLine<'a>], at: usize, text: &'a str) -> Option<RowHead<'a>> {
        let (word, rest) = split_word(text);
        let name = member_name(word)?;
        let after_name = Cursor { line: at, rest };
        if rest.is_empty() && self.next_line_is_a_row(lines, at) {
            return None;
        }
        let (required, type_words) = self.flag_and_type(lines, after_name)?;
        if !self.is_plausible(&name, &type_words, rest.is_empty()) {
            return None;
        }
        let TypeWords {
            type_name,
            after,
            late_word,
        } = type_words;
        let rest = lines
            .get(after.line)
            .map(|line| line.with_text(after.rest))
            .filter(|line| !line.text.is_empty());
        let row = ParameterRow {
            line: lines.get(at)?.number,
            name,
            required,
            type_words: type_name.to_string(),
            type_name: Some(type_name),
            text: Vec::new(),
        };
        Some(RowHead {
            row,
            rest,
            next_line: after.line + 1,
            late_word,
        })
    }

    /// A bare word above a complete row is the last word of the row before, not a name.
    fn next_line_is_a_row(&self, lines: &[TextLine<'_>], at: usize) -> bool {
        let Some(next) = lines.get(at + 1) else {
            return false;
        };
        let (word, rest) = split_word(next.text);
        if rest.is_empty()
            || matches!(word, "Array" | "array")
            || self.known.certain(word).is_some() && !self.flag_follows(rest)
        {
            return self.known.is_structure(word) && self.type_follows(lines, at + 1, rest);
        }
        self.head_of(lines, at + 1, next.text).is_some()
    }

    fn flag_follows(&self, rest: &str) -> bool {
        self.columns == Columns::NameRequiredType && yes_or_no(split_word(rest).0).is_some()
    }

    /// A structure's name may be a parameter's name as well: then a type stands behind it.
    fn type_follows(&self, lines: &[TextLine<'_>], at: usize, rest: &str) -> bool {
        let cursor = Cursor { line: at, rest };
        !rest.is_empty()
            && self.columns == Columns::NameType
            && read_type(lines, cursor, self.known).is_some()
    }

    fn flag_and_type<'a>(
        &self,
        lines: &[TextLine<'a>],
        after_name: Cursor<'a>,
    ) -> Option<(Option<Required>, TypeWords<'a>)> {
        if self.columns == Columns::NameType {
            return Some((None, read_type(lines, after_name, self.known)?));
        }
        if self.flag_lost {
            return Some((
                Some(Required::Lost(Lost::Unknown)),
                read_type(lines, after_name, self.known)?,
            ));
        }
        if self.columns == Columns::NameRequiredType {
            let (required, after_flag) = read_flag(lines, after_name)?;
            return Some((Some(required), read_type(lines, after_flag, self.known)?));
        }
        let mut type_words = read_type(lines, after_name, self.known)?;
        let (required, after_flag) = read_flag(lines, type_words.after)?;
        type_words.after = after_flag;
        Some((Some(required), type_words))
    }

    /// Without a yes or no between them, two words that nothing describes are more likely prose than a row.
    fn is_plausible(
        &self,
        name: &str,
        type_words: &TypeWords<'_>,
        name_stands_alone: bool,
    ) -> bool {
        let TypeName::Structure(structure) = &type_words.type_name else {
            return true;
        };
        if self.known.is_structure(structure)
            || self.columns != Columns::NameType && !self.flag_lost
        {
            return true;
        }
        !name_stands_alone && looks_like_structure(name) && self.known.is_example_name(name)
    }
}

fn read_flag<'a>(lines: &[TextLine<'a>], cursor: Cursor<'a>) -> Option<(Required, Cursor<'a>)> {
    let (word, after) = cursor.next_word(lines)?;
    Some((Required::Known(yes_or_no(word)?), after))
}
