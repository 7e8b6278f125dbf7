//! Column titles in a header: a cell has one, a printed line has several.

use crate::words::folding::is_ignored;
use crate::words::lexicon::Match;
use crate::words::vocabulary::{COLUMNS, Column};

/// The maximum length of a printed header, in bytes.
const MAX_HEADER_BYTES: usize = 400;

/// The maximum number of titles in a printed header, which may be printed twice.
const MAX_TITLES: usize = 12;

/// A column's title in a printed header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    /// The meaning of the column.
    pub(super) column: Column,
    /// True if no white space separates the title from the one before it.
    pub(super) is_glued: bool,
}

/// Printed text that was read as a sequence of column titles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Titles<T> {
    /// The text is an accepted sequence of titles.
    Whole(T),
    /// The text is the beginning of a sequence of titles.
    Beginning,
    /// The text has other words.
    Other,
}

/// Reads a text as column titles, with or without blanks between them.
///
/// One title may begin another. `accept` decides between the possible sequences: it returns a
/// value for those that make a header.
pub(super) fn read_titles<T>(text: &str, accept: impl Fn(&[Title]) -> Option<T>) -> Titles<T> {
    if text.len() > MAX_HEADER_BYTES {
        return Titles::Other;
    }
    let mut reader = Reader {
        accept,
        titles: Vec::new(),
        is_beginning: false,
    };
    match reader.read(text, false) {
        Some(value) => Titles::Whole(value),
        None if reader.is_beginning => Titles::Beginning,
        None => Titles::Other,
    }
}

/// The titles read so far, and the verdict about them.
struct Reader<F> {
    accept: F,
    titles: Vec<Title>,
    /// True if more lines could complete the text.
    is_beginning: bool,
}

impl<F> Reader<F> {
    /// Reads the rest of the text, which may be glued to the title before it.
    ///
    /// Tries the longest title first.
    fn read<T>(&mut self, text: &str, is_glued: bool) -> Option<T>
    where
        F: Fn(&[Title]) -> Option<T>,
    {
        let Some(text) = skip_brackets(text) else {
            self.is_beginning = true;
            return None;
        };
        if text.is_empty() {
            self.is_beginning = true;
            return (self.accept)(&self.titles);
        }
        if self.titles.len() == MAX_TITLES {
            return None;
        }
        let (matches, reaches_end) = COLUMNS.matches(text);
        self.is_beginning |= reaches_end;
        for Match { meaning, end } in matches.into_iter().rev() {
            self.titles.push(Title {
                column: meaning,
                is_glued,
            });
            let (before, after) = text.split_at_checked(end)?;
            let found = self.read(after, !before.ends_with(char::is_whitespace));
            if found.is_some() {
                return found;
            }
            self.titles.pop();
        }
        None
    }
}

/// Returns the text without brackets at its start: `频率限制（次/秒）`.
///
/// Returns `None` if a bracket isn't closed.
fn skip_brackets(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(is_ignored);
    match text.strip_prefix(['(', '（']) {
        Some(inside) => {
            let (_, after) = inside.split_once([')', '）'])?;
            Some(after.trim_start_matches(is_ignored))
        }
        None => Some(text),
    }
}

/// Returns the meaning of a header's cell, or `None` if its title is unknown.
///
/// A cell that ends with the titles of its neighbours has the meaning of its first title.
pub(super) fn title_of_cell(text: &str) -> Option<Column> {
    if text.len() > MAX_HEADER_BYTES {
        return None;
    }
    if let Some(column) = COLUMNS.exact(text) {
        return Some(column);
    }
    let first = |titles: &[Title]| titles.first().map(|title| title.column);
    match read_titles(text.trim_end_matches([':', '：']), first) {
        Titles::Whole(column) => Some(column),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_their_first_title() {
        for (cell, column) in [
            ("Parameter name", Some(Column::Name)),
            ("**描述**", Some(Column::Description)),
            ("描述参数名称", Some(Column::Description)),
            ("频率限制（次/秒）", Some(Column::RateLimit)),
            ("Type (length)", Some(Column::Type)),
            ("参数类型", Some(Column::Type)),
            ("Имя параметра", Some(Column::Name)),
            ("Namespace", None),
            ("Name of the disk", None),
            ("(x)", None),
            ("Type (length", None),
            ("", None),
        ] {
            assert_eq!(title_of_cell(cell), column, "{cell}");
        }
    }

    #[test]
    fn ambiguous_titles_are_read_as_accepted() {
        let has_name = |titles: &[Title]| {
            let mut columns = titles.iter().map(|title| title.column);
            columns
                .any(|column| column == Column::Name)
                .then_some(titles.len())
        };
        assert_eq!(read_titles("参数类型描述", has_name), Titles::Whole(3));
        assert_eq!(read_titles("参数名称 参数类型", has_name), Titles::Whole(2));
        assert_eq!(read_titles("Type Desc", has_name), Titles::Beginning);
        assert_eq!(read_titles("Type of x", has_name), Titles::Other);
        let endless = "参数类型".repeat(50);
        assert_eq!(read_titles(&endless, has_name), Titles::Other);
    }
}
