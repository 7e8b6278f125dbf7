//! Ranges and steps of numbers: `取值范围：[1, 100]`, `Maximum value: 100`, `must be a multiple of 10`.

use std::sync::LazyLock;

use super::pattern::{Found, Pattern};
use super::sentence::{Sentence, clauses, is_about_parts, plain};
use super::{Statement, is_cut_off};
use crate::words::text::head;
use spec::{Limit, Number, Range};

/// `取值范围：[1, 100]`, `value range: 1-100`, `must be between 1 and 20`.
static RANGE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:取值范围|取值区间|有效范围|可选范围|支持范围|允许范围|参数范围|数值范围|范围|取值|区间|有效值|value range|valid range|range of values|values? ranges?|ranges?|ranging|valid values?|allowed values?|values?|必须在|需在|应在|介于|between)(?:\s*(?:限制|要求|是|为|在|从|:|is|are|of|from|between|within|in|the|must be|should be|=|interval|integers?|整数|正整数|包括|包含|支持|可以?|值))*\s*(?:<interval>|<span>)|between\s+<n>\s+and\s+<n>|between\s+<n>\s+and\s+<n>",
    )
});

/// `0<取值范围<=100`.
static RELATION: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new(r"<n>\s*(<=?)\s*(?:[a-z]+|取值范围|取值|数值|值)\s*(<=?)\s*<n>"));

/// The words between a limit and its number.
const LINK: &str = r"(?:\s*(?:限制|是|为|不超过|不能超过|支持|可为|可以?|设置|值|:|is|of|=|to|can be|允许|allowed|设|填|条|数|数量|传入?|取))*\s*<n>";

static MAXIMUM: LazyLock<Pattern> = LazyLock::new(|| {
    let words = "(?:最大值|最大限制|最大数量|最大|上限值|上限|最多|最高|不能超过|不可超过|不得超过|不允许超过|不超过|不能大于|不可大于|不得大于|不大于|小于等于|小于或等于|<=|maximum limit|maximum value|maximum allowed value|maximum number|maximum|max value|max|upper limit|up to|no more than|not more than|cannot exceed|can't exceed|must not exceed|should not exceed|not exceeding|not exceed|less than or equal to|cannot be greater than|not greater than|at most)";
    Pattern::new(&format!("{words}{LINK}"))
});

static MINIMUM: LazyLock<Pattern> = LazyLock::new(|| {
    let words = "(?:最小值|最小限制|最小|下限值|下限|最低|不能小于|不可小于|不得小于|不小于|不能低于|不低于|大于等于|大于或等于|不少于|>=|minimum value|minimum|min value|min|lower limit|no less than|not less than|greater than or equal to|cannot be less than|at least)";
    Pattern::new(&format!("{words}{LINK}"))
});

/// `必须大于0`, `must be less than 10`.
static BOUND: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:必须|需要?|应该?|须|取值|数值|值|要求|must be|should be|has to be|value is|integers?|整数)\s*(?:是|为|:)?\s*(大于|小于|greater than|larger than|more than|less than|smaller than|>|<)\s*<n>",
    )
});

/// `必须为10的倍数`, `must be a multiple of 10`.
static STEP: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:必须|需要?|应|须|是|为|\ba\b|\bbe\b|:)\s*(?:是|为|满足)?\s*(?:an? )?(?:integer |integral )?(?:<n>\s*的(?:整数?)?倍数?|(?:integer |integral )?multiples? of <n>)",
    )
});

/// A default or an example next to a limit is another number.
static OTHER_NUMBER: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new("默认|default|示例|example"));

static NAMES_MAXIMUM: LazyLock<Pattern> = LazyLock::new(|| Pattern::new("最大|上限|max"));

/// Units behind a number.
static UNIT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^\s*\+?\s*(?:个)?(%|万|千|百|亿|k\b|m\b|g\b|kb|mb|gb|tb|kib|mib|gib|tib|kbps|mbps|kbyte|mbyte|毫秒|微秒|秒|分钟|分|小时|天|日|周|个月|月|年|ms\b|s\b|min\b|sec\b|second|millisecond|microsecond|minute|hour|day|week|month|year|h\b|d\b|字节|byte|字符|character|char|位|bit|倍|times|元|px|像素|pixel|million|thousand|billion|gi\b|mi\b|核|度|°|hz|khz|fps|db\b|汉字|字|words?|letters?)",
    )
});

/// Units that multiply the number, or that aren't units of a number.
const NEVER: [&str; 19] = [
    "万",
    "千",
    "百",
    "亿",
    "million",
    "thousand",
    "billion",
    "k",
    "字符",
    "字节",
    "byte",
    "character",
    "char",
    "汉字",
    "字",
    "倍",
    "times",
    "word",
    "letter",
];

/// Adds the limits of a number that the sentence states.
pub(super) fn add(sentence: &Sentence<'_>, doc: &str, statements: &mut Vec<Statement>) {
    let plain = sentence.plain.as_str();
    if let Some(found) = STEP.find(plain)
        && let Some(step) = found.groups().first().and_then(|text| Number::parse(text))
        && step.as_float() > 0.0
    {
        statements.push(Statement::new(sentence, Limit::MultipleOf(step)));
    }
    match whole_range(plain, doc) {
        Whole::Range(range) => statements.push(Statement::new(sentence, Limit::Range(range))),
        Whole::Unclear => {}
        Whole::Absent => {
            for clause in clauses(plain) {
                if let Some(range) = ends_in(clause, doc) {
                    statements.push(Statement::new(sentence, Limit::Range(range)));
                }
            }
        }
    }
}

