//! Steps over values of any shape.

use super::error::ReadError;
use super::reader::Reader;
use super::scan::Scan;

impl<'a> Reader<'a> {
    /// Steps over a value and returns its text.
    pub(crate) fn skip(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.position;
        let mut scan = Scan::new(self.source.as_bytes(), start);
        match scan.value(self.levels_left()) {
            Some(()) => self.position = scan.position(),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codec::reader::MAX_DEPTH;

    /// Where the quick way and the thorough one end; an error has no end.
    fn ends(text: &str) -> (Option<usize>, Option<usize>) {
        let mut scan = Scan::new(text.as_bytes(), 0);
        let quick = scan.value(MAX_DEPTH as u32).map(|()| scan.position());
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
