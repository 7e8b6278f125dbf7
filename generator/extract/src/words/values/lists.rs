//! Lists whose items have a value and a meaning, each on a line or all within a sentence.

use super::certainty::{is_certain, mentions_values};
use super::items::{Head, Mark, head, value_at};
use super::literal::{bare, is_number};
use super::{ITEM_ENDS, Listed, MIN_VALUES, ValueTest};
use crate::words::is_chinese;
use crate::words::text::tail;

/// The part of the text before an item that tells whether a list begins, in bytes.
const CONTEXT: usize = 1_000;

/// Finds the first list of items with meanings.
///
/// Items on successive lines win over items within a line, which may be part of a meaning.
pub(super) fn with_meanings<'a>(doc: &'a str, fits: ValueTest) -> Vec<Listed<'a>> {
    let found = heads(doc, fits);
    let lines: Vec<Found<'a>> = found
        .iter()
        .filter(|head| head.begins_line)
        .copied()
        .collect();
    let by_line = first_list(doc, &lines);
    let anywhere = first_list(doc, &found);
    if by_line.is_empty() || extends(&anywhere, &by_line) {
        anywhere
    } else {
        by_line
    }
}

/// Returns whether a list within lines has all items of a list over lines, and more.
///
/// Further items of codes count only in front: others may be part of a meaning.
fn extends(anywhere: &[Listed<'_>], by_line: &[Listed<'_>]) -> bool {
    let has = |value: &str| anywhere.iter().any(|item| item.value == value);
    let value_of_first = |list: &[Listed<'_>]| list.first().map(|item| item.value.to_owned());
    let begins_earlier = value_of_first(anywhere) != value_of_first(by_line);
    anywhere.len() > by_line.len()
        && (begins_earlier || anywhere.iter().all(|item| is_number(item.value)))
        && by_line.iter().all(|item| has(item.value))
}

/// Finds values on separate lines below a line that announces them.
pub(super) fn bare_lines<'a>(doc: &'a str, fits: ValueTest) -> Vec<Listed<'a>> {
    let mut values: Vec<Listed<'a>> = Vec::new();
    let mut announced = false;
    let mut is_bulleted = false;
    let mut above = "";
    for line in doc.lines() {
        let text = line
            .trim()
            .trim_start_matches(BULLETS)
            .trim_end_matches(ITEM_ENDS);
        let whole = value_at(text, fits).filter(|(_, rest, _)| is_remark(rest));
        match whole {
            Some((value, rest, _)) => {
                announced |= values.is_empty() && mentions_values(above);
                is_bulleted = line.trim_start().starts_with(['-', '*', '•', '·']);
                values.push(Listed {
                    value,
                    meaning: without_brackets(rest),
                });
            }
            None if announced && values.len() >= MIN_VALUES => break,
            None => {
                values.clear();
                announced = false;
            }
        }
        above = line;
    }
    let is_list = announced && (values.len() >= MIN_VALUES || is_bulleted);
    if is_list { values } else { Vec::new() }
}

/// Returns whether the text after a value is empty or in brackets.
fn is_remark(rest: &str) -> bool {
    let rest = rest.trim();
    rest.is_empty() || rest.starts_with(['（', '(']) && rest.ends_with(['）', ')'])
}

fn without_brackets(text: &str) -> &str {
    text.trim().trim_matches(['（', '(', '）', ')'])
}

/// Marks of list items at the start of a line.
pub(super) const BULLETS: [char; 6] = ['-', '•', '*', '·', ' ', '\u{A0}'];

/// An item's head and its place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) at: usize,
    pub(super) head: Head<'a>,
    pub(super) begins_line: bool,
    /// True if a bullet and a blank precede the value.
    pub(super) is_bulleted: bool,
    /// True if a colon or another mark precedes the value.
    pub(super) is_separated: bool,
}

