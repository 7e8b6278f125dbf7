//! The documentation's words: names, languages, fixed phrases, and facts stated in prose.

pub(crate) mod constraints;
pub(crate) mod defaults;
pub(crate) mod deprecation;
pub(crate) mod filters;
pub(crate) mod folding;
mod language;
pub(crate) mod lexicon;
mod line_breaks;
pub(crate) mod secrets;
pub(crate) mod text;
pub(crate) mod values;
pub(crate) mod vocabulary;

pub(crate) use language::{is_chinese, language_of};

/// Returns whether the word is an identifier: letters, digits and underscores after a letter.
pub(crate) fn is_identifier(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_alphabetic())
        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Returns whether the word could name a structure: an identifier with a capital first letter.
pub(crate) fn looks_like_structure(word: &str) -> bool {
    word.len() > 1
        && is_identifier(word)
        && word.starts_with(|first: char| first.is_ascii_uppercase())
}

/// Parses a parameter's name, without the suffix of a list: `InstanceIds.N` is `InstanceIds`.
///
/// Some names aren't identifiers: `2FAEnabled`, `3D.Mode`, `x-request-id`. A name with several
/// indices, such as `Filters.N.Values.N`, stays as printed.
pub(crate) fn member_name(word: &str) -> Option<String> {
    let word = word.trim();
    let name = word
        .strip_suffix(".N")
        .or_else(|| word.strip_suffix(".n"))
        .filter(|name| !name.contains(".N.") && !name.contains(".n."))
        .unwrap_or(word);
    is_member_name(name).then(|| name.to_owned())
}

/// Parses a parameter's name that fills a cell. It may have several words or other letters:
/// `Disk Type`, `名称`.
pub(crate) fn name_in_cell(cell: &str) -> Option<String> {
    let name = cell.trim();
    member_name(name).or_else(|| spec::is_wire_name(name).then(|| name.to_owned()))
}

/// Returns whether the word may be a member's name: identifiers joined by dots and hyphens, which
/// may begin with a digit, an underscore, `@` or `$`.
pub(crate) fn is_member_name(word: &str) -> bool {
    let word = word.strip_prefix(['@', '$']).unwrap_or(word);
    word.bytes().any(|b| b.is_ascii_alphabetic())
        && word.split(['.', '-']).all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        })
}

/// Splits a text after its first word and drops the blanks between.
///
/// A no-break space does not separate words, because the site prints it around code in a text.
pub(crate) fn split_word(text: &str) -> (&str, &str) {
    match text.split_once(' ') {
        Some((word, rest)) => (word, rest.trim_start_matches(' ')),
        None => (text, ""),
    }
}

/// Returns the words of a text that white space separates, each with its offset.
pub(crate) fn words_with_offsets(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    text.split_inclusive(char::is_whitespace)
        .map(move |part| {
            let start = end;
            end += part.len();
            (start, part.trim_end())
        })
        .filter(|(_, word)| !word.is_empty())
}

/// Returns whether a capital follows a small letter, as in names: `DescribeZones`.
pub(crate) fn has_inner_capital(word: &str) -> bool {
    let is_inner =
        |pair: &[u8]| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase());
    word.as_bytes().windows(2).any(is_inner)
}

/// Returns whether the word looks like `InvalidParameterValue.LimitExceeded`.
pub(crate) fn is_error_code(word: &str) -> bool {
    let is_inside = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    word.starts_with(|first: char| first.is_ascii_uppercase())
        && word
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(is_inside))
}

/// Returns whether the word is an error code and can't be a word of running text.
pub(crate) fn is_distinct_error_code(word: &str) -> bool {
    is_error_code(word) && (word.contains('.') || has_inner_capital(word))
}

/// Returns a cell's text without link addresses and without marks of code and emphasis.
pub(crate) fn unlink(cell: &str) -> String {
    let mut plain = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some((before, bracket)) = rest.split_once('[') {
        plain.push_str(before);
        if let Some((label, after)) = split_link(bracket) {
            plain.push_str(label);
            rest = after;
        } else {
            plain.push('[');
            rest = bracket;
        }
    }
    plain.push_str(rest);
    plain.replace(['`', '*'], "").replace("\\_", "_")
}

/// Splits `label](address)` and the text after it into the label and that text.
fn split_link(text: &str) -> Option<(&str, &str)> {
    // A search beyond these ends would take quadratic time for a text of open brackets.
    let end = text.find(['[', '\n']).unwrap_or(text.len());
    let (label, _) = text.get(..end)?.split_once("](")?;
    let rest = text.get(label.len() + 2..)?;
    let close = rest.find(|c: char| matches!(c, '(' | ')') || c.is_whitespace())?;
    let after = rest.get(close..)?.strip_prefix(')')?;
    Some((label, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_offsets_of_their_bytes() {
        let text = " 创建实例\u{a0} RunInstances  ";
        let words: Vec<_> = words_with_offsets(text).collect();
        assert_eq!(words, [(1, "创建实例"), (16, "RunInstances")]);
        assert!(words.iter().all(|(at, word)| text[*at..].starts_with(word)));
        assert_eq!(words_with_offsets(" \n").count(), 0);
    }

    #[test]
    fn only_distinct_codes_cannot_be_words() {
        for (word, is_code, is_distinct) in [
            ("InvalidParameterValue.LimitExceeded", true, true),
            ("InternalError", true, true),
            ("Unavailable", true, false),
            ("Invalid..Code", false, false),
            ("7000", false, false),
            ("invalidParameter", false, false),
        ] {
            assert_eq!(is_error_code(word), is_code, "{word}");
            assert_eq!(is_distinct_error_code(word), is_distinct, "{word}");
        }
    }

    #[test]
    fn links_in_cells_keep_their_labels() {
        for (cell, plain) in [
            (
                "Array of [Filter](/document/api/1/2#Filter)",
                "Array of Filter",
            ),
            ("**`A`** and [B](x) or [C](y).", "A and B or C."),
            ("Ids[0] and [x](y", "Ids[0] and [x](y"),
            ("[a[b](c)", "[ab"),
            ("snake\\_case", "snake_case"),
        ] {
            assert_eq!(unlink(cell), plain, "{cell}");
        }
    }

    #[test]
    fn member_names_need_not_be_identifiers() {
        for (word, name) in [
            ("InstanceIds.N", "InstanceIds"),
            ("_Filter", "_Filter"),
            ("2FAEnabled", "2FAEnabled"),
            ("3D.Mode", "3D.Mode"),
            ("x-request-id", "x-request-id"),
            ("Filters.N.Values.M", "Filters.N.Values.M"),
            ("Filters.N.Values.N", "Filters.N.Values.N"),
        ] {
            assert_eq!(member_name(word).as_deref(), Some(name));
        }
        for word in [
            "",
            ".N",
            "2017-03-12",
            "a..b",
            "-x",
            "a/b",
            "tag:key",
            "名称",
            "Name.",
        ] {
            assert_eq!(member_name(word), None, "{word}");
        }
    }

    #[test]
    fn first_word_ends_at_a_blank() {
        assert_eq!(split_word("Limit  No Integer"), ("Limit", "No Integer"));
        assert_eq!(split_word("a\u{A0}b"), ("a\u{A0}b", ""));
        assert_eq!(split_word(""), ("", ""));
    }
}
