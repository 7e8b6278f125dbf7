//! Tells lists that certainly enumerate values, by the marks of their items and the words above.

use super::MIN_VALUES;
use super::items::Mark;
use super::lists::{BULLETS, Found};
use super::literal::is_number;

/// Returns whether the heads certainly enumerate values.
pub(super) fn is_certain(group: &[Found<'_>], before: &str) -> bool {
    let Some(first) = group.first() else {
        return false;
    };
    let by_line = group.iter().all(|found| found.begins_line);
    let announced = announces(before);
    if group.len() < MIN_VALUES {
        let is_code = !is_number(first.head.value);
        let is_item = match first.head.mark {
            Mark::Blank => false,
            // The dash of `- GET - HEAD` is a bullet.
            Mark::Dash => first.begins_line || !before.trim_end().ends_with('-'),
            _ => true,
        };
        return is_code && is_item && names_values(before);
    }
    let numbers = group.iter().all(|found| is_number(found.head.value));
    if numbers && has_bullets_like_signs(group) {
        return false;
    }
    let line = before.rsplit('\n').next().unwrap_or_default();
    if line.contains('{') && !line.contains('}') {
        return false;
    }
    let all_certain = group
        .iter()
        .all(|found| found.head.is_certain && !is_number(found.head.value));
    let is_example = matches!(first.head.mark, Mark::Blank | Mark::Verb) && !all_certain;
    if is_example && gives_examples(before) {
        return false;
    }
    let is_row_of_codes = ends_with_colon(before)
        && mentions_values(before)
        && group
            .iter()
            .all(|found| !is_number(found.head.value) && found.is_separated);
    match first.head.mark {
        Mark::Blank => announced && by_line || numbers && are_successive(group) || is_row_of_codes,
        Mark::Equals | Mark::Verb if numbers => true,
        _ if numbers => true,
        mark => {
            let all_certain = group.iter().all(|found| found.head.is_certain);
            announced
                || all_certain && (mark != Mark::Bracket || by_line || mentions_values(before))
        }
    }
}

/// Returns whether the last clause of the text introduces examples: `比如 12h 表示 12 小时`.
fn gives_examples(before: &str) -> bool {
    let clause = before
        .rsplit(['。', '；', ';', '\n'])
        .next()
        .unwrap_or_default();
    ["比如", "例如", "such as", "e.g.", "For example"]
        .iter()
        .any(|words| clause.contains(words))
}

fn ends_with_colon(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

/// Returns whether bullets without a blank may look like signs: `-0: off`, `- 1: on`.
fn has_bullets_like_signs(group: &[Found<'_>]) -> bool {
    let is_signed = |found: &Found<'_>| found.head.value.starts_with('-');
    group.iter().all(is_signed)
        || group.iter().any(|found| found.head.value == "-0")
        || group
            .iter()
            .any(|found| found.begins_line && is_signed(found))
            && group.iter().any(|found| found.is_bulleted)
}

/// Returns whether the numbers count up or down by one.
fn are_successive(group: &[Found<'_>]) -> bool {
    let numbers: Vec<i64> = group
        .iter()
        .filter_map(|found| found.head.value.parse().ok())
        .collect();
    numbers.len() == group.len()
        && numbers
            .windows(2)
            .all(|pair| matches!(pair, [one, next] if one.abs_diff(*next) == 1))
}

/// Returns whether the text announces a list: it ends with a colon, or its end speaks of values.
fn announces(before: &str) -> bool {
    let is_filler = |c: char| c.is_whitespace() || BULLETS.contains(&c) || c == '.';
    let before = before.trim_end_matches(is_filler);
    ends_with_colon(before) || mentions_values(before)
}

/// Returns whether the text ends with a label such as `取值：`, so that even one value is a list.
fn names_values(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || BULLETS.contains(&c));
    let Some(label) = before.strip_suffix([':', '：']) else {
        return false;
    };
    const LABELS: [&str; 9] = [
        "取值",
        "取值为",
        "可选值",
        "枚举值",
        "可选取值",
        "取值范围",
        "values",
        "Values",
        "value",
    ];
    LABELS.iter().any(|end| label.trim_end().ends_with(end))
}

/// Returns whether the last clause of the text speaks of values.
pub(super) fn mentions_values(before: &str) -> bool {
    const WORDS: [&str; 22] = [
        "取值", "可选", "枚举", "包括", "包含", "支持", "分为", "分别", "类型", "状态", "的值",
        "values", "Values", "value", "ptions", "enum", "Enum", "includ", "one of", "upport",
        "type", "tatus",
    ];
    let line = before.rsplit('\n').find(|line| !line.trim().is_empty());
    let clause = line.and_then(|line| {
        line.trim_end()
            .rsplit(['。', '；', ';'])
            .find(|c| !c.is_empty())
    });
    clause.is_some_and(|clause| {
        let start = clause.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
        let end = clause.get(start..).unwrap_or_default();
        WORDS.iter().any(|word| end.contains(word))
    })
}
