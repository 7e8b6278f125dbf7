//! Detection of the end of a JSON value, without converting it. Methods return `None` if the text
//! is malformed.

use super::text::{escape, quote_or_backslash};

/// A position in a text.
pub(crate) struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at }
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Skips a value that nests at most `limit` levels.
    pub(crate) fn value(&mut self, limit: u32) -> Option<()> {
        let mut enclosing = Enclosing::default();
        loop {
            match self.next()? {
                b'{' => {
                    enclosing.descend(true, limit)?;
                    if self.peek()? != b'}' {
                        self.name()?;
                        continue;
                    }
                }
                b'[' => {
                    enclosing.descend(false, limit)?;
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
            if !self.another(&mut enclosing)? {
                return Some(());
            }
        }
    }

    /// Moves from the end of a value to the start of the next one, past a member's name. False if
    /// it was the last.
    fn another(&mut self, enclosing: &mut Enclosing) -> Option<bool> {
        while enclosing.levels > 0 {
            match (self.next()?, enclosing.in_object()) {
                (b',', true) => return self.name().map(|()| true),
                (b',', false) => return (self.peek()? != b']').then_some(true),
                (b'}', true) | (b']', false) => enclosing.ascend(),
                _ => return None,
            }
        }
        Some(false)
    }

    /// Skips a member's name and its colon.
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

    /// Skips a number whose first byte was consumed.
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
        // Rejects a leading zero, as in `01`.
        (!matches!(self.byte(), Some(b'0'..=b'9'))).then_some(())
    }

    /// Consumes digits; false if there aren't any.
    fn digits(&mut self) -> bool {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        self.at > start
    }

    /// Consumes and returns the next byte that isn't whitespace.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek();
        self.at += 1;
        byte
    }

    /// Returns the next byte that isn't whitespace, without consuming it.
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

/// The kinds of the enclosing values: one bit per level, innermost lowest, set for an object and
/// clear for a list.
#[derive(Default)]
struct Enclosing {
    objects: u128,
    levels: u32,
}

impl Enclosing {
    /// Goes one level down; `None` if that exceeds the limit.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codec::reader::{MAX_DEPTH, Reader};

    /// Returns the ends that the fast scan and the slow walk find. `None` means an error.
    fn ends(text: &str) -> (Option<usize>, Option<usize>) {
        let mut scan = Scan::new(text.as_bytes(), 0);
        let scanned = scan.value(MAX_DEPTH as u32).map(|()| scan.position());
        let mut reader = Reader::new(text);
        let walked = reader.walk().ok().map(|()| reader.position);
        (scanned, walked)
    }

    fn same_end(text: &str) -> Option<usize> {
        let (scanned, walked) = ends(text);
        assert_eq!(scanned, walked, "{text}");
        scanned
    }

    #[test]
    fn value_of_any_shape_is_skipped() {
        for text in [
            "{}",
            "[ ]",
            r#"{"a" : [1, -0.5e+3, {"b":null}], "\u00e9\"":"x\\"}"#,
            "true",
            "-0",
            "[[],[[]],{}]",
        ] {
            assert_eq!(same_end(text), Some(text.len()));
            assert_eq!(same_end(&format!("{text},")), Some(text.len()));
            for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
                same_end(&text[..end]);
            }
        }
    }

    #[test]
    fn malformed_json_has_no_end() {
        for text in [
            "",
            "{,}",
            "[1,]",
            r#"{"a":1,}"#,
            r#"{"a"}"#,
            "{1:2}",
            "[1 2]",
            "01",
            "1.",
            "1e",
            "-",
            ".5",
            "nul",
            r#""\x""#,
            r#""\u12""#,
            r#""open"#,
            "[}",
            "{]",
            "]",
        ] {
            assert_eq!(same_end(text), None, "{text}");
        }
    }

    #[test]
    fn nesting_beyond_limit_is_an_error() {
        for (levels, allowed) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false)] {
            let text = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            assert_eq!(same_end(&text).is_some(), allowed);
        }
    }

    proptest! {
        #[test]
        fn scan_and_walk_agree_on_end(text in r#"([\[\]{}:, \n]|"[a\\\\nu0"]{0,3}"|-?[0-9.eE+]{1,4}|true|null|fals){0,20}"#) {
            same_end(&text);
        }

        #[test]
        fn generated_value_ends_at_its_end(value in r#"(\{"a":){0,4}(\[(1,|"x\\\\n",|\{\},|null,){0,3}0\]|"\\\\u00e9")"#) {
            let braces = value.matches("{\"a\":").count();
            let text = value + &"}".repeat(braces);
            prop_assert_eq!(same_end(&text), Some(text.len()));
        }
    }
}
