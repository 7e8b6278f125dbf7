//! The paths of positions in a JSON text. Only faulty replies need them, so reading keeps none.

use std::ops::Range;

use super::error::{ReadError, Segment};
use super::reader::Reader;

/// The maximum number of characters of a name in a path, because servers choose some names.
const MAX_NAME: usize = 64;

/// A value with the path to it.
pub(super) struct Located {
    /// From the top of the text, outermost first.
    pub(super) segments: Vec<Segment>,
    pub(super) range: Range<usize>,
}

/// Returns the innermost value at each position, for sorted positions. A position in the name of a
/// member belongs to the member's value.
pub(super) fn locate(text: &str, positions: &[usize]) -> Vec<Located> {
    let mut walk = Walk {
        reader: Reader::new(text),
        positions,
        segments: Vec::new(),
        found: Vec::new(),
    };
    // The caller has read the text, so only a position after its end is left over.
    let _ = walk.value();
    while walk.found.len() < positions.len() {
        walk.found.push(Located {
            segments: Vec::new(),
            range: 0..0,
        });
    }
    walk.found
}

struct Walk<'a, 'p> {
    reader: Reader<'a>,
    /// The positions not reached yet.
    positions: &'p [usize],
    segments: Vec<Segment>,
    found: Vec<Located>,
}

impl Walk<'_, '_> {
    fn value(&mut self) -> Result<(), ReadError> {
        let first = self.reader.peek();
        if self.positions.is_empty() {
            return self.reader.skip().map(drop);
        }
        let start = self.reader.position;
        let before = self.found.len();
        // Positions between values belong to this one, and it is the innermost at its first byte.
        self.take_up_to(start + 1, start);
        match first {
            Some(b'{') => self.object()?,
            Some(b'[') => self.list()?,
            _ => drop(self.reader.skip()?),
        }
        let end = self.reader.position;
        self.take_up_to(end, start);
        for located in self.found.get_mut(before..).unwrap_or_default() {
            if located.range.is_empty() {
                located.range.end = end;
            }
        }
        Ok(())
    }

    /// Locates the positions before `end` in the value that starts at `start`.
    fn take_up_to(&mut self, end: usize, start: usize) {
        while let [position, rest @ ..] = self.positions
            && *position < end
        {
            self.positions = rest;
            self.found.push(Located {
                segments: self.segments.clone(),
                range: start..start,
            });
        }
    }

    fn object(&mut self) -> Result<(), ReadError> {
        let mut first = self.reader.open(b'{')?;
        while self.reader.next_entry(first, b'}')? {
            first = false;
            let name = self.reader.member_name()?;
            let name = name.chars().take(MAX_NAME).collect::<String>();
            self.segments.push(Segment::Member(name.into()));
            self.value()?;
            self.segments.pop();
        }
        Ok(())
    }

    fn list(&mut self) -> Result<(), ReadError> {
        let mut first = self.reader.open(b'[')?;
        let mut index = 0;
        while self.reader.next_entry(first, b']')? {
            first = false;
            self.segments.push(Segment::Index(index));
            self.value()?;
            self.segments.pop();
            index += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::error::path_of;
    use super::*;

    #[test]
    fn position_belongs_to_innermost_value() {
        let text = r#" {"a": [1, {"b\n" : "xyz"}], "c": {} }"#;
        let of = |part: &str| text.find(part).unwrap();
        let positions = [
            of("{"),
            of("[1"),
            of("1,"),
            of("b"),
            of("yz"),
            of("{}"),
            9999,
        ];
        let located = locate(text, &positions);
        let found: Vec<_> = located
            .iter()
            .map(|found| (path_of(found.segments.iter()), &text[found.range.clone()]))
            .collect();
        let expected = [
            ("", text.trim()),
            ("a", r#"[1, {"b\n" : "xyz"}]"#),
            ("a[0]", "1"),
            ("a[1].b\n", r#""xyz""#),
            ("a[1].b\n", r#""xyz""#),
            ("c", "{}"),
            ("", ""),
        ];
        let expected = expected.map(|(path, value)| (path.to_owned(), value));
        assert_eq!(found, expected);
    }

    #[test]
    fn long_name_is_cut_in_path() {
        let text = format!(r#"{{"{}":0}}"#, "é".repeat(1000));
        let located = locate(&text, &[text.len() - 2]);
        assert_eq!(path_of(located[0].segments.iter()), "é".repeat(64));
    }
}
