//! Types in printed lines, which may be wrapped or interrupted by other cells.

use spec::{MAX_ARRAYS, Scalar, TypeName};

use super::known_types::{KnownTypes, scalar};
use crate::words::text::TextLine;
use crate::words::vocabulary::yes_or_no;
use crate::words::{looks_like_structure, member_name, split_word};

/// A position in printed lines.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'l, 'a> {
    /// All lines of the table.
    pub(crate) lines: &'l [TextLine<'a>],
    /// The index of the current line.
    pub(crate) line: usize,
    /// The unread part of the current line.
    pub(crate) rest: &'a str,
}

impl<'a> Cursor<'_, 'a> {
    /// Returns the next word, on this line or the next one, and the position after it.
    pub(crate) fn next_word(self) -> Option<(&'a str, Self)> {
        let (line, rest) = if self.rest.is_empty() {
            (self.line + 1, self.lines.get(self.line + 1)?.text)
        } else {
            (self.line, self.rest)
        };
        let (word, rest) = split_word(rest);
        Some((word, Self { line, rest, ..self }))
    }
}

/// A type and the position after it.
#[derive(Debug, Clone)]
pub(crate) struct TypeWords<'l, 'a> {
    /// The type that the words name.
    pub(crate) type_name: TypeName,
    /// The position after the type's last word, or at which a late last word is missing.
    pub(crate) after: Cursor<'l, 'a>,
    /// The index of a line below that begins with the type's last word.
    pub(crate) late_word: Option<usize>,
}

impl<'l, 'a> TypeWords<'l, 'a> {
    /// Returns a type whose words are all before the position.
    fn new(type_name: TypeName, after: Cursor<'l, 'a>) -> Self {
        Self {
            type_name,
            after,
            late_word: None,
        }
    }
}

/// The maximum number of lines by which a type's last word comes late.
const MAX_LATE_LINES: usize = 8;

/// Reads the type that begins at the cursor.
pub(crate) fn read_type<'l, 'a>(
    cursor: Cursor<'l, 'a>,
    known: &KnownTypes,
) -> Option<TypeWords<'l, 'a>> {
    read_nested(cursor, known, 0)
}

/// Reads a type inside this number of arrays.
fn read_nested<'l, 'a>(
    cursor: Cursor<'l, 'a>,
    known: &KnownTypes,
    arrays: usize,
) -> Option<TypeWords<'l, 'a>> {
    let (word, after) = cursor.next_word()?;
    if matches!(word, "Array" | "array") {
        let (of, after) = after.next_word()?;
        if of != "of" || arrays == MAX_ARRAYS {
            return None;
        }
        return read_array(after, known, arrays + 1);
    }
    // `ISO8601` belongs to the type even if it is printed on the next line.
    if word == "Timestamp"
        && let Some(("ISO8601", after)) = after.next_word()
    {
        let type_name = TypeName::Scalar(Scalar::TimestampIso8601);
        return Some(TypeWords::new(type_name, after));
    }
    Some(TypeWords::new(known.possible(word)?, after))
}

/// Reads a structure that neither the document describes nor its arrays name, on the same line.
pub(crate) fn read_unknown_type<'l, 'a>(cursor: Cursor<'l, 'a>) -> Option<TypeWords<'l, 'a>> {
    let mut arrays = 0;
    let mut rest = cursor.rest;
    while let Some(element) = rest.strip_prefix("Array of ") {
        rest = element.trim_start_matches(' ');
        arrays += 1;
    }
    let (word, rest) = split_word(rest);
    if arrays > MAX_ARRAYS || !looks_like_structure(word) || matches!(word, "Array" | "List") {
        return None;
    }
    let structure = TypeName::Structure(word.to_owned());
    let type_name = (0..arrays).fold(structure, |element, _| TypeName::Array(Box::new(element)));
    Some(TypeWords::new(type_name, Cursor { rest, ..cursor }))
}

/// Reads the rest of an array type, after this number of `Array of`.
fn read_array<'l, 'a>(
    cursor: Cursor<'l, 'a>,
    known: &KnownTypes,
    arrays: usize,
) -> Option<TypeWords<'l, 'a>> {
    let array = |element: TypeName| TypeName::Array(Box::new(element));
    if let Some((word, _)) = cursor.next_word()
        && (matches!(word, "Array" | "array") || known.certain(word).is_some())
    {
        let element = read_nested(cursor, known, arrays)?;
        return Some(TypeWords {
            type_name: array(element.type_name),
            ..element
        });
    }
    let late = find_late_element(cursor, known, str::is_empty)
        .or_else(|| find_late_element(cursor, known, |rest| !rest.is_empty()));
    match late {
        Some((late_word, element)) if !is_next_word_nearer(cursor, known, &element) => {
            Some(TypeWords {
                type_name: array(element),
                after: cursor,
                late_word: Some(late_word),
            })
        }
        _ => {
            let (word, after) = cursor.next_word()?;
            Some(TypeWords::new(array(known.possible(word)?), after))
        }
    }
}

