//! Words that are values: numbers, codes, quoted texts, and what separates them from prose.

use crate::words::is_chinese;

/// Pairs of marks around a value in a text.
const QUOTES: [(char, char); 9] = [
    ('`', '`'),
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('”', '“'),
    ('”', '”'),
    ('‘', '’'),
    ('「', '」'),
    ('【', '】'),
];

/// The maximum length of a value in bytes.
pub(crate) const MAX_VALUE: usize = 64;

/// Splits a text into the content of the quotes that it begins with, and the rest.
pub(crate) fn quoted(text: &str) -> Option<(&str, &str)> {
    QUOTES.iter().find_map(|(open, close)| {
        let inside = text.strip_prefix(*open)?;
        // Look no farther than a value can reach: hostile texts have thousands of open quotes.
        let (end, _) = inside
            .char_indices()
            .take(MAX_VALUE + 1)
            .take_while(|(_, c)| *c != '\n')
            .find(|(_, c)| c == close)?;
        let (content, rest) = inside.split_at_checked(end)?;
        let content = content.trim();
        (!content.is_empty()).then_some((content, rest.strip_prefix(*close)?))
    })
}

/// Splits a text after the word at its start: letters, digits and `_-.+`.
///
/// A hyphen belongs to the word only if a letter or digit follows.
pub(crate) fn word(text: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let within = match c {
            '_' | '+' => true,
            '-' | '.' | '/' => {
                let next = chars.peek().map(|(_, next)| *next);
                c != '/' && next.is_some_and(|next| next.is_ascii_alphanumeric())
            }
            _ => c.is_ascii_alphanumeric(),
        };
        if !within || at > MAX_VALUE {
            break;
        }
        end = at + c.len_utf8();
    }
    let (word, rest) = text.split_at_checked(end)?;
    (!word.is_empty()).then_some((word, rest))
}

/// Returns the word without quotes, code marks, brackets and full stops around it.
pub(crate) fn bare(word: &str) -> &str {
    word.trim()
        .trim_end_matches(['.', '。'])
        .trim_matches(['`', '"', '\'', '“', '”', '‘', '’', '*'])
        .trim()
}

/// Returns whether the word is a whole number.
pub(crate) fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    !digits.is_empty() && digits.len() <= 10 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether the word is a number, or a code of letters, digits and `_-.`.
pub(crate) fn is_code_or_number(word: &str) -> bool {
    let is_code = word.len() > 1
        && word.len() <= MAX_VALUE
        && word.starts_with(|c: char| c.is_ascii_alphanumeric())
        && word.contains(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.+".contains(&b));
    is_number(word) || is_code && !is_label(word)
}

/// Returns whether the value can't be a word of prose.
///
/// That holds for numbers, words without lower-case letters, words with `_`, words with a digit or
/// with a capital within, and booleans.
pub(crate) fn is_evident(value: &str) -> bool {
    let is_upper = value.len() > 1 && !value.bytes().any(|b| b.is_ascii_lowercase());
    is_number(value)
        || is_upper
        || value.contains('_')
        || matches!(value, "true" | "false" | "True" | "False")
}

/// Returns whether the text contains a Chinese character.
pub(crate) fn has_chinese(text: &str) -> bool {
    text.chars().any(is_chinese)
}

/// Returns whether the word introduces text when a colon follows it.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 25] = [
        "note",
        "notes",
        "example",
        "examples",
        "type",
        "required",
        "format",
        "range",
        "unit",
        "values",
        "value",
        "reference",
        "for",
        "such",
        "tip",
        "tips",
        "ps",
        "caution",
        "important",
        "and",
        "or",
        "the",
        "see",
        "e.g",
        "i.e",
    ];
    // `REQUIRED` is a value, `Required` a label.
    let is_upper = !word.bytes().any(|b| b.is_ascii_lowercase());
    let is_word = LABELS.contains(&word.to_ascii_lowercase().as_str());
    is_word && !is_upper || matches!(word, "NOTE" | "NOTES" | "WARNING" | "PS")
}
