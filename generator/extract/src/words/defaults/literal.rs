//! Literals of the types: numbers with or without their unit, flags, codes, lists.

use super::units::{is_stated, unit_at};
use crate::words::is_chinese;
use crate::words::values::literal::{MAX_VALUE, has_chinese, quoted};

/// A kind of literals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number.
    Integer,
    /// A number.
    Decimal,
    /// True or false.
    Flag,
    /// A word or quoted text.
    Text,
    /// A JSON list.
    List,
}

/// The member that a text describes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) kind: Kind,
    /// The member's name.
    pub(super) name: &'a str,
    /// The whole text.
    pub(super) doc: &'a str,
}

/// Reads the literal at the start of the text.
///
/// `is_linked` is true if a colon or a verb joins it to the words before.
pub(super) fn literal_after(text: &str, is_linked: bool, context: Context<'_>) -> Option<String> {
    let text = text.trim_start_matches("**");
    if context.kind == Kind::List {
        return list(text);
    }
    if let Some((content, rest)) = quoted(text) {
        let value = exact_bare(content, context)?;
        return ends_literal(rest, context).then_some(value);
    }
    match context.kind {
        Kind::Integer | Kind::Decimal => number(text, context),
        Kind::Flag => flag_at(text),
        Kind::Text => text_literal(text, is_linked, context),
        Kind::List => None,
    }
}

/// Reads a text that is nothing but a literal, perhaps in quotes.
pub(super) fn exact(text: &str, context: Context<'_>) -> Option<String> {
    let bare = quoted(text)
        .filter(|(_, rest)| rest.trim().is_empty())
        .map_or(text, |(content, _)| content);
    let is_code = bare
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"_-.+".contains(&b));
    if is_code {
        exact_bare(bare, context)
    } else {
        None
    }
}

/// Reads the literal before `is used by default`.
pub(super) fn literal_before(text: &str, context: Context<'_>) -> Option<String> {
    const VERBS: [&str; 8] = [
        " will be used",
        " is used",
        " will be selected",
        " is selected",
        " will be applied",
        " is applied",
        " will be returned",
        " will be taken",
    ];
    let text = text.trim_end();
    let stripped = VERBS.iter().find_map(|verb| text.strip_suffix(verb));
    let words = stripped.unwrap_or(text);
    let (before, last) = words.rsplit_once(' ').unwrap_or(("", words));
    let (before, value) = match unit_at(last) {
        Some((unit, "")) if is_stated(unit, words, context) => before.rsplit_once(' ')?,
        _ => (before, last),
    };
    let is_predicate = stripped.is_some() || before.ends_with(" is") || before.ends_with(',');
    let is_quoted = value.starts_with('`');
    let value = value.trim_matches(['`', '"', '\'']);
    let is_value = match context.kind {
        Kind::Text => is_quoted || is_evident_code(value),
        _ => true,
    };
    if is_predicate && is_value {
        exact_bare(value, context)
    } else {
        None
    }
}

/// Reads a text without quotes as a literal of the kind.
fn exact_bare(text: &str, context: Context<'_>) -> Option<String> {
    let text = text.trim();
    let fits = match context.kind {
        Kind::Integer => text.parse::<i64>().is_ok(),
        Kind::Decimal => text.parse::<f64>().is_ok_and(f64::is_finite),
        Kind::Flag => return flag(text),
        Kind::Text => {
            let is_plain = !text.is_empty()
                && text.len() <= MAX_VALUE
                && text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
            is_plain && (!is_absence(text) || is_listed(text, context.doc))
        }
        Kind::List => false,
    };
    fits.then(|| text.to_owned())
}

fn flag(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "true" | "false" => Some(word.to_owned()),
        // The words of a Boolean's values in prose.
        "yes" | "是" => Some("true".to_owned()),
        "no" | "否" => Some("false".to_owned()),
        _ => None,
    }
}

/// Reads a flag at the start of the text.
fn flag_at(text: &str) -> Option<String> {
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '是' | '否')))
        .unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let is_condition = [" if ", " when ", " for ", " in ", " unless "]
        .iter()
        .any(|words| rest.starts_with(words));
    let is_chinese_word = word.starts_with(['是', '否']);
    // `默认false：` introduces the fields of a JSON text.
    let is_header = rest.starts_with('：');
    let is_prose = is_chinese_word && rest.starts_with(is_letter);
    if is_condition && !is_absence_condition(rest) || is_header || is_prose {
        return None;
    }
    flag(word)
}

