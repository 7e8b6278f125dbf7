//! Lines that are printed apart from their place: labels, the banner, headings of further tables.

use crate::words::text::TextLine;
use crate::words::vocabulary::{TableWord, begins_preface, table_words};

/// Labels of requests and replies, and of call-out boxes.
const LABELS: [&str; 14] = [
    "输入",
    "输出",
    "请求参数",
    "返回参数",
    "请求示例",
    "返回示例",
    "返回示例如下",
    "说明",
    "注意",
    "Note",
    "示例代码",
    "请求",
    "返回",
    "响应",
];

/// Beginnings of lines that say nothing about one action.
const BOILERPLATE: [&str; 4] = [
    "当前页面接口为旧版",
    "以下错误码表仅列出了",
    "以下错误码仅列出了",
    "版权所有",
];

/// The second line of the banner.
const REST_OF_BANNER: &str = "3.0 。";

/// Ends of the titles above further tables.
const TITLE_ENDS: [&str; 6] = [
    "结构",
    "条件表",
    "数据字段",
    "如下",
    "结构为",
    "数据结构如下",
];

/// The maximum length of such a title, in characters.
const MAX_TITLE_CHARS: usize = 60;

/// The maximum length of a title that names no member, in characters.
const MAX_BARE_TITLE_CHARS: usize = 20;

/// Returns whether the line belongs to the frame of all pages.
pub(in crate::retired) fn is_frame(text: &str) -> bool {
    let label = text.trim().trim_end_matches([':', '：', ' ']);
    LABELS.contains(&label)
        || text.trim() == REST_OF_BANNER
        || BOILERPLATE.iter().any(|words| text.starts_with(words))
        || begins_preface(text)
}

/// Returns whether the line is the banner of a retired generation.
pub(in crate::retired) fn is_banner(text: &str) -> bool {
    text.starts_with(BOILERPLATE[0])
}

/// Returns whether the line is the title of a further table: `Data 结构：`, `实例过滤条件表`,
/// `其中 instanceSet 包含了多个实例信息，每个实例信息的数据结构如下：`.
///
/// `is_member` tells whether a word is the name of a row. A title without such a name must be
/// short.
pub(in crate::retired) fn is_table_title(
    line: TextLine<'_>,
    is_member: impl Fn(&str) -> bool,
) -> bool {
    let text = line.text.trim().trim_end_matches([':', '：', ' ']);
    let length = text.chars().count();
    if length > MAX_TITLE_CHARS || text.contains('。') {
        return false;
    }
    let ends_like_title = TITLE_ENDS.iter().any(|end| text.ends_with(end));
    let says_filters = table_words(text).contains(&TableWord::Filters);
    let names_member = words_in(text).any(is_member);
    let is_short = length <= MAX_BARE_TITLE_CHARS && !text.contains(['，', ',']);
    ends_like_title && (names_member || is_short && (says_filters || !text.ends_with("如下")))
}

/// Returns the identifiers in a text.
pub(in crate::retired) fn words_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))
        .map(|word| word.trim_matches('.'))
        .filter(|word| word.starts_with(|first: char| first.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_further_tables_are_told_from_texts() {
        let is_title = |text: &str| {
            is_table_title(TextLine::new(1, text), |word| {
                ["instanceSet", "diskInfo", "imageSet"].contains(&word)
            })
        };
        for text in [
            "Data 结构：",
            "Data列表结构",
            "实例过滤条件表",
            "EIP 过滤条件表",
            "云服务器关联安全组数据字段",
            "ingress/egress规则成员结构",
            "其中 instanceSet 包含了多个实例信息，每个实例信息的数据结构如下：",
            "其中 imageSet 存储了镜像具体的信息，构成如下：",
        ] {
            assert!(is_title(text), "{text}");
        }
        for text in [
            "可用区 ID 列表如下：",
            "实例登录密码。不同操作系统类型密码复杂度限制不一样，具体如下：",
            "否 过滤条件，详见密钥对过滤条件表。参数不支持同时指定 KeyIds  和 Filters 。",
            "以下三项中的两项。[a-z，A-Z]、[0-9] 和 [( )",
        ] {
            assert!(!is_title(text), "{text}");
        }
    }

    #[test]
    fn frame_lines_are_labels_and_banner() {
        for text in [
            "输入",
            "输出：",
            "说明: ",
            "3.0 。",
            "以下请求参数列表仅列出了接口请求参数",
        ] {
            assert!(is_frame(text), "{text}");
        }
        for text in ["输入 zoneId 参数", "3.0", "说明：这是一段文字"] {
            assert!(!is_frame(text), "{text}");
        }
    }
}
