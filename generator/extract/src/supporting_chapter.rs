//! Chapters that every product's documentation has and that hold no facts: signature, request structure.

use super::reader::text_lines;
use super::unit::Unit;

/// Headings that each stand in one of these chapters and in no page of an action.
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

/// What such a chapter is about; `None` if the page is none.
pub(super) fn supporting_chapter(unit: &Unit<'_>) -> Option<&'static str> {
    let lines = text_lines(unit.blocks);
    lines.iter().find_map(|line| about(line.text))
}

fn about(line: &str) -> Option<&'static str> {
    let words = line.trim_start_matches(|c: char| c.is_ascii_digit() || " .、".contains(c));
    let words = words.trim_matches('*').trim();
    let found = HEADINGS.iter().find(|(heading, _)| *heading == words);
    found.map(|&(_, about)| about)
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn headings_are_found_with_and_without_numbers() {
        for (line, expected) in [
            ("1. 服务地址", Some("request structure")),
            ("## 1. Service Address", None),
            ("3、正确返回结果", Some("response structure")),
            ("**Apply for Security Credentials**", Some("signature")),
            ("Please apply for Security Credentials", None),
        ] {
            assert_eq!(about(line), expected, "{line}");
        }
    }
}
