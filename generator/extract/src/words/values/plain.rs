//! Lists of values without meanings: `取值范围：RAW，QCOW2。`, ``Valid values: `a` and `b`.``

use super::items::value_at;
use super::literal::is_number;
use super::{Listed, MIN_VALUES, ValueTest};

/// Labels before a list, in lower case.
const LABELS: [&str; 40] = [
    "支持的值包括",
    "支持的类型包括",
    "取值范围包括",
    "取值范围",
    "可选值包括",
    "可选值有",
    "可选值",
    "可选项",
    "可选取值",
    "枚举值",
    "取值包括",
    "取值有",
    "只支持取值",
    "仅支持取值",
    "取值",
    "可选",
    "可能的值",
    "目前支持",
    "当前支持",
    "valid values",
    "valid value",
    "values range",
    "value range",
    "supported values include",
    "supported values",
    "allowed values",
    "available values",
    "possible values",
    "optional values",
    "enumerated values",
    "enumeration values",
    "enumeration value",
    "values include",
    "value options",
    "available options",
    "options include",
    "options",
    "values",
    "one of the following values",
    "one of",
];

/// Finds the first list below a label.
pub(super) fn without_meanings<'a>(doc: &'a str, fits: ValueTest) -> Vec<Listed<'a>> {
    let mut from = 0;
    while let Some((list, label)) = next_list(doc, &mut from) {
        let values = values_of(list, fits);
        let least = if label.ends_with("支持取值") {
            1
        } else {
            MIN_VALUES
        };
        let before = doc
            .get(..doc.len().saturating_sub(list.len()))
            .unwrap_or_default();
        let is_range = label.ends_with("范围") || label.ends_with("range");
        let is_range = (is_range || before.ends_with('['))
            && matches!(values.as_slice(), [one, other]
            if is_number(one.value) && is_number(other.value) && !are_neighbours(one, other));
        let is_of_field = fits("CODE") && is_within_item(before, label);
        if values.len() >= least && !is_range && !is_of_field {
            return values;
        }
    }
    Vec::new()
}

/// Returns whether the label is part of a bulleted item, which describes one case or sub-field.
fn is_within_item(before: &str, label: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let Some(item) = line.strip_prefix("- ").or(line.strip_prefix("* ")) else {
        return false;
    };
    !has_prefix_ignoring_case(item.trim_start(), label)
}

/// Returns the text after the next label from this place on.
fn next_list<'a>(doc: &'a str, from: &mut usize) -> Option<(&'a str, &'static str)> {
    let mut last = ' ';
    let start = *from;
    for (offset, c) in doc.get(start..)?.char_indices() {
        let begins_word = !c.is_ascii_alphabetic() || !last.is_ascii_alphanumeric();
        last = c;
        // Cheap pre-check: the first characters of all labels.
        if !begins_word || !FIRST.contains(&c.to_ascii_lowercase()) {
            continue;
        }
        let text = doc.get(start + offset..)?;
        let Some(label) = label_at(text) else {
            continue;
        };
        *from = start + offset + label.len();
        if let Some(list) = after_label(label, text.get(label.len()..)?) {
            return Some((list, label));
        }
    }
    None
}

/// The first characters of the labels.
const FIRST: [char; 14] = [
    '取', '可', '枚', '只', '仅', '目', '当', '支', 'v', 's', 'a', 'p', 'o', 'e',
];

/// Returns the longest label at the start of the text.
fn label_at(text: &str) -> Option<&'static str> {
    LABELS
        .iter()
        .filter(|label| has_prefix_ignoring_case(text, label))
        .max_by_key(|label| label.len())
        .copied()
}

fn has_prefix_ignoring_case(text: &str, prefix: &str) -> bool {
    text.as_bytes()
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
}