/// Reads a number at the start of the text.
fn number(text: &str, context: Context<'_>) -> Option<String> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let end = unsigned
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
        .unwrap_or(unsigned.len());
    let digits = unsigned.get(..end)?.trim_end_matches([',', '.']);
    let sign = text.len() - unsigned.len();
    let printed = text.get(..sign + digits.len())?;
    let rest = text.get(sign + digits.len()..)?;
    let plain = if is_grouped(digits) {
        printed.replace(',', "")
    } else {
        printed.to_owned()
    };
    let value = exact_bare(&plain, context)?;
    ends_number(rest, context).then_some(value)
}

/// Returns whether commas group the digits by thousands: `345,600`.
fn is_grouped(digits: &str) -> bool {
    let mut groups = digits.split(',');
    let first = groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()));
    let mut rest = groups.peekable();
    first && rest.peek().is_some() && rest.all(|group| group.len() == 3)
}

/// Returns whether a number ends before this text, apart from a unit that the text states.
fn ends_number(rest: &str, context: Context<'_>) -> bool {
    let trimmed = rest.trim_start_matches(' ');
    if let Some((unit, after)) = unit_at(trimmed) {
        let is_counted = !after.starts_with(['前', '后', '内', '以', '之', '到', '至']);
        let after = after.trim_start_matches(' ');
        return is_counted
            && is_stated(unit, context.doc, context)
            && !after.starts_with("ago")
            && !after.starts_with("before")
            && !after.starts_with("after");
    }
    if rest.starts_with(|c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '~' | '～' | '–' | '/' | '%' | '_' | '*')
    }) || rest.starts_with([':', '：'])
        && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    {
        return false;
    }
    ends_literal(rest, context)
}

/// Returns whether a literal ends before this text.
fn ends_literal(rest: &str, _: Context<'_>) -> bool {
    const CHINESE: [&str; 8] = ["表示", "代表", "即", "意味", "，", "且", "注意", "排序"];
    const ENGLISH: [&str; 6] = [
        "means ",
        "indicates ",
        "indicating ",
        "which ",
        "and ",
        "is used",
    ];
    let trimmed = rest.trim_start_matches([' ', '*', '\u{A0}']);
    if trimmed.starts_with(['-', '~', '～', '–']) {
        return trimmed
            .trim_start_matches(['-', '~', '～', '–', ' '])
            .starts_with(is_letter);
    }
    let Some(first) = trimmed.chars().next() else {
        return true;
    };
    !(is_letter(first) || first.is_ascii_alphanumeric() || first == '`')
        || CHINESE.iter().any(|words| trimmed.starts_with(words))
        || ENGLISH.iter().any(|words| trimmed.starts_with(words))
        || is_absence_condition(rest)
}

/// Returns whether the words state that the value is absent: ` if left empty`.
fn is_absence_condition(rest: &str) -> bool {
    let sentence = rest.split(['.', '\n', ',', ';']).next().unwrap_or_default();
    let begins = [" if ", " when ", " unless "]
        .iter()
        .any(|word| sentence.starts_with(word));
    begins
        && [
            "left",
            "not ",
            "empty",
            "blank",
            "omitted",
            "unspecified",
            "null",
            "n't",
            "no value",
        ]
        .iter()
        .any(|word| sentence.contains(word))
}

/// Reads a word, or in a Chinese text up to three words, at the start of the text.
fn text_literal(text: &str, is_linked: bool, context: Context<'_>) -> Option<String> {
    let end = text
        .find(|c: char| {
            !c.is_ascii_graphic() || matches!(c, ',' | ';' | '(' | ')' | '|' | '<' | '"')
        })
        .unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let is_chinese_text = has_chinese(context.doc);
    let (word, rest) = if is_chinese_text {
        more_words(text, word, rest)
    } else {
        (word, rest)
    };
    let word_ends_sentence = word.ends_with('.');
    let word = word.trim_end_matches(['.', ':', '!', '\'', '*']);
    let begins_code =
        word.starts_with(|c: char| c.is_ascii_alphanumeric() || "-+/.*$#{%".contains(c));
    if !begins_code || word.contains("://") || word.contains(['`', '\'']) {
        return None;
    }
    let ends = word_ends_sentence && (rest.is_empty() || rest.starts_with(char::is_whitespace))
        || ends_literal(rest, context);
    let is_word_of_prose = !is_chinese_text && !is_evident_code(word);
    let is_backed = !is_word_of_prose
        || is_listed(word, context.doc)
        || is_linked && word_ends_sentence && !is_description(word);
    let is_introduced = is_linked || is_chinese_text || is_evident_code(word);
    if !ends || !is_backed || !is_introduced && !is_enumerated(word, context.doc) {
        return None;
    }
    exact_bare(word, context)
}