impl<'a> Found<'a> {
    /// Returns the text from the meaning up to the given place.
    fn until(&self, doc: &'a str, end: usize) -> Option<&'a str> {
        doc.get(doc.len().checked_sub(self.head.rest.len())?..end)
    }
}

/// Returns the places at which items begin.
fn heads(doc: &str, fits: ValueTest) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut line_start = true;
    let mut last = '\n';
    let mut skip_to = 0;
    for (at, c) in doc.char_indices() {
        if c == '\n' {
            line_start = true;
            last = c;
            continue;
        }
        if at >= skip_to
            && (line_start || opens_item(last, doc.get(..at).unwrap_or_default(), c))
            && let Some(text) = doc.get(at..)
            && let Some(head) = head(text, fits)
            && !(head.mark == Mark::Blank && begins_meaning(found.last(), text))
            && (line_start && last != '\n' || !introduces_text(head.value))
        {
            skip_to = at + head.value.len();
            found.push(Found {
                at,
                head,
                begins_line: line_start,
                is_bulleted: line_start && last == ' ',
                is_separated: !is_chinese_before(doc.get(..at).unwrap_or_default()),
            });
        }
        if line_start && !BULLETS.contains(&c) {
            line_start = false;
        }
        last = c;
    }
    found
}

/// Returns whether the word is a value only after a bullet: otherwise, `default: on` states the
/// default.
fn introduces_text(word: &str) -> bool {
    matches!(word, "default" | "Default" | "warning" | "Warning")
}

fn is_chinese_before(text: &str) -> bool {
    text.trim_end()
        .ends_with(|c: char| is_chinese(c) && c.is_alphanumeric())
}

/// Returns whether the text is the meaning of the last head: `SparkSQL：SparkSQL 引擎`.
fn begins_meaning(last: Option<&Found<'_>>, text: &str) -> bool {
    last.is_some_and(|last| last.head.rest.len() == text.len())
}

/// Returns whether an item may begin after this text.
fn opens_item(last: char, before: &str, first: char) -> bool {
    const BEFORE: [char; 20] = [
        ']', '】', '，', ',', '；', ';', '、', '。', '：', ':', '（', '(', '[', '【', '|', '/',
        '）', ')', '.', '！',
    ];
    if BEFORE.contains(&last) {
        // `hh:mm:ss` has no items.
        let is_time = || {
            tail(before, CONTEXT)
                .trim_end_matches(':')
                .ends_with(|c: char| c.is_ascii_alphanumeric())
        };
        return match last {
            ':' => !is_time(),
            // `Status.0: creating` lacks a blank.
            '.' => {
                first.is_ascii_digit()
                    && before.trim_end_matches('.').ends_with(char::is_alphabetic)
            }
            // `0（min）-100（max）` is a range.
            ')' | '）' => first != '-',
            _ => true,
        };
    }
    if !matches!(last, ' ' | '\u{A0}') {
        return false;
    }
    if matches!(first, '`' | '"' | '\'' | '“' | '‘') {
        return true;
    }
    let before = tail(before, CONTEXT).trim_end();
    before.ends_with(BEFORE)
        || before.ends_with(is_chinese)
        || before.ends_with(" and")
        || before.ends_with(" or")
        || ends_with_bullet(before)
}

/// Returns whether a bullet within a line ends the text: `状态。- 0：`, `Status - RUNNING: `.
fn ends_with_bullet(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|text| {
        text.ends_with([' ', '。', '：', ':', '；', '，', '.']) || text.ends_with(is_chinese)
    })
}

