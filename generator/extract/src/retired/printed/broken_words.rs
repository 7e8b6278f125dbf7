//! Names and types that are broken within a word at the edge of their column.

use std::collections::BTreeSet;

use spec::{Scalar, TypeName};

use crate::table::known_types::type_of_cell;
use crate::words::is_member_name;

/// The maximum length of the rest of a name on the next line, in bytes.
const MAX_REST_BYTES: usize = 14;

/// The maximum number of lines of one name.
const MAX_NAME_LINES: usize = 3;

/// The maximum number of words of a type.
const MAX_TYPE_WORDS: usize = 6;

/// Names and structures that the document shows whole.
#[derive(Debug, Default)]
pub(in crate::retired) struct KnownWords {
    /// The names of members in requests, replies and undamaged rows.
    pub(in crate::retired) names: BTreeSet<String>,
    /// The names of structures.
    pub(in crate::retired) structures: BTreeSet<String>,
}

/// A word with the line that it stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::retired) struct Word<'a> {
    pub(in crate::retired) text: &'a str,
    /// The index of the line.
    pub(in crate::retired) line: usize,
    /// The byte after the word in its line.
    pub(in crate::retired) end: usize,
}

/// A piece of a row's head: its text, and the number of words that it takes.
pub(super) type Taken<T> = (T, usize);

/// Returns all readings of the words as a name, the shortest one first.
///
/// A piece that the document knows as a whole name isn't the beginning of a longer one.
pub(super) fn names(words: &[Word<'_>], known: &KnownWords) -> Vec<Taken<String>> {
    let mut found = Vec::new();
    let mut name = String::new();
    for (index, word) in words.iter().take(MAX_NAME_LINES).enumerate() {
        let ends_line = words
            .get(index + 1)
            .is_none_or(|next| next.line > word.line);
        let may_continue = word.text.starts_with('.') || !known.is_whole(&name);
        let is_rest = ends_line && word.text.len() <= MAX_REST_BYTES && may_continue;
        if !is_piece(word.text) || (index > 0 && !is_rest) {
            break;
        }
        name.push_str(word.text);
        if is_member_name(&name) {
            found.push((name.clone(), index + 1));
        }
        if !ends_line {
            break;
        }
    }
    found
}

fn is_piece(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
}

impl KnownWords {
    /// Returns whether the document shows the word as a name elsewhere.
    fn is_whole(&self, word: &str) -> bool {
        let name = word.strip_suffix(".N").or_else(|| word.strip_suffix(".n"));
        self.names.contains(name.unwrap_or(word))
    }
}

/// Returns all readings of the words as a type, the best one first.
///
/// Whole words are better than broken ones, unless only the broken ones name a known structure.
/// `Array` alone is the worst reading, because the type of the items may follow. Among equals, the
/// longest reading is the best.
pub(super) fn types(words: &[Word<'_>], known: &KnownWords) -> Vec<Taken<(String, TypeName)>> {
    let most = words.len().min(MAX_TYPE_WORDS);
    let mut readings: Vec<(u8, Taken<(String, TypeName)>)> = Vec::new();
    for count in (1..=most).rev() {
        for (text, is_broken) in spellings(words.get(..count).unwrap_or_default()) {
            let Some(type_name) = printed_type(&text, known) else {
                continue;
            };
            let mut structure = type_name.structure().into_iter();
            let is_known = structure.all(|name| known.structures.contains(name));
            let rank = match (is_known, is_broken) {
                _ if is_bare_list(&text) => 3,
                (true, false) => 0,
                (true, true) => 1,
                (false, false) => 2,
                (false, true) => continue,
            };
            readings.push((rank, ((text, type_name), count)));
        }
    }
    readings.sort_by_key(|(rank, _)| *rank);
    readings.into_iter().map(|(_, reading)| reading).collect()
}

/// Returns the texts that the words can make, and whether a word is broken in them: words of one
/// line have a blank between them, and a line break may be within a word.
fn spellings(words: &[Word<'_>]) -> Vec<(String, bool)> {
    let mut texts = vec![(String::new(), false)];
    for (index, word) in words.iter().enumerate() {
        let above = index.checked_sub(1).and_then(|above| words.get(above));
        let begins_line = above.is_some_and(|above| above.line < word.line);
        let with_blank = texts.iter().map(|(text, is_broken)| match text.as_str() {
            "" => (word.text.to_owned(), *is_broken),
            text => (format!("{text} {}", word.text), *is_broken),
        });
        let mut next: Vec<(String, bool)> = with_blank.collect();
        if begins_line {
            next.extend(
                texts
                    .iter()
                    .map(|(text, _)| (format!("{text}{}", word.text), true)),
            );
        }
        texts = next;
    }
    texts
}

/// Parses a type that the column prints: `array of Filter objects`, `Placement object`, `Int`.
///
/// A structure counts if the document describes it, or if the words say that it is one.
pub(in crate::retired) fn printed_type(text: &str, known: &KnownWords) -> Option<TypeName> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b' ' || b == b'_';
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) || !text.bytes().all(is_plain) {
        return None;
    }
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let type_name = type_of_cell(text)?;
    let says_structure =
        || text.ends_with(" object") || text.ends_with(" objects") || rest.starts_with("of ");
    let is_sure = match type_name.structure() {
        Some(structure) => known.structures.contains(structure) || says_structure(),
        None => rest.is_empty() || says_structure() || matches!(rest, "List" | "ISO8601"),
    };
    let is_word = !matches!(first, "object" | "objects" | "of");
    (is_sure && is_word).then_some(type_name)
}

/// Returns whether the type is a list without the type of its items: `Array`.
pub(in crate::retired) fn is_bare_list(words: &str) -> bool {
    matches!(words.trim(), "Array" | "array" | "List" | "list")
        && type_of_cell(words) == Some(TypeName::Array(Box::new(TypeName::Scalar(Scalar::Object))))
}
