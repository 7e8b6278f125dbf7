//! Neighbouring unread pieces of a page, which become one finding.

use spec::finding::Finding;

use super::{UNREAD_SECTION, UNREAD_TABLE, UNREAD_TEXT};

/// A heading, line or row of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    /// The 1-based line of the file.
    pub(crate) line: usize,
    pub(crate) kind: PieceKind,
    /// The text, or the texts of the cells.
    pub(crate) text: Vec<&'a str>,
    /// True if facts or fixed wording have all its words.
    pub(crate) is_read: bool,
}

/// The kinds of pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    Heading,
    Line,
    Header,
    Row,
}

/// Neighbouring unread pieces: an unknown section, a table or its rows, or lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'p, 'a> {
    pieces: &'p [Piece<'a>],
    /// The pieces from the table's header, if the stretch is a part of a table.
    header: Option<&'p Piece<'a>>,
}

/// The maximum length of quoted text, in characters.
const MAX_QUOTED_CHARS: usize = 120;

/// Returns the unread stretches, in order.
pub(crate) fn stretches<'p, 'a>(pieces: &'p [Piece<'a>]) -> impl Iterator<Item = Stretch<'p, 'a>> {
    let mut header = None;
    let mut rest = pieces;
    std::iter::from_fn(move || {
        loop {
            let first = rest.first()?;
            match first.kind {
                PieceKind::Header => header = Some(first),
                PieceKind::Row => {}
                PieceKind::Heading | PieceKind::Line => header = None,
            }
            let length = stretch_length(rest);
            let (taken, others) = rest.split_at_checked(length.max(1))?;
            rest = others;
            if length > 0 {
                return Some(Stretch {
                    pieces: taken,
                    header,
                });
            }
        }
    })
}

/// The maximum number of read lines within a stretch of lines.
///
/// A short line of a lost text may happen to have words of a fact.
const MAX_GAP: usize = 2;

/// Returns the number of pieces in the stretch at the start, or 0 if the first piece is read.
///
/// An unknown heading takes everything unread below it up to the next heading. Otherwise a stretch
/// has only lines, or only one table.
fn stretch_length(pieces: &[Piece<'_>]) -> usize {
    let Some(first) = pieces.first().filter(|first| !first.is_read) else {
        return 0;
    };
    let is_table = matches!(first.kind, PieceKind::Header | PieceKind::Row);
    let belongs = |piece: &Piece<'_>| match piece.kind {
        PieceKind::Heading => false,
        PieceKind::Line => !is_table,
        PieceKind::Header => first.kind == PieceKind::Heading,
        PieceKind::Row => first.kind != PieceKind::Line,
    };
    let max_gap = if is_table { 0 } else { MAX_GAP };
    let mut length = 1;
    let others = pieces.iter().enumerate().skip(1);
    for (at, piece) in others.take_while(|(_, piece)| belongs(piece)) {
        if !piece.is_read {
            length = at + 1;
        } else if at + 1 - length > max_gap {
            break;
        }
    }
    length
}

impl Stretch<'_, '_> {
    /// Returns the finding that names the stretch.
    pub(crate) fn finding(&self, file: &str, subject: &str) -> Finding {
        let count = |kind: PieceKind| {
            self.pieces
                .iter()
                .filter(|piece| piece.kind == kind)
                .count()
        };
        let (lines, rows) = (count(PieceKind::Line), count(PieceKind::Row));
        let first = self.pieces.first();
        let line = first.map_or(0, |piece| piece.line);
        let (rule, message, help) = match first.map(|piece| piece.kind) {
            Some(PieceKind::Heading) => (
                &UNREAD_SECTION,
                format!(
                    "no fact holds the section `{}` with {}{}",
                    quoted(first),
                    content(lines, rows),
                    preview(self.pieces.get(1)),
                ),
                "add the heading to the vocabulary, or report the kind of section",
            ),
            Some(PieceKind::Header | PieceKind::Row) => (
                &UNREAD_TABLE,
                format!(
                    "no fact holds {} of the table with the header `{}`{}",
                    number(rows, "row"),
                    quoted(self.header),
                    preview(
                        self.pieces
                            .iter()
                            .find(|piece| piece.kind == PieceKind::Row)
                    ),
                ),
                "add the header to the vocabulary, or compare the rows with the live page",
            ),
            _ => (
                &UNREAD_TEXT,
                format!("no fact holds {}{}", number(lines, "line"), preview(first)),
                "compare with the live page; if the site prints it on every page, add it to the \
                 vocabulary",
            ),
        };
        Finding::warning(file, line, rule, subject, message).help(help)
    }
}

