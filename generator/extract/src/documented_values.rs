//! Finds the values that a description enumerates. The text stays whole: a list is an extra, and may be incomplete.

use super::deprecation::{Thing, deprecated};
use spec::{Language, Localized, Scalar, TypeName, Value};

/// A list needs this many values to be one.
const FEWEST: usize = 2;

/// Characters that end a sentence or an item of a list.
const ITEM_ENDS: [char; 8] = ['。', '；', ';', '.', ',', '，', '、', ' '];

/// The words before a plain list: `Valid values: TCP, UDP.`
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

/// The enumerated values of a member with their meanings; empty where the text enumerates nothing for certain.
pub(super) fn documented_values(doc: &str, type_name: &TypeName, language: Language) -> Vec<Value> {
    let Some(fits) = value_test(type_name) else {
        return Vec::new();
    };
    let finders = [values_by_line, values_in_sentence, plain_values];
    let lists = finders.iter().map(|find| find(doc, fits, language));
    lists
        .into_iter()
        .find(|values| values.len() >= FEWEST && !has_repetition(values))
        .unwrap_or_default()
}

type ValueTest = fn(&str) -> bool;

/// What a value of the type looks like. Structures and booleans enumerate nothing.
fn value_test(type_name: &TypeName) -> Option<ValueTest> {
    match type_name {
        TypeName::Scalar(Scalar::Integer) => Some(is_number),
        TypeName::Scalar(Scalar::String) => Some(is_code_or_number),
        TypeName::Array(element) => value_test(element),
        _ => None,
    }
}

/// `CODE：meaning` on a line of its own each. Words that are no evident codes count only below a line that announces them.
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
            None if run.len() >= FEWEST => break,
            None => {
                run.clear();
                announced = false;
            }
        }
        above = line;
    }
    let evident = run.iter().all(|value| is_evident(&value.value));
    if announced || evident {
        run
    } else {
        Vec::new()
    }
}

/// `0: pending; 1: running.` within a line.
fn values_in_sentence(doc: &str, fits: ValueTest, language: Language) -> Vec<Value> {
    let is_list =
        |line: &&str| line.contains([':', '：']) && line.matches([';', '；']).count() + 1 >= FEWEST;
    let Some(list) = doc.lines().find(is_list) else {
        return Vec::new();
    };
    let items = list.split([';', '；']).enumerate();
    // The sentence before the first value ends in a stop or a colon.
    let items = items.map(|(index, text)| {
        if index == 0 {
            after_introduction(text)
        } else {
            text
        }
    });
    let values: Vec<Value> = items.map_while(|text| item(text, fits, language)).collect();
    if values.iter().all(|value| is_evident(&value.value)) {
        values
    } else {
        Vec::new()
    }
}

/// `取值范围：RAW，QCOW2，VHD，VMDK。`
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
    let words = sentence
        .split([',', '，', '、', ';', '；', '/', '或'])
        .map(bare)
        .filter(|word| !word.is_empty());
    let words: Vec<&str> = words
        .map(|word| {
            word.strip_prefix("and ")
                .or(word.strip_prefix("or "))
                .unwrap_or(word)
        })
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

/// `- CODE: meaning`, `CODE：meaning`, `CODE（meaning）`.
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
        deprecated: deprecated(meaning, Thing::Value(value), language),
    })
}

fn split_item(line: &str) -> Option<(&str, &str)> {
    if let Some((value, meaning)) = line.split_once(['：', ':']) {
        return Some((value, meaning));
    }
    let (value, rest) = line.split_once(['（', '('])?;
    Some((
        value,
        rest.trim_end_matches(ITEM_ENDS).strip_suffix(['）', ')'])?,
    ))
}

fn after_introduction(text: &str) -> &str {
    let Some(last_colon) = text.rfind([':', '：']) else {
        return text;
    };
    let before = &text[..last_colon];
    let after = |at: usize| at + before[at..].chars().next().map_or(1, char::len_utf8);
    let start = before
        .rfind(['.', '。', ':', '：', ',', '，', ' '])
        .map_or(0, after);
    &text[start..]
}

fn bare(word: &str) -> &str {
    word.trim()
        .trim_matches(['`', '"', '\'', '“', '”', '‘', '’', '.'])
        .trim()
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    !digits.is_empty() && digits.len() <= 10 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A word of letters, digits and `_-.`, or a number.
fn is_code_or_number(word: &str) -> bool {
    let code = word.len() > 1
        && word.len() <= 64
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    is_number(word) || code && !is_label(word)
}

/// A value that can't be a word of prose: all upper case, with a digit or an inner mark, or a truth value.
fn is_evident(value: &str) -> bool {
    let upper = value.len() > 1 && !value.bytes().any(|b| b.is_ascii_lowercase());
    is_number(value)
        || upper
        || value.contains('_')
        || matches!(value, "true" | "false" | "True" | "False")
}

/// Words before a colon that introduce text.
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
        let values = documented_values(doc, &TypeName::Scalar(Scalar::String), Language::Zh);
        values.into_iter().map(|value| value.value).collect()
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
            found("Type. 0: general CIDR block; 1: container CIDR block. Default value: 0."),
            ["0", "1"]
        );
        assert_eq!(
            found("镜像文件导出格式。取值范围：RAW，QCOW2，VHD，VMDK。默认为RAW"),
            ["RAW", "QCOW2", "VHD", "VMDK"]
        );
        assert_eq!(
            found("Listener protocol. Valid values: TCP, UDP. See"),
            ["TCP", "UDP"]
        );
        assert_eq!(
            found("Sort by. Valid values:\ninstance-num: number\nnode-num: nodes"),
            ["instance-num", "node-num"]
        );
    }

    #[test]
    fn prose_is_no_list() {
        assert_eq!(
            found("The unique ID. Note: this field may return null; Default value: 0"),
            [""; 0]
        );
        assert_eq!(found("格式为 YYYY-MM-DD: 例如 2018-05-29"), [""; 0]);
        assert_eq!(
            found("Limit: 100\nLimit: 200"),
            [""; 0],
            "one value twice is no enumeration"
        );
        assert_eq!(
            found("below: one\ntypes: two"),
            [""; 0],
            "words of prose before colons are no values"
        );
        assert_eq!(found("取值范围：[1，500]。"), [""; 0]);
        let flags = documented_values(
            "true: yes; false: no",
            &TypeName::Scalar(Scalar::Boolean),
            Language::En,
        );
        assert!(flags.is_empty(), "a truth value needs no constants");
    }
}