/// Returns the list after the mark that follows a label: a colon, `为`, `are`.
///
/// A label such as `分别是` or `options include` needs no mark.
fn after_label<'a>(label: &str, text: &'a str) -> Option<&'a str> {
    const LINKS: [&str; 12] = [
        "：", ":", "为：", "为:", "为", "是", "包括", "有", "are:", "are", "include", "is",
    ];
    const COMPLETE: [&str; 7] = ["是", "为", "包括", "有", "支持", "include", "of"];
    let trimmed = text.trim_start_matches([' ', '\u{A0}']);
    let after = LINKS
        .iter()
        .filter_map(|link| trimmed.strip_prefix(link))
        .min_by_key(|rest| rest.len())
        .or_else(|| {
            let is_complete = COMPLETE.iter().any(|end| label.ends_with(end));
            let is_followed = label.starts_with(['可', '取', '枚'])
                && trimmed.starts_with(|c: char| c.is_ascii_alphanumeric() || "[\"'`".contains(c));
            (is_complete || is_followed).then_some(trimmed)
        })?;
    let is_range = label.ends_with("范围") || label.ends_with("range");
    let after = after.trim_start_matches([' ', '\n', ':', '：', '\u{A0}']);
    // `取值范围：[1, 500]` is a range.
    let after = if is_range {
        after
    } else {
        after.trim_start_matches(['[', '【', ' '])
    };
    let after = ["分别是", "分别为"]
        .iter()
        .find_map(|words| after.strip_prefix(words))
        .unwrap_or(after);
    (!after.is_empty()).then_some(after)
}

/// Splits a list at commas and conjunctions, up to the first piece that isn't a value.
fn values_of<'a>(list: &'a str, fits: ValueTest) -> Vec<Listed<'a>> {
    let mut values: Vec<Listed<'a>> = Vec::new();
    let mut rest = list;
    loop {
        let Some((value, after, is_quoted)) = value_at(rest, fits) else {
            return finish(values, rest);
        };
        let (meaning, after) = bracket(after);
        let unquoted = after.trim_start_matches(['`', '"', '”', '\'']);
        let Some(next) = separator(unquoted) else {
            if ends_list(unquoted) || is_quoted {
                values.push(Listed { value, meaning });
                return values;
            }
            return finish(values, rest);
        };
        values.push(Listed { value, meaning });
        rest = next;
    }
}

/// Returns the values if the text after them can't be a further value that is unreadable.
fn finish<'a>(values: Vec<Listed<'a>>, rest: &str) -> Vec<Listed<'a>> {
    let ends = rest.is_empty()
        || rest.starts_with(['\n', '。', '默', '不', '若', '如', '其', '等', '且'])
        || ["default", "the default", "if ", "where"]
            .iter()
            .any(|word| has_prefix_ignoring_case(rest, word));
    if ends { values } else { Vec::new() }
}

/// Splits the text into a remark in brackets at its start, and the rest.
fn bracket(text: &str) -> (&str, &str) {
    let trimmed = text.trim_start();
    let split = trimmed.strip_prefix(['（', '(']).and_then(|inside| {
        let end = inside.find(['）', ')'])?;
        let (remark, rest) = inside.split_at_checked(end)?;
        (!remark.contains('\n')).then(|| (remark, rest.trim_start_matches(['）', ')'])))
    });
    match split {
        Some(("默认" | "默认值" | "default" | "default value", rest)) => ("", rest),
        Some((remark, rest)) => (remark, rest),
        None => ("", text),
    }
}

/// Returns the text after a separator of values.
fn separator(text: &str) -> Option<&str> {
    const SEPARATORS: [&str; 17] = [
        ", and ", ", or ", " and ", " or ", ",", "，", "、", "；", ";", "/", "|", "｜", "或者",
        "或", "和", "及", "以及",
    ];
    let trimmed = text.trim_start_matches(' ');
    let after = SEPARATORS
        .iter()
        .filter_map(|mark| {
            text.strip_prefix(mark)
                .or(trimmed.strip_prefix(mark.trim_start()))
        })
        .min_by_key(|rest| rest.len())?;
    Some(after.trim_start())
}

/// Returns whether the list ends here.
fn ends_list(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    if let Some(after) = text.strip_prefix('.') {
        return after.is_empty() || after.starts_with(char::is_whitespace);
    }
    text.is_empty()
        || text.starts_with(['\n', '。', ']', '】', ')', '）', '等'])
        || text.starts_with("两种")
}

/// Returns whether two numbers follow each other, so that they aren't a range.
fn are_neighbours(one: &Listed<'_>, other: &Listed<'_>) -> bool {
    match (one.value.parse::<i64>(), other.value.parse::<i64>()) {
        (Ok(one), Ok(other)) => one.abs_diff(other) == 1,
        _ => false,
    }
}
