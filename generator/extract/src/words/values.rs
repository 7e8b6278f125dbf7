//! Values that a description states: the enumerated ones, the default, the sample.
//!
//! The description keeps the lists of values, because an extracted list may be incomplete.

use std::collections::BTreeSet;

use spec::{Language, Localized, Scalar, TypeName, Value};

use super::deprecation::{Subject, deprecated};
use super::vocabulary::{DEFAULT_LABELS, SAMPLE_LABELS};

/// Splits a description into its text and the sample value at its end.
///
/// The sample may be JSON over several lines.
pub(crate) fn split_sample(description: &str) -> (&str, Option<String>) {
    let last = SAMPLE_LABELS
        .iter()
        .filter_map(|label| description.rsplit_once(label))
        .max_by_key(|(text, _)| text.len());
    let Some((text, sample)) = last else {
        return (description, None);
    };
    let sample = sample.trim();
    let is_json = sample.starts_with(['[', '{']);
    let one_line = sample.replace('\n', if is_json { " " } else { "" });
    let example = (!one_line.is_empty()).then_some(one_line);
    (text.trim_end(), example)
}

/// Returns the default value that the text states: one word of at most 64 ASCII characters.
pub(crate) fn default_value(doc: &str) -> Option<String> {
    let first = DEFAULT_LABELS
        .iter()
        .filter_map(|label| doc.split_once(label).map(|(_, rest)| rest))
        .max_by_key(|rest| rest.len())?;
    let word = first
        .trim_start()
        .split(['。', '，', ',', '；', ';', '\n', '（', ' '])
        .next()?;
    let value = word.trim_matches(['.', '`', '"', '“', '”', '\'']);
    let is_plain =
        !value.is_empty() && value.len() <= 64 && value.bytes().all(|b| b.is_ascii_graphic());
    is_plain.then(|| value.to_owned())
}

/// The minimum number of values in an enumeration. A single one is an example or a limit.
const MIN_VALUES: usize = 2;

/// Characters at the end of a sentence or list item.
const ITEM_ENDS: [char; 8] = ['。', '；', ';', '.', ',', '，', '、', ' '];

/// Labels before a plain list: `Valid values: TCP, UDP.`
const LIST_LABELS: [&str; 13] = [
    "取值范围包括：",
    "取值范围：",
    "取值范围:",
    "可选值：",
    "可选值:",
    "取值：",
    "取值为：",
    "取值为",
    "Valid values:",
    "Valid values：",
    "valid values:",
    "Valid value:",
    "Values:",
];

/// Returns the enumerated values of a member with their meanings.
///
/// The list is empty unless the text certainly enumerates values.
pub(crate) fn documented_values(doc: &str, type_name: &TypeName, language: Language) -> Vec<Value> {
    let Some(fits) = value_test(type_name) else {
        return Vec::new();
    };
    [values_by_line, values_in_sentence, plain_values]
        .iter()
        .map(|find| find(doc, fits, language))
        .find(|values| values.len() >= MIN_VALUES && all_distinct(values))
        .unwrap_or_default()
}

/// A test for one word.
type ValueTest = fn(&str) -> bool;

/// Returns the test for values of the type, or `None` if the type has no enumerated values.
fn value_test(type_name: &TypeName) -> Option<ValueTest> {
    match type_name {
        TypeName::Scalar(Scalar::Integer) => Some(is_number),
        TypeName::Scalar(Scalar::String) => Some(is_code_or_number),
        TypeName::Array(element) => value_test(element),
        _ => None,
    }
}

/// Finds lines of the form `CODE：meaning`.
///
/// Words that aren't evidently codes count only below a line that announces a list.
fn values_by_line(doc: &str, fits: ValueTest, language: Language) -> Vec<Value> {
    let mut run: Vec<Value> = Vec::new();
    let mut announced = false;
    let mut above = "";
    for line in doc.lines() {
        match item(line, fits, language) {
            Some(value) => {
                announced |= run.is_empty() && above.trim_end().ends_with([':', '：']);
                run.push(value);
            }
            None if run.len() >= MIN_VALUES => break,
            None => {
                run.clear();
                announced = false;
            }
        }
        above = line;
    }
    if announced || all_evident(&run) {
        run
    } else {
        Vec::new()
    }
}

