//! The first section of an action page: host, purpose, rate limit.

use super::sections::Sections;
use crate::words::looks_like_structure;
use crate::words::text::{self, TextLine, TextPart};
use crate::words::vocabulary::{
    DOMAIN_LABELS, RATE_SENTENCES, Section, begins_explorer_boilerplate,
};

/// The facts that the section states.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Description {
    /// The host of the requests, in lower case.
    pub(crate) domain: Option<String>,
    /// The maximum number of requests per second.
    pub(crate) rate_limit: Option<u32>,
    /// The purpose of the action, and notes about it.
    pub(crate) text: String,
    /// The action's name, if the text gives it: `本接口 (RunInstances) 用于…`.
    pub(crate) action: Option<String>,
}

/// Reads the section. Its text omits the sentences with host and rate limit.
pub(crate) fn describe(sections: &Sections<'_>) -> Description {
    let mut description = Description::default();
    let mut parts = Vec::new();
    let mut lines = sections.lines(Section::Description);
    lines.truncate(
        lines
            .iter()
            .position(|line| begins_explorer_boilerplate(line.text))
            .unwrap_or(lines.len()),
    );
    let domain_at = lines.iter().position(|line| domain_in(line.text).is_some());
    // The author's text may state a limit too, but the site's sentence comes last.
    let limit_at = lines
        .iter()
        .rposition(|line| rate_limit_in(line.text).is_some());
    for (at, line) in lines.iter().enumerate() {
        if Some(at) == domain_at {
            description.domain = domain_in(line.text);
        } else if Some(at) == limit_at {
            description.rate_limit = rate_limit_in(line.text);
        } else if !is_preface(line) {
            parts.push(TextPart::line(*line));
        }
    }
    description.text = text::join(&parts);
    description.action = action_in(&description.text);
    description
}

/// Returns whether the line is the sentence above the input table, whose heading was lost.
fn is_preface(line: &TextLine<'_>) -> bool {
    line.text
        .starts_with("The following request parameter list only provides")
        || line.text.starts_with("以下请求参数列表仅列出了")
}

/// Returns the host after a label: `接口请求域名： cvm.tencentcloudapi.com 。`
fn domain_in(text: &str) -> Option<String> {
    let (_, rest) = DOMAIN_LABELS
        .iter()
        .find_map(|label| text.split_once(label))?;
    let host = rest
        .trim_start_matches(|c: char| c.is_whitespace() || c == '`')
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-'))
        .next()?
        .trim_end_matches('.');
    host.contains('.').then(|| host.to_ascii_lowercase())
}

/// Returns the number in a rate sentence: `默认接口请求频率限制：20次/秒。`
fn rate_limit_in(text: &str) -> Option<u32> {
    RATE_SENTENCES.iter().find_map(|(before, after)| {
        let (_, rest) = text.split_once(before)?;
        let (number, _) = rest.split_once(after)?;
        number.trim().parse().ok()
    })
}

/// Returns the name in brackets after `本接口` or `This API`.
fn action_in(text: &str) -> Option<String> {
    let (_, rest) = ["本接口", "This API"]
        .iter()
        .find_map(|words| text.split_once(words))?;
    let name = rest.trim_start().strip_prefix(['(', '（'])?;
    let (name, _) = name.split_once([')', '）'])?;
    let name = name.trim();
    looks_like_structure(name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_limits_and_names_parse() {
        assert_eq!(
            domain_in("接口请求域名： cvm.tencentcloudapi.com 。").as_deref(),
            Some("cvm.tencentcloudapi.com")
        );
        let english = "Domain name for API request: csip.intl.tencentcloudapi.com.";
        assert_eq!(
            domain_in(english).as_deref(),
            Some("csip.intl.tencentcloudapi.com")
        );
        assert_eq!(domain_in("API domain name:"), None);
        assert_eq!(rate_limit_in("默认接口请求频率限制：10次/秒。"), Some(10));
        assert_eq!(
            rate_limit_in("A maximum of 20 requests can be initiated per second for this API."),
            Some(20)
        );
        assert_eq!(
            rate_limit_in("Default API request rate limit: 100 requests/sec."),
            Some(100)
        );
        assert_eq!(
            action_in("本接口 (RunInstances) 用于创建").as_deref(),
            Some("RunInstances")
        );
        assert_eq!(
            action_in("本接口（DescribeImageSharePermission）用于").as_deref(),
            Some("DescribeImageSharePermission")
        );
    }
}
