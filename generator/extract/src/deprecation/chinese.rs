//! How Chinese pages say that a thing is deprecated.

use super::Thing;

/// Words that say so by themselves.
const MARKS: [&str; 11] = [
    "废弃",
    "弃用",
    "作废",
    "停止维护",
    "停止使用",
    "停止服务",
    "停止支持",
    "不再维护",
    "不再使用",
    "不再支持",
    "不再推荐使用",
];

/// Words that may also name something one does to a resource, so that they need a word for when.
const WEAK_MARKS: [&str; 2] = ["下线", "停用"];

/// Words for when and how far.
const ADVERBS: [&str; 24] = [
    "已经",
    "现已",
    "均已",
    "即将",
    "将要",
    "将于",
    "将在",
    "计划于",
    "计划",
    "目前",
    "现在",
    "后续",
    "未来",
    "近期",
    "正式",
    "全面",
    "逐步",
    "被",
    "会",
    "拟",
    "已",
    "将",
    "待",
    "于",
];

/// Whether the clause's subject is the thing, and its predicate that it is deprecated.
pub(super) fn subject_says(clause: &str, thing: Thing<'_>) -> bool {
    after_subject(clause.trim(), thing).is_some_and(|rest| predicate_ends(rest, false))
}

/// `已废弃`, `待废弃`, `废弃字段`: nothing but the mark.
pub(super) fn is_mark(text: &str) -> bool {
    predicate_ends(text.trim(), true)
}

/// What follows the words for the thing: `该参数`, `本接口（DescribeX）`, `InstanceId 字段`, or its bare name.
fn after_subject<'t>(clause: &'t str, thing: Thing<'_>) -> Option<&'t str> {
    let rest = strip_any(clause, &["该", "此", "本", "当前"]).unwrap_or(clause);
    let named = strip_name(rest, thing.name());
    let kind = strip_any(named.unwrap_or(rest).trim_start(), kinds(thing));
    match (named, kind) {
        (None, None) => None,
        (Some(rest), None) => Some(rest),
        (_, Some(rest)) => Some(strip_name(rest, thing.name()).unwrap_or(rest)),
    }
}

fn kinds(thing: Thing<'_>) -> &'static [&'static str] {
    match thing {
        Thing::Action(_) => &["API接口", "API 接口", "接口", "API"],
        Thing::Member(_) => &[
            "输入参数",
            "输出参数",
            "请求参数",
            "返回参数",
            "参数",
            "字段",
            "成员",
            "属性",
            "入参",
            "出参",
        ],
        Thing::Structure(_) => &["数据结构", "结构体", "数据类型", "结构", "类型"],
        Thing::Value(_) => &["枚举值", "取值", "类型", "值"],
    }
}

/// The thing's own name, perhaps in brackets or marked as code.
fn strip_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    if name.is_empty() {
        return None;
    }
    let open = text.trim_start_matches([' ', '`', '（', '(', '"', '“']);
    let rest = open.strip_prefix(name)?;
    // A longer word is another name.
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    Some(rest.trim_start_matches([' ', '`', '）', ')', '"', '”']))
}

/// Adverbs, a mark, and then nothing more of the clause. `alone`: without a subject.
fn predicate_ends(text: &str, alone: bool) -> bool {
    let rest = after_adverbs(text.trim_start());
    let has_adverb = rest.len() < text.trim_start().len();
    let weak = || has_adverb.then(|| strip_any(rest, &WEAK_MARKS)).flatten();
    let Some(rest) = strip_any(rest, &MARKS).or_else(weak) else {
        return false;
    };
    let rest = strip_any(rest, &["的", "了"]).unwrap_or(rest);
    let rest = strip_any(rest, &["参数", "字段", "接口", "API"]).unwrap_or(rest);
    // `不再支持` alone may say what the thing does no longer; `废弃` alone may be what it does.
    let is_sure = !alone || has_adverb || text.starts_with("废弃") || text.starts_with("弃用");
    is_sure && ends(rest.trim_start())
}

fn ends(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with([':', '：', ')', '）', '】', ']', '(', '（', '-', '、'])
        || ["请", "建议", "推荐", "改用"]
            .iter()
            .any(|word| rest.starts_with(word))
}

/// Passes over adverbs and dates: `将于2024年5月1日正式`.
fn after_adverbs(mut text: &str) -> &str {
    loop {
        let date = text.trim_start_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '-' | '/' | '.' | ' ')
        });
        let date = if date.len() < text.len() {
            strip_any(date, &["起", "后"]).unwrap_or(date)
        } else {
            date
        };
        let next = strip_any(date, &ADVERBS).unwrap_or(date);
        if next.len() == text.len() {
            return text;
        }
        text = next;
    }
}

fn strip_any<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}