/// Finds values within a line: `0: pending; 1: running.`
fn values_in_sentence(doc: &str, fits: ValueTest, language: Language) -> Vec<Value> {
    let is_list = |line: &&str| {
        line.contains([':', '：']) && line.matches([';', '；']).count() + 1 >= MIN_VALUES
    };
    let Some(list) = doc.lines().find(is_list) else {
        return Vec::new();
    };
    let mut items = list.split([';', '；']);
    let first = items.next().map(without_introduction);
    let values: Vec<Value> = first
        .into_iter()
        .chain(items)
        .map_while(|text| item(text, fits, language))
        .collect();
    if all_evident(&values) {
        values
    } else {
        Vec::new()
    }
}

/// Finds values without meanings: `取值范围：RAW，QCOW2，VHD，VMDK。`
fn plain_values(doc: &str, fits: ValueTest, _: Language) -> Vec<Value> {
    let Some(list) = LIST_LABELS
        .iter()
        .find_map(|label| doc.split_once(label).map(|(_, list)| list))
    else {
        return Vec::new();
    };
    let sentence = list
        .trim_start()
        .split(['。', '\n', '（', '('])
        .next()
        .unwrap_or_default();
    let sentence = sentence.split(". ").next().unwrap_or_default();
    let words: Vec<&str> = sentence
        .split([',', '，', '、', ';', '；', '/', '或'])
        .map(bare)
        .filter(|word| !word.is_empty())
        .map(without_conjunction)
        .collect();
    if !words.iter().all(|word| fits(word)) {
        return Vec::new();
    }
    words
        .into_iter()
        .map(|word| Value {
            value: word.to_owned(),
            doc: Localized::default(),
            deprecated: None,
        })
        .collect()
}

fn without_conjunction(word: &str) -> &str {
    word.strip_prefix("and ")
        .or(word.strip_prefix("or "))
        .unwrap_or(word)
}

/// Parses `- CODE: meaning`, `CODE：meaning` or `CODE（meaning）`.
fn item(line: &str, fits: ValueTest, language: Language) -> Option<Value> {
    let line = line
        .trim()
        .trim_start_matches(['-', '•', '*', '·'])
        .trim_start();
    let (value, meaning) = split_item(line)?;
    let value = bare(value);
    let meaning = meaning.trim().trim_end_matches(ITEM_ENDS);
    fits(value).then(|| Value {
        value: value.to_owned(),
        doc: Localized::new(language, meaning),
        deprecated: deprecated(meaning, Subject::Value(value), language),
    })
}

fn split_item(line: &str) -> Option<(&str, &str)> {
    if let Some((value, meaning)) = line.split_once(['：', ':']) {
        return Some((value, meaning));
    }
    let (value, rest) = line.split_once(['（', '('])?;
    let meaning = rest.trim_end_matches(ITEM_ENDS).strip_suffix(['）', ')'])?;
    Some((value, meaning))
}

/// Removes the sentence before the first value, which ends in a stop, a colon or a blank.
fn without_introduction(text: &str) -> &str {
    let Some((before, _)) = text.rsplit_once([':', '：']) else {
        return text;
    };
    let value = before
        .rsplit(['.', '。', ':', '：', ',', '，', ' '])
        .next()
        .unwrap_or(before);
    text.get(before.len() - value.len()..).unwrap_or(text)
}

