//! Chapters other than action pages.

mod catalogue;
mod errors;
mod history;
mod introduction;
mod regions;
mod structures;

use spec::Source;

use crate::facts::Chapter;
use crate::page::Page;
use crate::table::known_types::KnownTypes;
pub(crate) use errors::error_codes;
pub(crate) use structures::structure_names;

/// Reads every kind of chapter that a page contains, if any.
pub(crate) fn read_chapters(file: &str, page: &Page<'_>, known: &KnownTypes) -> Vec<Chapter> {
    let contents = [
        structures::read_structures(file, page, known),
        errors::read_errors(page),
        catalogue::read_catalogue(page),
        history::read_history(page),
        regions::read_regions(page),
        introduction::read_introduction(page),
    ];
    contents
        .into_iter()
        .flatten()
        .map(|(content, language)| Chapter {
            service: None,
            version: None,
            source: Source {
                file: file.to_owned(),
                line: page.line,
                updated: page.updated(),
                url: None,
                truncated: false,
            },
            language: Some(language),
            content,
        })
        .collect()
}

/// Returns the topic of a chapter that all products share and that has no facts about their APIs.
///
/// Returns `None` if the page isn't such a chapter.
pub(crate) fn supporting_chapter(page: &Page<'_>) -> Option<&'static str> {
    page.lines()
        .iter()
        .find_map(|line| topic_of_heading(line.text))
}

fn topic_of_heading(line: &str) -> Option<&'static str> {
    /// Headings of these chapters that no action page has, with the chapter's topic.
    const HEADINGS: [(&str, &str); 15] = [
        ("服务地址", "request structure"),
        ("Service Address", "request structure"),
        ("通信协议", "request structure"),
        ("Communication Protocol", "request structure"),
        ("申请安全凭证", "signature"),
        ("Apply for Security Credentials", "signature"),
        ("Applying for Security Credentials", "signature"),
        ("拼接规范请求串", "signature"),
        ("Concatenating the CanonicalRequest String", "signature"),
        ("正确返回结果", "response structure"),
        ("错误返回结果", "response structure"),
        ("Correct Returned Result", "response structure"),
        ("Incorrect Returned Result", "response structure"),
        ("Response for Successful Requests", "response structure"),
        ("Response for Failed Requests", "response structure"),
    ];
    let words = line
        .trim_start_matches(|c: char| c.is_ascii_digit() || " .、".contains(c))
        .trim_matches('*')
        .trim();
    HEADINGS
        .iter()
        .find(|(heading, _)| *heading == words)
        .map(|&(_, topic)| topic)
}

#[cfg(test)]
mod tests {
    use super::topic_of_heading;

    #[test]
    fn numbered_and_plain_headings_have_topics() {
        for (line, expected) in [
            ("1. 服务地址", Some("request structure")),
            ("## 1. Service Address", None),
            ("3、正确返回结果", Some("response structure")),
            ("**Apply for Security Credentials**", Some("signature")),
            ("Please apply for Security Credentials", None),
        ] {
            assert_eq!(topic_of_heading(line), expected, "{line}");
        }
    }
}
