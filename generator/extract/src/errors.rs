//! Error codes: the table of an action page and the lists of the chapter "Error codes".

use document::{Block, BlockKind};
use spec::{ErrorCode, Language, Localized};

use super::header::{Columns, columns_of_cells, columns_of_lines};
use super::known_types::unlink;
use super::printed_rows::split_word;
use super::reader::{TextLine, text_line};
use super::sections::Sections;
use super::text::{self, TextPart};
use super::unit::Unit;
use super::vocabulary::{Section, language_of};

/// The rows of an action page's error table.
pub(super) fn error_rows(sections: &Sections<'_>, language: Language) -> Vec<ErrorCode> {
    let blocks: Vec<&Block> = sections.blocks(Section::Errors).collect();
    codes_of_blocks(&blocks, language, false)
}

/// The common and the product's own codes of the error chapter; `None` if the page is no such chapter.
pub(super) fn read_error_chapter(unit: &Unit<'_>) -> Option<(Vec<ErrorCode>, Language)> {
    let blocks: Vec<&Block> = unit.blocks.iter().collect();
    let common = position_of(&blocks, &["公共错误码", "Common Error Codes"])?;
    let own = position_of(
        &blocks,
        &["业务错误码", "Service Error Codes", "Business Error Codes"],
    );
    let language = heading_text(blocks.get(common)?).map_or(Language::En, language_of);
    let end = own.unwrap_or(blocks.len());
    let mut codes = codes_of_blocks(blocks.get(common + 1..end)?, language, true);
    if let Some(own) = own {
        codes.extend(codes_of_blocks(blocks.get(own + 1..)?, language, false));
    }
    (!codes.is_empty()).then_some((codes, language))
}

fn position_of(blocks: &[&Block], headings: &[&str]) -> Option<usize> {
    blocks
        .iter()
        .position(|block| heading_text(block).is_some_and(|text| headings.contains(&text)))
}

fn heading_text(block: &Block) -> Option<&str> {
    let text = text_line(block)?.text;
    let words =
        text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '、'));
    Some(words.trim_matches('*'))
}

fn codes_of_blocks(blocks: &[&Block], language: Language, common: bool) -> Vec<ErrorCode> {
    let mut codes = Vec::new();
    let mut has_table = false;
    for block in blocks {
        let BlockKind::Table(table) = &block.kind else {
            continue;
        };
        if columns_of_cells(table.header.iter().map(|cell| cell.text.as_str()))
            != Some(Columns::ErrorCode)
        {
            continue;
        }
        has_table = true;
        for row in &table.rows {
            let mut cells = row.cells.iter();
            let code = cells
                .next()
                .map(|cell| unlink(&cell.text))
                .unwrap_or_default();
            // A row without its second cell is where the page was cut, perhaps within the code.
            if is_code(code.trim()) && row.cells.len() > 1 {
                let doc: Vec<TextPart<'_>> = cells.map(|cell| TextPart::cell(&cell.text)).collect();
                codes.push(ErrorCode {
                    code: code.trim().to_owned(),
                    doc: Localized::new(language, text::join(&doc)),
                    common,
                    ..ErrorCode::default()
                });
            }
        }
    }
    if has_table {
        return codes;
    }
    let lines: Vec<TextLine<'_>> = blocks.iter().filter_map(|block| text_line(block)).collect();
    codes_of_lines(&lines, language, common)
}

/// Printed tables are sorted by code, so a word that breaks the order is text.
fn codes_of_lines(lines: &[TextLine<'_>], language: Language, common: bool) -> Vec<ErrorCode> {
    let header = (0..lines.len()).find_map(|at| {
        columns_of_lines(&lines[at..])
            .filter(|(columns, _)| *columns == Columns::ErrorCode)
            .map(|(_, taken)| at + taken)
    });
    let Some(start) = header else {
        return Vec::new();
    };
    let mut rows: Vec<(&str, Vec<TextPart<'_>>)> = Vec::new();
    let mut at = start;
    while let Some(line) = lines.get(at) {
        if let Some((_, taken)) = columns_of_lines(&lines[at..]) {
            at += taken;
            continue;
        }
        at += 1;
        let (word, rest) = split_word(line.text);
        let in_order = rows.last().is_none_or(|(last, _)| *last < word);
        if in_order && is_distinct_code(word) {
            rows.push((word, Vec::new()));
            if !rest.is_empty() {
                push_text(&mut rows, line.with_text(rest));
            }
        } else {
            push_text(&mut rows, *line);
        }
    }
    let code = |(code, parts): (&str, Vec<TextPart<'_>>)| ErrorCode {
        code: code.to_owned(),
        doc: Localized::new(language, text::join(&parts)),
        common,
        ..ErrorCode::default()
    };
    rows.into_iter().map(code).collect()
}

fn push_text<'a>(rows: &mut [(&str, Vec<TextPart<'a>>)], line: TextLine<'a>) {
    if let Some((_, parts)) = rows.last_mut() {
        parts.push(TextPart::line(line));
    }
}

/// `InvalidParameterValue.LimitExceeded`: words of letters and digits between full stops.
fn is_code(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase())
        && word.split('.').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        })
}

/// A code that can't be a word of running text: dotted, or several words in one.
fn is_distinct_code(word: &str) -> bool {
    if !is_code(word) {
        return false;
    }
    let inner_capital = word
        .as_bytes()
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    word.contains('.') || inner_capital
}