/// Extends a word by further ASCII words up to the next Chinese mark: `Legacy BIOS。`
fn more_words<'t>(text: &'t str, word: &'t str, rest: &'t str) -> (&'t str, &'t str) {
    if !rest.starts_with(' ') || word.ends_with('.') {
        return (word, rest);
    }
    let end = text
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.')))
        .unwrap_or(text.len());
    let Some((words, after)) = text.split_at_checked(end) else {
        return (word, rest);
    };
    let is_short = words.trim_end().split(' ').count() <= 3;
    let ends = after.is_empty() || after.starts_with(['。', '，', '；', '\n', '（', '、']);
    if is_short && ends && !words.ends_with(' ') {
        (words, after)
    } else {
        (word, rest)
    }
}

/// Returns whether the text has the word at another place, so that it is one of the values.
fn is_listed(word: &str, doc: &str) -> bool {
    let is_edge =
        |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
    doc.match_indices(word)
        .filter(|(at, found)| {
            let before = doc.get(..*at).and_then(|text| text.chars().next_back());
            let after = doc
                .get(at + found.len()..)
                .and_then(|text| text.chars().next());
            is_edge(before) && is_edge(after)
        })
        .nth(1)
        .is_some()
}

/// Returns whether the word is an item of a list at another place: `hot (standard)`, `yes/no`.
fn is_enumerated(word: &str, doc: &str) -> bool {
    doc.match_indices(word).any(|(at, found)| {
        let before = doc.get(..at).unwrap_or_default();
        let after = doc.get(at + found.len()..).unwrap_or_default();
        let is_first = before.ends_with([' ', ':', '/']);
        let is_item = after.starts_with(['/', ',', ':']) || after.starts_with(" (");
        is_first && is_item || before.ends_with('/') && is_listed(word, doc)
    })
}

/// Returns whether the word can't be a word of prose.
fn is_evident_code(word: &str) -> bool {
    let is_upper = word.len() > 1 && !word.bytes().any(|b| b.is_ascii_lowercase());
    let has_inner_capital = word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    let has_mark = word.bytes().any(|b| !b.is_ascii_alphabetic() && b != b'-');
    is_upper || has_inner_capital || has_mark
}

/// Returns whether the word describes a value in prose rather than being it.
fn is_description(word: &str) -> bool {
    const WORDS: [&str; 16] = [
        "enabled",
        "disabled",
        "permanent",
        "original",
        "current",
        "all",
        "automatic",
        "today",
        "now",
        "yesterday",
        "custom",
        "optional",
        "required",
        "default",
        "unchanged",
        "manual",
    ];
    WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Returns whether the word says that there is no default, or which value it is in prose.
fn is_absence(word: &str) -> bool {
    const WORDS: [&str; 22] = [
        "none",
        "null",
        "nil",
        "empty",
        "blank",
        "undefined",
        "n/a",
        "na",
        "unlimited",
        "random",
        "unset",
        "unspecified",
        "-",
        "--",
        "{}",
        "the",
        "a",
        "an",
        "not",
        "no",
        "yes",
        "ture",
    ];
    WORDS.contains(&word.to_ascii_lowercase().as_str())
}

/// Reads a JSON list at the start of the text.
fn list(text: &str) -> Option<String> {
    let line = text.lines().next()?.trim_start_matches('`');
    let end = line.find(']')?;
    let list = line.get(..=end)?;
    let is_list =
        list.starts_with('[') && serde_json::from_str::<Vec<serde_json::Value>>(list).is_ok();
    is_list.then(|| list.to_owned())
}

/// Returns whether the character is a Chinese letter, and not a punctuation mark.
fn is_letter(c: char) -> bool {
    is_chinese(c) && c.is_alphanumeric()
}
