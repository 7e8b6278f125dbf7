//! Recognises the header of a table and the form in which the table is written.

use super::cells::{self, is_lone_pipe, is_rule, opening, split, split_row};
use crate::text::MAX_COLUMNS;

/// The form of a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A pipe opens every row.
    Opened,
    /// A pipe ends every cell, but does not open the row.
    Trailing,
    /// Pipes are only between cells, and a line is a row.
    Between,
}

/// A table's header.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) cells: Vec<String>,
    pub(super) columns: usize,
    pub(super) form: Form,
    /// True if a rule follows the header.
    pub(super) has_rule: bool,
    /// True if a pipe ends the header, so that whole rows end with one, too.
    pub(super) closed: bool,
    /// The index of the first line after header and rule.
    pub(super) end: usize,
}

/// Returns the header that begins on the line, if there is one.
pub(super) fn header_at(lines: &[&str], index: usize) -> Option<Header> {
    candidate_at(lines, index).filter(|header| header.columns <= MAX_COLUMNS)
}

fn candidate_at(lines: &[&str], index: usize) -> Option<Header> {
    let line = lines.get(index)?;
    if !line.contains('|') || is_rule(line) {
        return None;
    }
    let next = lines.get(index + 1).copied().unwrap_or_default();
    if is_rule(next) {
        return Some(ruled_header(line, next, index));
    }
    let cells = split_row(line);
    if opening(line).is_some() && cells.closed && !is_lone_pipe(line) {
        if cells.texts.len() == 1 {
            return exploded_header(lines, index);
        }
        opening(next)?;
        return Some(plain_header(cells.texts, Form::Opened, index));
    }
    let below = split(next);
    let is_trailing = cells.closed
        && below.closed
        && opening(next).is_none()
        && cells.texts.len() >= 2
        && cells.texts.len() == below.texts.len()
        && cells.texts.iter().all(|text| !text.is_empty());
    if !is_trailing {
        return None;
    }
    Some(plain_header(cells.texts, Form::Trailing, index))
}

fn ruled_header(line: &str, rule: &str, index: usize) -> Header {
    let cells = split_row(line);
    let form = match (opening(line).or(opening(rule)), cells.closed) {
        (Some(_), _) => Form::Opened,
        (None, true) => Form::Trailing,
        (None, false) => Form::Between,
    };
    let columns = cells.texts.len().max(split_row(rule).texts.len());
    Header {
        columns,
        form,
        has_rule: true,
        closed: cells.closed,
        end: index + 2,
        cells: cells.texts,
    }
}

fn plain_header(cells: Vec<String>, form: Form, index: usize) -> Header {
    Header {
        columns: cells.len(),
        form,
        has_rule: false,
        closed: true,
        end: index + 1,
        cells,
    }
}

/// Reads a header with one cell per line: `| Name |`, `Type |`, … It ends at the line that opens
/// the next row.
fn exploded_header(lines: &[&str], index: usize) -> Option<Header> {
    let mut cells = split_row(lines.get(index)?).texts;
    let mut end = index + 1;
    while let Some(line) = lines.get(end) {
        let is_cell = opening(line).is_none() && cells::ends_with_pipe(line) && !is_rule(line);
        if !is_cell || cells.len() > MAX_COLUMNS {
            break;
        }
        cells.extend(split(line).texts);
        end += 1;
    }
    let next = lines.get(end)?;
    let has_rule = is_rule(next);
    let is_header = has_rule || (cells.len() >= 2 && opening(next).is_some());
    if !is_header {
        return None;
    }
    Some(Header {
        columns: cells.len(),
        form: Form::Opened,
        has_rule,
        closed: true,
        end: end + usize::from(has_rule),
        cells,
    })
}
