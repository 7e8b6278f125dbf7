//! The documentation's fixed words in Chinese and English, and what they mean.

use spec::{Language, RegionRule};

/// The parts of an action page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// What the action does, its domain and its rate limit.
    Description,
    /// The request parameters.
    Input,
    /// The response parameters.
    Output,
    /// Requests and responses.
    Examples,
    /// Links to SDKs.
    Resources,
    /// The error table.
    Errors,
}

/// The section that a heading opens. Lines of plain text count only with a number: `2. 输入参数`.
pub(super) fn section_heading(text: &str, marked_as_heading: bool) -> Option<Section> {
    let text = text.trim_start_matches("- ").trim_matches('*').trim();
    let (words, numbered) = match strip_number(text) {
        Some(words) => (words, true),
        None => (text, false),
    };
    if !numbered && !marked_as_heading {
        return None;
    }
    Some(match words.trim_matches('*').trim() {
        "接口描述" | "API Description" => Section::Description,
        "输入参数" | "Input Parameters" | "Input Parameter" => Section::Input,
        "输出参数" | "Output Parameters" | "Output Parameter" => Section::Output,
        "示例" | "Example" | "Examples" => Section::Examples,
        "开发者资源" | "Developer Resources" | "Other Resources" => Section::Resources,
        "错误码" | "Error Code" | "Error Codes" => Section::Errors,
        _ => return None,
    })
}

/// Removes `2. ` from the front.
fn strip_number(text: &str) -> Option<&str> {
    let words = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if words.len() == text.len() {
        return None;
    }
    let words = words
        .strip_prefix('.')
        .or_else(|| words.strip_prefix('、'))?;
    Some(words.trim_start())
}

/// A sentence that stands in a section of its own, for pages that lost their headings.
pub(super) fn section_sentence(text: &str) -> Option<Section> {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.starts_with(prefix));
    if starts(&[
        "TencentCloud API 3.0 integrates SDKs",
        "云 API 3.0 提供了配套的开发工具集",
    ]) {
        return Some(Section::Resources);
    }
    if starts(&[
        "The following only lists the error codes",
        "以下仅列出了接口业务逻辑相关的错误码",
    ]) || is_no_errors_sentence(text)
    {
        return Some(Section::Errors);
    }
    None
}

/// The sentence that stands in place of an empty error table.
pub(super) fn is_no_errors_sentence(text: &str) -> bool {
    text.starts_with("There is no error code") || text.starts_with("该接口暂无业务逻辑相关的错误码")
}

/// `是`, `Yes`, `否`, `No`.
pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "是" | "Yes" | "yes" | "YES" => Some(true),
        "否" | "No" | "no" | "NO" => Some(false),
        _ => None,
    }
}

/// The label before an action's host.
pub(super) const DOMAIN_LABELS: [&str; 9] = [
    "接口请求域名：",
    "接口请求域名:",
    "Domain name for API request:",
    "Domain name for API request：",
    "API request domain name:",
    "API request domain name：",
    "Domain name for API requests:",
    "API domain name:",
    "请求域名：",
];

/// The sentences that state requests per second, as text before and after the number.
pub(super) const RATE_SENTENCES: [(&str, &str); 7] = [
    ("默认接口请求频率限制：", "次/秒"),
    ("默认接口请求频率限制:", "次/秒"),
    ("A maximum of ", " requests can be initiated per second"),
    ("Default request rate limit:", "/sec"),
    ("Default API request rate limit:", "requests/sec"),
    ("API request frequency limit:", "times/second"),
    ("API request rate limit:", "requests/sec"),
];

/// The begin of the site's advertisement for its API Explorer.
pub(super) fn begins_explorer_boilerplate(text: &str) -> bool {
    text.starts_with("API Explorer 提供了")
        || text.starts_with("We recommend you to use API Explorer")
        || text.starts_with("推荐使用 API Explorer")
        || text.starts_with("API Explorer provides a range of capabilities")
}

/// What the Region row says; `required` is none where its cell is lost. The documentation marks a region without effect as not required too.
pub(super) fn region_rule(required: Option<bool>, text: &str) -> RegionRule {
    let unused = [
        "不需要传递此参数",
        "is not required",
        "required for this API",
    ]
    .iter()
    .any(|words| text.contains(words));
    // A region that must be sent is the only one whose row leads to the list of regions without more words.
    let listed = [
        "详见产品支持的",
        "list of regions",
        "list of supported regions",
    ]
    .iter()
    .any(|words| text.contains(words));
    let optional = ["可选参数", "optional"]
        .iter()
        .any(|words| text.contains(words));
    match required {
        _ if unused => RegionRule::Unused,
        Some(true) => RegionRule::Required,
        None if listed && !optional => RegionRule::Required,
        _ => RegionRule::Optional,
    }
}

/// The label before the users of a structure.
pub(super) const USED_BY_LABELS: [&str; 6] = [
    "被如下接口引用：",
    "被如下接口引用:",
    "Used by actions:",
    "Used by actions：",
    "Referenced by the following API(s):",
    "Referenced by the following APIs:",
];

/// The label before a sample value.
pub(super) const SAMPLE_LABELS: [&str; 6] = [
    "示例值：",
    "示例值:",
    "Example value:",
    "Example value：",
    "Sample value:",
    "Sample value：",
];

/// The label before a default value.
pub(super) const DEFAULT_LABELS: [&str; 9] = [
    "默认取值：",
    "默认取值:",
    "默认值：",
    "默认值:",
    "默认值为：",
    "默认为：",
    "Default value:",
    "Default value：",
    "default value:",
];

/// Whether the text warns that the value may be null. Wrapping may have put blanks anywhere between Chinese words.
pub(super) fn may_be_null(text: &str) -> bool {
    let squeezed: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .collect();
    let squeezed = squeezed.to_ascii_lowercase();
    [
        "此字段可能返回null",
        "该字段可能返回null",
        "此参数可能返回null",
        "fieldmayreturnnull",
        "parametermayreturnnull",
    ]
    .iter()
    .any(|words| squeezed.contains(words))
}

/// What all hosts of API 3.0 end in.
pub(super) const CURRENT_HOSTS: &str = "tencentcloudapi.com";

/// The sign of pages of the generations before API 3.0.
pub(super) fn is_legacy_sign(text: &str) -> bool {
    text.contains("api.qcloud.com") || text.contains("当前页面接口为旧版 API")
}

/// The language of a text: Chinese as soon as it has a Chinese character.
pub(super) fn language_of(text: &str) -> Language {
    if text.chars().any(is_chinese) {
        Language::Zh
    } else {
        Language::En
    }
}

/// Whether a character takes no blank between itself and its neighbours when lines are joined.
pub(super) fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}
