//! Sizes of lists: `每次请求的实例上限为100`, `up to 10 filters`, `Filter.Values的上限为5`.

use std::sync::LazyLock;

use super::pattern::{Found, Pattern};
use super::sentence::{Sentence, clauses};
use super::{Statement, is_cut_off};
use spec::{Items, Limit};

/// `最多支持100个`, `up to 100`, `数组长度限制：100`.
static MAXIMUM: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:上限值?|最大限制|最大长度|最大数量|最大值|最大|最多|至多|不能超过|不可超过|不得超过|不超过|不多于|<=|长度限制|数量限制|up to|at most|no more than|not more than|cannot exceed|must not exceed|should not exceed|not exceeding|not exceed|a maximum of|maximum of|maximum quantity is|maximum number is|maximum is|maximum length is|maximum|upper limit is|limit is|length limit|exceeds?)(?:\s*(?:是|为|不超过|支持|可以?|允许|能|长度|输入|包含|填写?|传入?|传递|指定|设置|查询|操作|删除|添加|创建|绑定|配置|选择|携带|同时|批量|处理|一次|数|数量|个数|只能|值|有|:|is|of|=|to|a|total of|限制|大小))*\s*<n>\s*(?:个|条|台|组|项|块|张|对|份|枚|名|路|种|行)?",
    )
});

/// `数组长度：1-10`.
static LENGTH: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:数组|列表|list|array)(?:的)?\s*(?:长度|length|size)(?:\s*(?:限制|范围|要求|最大|上限|为|是|在|:|is|of|range|limit|between|from|maximum))*\s*(?:<interval>|<span>)",
    )
});

/// A default or an example next to a limit is another number, and `第5个` counts.
static OTHER_NUMBER: LazyLock<Pattern> =
    LazyLock::new(|| Pattern::new("默认|default|示例|example|第"));

/// Words behind the number that make it the size of another thing.
static OTHER_SIZE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^\s*-?\s*(?:%|万|千|百|k\b|m\b|g\b|kb|mb|gb|tb|毫秒|秒|分钟|小时|天|日|周|个?月|年|ms\b|s\b|min\b|sec\b|second|minute|hour|day|week|month|year|字节|个?字符|位|倍|元|px|像素|pixel|million|thousand|汉字|字|级|层|度|(?:visible |ascii |utf-?8 |english |chinese )?(?:characters?|bytes?|chars?|letters?|words?|levels?|digits?))",
    )
});

/// `长度限制100` in a sentence that names texts.
static TEXT_LENGTH: LazyLock<Pattern> = LazyLock::new(|| Pattern::new("(?:长度|length)"));

static LIST_LENGTH: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        "(?:数组|列表|集合|list|array)(?:的)?(?:最大)?\\s*(?:长度|length|size|with)|^\\s*(?:[^,]*,)?\\s*(?:最大)?(?:长度|length)|maximum length limit|最大长度",
    )
});

/// `Filters的上限为10`, `up to 10 filters`.
static FILTERS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:^|[^a-z.])filters\s*(?:的)?(?:个数|数量|数目)?(?:的)?\s*上限(?:是|为|:)?\s*<n>|(?:up to|at most|maximum of)\s+<n>\s+filters\b|(?:maximum|max)(?: number)? (?:of|for) filters(?: per request| in each request)? is <n>|(?:upper limit|limit) (?:for|of|on) filters(?: in each request| per request)? is <n>",
    )
});

/// `Filter.Values的上限为5`, `5 Filter.Values`.
static VALUES: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"filters?\.(values?)\s*(?:的)?(?:个数|数量|数目)?(?:的)?\s*上限(?:是|为|:)?\s*<n>|(?:up to|at most|maximum of|and|and up to)\s+<n>\s+filters?\.(values?)\b|(?:maximum|max|upper limit|total upper limit)(?: number| value)? (?:of|for) filters?\.(values?)(?: per request| in each request)? is <n>|and <n> for filters?\.(values?)\b",
    )
});

