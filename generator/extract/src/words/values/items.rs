//! Items of a list of values: `CODE：meaning`, `0 - off`, `1（on）`, `` `x` means y ``.

use super::ValueTest;
use super::literal::{MAX_VALUE, is_evident, is_number as is_whole_number, quoted, word};
use crate::words::is_chinese;

/// The mark between a value and its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// `0: off`
    Colon,
    /// `0（off）`
    Bracket,
    /// `0 - off`
    Dash,
    /// `0=off`
    Equals,
    /// `0表示关闭`, `0 means off`
    Verb,
    /// `CODE 含义`
    Blank,
}

/// The beginning of an item: its value, and the place at which its meaning begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head<'a> {
    pub(super) value: &'a str,
    pub(super) mark: Mark,
    /// The text from the meaning on.
    pub(super) rest: &'a str,
    /// True if the value can't be a word of prose, or if quotes are around it.
    pub(super) is_certain: bool,
}

/// Marks of default values that may stand between a value and its meaning.
const DEFAULT_MARKS: [&str; 8] = [
    "（默认）",
    "(默认)",
    "（默认值）",
    "(默认值)",
    "(default)",
    "(Default)",
    "(default value)",
    "（default）",
];

/// Parses the value and the mark at the start of the text.
pub(super) fn head(text: &str, fits: ValueTest) -> Option<Head<'_>> {
    let (value, rest, is_quoted) = value_at(text, fits)?;
    let after_mark = DEFAULT_MARKS
        .iter()
        .find_map(|mark| rest.trim_start().strip_prefix(mark));
    let (mark, meaning) = mark_at(value, after_mark.unwrap_or(rest), is_quoted)?;
    // `1 CU` between codes is a quantity.
    let is_quantity = mark == Mark::Blank && !meaning.starts_with(is_letter) && fits("CODE");
    if is_quantity {
        return None;
    }
    let meaning = meaning.trim_start_matches([' ', '\u{A0}']);
    let has_meaning = meaning.chars().next().is_some_and(|c| {
        !c.is_whitespace() && !matches!(c, ':' | '：' | ',' | '，' | ';' | '；' | '。')
    });
    has_meaning.then_some(Head {
        value,
        mark,
        rest: meaning,
        is_certain: is_quoted || is_evident(value),
    })
}

/// Parses the value at the start of the text. Returns it, the text after it, and whether quotes are
/// around it.
pub(super) fn value_at(text: &str, fits: ValueTest) -> Option<(&str, &str, bool)> {
    if let Some((content, rest)) = quoted(text) {
        return fits(content).then_some((content, rest, true));
    }
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (found, rest) = word(unsigned)?;
    let sign = text.len() - unsigned.len();
    let value = text.get(..sign + found.len())?;
    // `-CODE：` is a list item without a blank after its bullet.
    let value = if sign > 0 && !found.bytes().all(|b| b.is_ascii_digit()) {
        found
    } else {
        value
    };
    if value.len() <= MAX_VALUE && fits(value) {
        return Some((value, rest, false));
    }
    // `0-off`: the hyphen separates a number from its meaning.
    let digits = found.find('-')?;
    let (value, rest) = text.split_at_checked(sign + digits)?;
    let meaning = rest.trim_start_matches('-');
    let is_meant =
        meaning.starts_with(|c: char| c.is_ascii_alphabetic()) && !begins_with_unit(meaning);
    (is_meant && is_whole_number(value) && fits(value)).then_some((value, rest, false))
}

fn mark_at<'a>(value: &str, rest: &'a str, is_quoted: bool) -> Option<(Mark, &'a str)> {
    let trimmed = rest.trim_start_matches([' ', '\u{A0}']);
    let has_blank = trimmed.len() < rest.len();
    let is_number = value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if let Some(meaning) = trimmed.strip_prefix([':', '：']) {
        // `10:00`, `1:1` and `http://` are whole values, `2：2G` is a value with its meaning.
        let after = meaning.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let begins_value = after.len() < meaning.len() && !after.starts_with(char::is_alphabetic);
        let ends_number = value.ends_with(|c: char| c.is_ascii_digit());
        let is_part = ends_number && begins_value || meaning.starts_with("//");
        return (!is_part).then_some((Mark::Colon, meaning));
    }
    if let Some(meaning) = trimmed.strip_prefix(['（', '(']) {
        return Some((Mark::Bracket, meaning));
    }
    if let Some(meaning) = dash(trimmed, has_blank, is_number || is_quoted) {
        return Some((Mark::Dash, meaning));
    }
    if let Some(meaning) = trimmed.strip_prefix(['=', '→']) {
        let is_compared = meaning.starts_with(['=', '>']) || meaning.starts_with(value);
        let is_code = is_evident(value) && meaning.starts_with(is_letter);
        return (!is_compared && (is_number || is_code)).then_some((Mark::Equals, meaning));
    }
    const VERBS: [&str; 6] = ["表示", "代表", "为", "是", "指", "意味着"];
    const ENGLISH: [&str; 4] = ["means ", "indicates ", "represents ", "stands for "];
    if let Some(meaning) = VERBS.iter().find_map(|verb| trimmed.strip_prefix(verb)) {
        return Some((Mark::Verb, meaning));
    }
    if has_blank && let Some(meaning) = ENGLISH.iter().find_map(|verb| trimmed.strip_prefix(verb)) {
        return Some((Mark::Verb, meaning));
    }
    let joins = trimmed.starts_with(['和', '或', '及', '与']);
    let is_meant =
        trimmed.starts_with(is_letter) && !joins || is_number && begins_with_name(trimmed);
    (has_blank && is_meant).then_some((Mark::Blank, trimmed))
}

/// Returns whether the text begins like the unit of `5-minute` or `1-Gigabit`.
fn begins_with_unit(text: &str) -> bool {
    const UNITS: [&str; 17] = [
        "second", "minute", "min", "hour", "day", "week", "month", "year", "giga", "mega", "bit",
        "byte", "core", "digit", "char", "layer", "level",
    ];
    let text = text.to_ascii_lowercase();
    UNITS.iter().any(|unit| text.starts_with(unit))
}

/// Returns whether the text begins with a word with a capital that isn't a unit: `2 Webhook`.
fn begins_with_name(text: &str) -> bool {
    const UNITS: [&str; 9] = ["KB", "MB", "GB", "TB", "PB", "Mbps", "Gbps", "Kbps", "GiB"];
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && !UNITS.iter().any(|unit| text.starts_with(unit))
}

/// Returns the text after a dash that separates value and meaning.
fn dash(text: &str, has_blank: bool, is_safe: bool) -> Option<&str> {
    let meaning = text.trim_start_matches(['-', '–', '—']);
    if meaning.len() == text.len() {
        return None;
    }
    let begins_blank = meaning.starts_with(' ');
    let meaning = meaning.trim_start_matches(' ');
    let first = meaning.chars().next()?;
    let separates = is_letter(first)
        || first.is_ascii_alphabetic() && (has_blank && begins_blank || is_safe)
        || first.is_ascii_digit() && has_blank && begins_blank && is_safe;
    separates.then_some(meaning)
}

/// Returns whether the character is a Chinese letter, and not a punctuation mark.
fn is_letter(c: char) -> bool {
    is_chinese(c) && c.is_alphanumeric()
}
