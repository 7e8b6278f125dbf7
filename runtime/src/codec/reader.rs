//! A JSON reader that converts values in one pass over the text.

use std::borrow::Cow;

use super::error::ReadError;
use super::mismatch::{self, Misfits};
use super::number::{float_from_text, integer_from_text};
use super::order::Orders;
use super::scan::Scan;
use super::schema::{Member, UnknownMembers, names_equal};
use super::text;

/// The maximum nesting depth of objects and lists, the same as `serde_json`'s.
pub(crate) const MAX_DEPTH: usize = 128;

/// A JSON text with the position that the reader has reached.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) position: usize,
    depth: usize,
    /// Members that were skipped because the schema does not name them.
    pub(crate) unknown: UnknownMembers,
    /// Values that were left out because they do not fit the declared type.
    pub(crate) misfits: Misfits,
    pub(super) orders: Orders,
    /// True if a member that the schema does not name is an error.
    pub(super) refuses_unknown: bool,
}

/// A saved position.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    position: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Returns a reader at the start of the text.
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            position: 0,
            depth: 0,
            unknown: UnknownMembers::default(),
            misfits: Misfits::default(),
            orders: Orders::new(),
            refuses_unknown: false,
        }
    }

    /// Returns a reader that fails at members that the schema does not name.
    pub(crate) fn refusing_unknown(source: &'a str) -> Self {
        Self {
            refuses_unknown: true,
            ..Self::new(source)
        }
    }

    /// Fails unless only whitespace is left.
    pub(crate) fn finish(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error("text after the end of the value")),
        }
    }

    /// Returns the next byte that isn't whitespace, without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                // Fast path: most texts have no whitespace, and one comparison shows that.
                Some(byte) if byte > b' ' => return Some(byte),
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.position += 1,
                other => return other,
            }
        }
    }

    /// Returns the byte at the position, even if it is whitespace.
    #[inline]
    pub(crate) fn byte(&self) -> Option<u8> {
        self.source.as_bytes().get(self.position).copied()
    }

    /// Consumes `expected` if it is next.
    #[inline]
    pub(crate) fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        self.position += usize::from(found);
        found
    }

    /// Consumes a word (`null`, `true`, `false`) if it is next.
    #[inline]
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.rest().starts_with(word.as_bytes());
        self.position += if found { word.len() } else { 0 };
        found
    }

    /// Saves the position.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            position: self.position,
            depth: self.depth,
        }
    }

    /// Returns the position as a byte offset.
    pub(crate) fn offset(&self) -> usize {
        self.position
    }

    /// Returns to a saved position.
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.position = mark.position;
        self.depth = mark.depth;
    }

    /// Consumes `null` if it is next.
    pub(crate) fn take_null(&mut self) -> bool {
        self.peek() == Some(b'n') && self.take_word("null")
    }

    /// Returns the rest of the text.
    #[inline]
    pub(super) fn rest(&self) -> &'a [u8] {
        self.source.as_bytes().get(self.position..).unwrap_or(&[])
    }

    /// Returns the text from `start` up to the position.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.source.get(start..self.position).unwrap_or("")
    }

    /// Goes one level down. Every call is paired with [`Self::leave`] unless reading ends with an
    /// error.
    pub(crate) fn enter(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("nested too deeply"));
        }
        Ok(())
    }

    /// Returns how many more levels values may nest.
    pub(super) fn levels_left(&self) -> u32 {
        u32::try_from(MAX_DEPTH.saturating_sub(self.depth)).unwrap_or(0)
    }

    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Moves to the next entry of an object or list whose opening bracket was consumed. False if it
    /// consumed `close` instead.
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
                    return Err(self.error("no value after a comma"));
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

    /// Moves past an entry. True if another one follows, false if it consumed `close`.
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

    /// Consumes a comma, the member's name and a colon if they are next, without whitespace between
    /// them.
    ///
    /// Comparing bytes is comparing names, unless JSON must escape the name.
    #[inline]
    pub(super) fn take_following_member(&mut self, member: &Member) -> bool {
        let name = member.name.as_bytes();
        let length = name.len() + 4;
        let found = match self.rest().get(..length) {
            Some([b',', b'"', found @ .., b'"', b':']) => {
                names_equal(found, name) && !member.escaped
            }
            _ => false,
        };
        self.position += if found { length } else { 0 };
        found
    }

    /// Consumes the quote that opens a member name.
    #[inline]
    pub(crate) fn open_name(&mut self) -> Result<(), ReadError> {
        if self.take(b'"') {
            return Ok(());
        }
        Err(self.unexpected("a member name"))
    }

    /// Consumes the colon between a member's name and its value.
    #[inline]
    pub(crate) fn colon(&mut self) -> Result<(), ReadError> {
        if self.take(b':') {
            return Ok(());
        }
        Err(self.unexpected("`:`"))
    }

    /// Reads a string, including its opening quote.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if !self.take(b'"') {
            return Err(self.unexpected("a string"));
        }
        self.string_rest()
    }

    /// Reads a string whose opening quote was consumed.
    ///
    /// Accepts raw control characters: the text comes from a server that the caller cannot fix.
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
                let unescaped = text::unescape(self.source, start)?;
                self.position = unescaped.end;
                if unescaped.replaced {
                    self.misfits.add(start - 1, mismatch::UTF8);
                }
                Ok(Cow::Owned(unescaped.text))
            }
            None => Err(ReadError::new("unterminated string", start)),
        }
    }

    /// Consumes the opening bracket and goes a level down. Always returns true: the first entry
    /// follows.
    pub(crate) fn open(&mut self, bracket: u8) -> Result<bool, ReadError> {
        if !self.take(bracket) {
            return Err(self.unexpected(if bracket == b'{' {
                "an object"
            } else {
                "a list"
            }));
        }
        self.enter()?;
        Ok(true)
    }

    /// Reads a member's name and the colon after it.
    pub(crate) fn member_name(&mut self) -> Result<Cow<'a, str>, ReadError> {
        self.open_name()?;
        let name = self.string_rest()?;
        self.colon()?;
        Ok(name)
    }

    /// Consumes `true` or `false`.
    pub(super) fn boolean_word(&mut self) -> Option<bool> {
        if self.take_word("true") {
            return Some(true);
        }
        self.take_word("false").then_some(false)
    }

    /// Reads a number and returns its text.
    pub(super) fn number(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.position;
        self.take_byte(b'-');
        let leading_zero = self.byte() == Some(b'0');
        let integer_digits = self.take_digits();
        let fraction_digits = !self.take_byte(b'.') || self.take_digits() > 0;
        let well_formed = integer_digits > 0
            && (!leading_zero || integer_digits == 1)
            && fraction_digits
            && self.take_exponent();
        if well_formed {
            return Ok(self.since(start));
        }
        self.position = start;
        Err(self.error("a malformed number"))
    }

    /// Reads an integer; `1.0` and `1e3` are integers too.
    #[inline]
    pub(super) fn integer(&mut self) -> Result<i64, ReadError> {
        self.peek();
        let start = self.position;
        if let Some(value) = self.short_integer() {
            return Ok(value);
        }
        let text = self.number()?;
        integer_from_text(text).ok_or_else(|| self.mismatch("an integer", start))
    }

    /// Reads a number of up to 18 digits, which cannot overflow. `None` for anything else.
    #[inline]
    fn short_integer(&mut self) -> Option<i64> {
        let (negative, digits) = match self.rest() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let (mut value, mut count) = (0_i64, 0);
        for byte in digits {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            count += 1;
        }
        let leading_zero = count > 1 && digits.first() == Some(&b'0');
        let plain = (1..=18).contains(&count) && !leading_zero;
        if !plain || matches!(digits.get(count), Some(b'.' | b'e' | b'E')) {
            return None;
        }
        self.position += count + usize::from(negative);
        Some(if negative { -value } else { value })
    }

    /// Reads a number as a float, which must be in the range of floats.
    pub(super) fn float(&mut self) -> Result<f64, ReadError> {
        let start = self.position;
        let text = self.number()?;
        float_from_text(text).ok_or_else(|| self.mismatch("a number", start))
    }

    fn take_byte(&mut self, expected: u8) -> bool {
        let found = self.byte() == Some(expected);
        self.position += usize::from(found);
        found
    }

    fn take_digits(&mut self) -> usize {
        let start = self.position;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.position += 1;
        }
        self.position - start
    }

    /// Consumes an exponent; false if it is malformed. A missing exponent is fine.
    fn take_exponent(&mut self) -> bool {
        if !matches!(self.byte(), Some(b'e' | b'E')) {
            return true;
        }
        self.position += 1;
        if matches!(self.byte(), Some(b'+' | b'-')) {
            self.position += 1;
        }
        self.take_digits() > 0
    }

    /// Skips a value of any shape and returns its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.position;
        let mut scan = Scan::new(self.source.as_bytes(), start);
        match scan.value(self.levels_left()) {
            Some(()) => self.position = scan.position(),
            // The slow path finds out what is wrong, and in which member.
            None => self.walk()?,
        }
        Ok(self.since(start))
    }

    /// Skips a value while tracking the path to each nested value for error messages.
    #[cold]
    pub(super) fn walk(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            Some(b'{') => self.walk_object(),
            Some(b'[') => self.walk_list(),
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number().map(drop),
            _ if self.boolean_word().is_some() || self.take_null() => Ok(()),
            _ => Err(self.unexpected("a value")),
        }
    }

    fn walk_object(&mut self) -> Result<(), ReadError> {
        let mut first = self.open(b'{')?;
        while self.next_entry(first, b'}')? {
            first = false;
            let name = self.member_name()?;
            self.walk()
                .map_err(|error| error.in_member(name.into_owned()))?;
        }
        Ok(())
    }

    fn walk_list(&mut self) -> Result<(), ReadError> {
        let mut first = self.open(b'[')?;
        let mut index = 0;
        while self.next_entry(first, b']')? {
            first = false;
            self.walk().map_err(|error| error.in_element(index))?;
            index += 1;
        }
        Ok(())
    }

    #[cold]
    pub(crate) fn error(&self, problem: impl Into<Cow<'static, str>>) -> ReadError {
        ReadError::new(problem, self.position)
    }

    /// Returns an error that states what was expected and which kind of value was found.
    #[cold]
    pub(crate) fn unexpected(&mut self, expected: &str) -> ReadError {
        let found = mismatch::kind(self.peek());
        self.error(format!("expected {expected}, found {found}"))
    }
}
