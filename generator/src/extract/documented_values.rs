//! Finds the values that a description enumerates. The text stays whole: a list is an extra, and may be incomplete.

use crate::spec::{Language, Localized, Value};

/// A list needs this many values to be one.
const FEWEST: usize = 2;

/// The enumerated values with their meanings; empty where the text enumerates nothing for certain.
pub(super) fn documented_values(doc: &str, language: Language) -> Vec<Value> {
    let by_line: Vec<Value> = doc
        .lines()
        .filter_map(|line| value_of_item(line, language))
        .collect();
    let values = if by_line.len() >= FEWEST {
        by_line
    } else {
        values_in_sentence(doc, language)
    };
    if values.len() < FEWEST || has_repetition(&values) {
        return Vec::new();
    }
    values
}

/// `- CODE: meaning`, `CODE：meaning`, `CODE（meaning）`.
fn value_of_item(line: &str, language: Language) -> Option<Value> {
    let line = line
        .trim()
        .trim_start_matches(['-', '•', '*', '·'])
        .trim_start();
    let (value, meaning) = split_item(line)?;
    let value = value.trim().trim_matches(['`', '"', '\'', '“', '”']);
    is_value(value).then(|| Value {
        value: value.to_owned(),
        doc: Localized::new(
            language,
            meaning
                .trim()
                .trim_end_matches(['。', '；', ';', '.', ',', '，']),
        ),
    })
}

fn split_item(line: &str) -> Option<(&str, &str)> {
    if let Some((value, meaning)) = line.split_once(['：', ':']) {
        return Some((value, meaning));
    }
    let (value, rest) = line.split_once(['（', '('])?;
    Some((
        value,
        rest.trim_end_matches(['。', '；', ';', '.', ',', '，'])
            .strip_suffix(['）', ')'])?,
    ))
}

/// `0: pending; 1: running.` within a sentence.
fn values_in_sentence(doc: &str, language: Language) -> Vec<Value> {
    let list = doc
        .lines()
        .find(|line| line.matches([';', '；']).count() + 1 >= FEWEST && line.contains([':', '：']));
    let Some(list) = list else { return Vec::new() };
    let mut values = Vec::new();
    for (index, item) in list.split([';', '；']).enumerate() {
        // The sentence before the first value ends in a stop or a colon.
        let item = if index == 0 {
            after_introduction(item)
        } else {
            item
        };
        match value_of_item(item, language) {
            Some(value) => values.push(value),
            None => break,
        }
    }
    values
}

fn after_introduction(item: &str) -> &str {
    let Some(last_colon) = item.rfind([':', '：']) else {
        return item;
    };
    let before = &item[..last_colon];
    let start = before
        .rfind(['.', '。', ':', '：', ',', '，', ' '])
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    &item[start..]
}

/// A number, or an upper- or lower-case code without blanks. Words of plain prose are no values.
fn is_value(word: &str) -> bool {
    let number = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let code = word.len() > 1
        && word.len() <= 64
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
        && !is_label(word);
    number || code
}

/// Words before a colon that introduce text.
fn is_label(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "note"
            | "notes"
            | "http"
            | "https"
            | "example"
            | "examples"
            | "default"
            | "type"
            | "required"
            | "format"
            | "range"
            | "unit"
            | "values"
            | "reference"
            | "for"
            | "such"
            | "tip"
            | "tips"
            | "ps"
            | "caution"
            | "warning"
            | "important"
            | "limit"
            | "optional"
    )
}

fn has_repetition(values: &[Value]) -> bool {
    values.iter().enumerate().any(|(index, value)| {
        values[..index]
            .iter()
            .any(|earlier| earlier.value == value.value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(doc: &str) -> Vec<String> {
        documented_values(doc, Language::Zh)
            .into_iter()
            .map(|value| value.value)
            .collect()
    }

    #[test]
    fn lists_of_values_are_found_in_every_form() {
        assert_eq!(
            found("状态。取值范围：\nUNDO：未执行\nDOING：正在执行\nDONE：执行完成。"),
            ["UNDO", "DOING", "DONE"]
        );
        assert_eq!(
            found("Valid values:\n- PREPAID: monthly\n- POSTPAID_BY_HOUR: hourly"),
            ["PREPAID", "POSTPAID_BY_HOUR"]
        );
        assert_eq!(
            found(
                "Block type. 0: general secondary CIDR block; 1: container CIDR block. Default value: 0."
            ),
            ["0", "1"]
        );
        assert_eq!(found("true: yes; false: no"), ["true", "false"]);
    }

    #[test]
    fn prose_is_no_list() {
        assert!(
            found("The unique ID. Note: this field may return null; Default value: 0").is_empty()
        );
        assert!(found("格式为 YYYY-MM-DD: 例如 2018-05-29").is_empty());
        assert!(
            found("Limit: 100\nLimit: 200").is_empty(),
            "one value twice is no enumeration"
        );
    }
}
