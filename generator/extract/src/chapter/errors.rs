//! Error codes: the table of an action page, and the lists of the chapter "Error codes".

use document::{Block, BlockKind, Cell, Table};
use spec::{ErrorCode, Language, Localized};

use crate::facts::Content;
use crate::page::Page;
use crate::table::header::{
    Columns, column_of_table, columns_of_table, has_known_titles, header_at, headers,
};
use crate::words::text::{self, TextLine, TextPart, text_line};
use crate::words::vocabulary::{Column, ErrorList, error_list_heading};
use crate::words::{is_distinct_error_code, is_error_code, language_of, split_word, unlink};

/// Reads the error chapter: first the common codes, then the product's own.
///
/// Returns `None` if the page isn't such a chapter.
pub(crate) fn read_errors(page: &Page<'_>) -> Option<(Content, Language)> {
    let blocks: Vec<&Block> = page.blocks.iter().collect();
    let common = position_of(&blocks, ErrorList::Common)?;
    let own = position_of(&blocks, ErrorList::Own);
    let language =
        text_line(blocks.get(common)?).map_or(Language::En, |line| language_of(line.text));
    let end = own.unwrap_or(blocks.len());
    let mut codes = error_codes(blocks.get(common + 1..end)?, language, true);
    if let Some(own) = own {
        codes.extend(error_codes(blocks.get(own + 1..)?, language, false));
    }
    (!codes.is_empty()).then_some((Content::Errors(codes), language))
}

/// Reads the error codes of the blocks' tables, or else of their printed table.
///
/// `common` marks the codes as common to all products.
pub(crate) fn error_codes(blocks: &[&Block], language: Language, common: bool) -> Vec<ErrorCode> {
    let mut tables = blocks
        .iter()
        .filter_map(|block| error_table(block))
        .peekable();
    let rows = if tables.peek().is_some() {
        tables.flat_map(rows_of_table).collect()
    } else {
        let lines: Vec<TextLine<'_>> = blocks.iter().filter_map(|block| text_line(block)).collect();
        rows_of_lines(&lines)
    };
    rows.into_iter()
        .map(|row| {
            let text = text::join(&row.doc);
            ErrorCode {
                code: row.code,
                doc: Localized::new(language_of_text(&text, language), text),
                common,
                ..ErrorCode::default()
            }
        })
        .collect()
}

/// Returns the language of a text on a page in this language.
///
/// Products whose pages mix Chinese and English leave some texts untranslated. A text of fewer than
/// three words may be a name.
fn language_of_text(text: &str, page: Language) -> Language {
    let own = language_of(text);
    let is_sentence = text.split_whitespace().nth(2).is_some();
    match (page, own) {
        (Language::Zh, Language::En) if is_sentence => own,
        (Language::En, _) => own,
        _ => page,
    }
}

/// A row of an error table.
struct ErrorRow<'a> {
    code: String,
    doc: Vec<TextPart<'a>>,
}

fn error_table(block: &Block) -> Option<&Table> {
    match &block.kind {
        BlockKind::Table(table) if columns_of_table(table) == Some(Columns::ErrorCode) => {
            Some(table)
        }
        _ => None,
    }
}

/// Reads the rows of a table with cells.
///
/// Omits a row without a second cell: the page was truncated there, perhaps within the code.
fn rows_of_table(table: &Table) -> impl Iterator<Item = ErrorRow<'_>> {
    let at = column_of_table(table, Column::ErrorCode).unwrap_or_default();
    // Markdown makes the first row of a table that lost its header the header.
    let first = (!has_known_titles(table))
        .then(|| row_of_cells(&table.header, at))
        .flatten()
        .filter(|row| is_distinct_error_code(&row.code));
    let rows = table.rows.iter();
    first
        .into_iter()
        .chain(rows.filter_map(move |row| row_of_cells(&row.cells, at)))
}

/// Returns the row whose code is in the cell at this index.
fn row_of_cells(cells: &[Cell], at: usize) -> Option<ErrorRow<'_>> {
    let code = unlink(&cells.get(at)?.text).trim().to_owned();
    let others = cells.iter().enumerate().filter(|(index, _)| *index != at);
    let doc: Vec<TextPart<'_>> = others.map(|(_, cell)| TextPart::cell(&cell.text)).collect();
    (is_error_code(&code) && !doc.is_empty()).then_some(ErrorRow { code, doc })
}

/// Reads the rows of a printed table.
///
/// Printed tables are sorted by code, so a word that breaks the order is text.
fn rows_of_lines<'a>(lines: &[TextLine<'a>]) -> Vec<ErrorRow<'a>> {
    let Some((_, lines)) = headers(lines).find(|(columns, _)| *columns == Columns::ErrorCode)
    else {
        return Vec::new();
    };
    let mut rows: Vec<ErrorRow<'a>> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((_, taken)) = header_at(lines, at) {
            at += taken;
            continue;
        }
        at += 1;
        let (word, rest) = split_word(line.text);
        let in_order = rows.last().is_none_or(|last| last.code.as_str() < word);
        if in_order && is_distinct_error_code(word) {
            let mut row = ErrorRow {
                code: word.to_owned(),
                doc: Vec::new(),
            };
            if !rest.is_empty() {
                row.doc.push(TextPart::line(line.with_text(rest)));
            }
            rows.push(row);
        } else if let Some(row) = rows.last_mut() {
            row.doc.push(TextPart::line(*line));
        }
    }
    rows
}

fn position_of(blocks: &[&Block], list: ErrorList) -> Option<usize> {
    blocks.iter().position(|block| {
        text_line(block).and_then(|line| error_list_heading(line.text)) == Some(list)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_out_of_order_are_text() {
        let printed = [
            "Error Code Description",
            "FailedOperation.Busy The server is busy.",
            "InvalidParameter",
            "AuthFailure is another error.",
        ];
        let lines: Vec<_> = printed.iter().map(|text| TextLine::new(1, text)).collect();
        let rows = rows_of_lines(&lines);
        let codes: Vec<(&str, String)> = rows
            .iter()
            .map(|row| (row.code.as_str(), text::join(&row.doc)))
            .collect();
        assert_eq!(
            codes,
            [
                ("FailedOperation.Busy", "The server is busy.".to_owned()),
                (
                    "InvalidParameter",
                    "AuthFailure is another error.".to_owned()
                ),
            ]
        );
    }

    #[test]
    fn prose_words_are_not_distinct_codes() {
        for (word, is_distinct) in [
            ("UnsupportedOperation", true),
            ("Resource.InUse", true),
            ("Error", false),
            ("lower.case", false),
            ("Resource.", false),
        ] {
            assert_eq!(is_distinct_error_code(word), is_distinct, "{word}");
        }
    }

    #[test]
    fn untranslated_texts_keep_their_language() {
        for (text, page, own) in [
            ("The instance is not running.", Language::Zh, Language::En),
            ("实例未运行。", Language::En, Language::Zh),
            ("MissingParameter", Language::Zh, Language::Zh),
            ("实例未运行。", Language::Zh, Language::Zh),
        ] {
            assert_eq!(language_of_text(text, page), own, "{text}");
        }
    }
}
