//! Reads a type from printed lines, over which it may be spread and torn.

use spec::{Scalar, TypeName};

use super::known_types::{KnownTypes, looks_like_structure, scalar};
use super::printed_rows::{Cursor, split_word};
use super::reader::TextLine;
use super::row::member_name;
use super::vocabulary::yes_or_no;

/// A type and where the words after it begin.
#[derive(Debug, Clone)]
pub(super) struct TypeWords<'a> {
    pub(super) type_name: TypeName,
    pub(super) after: Cursor<'a>,
    /// The index of a line below that begins with the type's last word.
    pub(super) late_word: Option<usize>,
}

/// How many lines a type's last word may come late.
const LATEST_LINE: usize = 8;

/// Reads the type that begins at the cursor.
pub(super) fn read_type<'a>(
    lines: &[TextLine<'a>],
    cursor: Cursor<'a>,
    known: &KnownTypes,
) -> Option<TypeWords<'a>> {
    let (word, after) = cursor.next_word(lines)?;
    if matches!(word, "Array" | "array") {
        let (of, after) = after.next_word(lines)?;
        return if of == "of" {
            read_element(lines, after, known)
        } else {
            None
        };
    }
    // Blank line or not, the number of the format belongs to the word before it.
    if word == "Timestamp"
        && let Some(("ISO8601", after)) = after.next_word(lines)
    {
        return Some(TypeWords {
            type_name: TypeName::Scalar(Scalar::TimestampIso8601),
            after,
            late_word: None,
        });
    }
    let type_name = known.possible(word)?;
    Some(TypeWords {
        type_name,
        after,
        late_word: None,
    })
}

/// The structure in a row that begins `Filters.N No Array of Filter`: elsewhere in the table its name may stand alone.
pub(super) fn listed_structure(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    member_name(words.next()?)?;
    let mut word = words.next()?;
    if yes_or_no(word).is_some() {
        word = words.next()?;
    }
    let element = (word == "Array" && words.next()? == "of").then(|| words.next())??;
    let is_structure = looks_like_structure(element) && scalar(element).is_none();
    is_structure.then(|| element.to_owned())
}

fn read_element<'a>(
    lines: &[TextLine<'a>],
    cursor: Cursor<'a>,
    known: &KnownTypes,
) -> Option<TypeWords<'a>> {
    let array = |element: TypeName| TypeName::Array(Box::new(element));
    if let Some((word, _)) = cursor.next_word(lines)
        && (matches!(word, "Array" | "array") || known.certain(word).is_some())
    {
        let element = read_type(lines, cursor, known)?;
        return Some(TypeWords {
            type_name: array(element.type_name),
            ..element
        });
    }
    let late = find_late_element(lines, cursor, known, str::is_empty)
        .or_else(|| find_late_element(lines, cursor, known, |rest| !rest.is_empty()))
        .filter(|(_, late)| !is_nearer(lines, cursor, known, late));
    if let Some((late_word, element)) = late {
        return Some(TypeWords {
            type_name: array(element),
            after: cursor,
            late_word: Some(late_word),
        });
    }
    let (word, after) = cursor.next_word(lines)?;
    Some(TypeWords {
        type_name: array(known.possible(word)?),
        after,
        late_word: None,
    })
}

/// On a page whose structures stand elsewhere, a name on the same line is nearer than a basic type farther down.
fn is_nearer(
    lines: &[TextLine<'_>],
    cursor: Cursor<'_>,
    known: &KnownTypes,
    late: &TypeName,
) -> bool {
    let possible = || known.possible(cursor.next_word(lines)?.0);
    known.is_open()
        && !cursor.rest.is_empty()
        && matches!(late, TypeName::Scalar(_))
        && possible().is_some()
}

/// A page break or a tall cell prints the description's first lines before the type's last word.
fn find_late_element(
    lines: &[TextLine<'_>],
    cursor: Cursor<'_>,
    known: &KnownTypes,
    rest_fits: impl Fn(&str) -> bool,
) -> Option<(usize, TypeName)> {
    for (index, line) in lines
        .iter()
        .enumerate()
        .skip(cursor.line + 1)
        .take(LATEST_LINE)
    {
        let (word, rest) = split_word(line.text);
        // Beyond the next row's begin the word belongs to that row.
        if begins_row(word, rest, known) {
            return None;
        }
        if let Some(element) = known.certain(word).filter(|_| rest_fits(rest)) {
            return Some((index, element));
        }
    }
    None
}

fn begins_row(word: &str, rest: &str, known: &KnownTypes) -> bool {
    let second = split_word(rest).0;
    let is_type = second == "Array" || scalar(second).is_some() || known.is_structure(second);
    member_name(word).is_some() && (yes_or_no(second).is_some() || is_type)
}
