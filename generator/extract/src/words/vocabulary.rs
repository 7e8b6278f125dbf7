//! The documentation's fixed phrases in Chinese and English, and their meaning.

use spec::RegionRule;

/// A part of an action page, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// The purpose of the action, its domain and its rate limit.
    Description,
    /// The request parameters.
    Input,
    /// The response parameters.
    Output,
    /// Sample requests and responses.
    Examples,
    /// Links to SDKs.
    Resources,
    /// The error table.
    Errors,
}

/// Returns the section that a heading opens.
///
/// A line without the mark of a heading counts only with a number: `2. 输入参数`.
pub(crate) fn section_heading(text: &str, marked_as_heading: bool) -> Option<Section> {
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

/// Removes a leading `2. `, or returns `None` if the text has no number.
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

/// Returns the section whose fixed sentence this is, for pages that lost their headings.
pub(crate) fn section_sentence(text: &str) -> Option<Section> {
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

/// Returns whether the sentence replaces an empty error table.
fn is_no_errors_sentence(text: &str) -> bool {
    text.starts_with("There is no error code") || text.starts_with("该接口暂无业务逻辑相关的错误码")
}

/// Parses `是`, `Yes`, `否` or `No`.
pub(crate) fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "是" | "Yes" | "yes" | "YES" => Some(true),
        "否" | "No" | "no" | "NO" => Some(false),
        _ => None,
    }
}

/// Labels before an action's host.
pub(crate) const DOMAIN_LABELS: [&str; 9] = [
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

/// Sentences that state the requests per second: the text before and after the number.
pub(crate) const RATE_SENTENCES: [(&str, &str); 7] = [
    ("默认接口请求频率限制：", "次/秒"),
    ("默认接口请求频率限制:", "次/秒"),
    ("A maximum of ", " requests can be initiated per second"),
    ("Default request rate limit:", "/sec"),
    ("Default API request rate limit:", "requests/sec"),
    ("API request frequency limit:", "times/second"),
    ("API request rate limit:", "requests/sec"),
];

/// Returns whether the line begins the site's advertisement for its API Explorer.
pub(crate) fn begins_explorer_boilerplate(text: &str) -> bool {
    text.starts_with("API Explorer 提供了")
        || text.starts_with("We recommend you to use API Explorer")
        || text.starts_with("推荐使用 API Explorer")
        || text.starts_with("API Explorer provides a range of capabilities")
}

/// Returns the rule that the Region row states. `required` is `None` if its cell is lost.
///
/// The documentation also marks a region without effect as not required, so the text decides first.
pub(crate) fn region_rule(required: Option<bool>, text: &str) -> RegionRule {
    let unused = [
        "不需要传递此参数",
        "is not required",
        "required for this API",
    ]
    .iter()
    .any(|words| text.contains(words));
    // Only the row of a mandatory region refers to the list of regions without further words.
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

/// Labels before the actions that use a structure.
pub(crate) const USED_BY_LABELS: [&str; 6] = [
    "被如下接口引用：",
    "被如下接口引用:",
    "Used by actions:",
    "Used by actions：",
    "Referenced by the following API(s):",
    "Referenced by the following APIs:",
];

/// Labels before a sample value.
pub(crate) const SAMPLE_LABELS: [&str; 6] = [
    "示例值：",
    "示例值:",
    "Example value:",
    "Example value：",
    "Sample value:",
    "Sample value：",
];

/// Labels before a default value.
pub(crate) const DEFAULT_LABELS: [&str; 9] = [
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

/// Returns whether the text warns that the value may be null.
///
/// Wrapped lines may have blanks anywhere between Chinese words.
pub(crate) fn may_be_null(text: &str) -> bool {
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

/// The domain of all API 3.0 hosts.
pub(crate) const CURRENT_HOSTS: &str = "tencentcloudapi.com";

/// Returns whether the line occurs only on pages of API generations before 3.0.
pub(crate) fn is_legacy_sign(text: &str) -> bool {
    text.contains("api.qcloud.com") || text.contains("当前页面接口为旧版 API")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_headings_need_a_number() {
        assert_eq!(section_heading("2. 输入参数", false), Some(Section::Input));
        assert_eq!(
            section_heading("**3. Output Parameters**", false),
            Some(Section::Output)
        );
        assert_eq!(section_heading("输入参数", true), Some(Section::Input));
        assert_eq!(section_heading("输入参数", false), None);
        assert_eq!(section_heading("2 Input Parameters", true), None);
    }

    #[test]
    fn region_text_overrides_required_cell() {
        assert_eq!(
            region_rule(Some(true), "详见产品支持的地域列表"),
            RegionRule::Required
        );
        assert_eq!(
            region_rule(Some(false), "本接口不需要传递此参数。"),
            RegionRule::Unused
        );
        assert_eq!(region_rule(Some(false), "可选参数"), RegionRule::Optional);
        assert_eq!(
            region_rule(None, "详见产品支持的地域列表"),
            RegionRule::Required
        );
        assert_eq!(
            region_rule(None, "此参数为可选参数，详见产品支持的地域列表"),
            RegionRule::Optional
        );
    }
}