fn content(lines: usize, rows: usize) -> String {
    match (lines, rows) {
        (0, 0) => "nothing below it".to_owned(),
        (lines, 0) => number(lines, "line"),
        (0, rows) => number(rows, "row"),
        (lines, rows) => format!("{} and {}", number(lines, "line"), number(rows, "row")),
    }
}

/// Returns a number with its noun.
pub(crate) fn number(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// Returns the beginning of the piece after a colon.
fn preview(piece: Option<&Piece<'_>>) -> String {
    match piece {
        Some(_) => format!(": `{}`", quoted(piece)),
        None => String::new(),
    }
}

/// Returns the piece's text on one line, shortened.
fn quoted(piece: Option<&Piece<'_>>) -> String {
    piece.map_or_else(String::new, |piece| shortened(&piece.text.join(" | ")))
}

/// Returns the text on one line, shortened, and without marks of code.
pub(crate) fn shortened(text: &str) -> String {
    let text = text.replace('\n', " ").replace('`', "");
    match text.char_indices().nth(MAX_QUOTED_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(line: usize, kind: PieceKind, text: &'static str, is_read: bool) -> Piece<'static> {
        Piece {
            line,
            kind,
            text: text.split('|').collect(),
            is_read,
        }
    }

    fn messages(pieces: &[Piece<'_>]) -> Vec<String> {
        stretches(pieces)
            .map(|stretch| stretch.finding("f", ""))
            .map(|finding| format!("{} {}: {}", finding.line, finding.rule, finding.message))
            .collect()
    }

    #[test]
    fn neighbouring_pieces_make_one_finding() {
        use PieceKind::{Header, Heading, Line, Row};
        let pieces = [
            piece(1, Line, "one", false),
            piece(2, Line, "two", false),
            piece(3, Line, "read", true),
            piece(3, Line, "also read", true),
            piece(3, Line, "all read", true),
            piece(3, Line, "four", false),
            piece(3, Line, "read", true),
            piece(3, Line, "five", false),
            piece(4, Header, "Name|Type", true),
            piece(6, Row, "A|B", true),
            piece(7, Row, "C|D", false),
            piece(9, Header, "Term|Meaning", false),
            piece(11, Row, "E|F", false),
            piece(13, Heading, "Appendix", false),
            piece(15, Line, "three", false),
            piece(17, Header, "x", false),
            piece(19, Row, "y", false),
            piece(20, Heading, "Next", false),
        ];
        assert_eq!(
            messages(&pieces),
            [
                "1 unread-text: no fact holds 2 lines: `one`",
                "3 unread-text: no fact holds 3 lines: `four`",
                "7 unread-table: no fact holds 1 row of the table with the header `Name | Type`: \
                 `C | D`",
                "9 unread-table: no fact holds 1 row of the table with the header `Term | \
                 Meaning`: `E | F`",
                "13 unread-section: no fact holds the section `Appendix` with 1 line and 1 row: \
                 `three`",
                "20 unread-section: no fact holds the section `Next` with nothing below it",
            ]
        );
    }

    #[test]
    fn quoted_text_is_short_and_plain() {
        let long: String = "键`\n".repeat(200);
        let piece = Piece {
            line: 1,
            kind: PieceKind::Line,
            text: vec![&long],
            is_read: false,
        };
        let text = quoted(Some(&piece));
        assert!(text.ends_with('…') && !text.contains(['\n', '`']), "{text}");
        assert_eq!(text.chars().count(), MAX_QUOTED_CHARS);
    }
}
