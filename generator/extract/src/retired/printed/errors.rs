//! Error codes of printed tables: names as in API 3.0, or numbers.

use document::Table;

use super::frame::is_frame;
use crate::words::text::{self, TextLine, TextPart};
use crate::words::{is_distinct_error_code, is_error_code, split_word, unlink};

/// The titles of the first column.
const FIRST_TITLES: [&str; 3] = ["错误码", "错误代码", "错误码数值"];

/// The titles of the other columns.
const OTHER_TITLES: [&str; 5] = ["描述", "原因", "说明", "错误类型", "错误描述"];

/// The maximum length of the rest of a code on the next line, in bytes.
const MAX_REST_BYTES: usize = 14;

/// A row of an error table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::retired) struct ErrorRow {
    pub(in crate::retired) code: String,
    pub(in crate::retired) doc: String,
}

/// Rebuilds the rows below the first header of an error table.
pub(in crate::retired) fn rows_of_lines(lines: &[TextLine<'_>]) -> Vec<ErrorRow> {
    let Some(start) = lines.iter().position(|line| is_header(line.text)) else {
        return Vec::new();
    };
    let mut rows: Vec<(String, Vec<TextPart<'_>>)> = Vec::new();
    let rest: Vec<&TextLine<'_>> = lines
        .iter()
        .skip(start + 1)
        .filter(|line| !is_frame(line.text) && !is_header(line.text))
        .collect();
    let mut at = 0;
    while let Some(&&line) = rest.get(at) {
        at += 1;
        let trimmed = line.text.trim_start_matches('\u{a0}');
        let (word, words) = split_code(trimmed);
        if !is_code(word) {
            if let Some((_, doc)) = rows.last_mut() {
                doc.push(TextPart::line(line));
            }
            continue;
        }
        let mut code = word.to_owned();
        let next = rest.get(at).map(|next| next.text.trim());
        if words.is_empty()
            && let Some(next) = next.filter(|next| continues_code(next))
        {
            code.push_str(next);
            at += 1;
        }
        let first = (!words.is_empty()).then(|| TextPart::line(line.with_text(words)));
        rows.push((code, first.into_iter().collect()));
    }
    let rows = rows.into_iter().map(|(code, doc)| ErrorRow {
        code,
        doc: text::join(&doc),
    });
    joined(rows)
}

/// Reads the rows of a table with cells, or returns `None` if its first column has no codes.
pub(in crate::retired) fn rows_of_table(table: &Table) -> Option<Vec<ErrorRow>> {
    let first = table.header.first()?;
    let title = unlink(&first.text);
    FIRST_TITLES
        .iter()
        .any(|known| title.trim() == *known)
        .then_some(())?;
    let rows = table.rows.iter().filter_map(|row| {
        let (code, texts) = row.cells.split_first()?;
        let code = unlink(&code.text).trim().to_owned();
        let texts: Vec<TextPart<'_>> = texts
            .iter()
            .map(|cell| TextPart::cell(&cell.text))
            .collect();
        (is_code(&code) || is_error_code(&code)).then(|| ErrorRow {
            code,
            doc: text::join(&texts),
        })
    });
    Some(joined(rows))
}

/// Joins the texts of rows with the same code.
fn joined(rows: impl Iterator<Item = ErrorRow>) -> Vec<ErrorRow> {
    let mut all: Vec<ErrorRow> = Vec::new();
    for row in rows {
        match all.iter_mut().find(|known| known.code == row.code) {
            Some(known) if known.doc != row.doc => {
                known.doc.push('\n');
                known.doc.push_str(&row.doc);
            }
            Some(_) => {}
            None => all.push(row),
        }
    }
    all
}

/// Splits a line after its first word. A no-break space ends a code, too.
fn split_code(text: &str) -> (&str, &str) {
    match text.split_once('\u{a0}') {
        Some((code, rest)) if !code.contains(' ') => (code, rest.trim()),
        _ => split_word(text),
    }
}

fn is_header(text: &str) -> bool {
    let mut words = text.split_whitespace();
    words
        .next()
        .is_some_and(|word| FIRST_TITLES.contains(&word))
        && {
            let mut others = words.peekable();
            others.peek().is_some() && others.all(|word| OTHER_TITLES.contains(&word))
        }
}

/// Returns whether the word is a code, or a number in its place, and no word of running text.
fn is_code(word: &str) -> bool {
    let is_number = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    is_number || is_distinct_error_code(word)
}

/// Returns whether the line is the rest of a code that the column was too narrow for.
fn continues_code(text: &str) -> bool {
    let is_piece = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'_';
    text.len() <= MAX_REST_BYTES && !text.is_empty() && text.bytes().all(is_piece)
}
