//! The comments and string literals of a Rust file, line by line.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `///`, for the item below it.
    Outer,
    /// `//!`, for the file or block around it.
    Inner,
    /// `//`, or a line of `/* … */`.
    Comment,
    /// One line of a string literal.
    Text,
}

/// One line of a comment or of a string literal.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The 1-based line in the file.
    pub(crate) line: usize,
    pub(crate) kind: Kind,
    /// The text without the comment's marks or the literal's quotes.
    pub(crate) text: String,
    /// True on the first line of a string literal or block comment.
    first: bool,
}

impl Piece {
    /// Returns whether the piece continues the text of `before`.
    pub(crate) fn continues(&self, before: &Piece) -> bool {
        let adjacent = self.kind == before.kind && self.line == before.line + 1;
        adjacent && (self.kind != Kind::Text || !self.first)
    }

    pub(crate) fn is_documentation(&self) -> bool {
        matches!(self.kind, Kind::Outer | Kind::Inner)
    }
}

/// Returns the comments and string literals of a Rust file, line by line.
pub(crate) fn prose_pieces(source: &str) -> Vec<Piece> {
    let mut scanner = Scanner {
        rest: source,
        line: 1,
        pieces: Vec::new(),
    };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.pieces
}

struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    pieces: Vec<Piece>,
}

impl Scanner<'_> {
    fn step(&mut self) {
        let rest = self.rest;
        if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            self.take(comment_kind(rest), &rest[..end], end);
        } else if rest.starts_with("/*") {
            let end = block_comment_end(rest);
            self.take(Kind::Comment, &rest[..end], end);
        } else if let Some((content, length)) = raw_string(rest) {
            self.take(Kind::Text, content, length);
        } else if rest.starts_with('"') {
            let end = string_end(rest);
            self.take(Kind::Text, rest[..end].trim_matches('"'), end);
        } else {
            self.skip(code_length(rest));
        }
    }

    /// Records `text` as prose, and moves past `length` bytes.
    fn take(&mut self, kind: Kind, text: &str, length: usize) {
        for (offset, line) in text.split('\n').enumerate() {
            let prose = if kind == Kind::Text {
                line.trim_end_matches('\\')
            } else {
                line.trim_start().trim_start_matches(['/', '!', '*'])
            };
            self.pieces.push(Piece {
                line: self.line + offset,
                kind,
                text: prose.to_owned(),
                first: offset == 0,
            });
        }
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        let (passed, rest) = self.rest.split_at(length);
        self.line += passed.matches('\n').count();
        self.rest = rest;
    }
}

fn comment_kind(comment: &str) -> Kind {
    if comment.starts_with("//!") {
        Kind::Inner
    } else if comment.starts_with("///") && !comment.starts_with("////") {
        Kind::Outer
    } else {
        Kind::Comment
    }
}

/// Returns the length of a block comment, which may contain others.
fn block_comment_end(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Returns the content and the length of the raw string that `text` begins with.
fn raw_string(text: &str) -> Option<(&str, usize)> {
    let after = text.strip_prefix('r')?;
    let opened = after.trim_start_matches('#').strip_prefix('"')?;
    let start = text.len() - opened.len();
    let closing = format!("\"{}", "#".repeat(start - 2));
    let length = opened.find(&closing)?;
    Some((&opened[..length], start + length + closing.len()))
}

/// Returns the length of a string literal with its quotes.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// Returns the length of a character literal, a word, or any other character.
fn code_length(text: &str) -> usize {
    let mut chars = text.chars();
    let first = chars.next();
    let length = first.map_or(1, char::len_utf8);
    if first == Some('\'') {
        let literal = match (chars.next(), chars.next()) {
            (Some('\\'), Some(escaped)) => text
                .get(2 + escaped.len_utf8()..)
                .and_then(|rest| rest.find('\''))
                .map(|end| end + 3 + escaped.len_utf8()),
            (Some(c), Some('\'')) => Some(2 + c.len_utf8()),
            _ => None,
        };
        return literal.unwrap_or(length);
    }
    // A word is skipped whole: the `r` at its end begins no raw string.
    let word = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    match word.unwrap_or(text.len()) {
        // `br"…"` and `cr"…"`
        2 if text.starts_with("br\"") || text.starts_with("br#") || text.starts_with("cr") => 1,
        0 => length,
        word => word,
    }
}