/// Returns the first successive heads that make a list.
fn first_list<'a>(doc: &'a str, found: &[Found<'a>]) -> Vec<Listed<'a>> {
    let mut rest = found;
    while let [first, more @ ..] = rest {
        let mut group = vec![*first];
        for next in more {
            let joins = group.last().is_some_and(|last| are_joined(doc, last, next));
            if !joins {
                break;
            }
            group.push(*next);
        }
        if let Some(items) = items_of(doc, &group) {
            return items;
        }
        rest = rest.get(group.len()..).unwrap_or_default();
    }
    Vec::new()
}

/// Returns whether two heads belong to one list.
fn are_joined(doc: &str, one: &Found<'_>, next: &Found<'_>) -> bool {
    let Some(between) = one.until(doc, next.at) else {
        return false;
    };
    // Translated texts have lines of nothing but a full stop.
    let is_filler = |c: char| BULLETS.contains(&c) || matches!(c, '\n' | '.' | '。' | ';');
    let meaning = between.trim_end_matches(is_filler);
    let is_new_list = !next.begins_line && meaning.ends_with([':', '：', '(', '（', '[', '【']);
    have_like_marks(one, next) && !meaning.is_empty() && !meaning.contains('\n') && !is_new_list
}

/// Returns whether the marks of two heads may occur in one list.
fn have_like_marks(one: &Found<'_>, next: &Found<'_>) -> bool {
    let is_sign = |mark: Mark| matches!(mark, Mark::Colon | Mark::Dash | Mark::Equals);
    let are_numbers = is_number(one.head.value) && is_number(next.head.value);
    one.head.mark == next.head.mark
        || are_numbers && is_sign(one.head.mark) && is_sign(next.head.mark)
}

/// Returns the items of a group of heads, or `None` if it isn't certainly a list of values.
fn items_of<'a>(doc: &'a str, group: &[Found<'a>]) -> Option<Vec<Listed<'a>>> {
    let (first, last) = (group.first()?, group.last()?);
    let before = tail(doc.get(..first.at)?, CONTEXT);
    if !is_certain(group, before) || group.len() < MIN_VALUES && goes_on(first, doc) {
        return None;
    }
    let mut items = Vec::with_capacity(group.len());
    for pair in group.windows(2) {
        let [one, next] = pair else { continue };
        items.push(item(one, one.until(doc, next.at)?, false)?);
    }
    let by_line = group.iter().all(|found| found.begins_line);
    let separator = group
        .get(..2)
        .and_then(|pair| pair.first()?.until(doc, pair.last()?.at))
        .and_then(|between| between.trim_end().chars().next_back());
    let separator = separator.filter(|c| items.iter().all(|item| !item.meaning.contains(*c)));
    let rest = last.until(doc, doc.len())?;
    let end = if by_line || last.head.mark == Mark::Bracket {
        rest.find('\n').unwrap_or(rest.len())
    } else {
        end_of_last(rest, separator)
    };
    items.push(item(last, rest.get(..end)?, true)?);
    Some(items)
}

/// Returns whether the line below an item begins like a further item, which isn't readable.
fn goes_on(item: &Found<'_>, doc: &str) -> bool {
    let below = item
        .until(doc, doc.len())
        .and_then(|rest| rest.lines().nth(1));
    below.is_some_and(|line| {
        let text = line.trim();
        let item = text.trim_start_matches(BULLETS);
        let is_bulleted = item.len() < text.len();
        let is_word = !item.is_empty() && !item.contains(' ') && item.is_ascii();
        is_bulleted && item.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '`') || is_word
    })
}

/// Returns the place at which the meaning of the last item within a sentence ends.
fn end_of_last(rest: &str, separator: Option<char>) -> usize {
    let separator = separator.filter(|c| matches!(c, '；' | ';' | '，' | ',' | '、' | '|'));
    let mut depth = 0usize;
    for (at, c) in rest.char_indices() {
        let next_is_blank = || {
            let next = rest
                .get(at + c.len_utf8()..)
                .and_then(|after| after.chars().next());
            next.is_none_or(char::is_whitespace)
        };
        match c {
            '（' | '(' | '[' | '【' => depth += 1,
            '）' | ')' | ']' | '】' if depth == 0 => return at,
            '）' | ')' | ']' | '】' => depth -= 1,
            '\n' | '。' => return at,
            '.' if next_is_blank() => return at,
            _ if depth == 0 && Some(c) == separator => return at,
            _ => {}
        }
    }
    rest.len()
}

/// Builds an item from its head and the text up to the next head.
fn item<'a>(found: &Found<'a>, text: &'a str, is_last: bool) -> Option<Listed<'a>> {
    let ends =
        |c: char| ITEM_ENDS.contains(&c) || BULLETS.contains(&c) || matches!(c, '\n' | '|' | '/');
    let meaning = match found.head.mark {
        Mark::Bracket => {
            let (inside, after) = text.split_at_checked(closing(text)?)?;
            let after = after.trim_start_matches(['）', ')']);
            let is_separator =
                |c: char| ends(c) || matches!(c, '和' | '或' | '及' | 'a' | 'n' | 'd' | 'o' | 'r');
            let is_item = is_last || after.chars().all(is_separator);
            is_item.then_some(inside)?
        }
        _ => text.trim_end_matches(ends),
    };
    let meaning = meaning
        .trim_end_matches(" and")
        .trim_end_matches(" or")
        .trim_matches(['"', ' '])
        .trim_end_matches(ends);
    (!meaning.is_empty()).then_some(Listed {
        value: bare(found.head.value),
        meaning,
    })
}

/// Returns the place of the bracket that closes the text.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 0 => return Some(at),
            '）' | ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}