/// Returns the word without quotes, code marks and full stops around it.
fn bare(word: &str) -> &str {
    word.trim()
        .trim_matches(['`', '"', '\'', '“', '”', '‘', '’', '.'])
        .trim()
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    !digits.is_empty() && digits.len() <= 10 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Returns whether the word is a number, or a code of letters, digits and `_-.`.
fn is_code_or_number(word: &str) -> bool {
    let is_code = word.len() > 1
        && word.len() <= 64
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    is_number(word) || is_code && !is_label(word)
}

fn all_evident(values: &[Value]) -> bool {
    values.iter().all(|value| is_evident(&value.value))
}

/// Returns whether the value can't be a word of prose.
///
/// That holds for numbers, words without lower-case letters, words with `_`, and booleans.
fn is_evident(value: &str) -> bool {
    let is_upper = value.len() > 1 && !value.bytes().any(|b| b.is_ascii_lowercase());
    is_number(value)
        || is_upper
        || value.contains('_')
        || matches!(value, "true" | "false" | "True" | "False")
}

/// Returns whether the word introduces text when a colon follows it.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 22] = [
        "note",
        "notes",
        "http",
        "https",
        "example",
        "examples",
        "default",
        "type",
        "required",
        "format",
        "range",
        "unit",
        "values",
        "reference",
        "for",
        "such",
        "tip",
        "tips",
        "ps",
        "caution",
        "warning",
        "important",
    ];
    LABELS.contains(&word.to_ascii_lowercase().as_str())
}

fn all_distinct(values: &[Value]) -> bool {
    let distinct: BTreeSet<&str> = values.iter().map(|value| value.value.as_str()).collect();
    distinct.len() == values.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(doc: &str) -> Vec<String> {
        let values = documented_values(doc, &TypeName::Scalar(Scalar::String), Language::Zh);
        values.into_iter().map(|value| value.value).collect()
    }

    #[test]
    fn value_lists_in_all_forms_parse() {
        assert_eq!(
            values("状态。取值范围：\nUNDO：未执行\nDOING：正在执行\nDONE：执行完成。"),
            ["UNDO", "DOING", "DONE"]
        );
        assert_eq!(
            values("Valid values:\n- PREPAID: monthly\n- POSTPAID_BY_HOUR: hourly"),
            ["PREPAID", "POSTPAID_BY_HOUR"]
        );
        assert_eq!(
            values("Type. 0: general CIDR block; 1: container CIDR block. Default value: 0."),
            ["0", "1"]
        );
        assert_eq!(
            values("镜像文件导出格式。取值范围：RAW，QCOW2，VHD，VMDK。默认为RAW"),
            ["RAW", "QCOW2", "VHD", "VMDK"]
        );
        assert_eq!(
            values("Listener protocol. Valid values: TCP, UDP. See"),
            ["TCP", "UDP"]
        );
        assert_eq!(
            values("Sort by. Valid values:\ninstance-num: number\nnode-num: nodes"),
            ["instance-num", "node-num"]
        );
    }

    #[test]
    fn prose_yields_no_values() {
        assert_eq!(
            values("The unique ID. Note: this field may return null; Default value: 0"),
            [""; 0]
        );
        assert_eq!(values("格式为 YYYY-MM-DD: 例如 2018-05-29"), [""; 0]);
        assert_eq!(
            values("Limit: 100\nLimit: 200"),
            [""; 0],
            "one value twice is not an enumeration"
        );
        assert_eq!(
            values("below: one\ntypes: two"),
            [""; 0],
            "words of prose before colons are not values"
        );
        assert_eq!(values("取值范围：[1，500]。"), [""; 0]);
        let flags = documented_values(
            "true: yes; false: no",
            &TypeName::Scalar(Scalar::Boolean),
            Language::En,
        );
        assert!(flags.is_empty(), "a boolean needs no constants");
    }

    #[test]
    fn description_ends_at_its_sample() {
        assert_eq!(
            split_sample("地域。\n示例值：ap-guangzhou"),
            ("地域。", Some("ap-guangzhou".to_owned()))
        );
        assert_eq!(
            split_sample("列表\n示例值：[\n\"a\"\n]"),
            ("列表", Some("[ \"a\" ]".to_owned()))
        );
        assert_eq!(split_sample("示例值没有"), ("示例值没有", None));
    }

    #[test]
    fn default_value_is_one_word() {
        for (doc, value) in [
            ("返回数量，默认值：20。最大值为100。", Some("20")),
            ("Number of results. Default value: 20.", Some("20")),
            (
                "默认取值：NOTIFY_AND_AUTO_RENEW。若",
                Some("NOTIFY_AND_AUTO_RENEW"),
            ),
            ("没有", None),
        ] {
            assert_eq!(default_value(doc).as_deref(), value, "{doc}");
        }
    }
}
