//! The end of a value in well-formed JSON, without a look at what it says; `None` wherever the text is not well-formed.

use super::text::{escape, quote_or_backslash};

/// A position in a text.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Steps over a value with at most so many levels.
    pub(super) fn value(&mut self, limit: u32) -> Option<()> {
        let mut around = Around::default();
        loop {
            match self.next()? {
                b'{' => {
                    around.descend(true, limit)?;
                    if self.peek()? != b'}' {
                        self.name()?;
                        continue;
                    }
                }
                b'[' => {
                    around.descend(false, limit)?;
                    if self.peek()? != b']' {
                        continue;
                    }
                }
                b'"' => self.string_rest()?,
                b't' => self.word(b"rue")?,
                b'f' => self.word(b"alse")?,
                b'n' => self.word(b"ull")?,
                first => self.number_rest(first)?,
            }
            if !self.another(&mut around)? {
                return Some(());
            }
        }
    }

    /// Moves from behind a value to the next one, a member's name included; false if it was the last.
    fn another(&mut self, around: &mut Around) -> Option<bool> {
        while around.levels > 0 {
            match (self.next()?, around.in_object()) {
                (b',', true) => return self.name().map(|()| true),
                (b',', false) => return (self.peek()? != b']').then_some(true),
                (b'}', true) | (b']', false) => around.ascend(),
                _ => return None,
            }
        }
        Some(false)
    }

    /// Steps over a member's name and its colon.
    fn name(&mut self) -> Option<()> {
        (self.next()? == b'"').then_some(())?;
        self.string_rest()?;
        (self.next()? == b':').then_some(())
    }

    fn string_rest(&mut self) -> Option<()> {
        loop {
            let (found, byte) = quote_or_backslash(self.bytes, self.at)?;
            if byte == b'"' {
                self.at = found + 1;
                return Some(());
            }
            (_, self.at) = escape(self.bytes, found).ok()?;
        }
    }

    fn word(&mut self, rest: &[u8]) -> Option<()> {
        let found = self.bytes.get(self.at..)?.starts_with(rest);
        self.at += rest.len();
        found.then_some(())
    }

    /// Steps over a number whose first byte was taken.
    fn number_rest(&mut self, first: u8) -> Option<()> {
        let first = if first == b'-' { self.take()? } else { first };
        match first {
            b'0' => {}
            b'1'..=b'9' => _ = self.digits(),
            _ => return None,
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits().then_some(())?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits().then_some(())?;
        }
        // As in `01`.
        (!matches!(self.byte(), Some(b'0'..=b'9'))).then_some(())
    }

    /// Takes digits; false if there are none.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        self.at > start
    }

    /// The next byte that is no white space, taken.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek();
        self.at += 1;
        byte
    }

    /// The next byte that is no white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    #[inline]
    fn take(&mut self) -> Option<u8> {
        let byte = self.byte();
        self.at += 1;
        byte
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

/// Which of the values around are objects; the others are lists. A bit for each level, the innermost in the lowest.
#[derive(Default)]
struct Around {
    objects: u128,
    levels: u32,
}

impl Around {
    /// One level down; `None` if that is too deep.
    fn descend(&mut self, object: bool, limit: u32) -> Option<()> {
        self.objects = self.objects << 1 | u128::from(object);
        self.levels += 1;
        (self.levels <= limit).then_some(())
    }

    fn ascend(&mut self) {
        self.objects >>= 1;
        self.levels -= 1;
    }

    fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }
}