/// The result of the search for a range with both ends.
enum Whole {
    Range(Range),
    /// The sentence has a range with additions, such as `0 and [128, 4096]`.
    Unclear,
    Absent,
}

fn whole_range(plain: &str, doc: &str) -> Whole {
    let found = RANGE.find_all(plain);
    if !found.is_empty() {
        // `包年包月取值范围：[1，500]，按量计费取值范围：[1，500]` is one range.
        let ranges: Option<Vec<Range>> =
            found.iter().map(|found| stated_range(found, doc)).collect();
        return match ranges.as_deref() {
            Some([range, others @ ..]) if others.iter().all(|other| other == range) => {
                Whole::Range(range.clone())
            }
            _ => Whole::Unclear,
        };
    }
    let Some(found) = RELATION.find(plain) else {
        return Whole::Absent;
    };
    match found.groups().as_slice() {
        [low, above, below, high] => range(above.contains('='), low, high, below.contains('='))
            .map_or(Whole::Unclear, Whole::Range),
        _ => Whole::Unclear,
    }
}

fn stated_range(found: &Found<'_>, doc: &str) -> Option<Range> {
    let range = match found.groups().as_slice() {
        [open, low, high, close] => range(*open == "[", low, high, *close == "]"),
        [low, high] => range(true, low, high, true),
        _ => None,
    };
    range.filter(|_| ends_value(found, doc))
}

fn range(has_low: bool, low: &str, high: &str, has_high: bool) -> Option<Range> {
    let (low, high) = (Number::parse(low)?, Number::parse(high)?);
    if !low.compare(&high).is_lt() {
        return None;
    }
    let mut range = Range::default();
    if has_low {
        range.minimum = Some(low);
    } else {
        range.exclusive_minimum = Some(low);
    }
    if has_high {
        range.maximum = Some(high);
    } else {
        range.exclusive_maximum = Some(high);
    }
    Some(range)
}

/// Returns the ends of a range that a clause states: `最大值为100`.
fn ends_in(clause: &str, doc: &str) -> Option<Range> {
    let is_other = OTHER_NUMBER.is_in(clause) && !NAMES_MAXIMUM.is_in(clause);
    if is_other || is_about_parts(clause) {
        return None;
    }
    let number = |found: &Found<'_>| {
        let is_own = ends_value(found, doc);
        let text = found.groups().pop()?;
        if is_own { Number::parse(text) } else { None }
    };
    let mut range = Range {
        maximum: MAXIMUM.find(clause).and_then(|found| number(&found)),
        minimum: MINIMUM.find(clause).and_then(|found| number(&found)),
        ..Range::default()
    };
    if let Some(found) = BOUND.find(clause)
        && let Some(end) = number(&found)
    {
        let words = found.groups();
        let is_low = words.first().is_some_and(|word| {
            ["大于", "greater than", "larger than", "more than", ">"].contains(word)
        });
        if is_low {
            range.exclusive_minimum = Some(end);
        } else {
            range.exclusive_maximum = Some(end);
        }
    }
    (range != Range::default()).then_some(range)
}

/// Returns whether the number is a value of the member: nothing continues it, and its unit is the
/// member's.
fn ends_value(found: &Found<'_>, doc: &str) -> bool {
    !is_cut_off(found.after()) && has_own_unit(found.after(), doc)
}

/// The bytes of a description in which its unit is looked up.
const UNIT_TEXT: usize = 4096;

/// Returns whether the number has no unit, or the one that the description states elsewhere.
fn has_own_unit(after: &str, doc: &str) -> bool {
    let Some(unit) = UNIT.find(after).and_then(|found| found.groups().pop()) else {
        return true;
    };
    if NEVER.contains(&unit) {
        return false;
    }
    let word = match unit {
        "s" | "sec" => "second",
        "min" => "minute",
        "ms" => "millisecond",
        "h" => "hour",
        "d" => "day",
        unit => unit,
    };
    let doc = plain(head(doc, UNIT_TEXT));
    ["单位", "unit", "in ", "("].iter().any(|label| {
        doc.match_indices(label).any(|(at, label)| {
            let rest = doc.get(at + label.len()..).unwrap_or_default();
            let rest = rest.trim_start_matches([':', ' ', '(', '"']);
            let rest = ["为", "是", "is ", "of measurement: ", ": "]
                .iter()
                .find_map(|link| rest.strip_prefix(link))
                .unwrap_or(rest)
                .trim_start();
            [unit, word].iter().any(|unit| rest.starts_with(unit))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [
            &RANGE,
            &RELATION,
            &MAXIMUM,
            &MINIMUM,
            &BOUND,
            &STEP,
            &OTHER_NUMBER,
            &NAMES_MAXIMUM,
            &UNIT,
        ] {
            assert!(pattern.compiles());
        }
    }

    #[test]
    fn unit_of_description_is_own() {
        assert!(has_own_unit(
            " seconds",
            "Time in seconds. At most 5 seconds"
        ));
        assert!(has_own_unit("秒", "时间，单位：秒"));
        assert!(!has_own_unit(" minutes", "Time in seconds."));
        assert!(!has_own_unit("万", "单位：万"));
        assert!(has_own_unit("", ""));
    }
}
