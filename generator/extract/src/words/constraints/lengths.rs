//! Lengths of texts: `长度不超过60个字符`, `up to 128 bytes`, `2-64 characters`.

use std::sync::LazyLock;

use super::Statement;
use super::pattern::Pattern;
use super::sentence::{Sentence, clauses};
use spec::{Length, LengthUnit, Limit};

/// The unit of a length, as a group.
const UNIT: &str = r"\s*(?:个|位)?\s*(?:utf-?8|ascii|英文或中文|中文或英文|中英文|英文|可见|半角|unicode|chinese|english|有效|任意|visible)?\s*(?:ascii )?(?:编码)?(?:的)?\s*(字符|字节|characters?|bytes?|chars?)";

/// `长度[1-60]`, `length: 1 to 60`; the unit may be missing.
static INTERVAL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:长度|字符数|字节数|length)(?:\s*(?:限制|范围|要求|区间|是|为|在|:|is|of|range|ranges?|from|must be|should be|between|limit|的|取值))*\s*(?:<interval>|<span>)\s*(?:个|位)?\s*(字符|字节|characters?|bytes?|chars?)?",
    )
});

/// `2-64个字符`.
static SPAN: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(&format!(
        r"<n>\s*(?:个字符|字符|characters?|bytes?|个)?\s*(?:~|-|至|到|to|and)\s*<n>{UNIT}"
    ))
});

/// `不超过60个字符`.
static MAXIMUM: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(&format!(
        r"(?:最多|最大|最长|上限|不能超过|不可超过|不得超过|不允许超过|不超过|不多于|不大于|小于等于|<=|限制|限|up to|at most|no more than|not more than|cannot exceed|can't exceed|must not exceed|should not exceed|not exceeding|not exceed|maximum|max|within|limited to|less than or equal to|exceed)(?:\s*(?:是|为|不超过|不能超过|不可超过|不得超过|支持|可以?|允许|长度|length|输入|包含|填写?|值|:|is|of|=|to|contain|be|in|with|a|allowed|limit|大小|限制|在|于|the|上限|设置|字符长度|字符数|total|有))*\s*<n>{UNIT}"
    ))
});

/// `最大长度为60`, which counts characters.
static BARE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:最大长度|长度上限|长度最大值|长度最大|长度最多|长度最长|长度不能超过|长度不超过|长度不得超过|长度不可超过|长度限制|length limit|maximum length|max length)(?:\s*(?:限制|是|为|不超过|:|is|of|最大|支持|=))*\s*<n>",
    )
});

/// The continuation of a length with another unit or another length.
static CONTINUED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^\s*(?:,\d|或|/|or\b|和|and\b|\*|\.\d|\d|k|m\b|mb|kb|秒|分|小时|个?汉字|个?字\b|字以|\(\d+\s*个?汉字)",
    )
});

/// Adds the lengths of a text that the sentence states.
pub(super) fn add(sentence: &Sentence<'_>, statements: &mut Vec<Statement>) {
    if sentence.is_about_parts() {
        return;
    }
    for clause in clauses(&sentence.plain) {
        if let Some(length) = length_in(clause) {
            statements.push(Statement::new(sentence, Limit::Length(length)));
        }
    }
}

fn length_in(clause: &str) -> Option<Length> {
    let found = [&*INTERVAL, &SPAN, &MAXIMUM, &BARE]
        .iter()
        .find_map(|pattern| pattern.find(clause))?;
    if CONTINUED.is_in(found.after()) {
        return None;
    }
    let groups = found.groups();
    let numbers = groups
        .iter()
        .filter(|group| group.starts_with(|c: char| c.is_ascii_digit()));
    let numbers: Vec<u64> = numbers
        .map(|number| number.parse().ok())
        .collect::<Option<_>>()?;
    let (minimum, maximum) = match numbers.as_slice() {
        [maximum] => (None, *maximum),
        [minimum, maximum] => (Some(*minimum), *maximum),
        _ => return None,
    };
    let is_open = groups.iter().any(|group| matches!(*group, "(" | ")"));
    if minimum.is_some_and(|minimum| minimum > maximum) || maximum == 0 || is_open {
        return None;
    }
    let in_bytes = groups
        .last()
        .is_some_and(|unit| *unit == "字节" || unit.starts_with("byte"));
    Some(Length {
        minimum: minimum.filter(|minimum| *minimum > 0),
        maximum: Some(maximum),
        unit: if in_bytes {
            LengthUnit::Bytes
        } else {
            LengthUnit::Characters
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [&INTERVAL, &SPAN, &MAXIMUM, &BARE, &CONTINUED] {
            assert!(pattern.compiles());
        }
    }

    #[test]
    fn lengths_have_the_unit_of_the_text() {
        for (clause, words) in [
            ("长度限制[1-60]", "Length: 1 to 60 characters"),
            ("长度为2~128个英文或中文字符", "Length: 2 to 128 characters"),
            (
                "which can contain up to 60 bytes",
                "Length: at most 60 bytes",
            ),
            ("最大值不超过64个ascii字符", "Length: at most 64 characters"),
            ("长度 <=128 字节(大小写敏感)", "Length: at most 128 bytes"),
            ("maximum length is 36", "Length: at most 36 characters"),
            ("length: 1-128 characters", "Length: 1 to 128 characters"),
        ] {
            let length = length_in(clause).expect(clause);
            assert_eq!(Limit::Length(length).to_string(), words, "{clause}");
        }
        for clause in [
            "不超过16kb",
            "最多5个汉字或15个字符",
            "不能超过10个字符或5个汉字",
            "长度为128",
            "up to 10 items",
            "1.5-3 characters",
        ] {
            assert_eq!(length_in(clause), None, "{clause}");
        }
    }
}