/// Adds the sizes of a list that the sentence states.
pub(super) fn add(sentence: &Sentence<'_>, statements: &mut Vec<Statement>) {
    let plain = sentence.plain.as_str();
    let mut push = |items: Items| statements.push(Statement::new(sentence, Limit::Items(items)));
    if let Some(items) = LENGTH.find(plain).as_ref().and_then(both_ends) {
        return push(items);
    }
    if sentence.is_about_parts() {
        return;
    }
    for clause in clauses(plain) {
        if let Some(items) = maximum_in(clause) {
            push(items);
        }
    }
}

/// Adds the limits of a list of filters, and of the values of each.
pub(super) fn add_filters(sentence: &Sentence<'_>, statements: &mut Vec<Statement>) {
    let plain = sentence.plain.as_str();
    if let Some(found) = FILTERS.find(plain)
        && let Some(maximum) = number(&found)
    {
        let items = Items {
            maximum: Some(maximum),
            ..Items::default()
        };
        statements.push(Statement::new(sentence, Limit::Items(items)));
    }
    if let Some(found) = VALUES.find(plain)
        && let Some(maximum) = number(&found)
    {
        let singular = found.groups().contains(&"value");
        let items = Items {
            maximum: Some(maximum),
            of: Some(if singular { "Value" } else { "Values" }.to_owned()),
            ..Items::default()
        };
        statements.push(Statement::new(sentence, Limit::Items(items)));
    }
}

fn both_ends(found: &Found<'_>) -> Option<Items> {
    let groups = found.groups();
    let numbers = groups.iter().filter_map(|group| group.parse::<u64>().ok());
    let [minimum, maximum] = numbers.collect::<Vec<_>>()[..] else {
        return None;
    };
    let is_open = groups.iter().any(|group| matches!(*group, "(" | ")"));
    let is_sound = minimum <= maximum && maximum > 0 && !is_open && !is_cut_off(found.after());
    is_sound.then(|| Items {
        minimum: Some(minimum).filter(|minimum| *minimum > 0),
        maximum: Some(maximum),
        of: None,
    })
}

fn maximum_in(clause: &str) -> Option<Items> {
    if OTHER_NUMBER.is_in(clause) || TEXT_LENGTH.is_in(clause) && !LIST_LENGTH.is_in(clause) {
        return None;
    }
    let found = MAXIMUM.find(clause)?;
    if is_cut_off(found.after()) || OTHER_SIZE.is_in(found.after()) {
        return None;
    }
    let maximum = number(&found)?;
    Some(Items {
        maximum: Some(maximum),
        ..Items::default()
    })
}

fn number(found: &Found<'_>) -> Option<u64> {
    let groups = found.groups();
    let number = groups.iter().find_map(|group| group.parse::<u64>().ok())?;
    (number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_compile() {
        for pattern in [
            &MAXIMUM,
            &LENGTH,
            &OTHER_NUMBER,
            &OTHER_SIZE,
            &TEXT_LENGTH,
            &LIST_LENGTH,
            &FILTERS,
            &VALUES,
        ] {
            assert!(pattern.compiles());
        }
    }

    #[test]
    fn maximum_needs_items() {
        let maximum = |clause| maximum_in(clause).and_then(|items| items.maximum);
        for (clause, expected) in [
            ("每次请求批量实例的上限为100", 100),
            ("列表长度上限为100", 100),
            (
                "you can request up to 100 instances in a region at a time",
                100,
            ),
            ("each request supports a maximum of 100 instances", 100),
            ("数组长度限制:20", 20),
            ("tid列表 <=100", 100),
        ] {
            assert_eq!(maximum(clause), Some(expected), "{clause}");
        }
        for clause in [
            "url1、url2 长度限制100",
            "最大支持 128 字符",
            "up to 30 days",
            "默认最多5个",
            "最多 5 万条",
            "上限为0",
        ] {
            assert_eq!(maximum(clause), None, "{clause}");
        }
    }
}