/// Returns whether the element is the next word on the line and not the basic type farther down.
///
/// That holds on pages whose structures other pages describe.
fn is_next_word_nearer(cursor: Cursor<'_, '_>, known: &KnownTypes, late: &TypeName) -> bool {
    let is_possible = || {
        cursor
            .next_word()
            .is_some_and(|(word, _)| known.possible(word).is_some())
    };
    known.is_open()
        && !cursor.rest.is_empty()
        && matches!(late, TypeName::Scalar(_))
        && is_possible()
}

/// Finds an element below the first lines of the description, after a page break or tall cell.
///
/// Returns the element with the index of its line. `rest_fits` tests the rest of that line.
fn find_late_element(
    cursor: Cursor<'_, '_>,
    known: &KnownTypes,
    rest_fits: impl Fn(&str) -> bool,
) -> Option<(usize, TypeName)> {
    let lines = cursor.lines.iter().enumerate();
    for (index, line) in lines.skip(cursor.line + 1).take(MAX_LATE_LINES) {
        let (word, rest) = split_word(line.text);
        // After the start of the next row, the word belongs to that row.
        if begins_row(word, rest, known) {
            return None;
        }
        match known.certain(word) {
            Some(element) if rest_fits(rest) => return Some((index, element)),
            _ => {}
        }
    }
    None
}

/// Returns whether the words begin a row of the table.
fn begins_row(word: &str, rest: &str, known: &KnownTypes) -> bool {
    let second = split_word(rest).0;
    let is_type = second == "Array" || scalar(second).is_some() || known.is_structure(second);
    member_name(word).is_some() && (yes_or_no(second).is_some() || is_type)
}

/// Returns the structure in a row that begins like `Filters.N No Array of Filter`.
///
/// Elsewhere in the table, the name may be the only word on a line, so it must be known.
pub(crate) fn listed_structure(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    member_name(words.next()?)?;
    let mut word = words.next()?;
    if yes_or_no(word).is_some() {
        word = words.next()?;
    }
    if word != "Array" || words.next()? != "of" {
        return None;
    }
    let element = words.next()?;
    let is_structure = looks_like_structure(element) && scalar(element).is_none();
    is_structure.then(|| element.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the type at the start of the lines, and the index of a line with a late word.
    fn read(texts: &[&str]) -> Option<(String, Option<usize>)> {
        let lines: Vec<_> = texts.iter().map(|text| TextLine::new(1, text)).collect();
        let structures = ["Filter".to_owned()].into();
        let known = KnownTypes::closed(structures, Default::default());
        let start = Cursor {
            lines: &lines,
            line: 0,
            rest: texts.first()?,
        };
        let found = read_type(start, &known)?;
        Some((found.type_name.to_string(), found.late_word))
    }

    #[test]
    fn wrapped_and_late_types_are_read() {
        for (lines, type_name, late_word) in [
            (&["String x"][..], "String", None),
            (&["Timestamp", "ISO8601 x"], "Timestamp ISO8601", None),
            (
                &["Array of", "Array of Filter"],
                "Array of Array of Filter",
                None,
            ),
            (
                &["Array of", "the filters", "Filter", "of zones"],
                "Array of Filter",
                Some(2),
            ),
        ] {
            let found = read(lines);
            assert_eq!(found, Some((type_name.to_owned(), late_word)), "{lines:?}");
        }
        assert_eq!(read(&["Array of", "the filters", "Zone No String"]), None);
    }

    #[test]
    fn only_shallow_arrays_are_types() {
        let nested = |arrays: usize| "Array of ".repeat(arrays) + "Filter";
        let read_one = |words: &str| read(&[words]).map(|(type_name, _)| type_name);
        assert_eq!(read_one(&nested(MAX_ARRAYS)), Some(nested(MAX_ARRAYS)));
        for arrays in [MAX_ARRAYS + 1, 100_000] {
            assert_eq!(read_one(&nested(arrays)), None, "{arrays}");
            let words = nested(arrays);
            let cursor = Cursor {
                lines: &[],
                line: 0,
                rest: &words,
            };
            assert!(read_unknown_type(cursor).is_none(), "{arrays}");
        }
    }

    #[test]
    fn only_array_rows_list_structures() {
        assert_eq!(
            listed_structure("Filters.N No Array of Filter x"),
            Some("Filter".to_owned())
        );
        assert_eq!(listed_structure("Ids.N No Array of String"), None);
        assert_eq!(listed_structure("Filter No Filter"), None);
    }
}
