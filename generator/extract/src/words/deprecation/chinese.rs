//! Deprecations in the wording of Chinese pages.

use super::{Subject, strip_any};

/// Words that mean a deprecation by themselves.
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

/// Words that count only after an adverb, because they may also name an operation on a resource.
const WEAK_MARKS: [&str; 2] = ["下线", "停用"];

/// Adverbs of time and degree.
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

/// Returns whether the clause says of the subject that it is deprecated.
pub(super) fn subject_says(clause: &str, subject: Subject<'_>) -> bool {
    after_subject(clause.trim(), subject).is_some_and(|rest| predicate_ends(rest, false))
}

/// Returns whether the text is only a mark: `已废弃`, `待废弃`, `废弃字段`.
pub(super) fn is_mark(text: &str) -> bool {
    predicate_ends(text.trim(), true)
}

/// Returns the text after the clause's subject: `该参数`, `本接口（DescribeX）`, `InstanceId 字段`.
///
/// The subject's bare name counts too. Returns `None` if the clause has another subject.
fn after_subject<'t>(clause: &'t str, subject: Subject<'_>) -> Option<&'t str> {
    let rest = strip_any(clause, &["该", "此", "本", "当前"]).unwrap_or(clause);
    let named = strip_name(rest, subject.name());
    let kind = strip_any(named.unwrap_or(rest).trim_start(), kinds(subject));
    match (named, kind) {
        (None, None) => None,
        (Some(rest), None) => Some(rest),
        (_, Some(rest)) => Some(strip_name(rest, subject.name()).unwrap_or(rest)),
    }
}

/// Returns the nouns for this kind of subject, longer ones first.
fn kinds(subject: Subject<'_>) -> &'static [&'static str] {
    match subject {
        Subject::Action(_) => &["API接口", "API 接口", "接口", "API"],
        Subject::Member(_) => &[
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
        Subject::Structure(_) => &["数据结构", "结构体", "数据类型", "结构", "类型"],
        Subject::Value(_) => &["枚举值", "取值", "类型", "值"],
    }
}

/// Removes the subject's name, perhaps in brackets or marked as code.
fn strip_name<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    if name.is_empty() {
        return None;
    }
    let open = text.trim_start_matches([' ', '`', '（', '(', '"', '“']);
    let rest = open.strip_prefix(name)?;
    // A longer word is a different name.
    if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        return None;
    }
    Some(rest.trim_start_matches([' ', '`', '）', ')', '"', '”']))
}

/// Returns whether the text is adverbs, then a mark, then the end of the clause.
///
/// `bare` means that the clause doesn't name its subject.
fn predicate_ends(text: &str, bare: bool) -> bool {
    let rest = after_adverbs(text.trim_start());
    let has_adverb = rest.len() < text.trim_start().len();
    let weak_marks: &[&str] = if has_adverb { &WEAK_MARKS } else { &[] };
    let Some(rest) = strip_any(rest, &MARKS).or_else(|| strip_any(rest, weak_marks)) else {
        return false;
    };
    let rest = strip_any(rest, &["的", "了"]).unwrap_or(rest);
    let rest = strip_any(rest, &["参数", "字段", "接口", "API"]).unwrap_or(rest);
    // A bare `不再支持` may be a limitation, and a bare `停止服务` may be an operation.
    let is_sure = !bare || has_adverb || text.starts_with("废弃") || text.starts_with("弃用");
    is_sure && ends(rest.trim_start())
}

/// Returns whether the clause ends here, or continues with advice.
fn ends(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with([':', '：', ')', '）', '】', ']', '(', '（', '-', '、'])
        || ["请", "建议", "推荐", "改用"]
            .iter()
            .any(|word| rest.starts_with(word))
}

/// Skips adverbs and dates: `将于2024年5月1日正式`.
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
