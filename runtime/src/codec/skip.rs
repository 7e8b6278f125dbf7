//! Steps over values of any shape.

use super::error::ReadError;
use super::reader::Reader;
use super::text::{escape, quote_or_backslash};

impl<'a> Reader<'a> {
    /// Steps over a value and returns its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.position;
        let mut scan = Scan {
            bytes: self.source.as_bytes(),
            at: start,
        };
        match scan.value(self.levels_left()) {
            Some(()) => self.position = scan.at,
            // Step by step, to tell what is wrong and within which member.
            None => self.walk()?,
        }
        Ok(self.since(start))
    }

    /// Steps over a value, with the way to each value within for the sake of errors.
    #[cold]
    fn walk(&mut self) -> Result<(), ReadError> {
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
}

/// A walk over well-formed text; `None` wherever it is not.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
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

impl Scan<'_> {
    /// Steps over a value with at most so many levels.
    fn value(&mut self, limit: u32) -> Option<()> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codec::reader::MAX_DEPTH;

    /// Where the quick way and the thorough one end; an error has no end.
    fn ends(text: &str) -> (Option<usize>, Option<usize>) {
        let (bytes, at) = (text.as_bytes(), 0);
        let mut scan = Scan { bytes, at };
        let quick = scan.value(MAX_DEPTH as u32).map(|()| scan.at);
        let mut reader = Reader::new(text);
        let thorough = reader.walk().ok().map(|()| reader.position);
        (quick, thorough)
    }

    fn same_end(text: &str) -> Option<usize> {
        let (quick, thorough) = ends(text);
        assert_eq!(quick, thorough, "{text}");
        quick
    }

    #[test]
    fn every_shape_ends_where_it_ends() {
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
    fn what_is_no_json_has_no_end() {
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
    fn the_deepest_allowed_is_allowed_and_no_more() {
        for (levels, allowed) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false)] {
            let text = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
            assert_eq!(same_end(&text).is_some(), allowed);
        }
    }

    proptest! {
        #[test]
        fn both_ways_end_at_the_same_place(text in r#"([\[\]{}:, \n]|"[a\\\\nu0"]{0,3}"|-?[0-9.eE+]{1,4}|true|null|fals){0,20}"#) {
            same_end(&text);
        }

        #[test]
        fn any_value_ends_at_its_end(value in r#"(\{"a":){0,4}(\[(1,|"x\\\\n",|\{\},|null,){0,3}0\]|"\\\\u00e9")"#) {
            let braces = value.matches("{\"a\":").count();
            let text = value + &"}".repeat(braces);
            prop_assert_eq!(same_end(&text), Some(text.len()));
        }
    }
}
