//! A JSON reader that walks the text once and converts as it goes.

use std::borrow::Cow;

use super::error::ReadError;
use super::order::Orders;
use super::same::same;
use super::text;
use super::unknown::UnknownMembers;

/// Objects and lists may nest this deep, the same limit as `serde_json` has.
pub(crate) const MAX_DEPTH: usize = 128;

/// A position in a JSON text.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) position: usize,
    depth: usize,
    /// Members that were skipped because the schema does not name them.
    pub(crate) unknown: UnknownMembers,
    pub(super) orders: Orders,
}

/// A place in the text to come back to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    position: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of the text.
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            position: 0,
            depth: 0,
            unknown: UnknownMembers::default(),
            orders: Orders::new(),
        }
    }

    /// Fails unless only white space is left.
    pub(crate) fn finish(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("text after the end of the value")),
        }
    }

    /// The next byte that is no white space, without taking it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                // Text without white space is the rule: one comparison tells.
                Some(byte) if byte > b' ' => return Some(byte),
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.position += 1,
                other => return other,
            }
        }
    }

    /// The byte at the position, white space or not.
    #[inline]
    pub(crate) fn byte(&self) -> Option<u8> {
        self.source.as_bytes().get(self.position).copied()
    }

    /// Takes `expected` if it is next.
    #[inline]
    pub(crate) fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        self.position += usize::from(found);
        found
    }

    /// Takes a word (`null`, `true`, `false`) if the text goes on with it.
    #[inline]
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.rest().starts_with(word.as_bytes());
        self.position += if found { word.len() } else { 0 };
        found
    }

    /// Remembers where the reader is.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            position: self.position,
            depth: self.depth,
        }
    }

    /// Goes back to where the reader was.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.position = mark.position;
        self.depth = mark.depth;
    }

    /// Takes `null` if it is next.
    pub(crate) fn take_null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.take_word("null")
    }

    /// What is left of the text.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.source.as_bytes().get(self.position..).unwrap_or(&[])
    }

    /// Text from `start` up to the position.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.source.get(start..self.position).unwrap_or("")
    }

    /// Goes one level down; every call is paired with [`Self::leave`] unless an error ends the reading.
    pub(crate) fn enter(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("nested too deeply"));
        }
        Ok(())
    }

    /// How many levels further down values may go.
    pub(super) fn levels_left(&self) -> u32 {
        u32::try_from(MAX_DEPTH.saturating_sub(self.depth)).unwrap_or(0)
    }

    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Moves to the next entry of an object or list whose opening bracket was taken;
    /// false when `close` was met and taken.
    pub(crate) fn next_entry(&mut self, first: bool, close: u8) -> Result<bool, ReadError> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.position += 1;
                self.leave();
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.position += 1;
                if self.peek() == Some(close) {
                    return Err(self.error("a comma without a value after it"));
                }
                Ok(true)
            }
            _ => Err(self.unexpected(if close == b'}' {
                "`,` or `}`"
            } else {
                "`,` or `]`"
            })),
        }
    }

    /// Moves behind an entry: true if another one comes, false if `close` was met and taken.
    #[inline]
    pub(crate) fn another_entry(&mut self, close: u8) -> Result<bool, ReadError> {
        match self.rest() {
            [b',', next, ..] if *next > b' ' && *next != close => {
                self.position += 1;
                Ok(true)
            }
            [byte, ..] if *byte == close => {
                self.position += 1;
                self.leave();
                Ok(false)
            }
            _ => self.next_entry(false, close),
        }
    }

    /// Takes a comma, a member's name and a colon if they come next, and without white space.
    ///
    /// Names never hold quotes or escapes, so comparing bytes is comparing the member names.
    #[inline]
    pub(super) fn take_following_member(&mut self, name: &str) -> bool {
        let length = name.len() + 4;
        let found = match self.rest().get(..length) {
            Some([b',', b'"', found @ .., b'"', b':']) => same(found, name.as_bytes()),
            _ => false,
        };
        self.position += if found { length } else { 0 };
        found
    }

    /// Takes the quote that opens a member name.
    #[inline]
    pub(crate) fn open_name(&mut self) -> Result<(), ReadError> {
        if self.take(b'"') {
            return Ok(());
        }
        Err(self.unexpected("a member name"))
    }

    /// Takes the colon between a member's name and its value.
    #[inline]
    pub(crate) fn colon(&mut self) -> Result<(), ReadError> {
        if self.take(b':') {
            return Ok(());
        }
        Err(self.unexpected("`:`"))
    }

    /// Takes a string, its opening quote included.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if !self.take(b'"') {
            return Err(self.unexpected("a string"));
        }
        self.string_rest()
    }

    /// Takes a string whose opening quote was taken.
    ///
    /// Raw control characters are let through: the text is from a server we cannot mend.
    #[inline]
    pub(crate) fn string_rest(&mut self) -> Result<Cow<'a, str>, ReadError> {
        let start = self.position;
        match text::quote_or_backslash(self.source.as_bytes(), start) {
            Some((end, b'"')) => {
                self.position = end;
                let text = self.since(start);
                self.position += 1;
                Ok(Cow::Borrowed(text))
            }
            Some(_) => {
                let (text, end) = text::unescape(self.source, start)?;
                self.position = end;
                Ok(Cow::Owned(text))
            }
            None => Err(ReadError::new("a string without an end", start)),
        }
    }

    #[cold]
    pub(crate) fn error(&self, problem: impl Into<Cow<'static, str>>) -> ReadError {
        ReadError::new(problem, self.position)
    }

    /// An error saying what was expected and what kind of value is there.
    #[cold]
    pub(crate) fn unexpected(&mut self, expected: &str) -> ReadError {
        let found = match self.peek() {
            None => "the end of the text",
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(_) => "something else",
        };
        self.error(format!("expected {expected}, found {found}"))
    }
}
