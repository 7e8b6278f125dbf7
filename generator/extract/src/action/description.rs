//! The first section of an action page: host, purpose, rate limit.

use std::ops::Range;

use document::{BlockKind, Cell, Table};

use super::host::Host;
use super::sections::Sections;
use crate::words::looks_like_structure;
use crate::words::text::{self, TextLine, TextPart, text_lines};
use crate::words::vocabulary::{
    Section, action_reference, begins_explorer_boilerplate, begins_preface, domain_labels,
    per_second, per_second_unit, plain_domain_labels, rate_label,
};

/// The facts that the section states.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Description {
    /// The host of the requests, in lower case.
    pub(crate) domain: Option<String>,
    /// A stated host that isn't Tencent Cloud's.
    pub(crate) foreign_host: Option<ForeignHost>,
    /// The maximum number of requests per second.
    pub(crate) rate_limit: Option<u32>,
    /// The purpose of the action, and notes about it.
    pub(crate) text: String,
    /// The action's name, if the text gives it: `本接口 (RunInstances) 用于…`.
    pub(crate) action: Option<String>,
}

/// A host that isn't Tencent Cloud's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ForeignHost {
    /// The 1-based line of the file.
    pub(crate) line: usize,
    /// The host as printed.
    pub(crate) host: String,
}

impl Description {
    /// Adds the call-out boxes of the page, whose place in the text the format lost.
    pub(crate) fn add_boxes(&mut self, boxes: Vec<String>) {
        for text in boxes {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(&text);
        }
    }
}

/// Reads the section. Its text omits the sentences with host and rate limit.
pub(crate) fn describe(sections: &Sections<'_>) -> Description {
    let mut description = Description::default();
    let blocks = sections.blocks(Section::Description);
    let mut lines: Vec<TextLine<'_>> = blocks.flat_map(text_lines).collect();
    lines.truncate(
        lines
            .iter()
            .position(|line| begins_explorer_boilerplate(line.text))
            .unwrap_or(lines.len()),
    );
    let host_at = |host_in: fn(&str) -> Option<(Range<usize>, Host)>| {
        let mut lines = lines.iter();
        lines.position(|line| host_in(line.text).is_some())
    };
    let domain_at = host_at(labelled_host).or_else(|| host_at(plain_host));
    // The author's text may state a limit too, but the site's sentence comes last.
    let limit_at = lines
        .iter()
        .rposition(|line| rate_limit_in(line.text).is_some());
    let mut parts = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut sentences = Vec::new();
        if Some(at) == domain_at
            && let Some((sentence, host)) = host_in(line.text)
        {
            description.set_host(line.number, host);
            sentences.push(sentence);
        }
        if Some(at) == limit_at {
            description.rate_limit = rate_limit_in(line.text);
            sentences.extend(rate_label(line.text).map(|label| sentence_around(line.text, label)));
        }
        if sentences.is_empty() && !begins_preface(line.text) {
            parts.push(TextPart::line(*line));
        } else if !begins_preface(line.text) {
            let rest = outside(line.text, &sentences);
            parts.extend(rest.map(|text| TextPart::line(line.with_text(text))));
        }
    }
    for block in sections.blocks(Section::Description) {
        if let BlockKind::Table(table) = &block.kind {
            description.read_table(block.line, table);
        }
    }
    description.text = text::join(&parts);
    description.action = action_in(&description.text);
    description
}

impl Description {
    fn set_host(&mut self, line: usize, host: Host) {
        match host {
            Host::Official(host) => self.domain = Some(host),
            Host::Foreign(host) => self.foreign_host = Some(ForeignHost { line, host }),
        }
    }

    /// Reads a table with a label and a value in each row: `| 接口请求域名 | … |`.
    fn read_table(&mut self, line: usize, table: &Table) {
        let rows = table
            .rows
            .iter()
            .map(|row| (row.line, row.cells.as_slice()));
        for (line, cells) in std::iter::once((line, table.header.as_slice())).chain(rows) {
            let Some(text) = label_and_value(cells) else {
                continue;
            };
            if self.domain.is_none()
                && self.foreign_host.is_none()
                && let Some((_, host)) = host_in(&text)
            {
                self.set_host(line, host);
            }
            self.rate_limit = self.rate_limit.or_else(|| rate_limit_in(&text));
        }
    }
}

/// Joins the two cells of a row that has a label and a value.
fn label_and_value(cells: &[Cell]) -> Option<String> {
    match cells {
        [label, value] => Some(format!("{}: {}", label.text, value.text)),
        _ => None,
    }
}

/// Returns whether the line states the host of the action's requests.
pub(super) fn states_host(text: &str) -> bool {
    labelled_host(text).is_some()
}

/// Returns the host that a text states, and its sentence.
fn host_in(text: &str) -> Option<(Range<usize>, Host)> {
    labelled_host(text).or_else(|| plain_host(text))
}

/// Returns the host after a label: `接口请求域名： cvm.tencentcloudapi.com 。`
fn labelled_host(text: &str) -> Option<(Range<usize>, Host)> {
    domain_labels(text).find_map(|(before, value)| {
        let host = Host::at_start(value)?;
        Some((sentence_around(text, (before, value)), host))
    })
}

/// Returns the host after a label that other addresses may have too: `Host:`.
fn plain_host(text: &str) -> Option<(Range<usize>, Host)> {
    plain_domain_labels(text).find_map(|(before, value)| {
        let host = Host::at_start(value).filter(|host| matches!(host, Host::Official(_)))?;
        Some((sentence_around(text, (before, value)), host))
    })
}

/// Returns the sentence of a label, which splits the text.
fn sentence_around(text: &str, (before, after): (&str, &str)) -> Range<usize> {
    let start = sentence_ends(before).last().unwrap_or(0);
    let after_label = text.len() - after.len();
    let end = sentence_ends(after).next();
    start..end.map_or(text.len(), |end| after_label + end)
}

/// Returns the index after each sentence of a text.
///
/// A full stop within a name or number ends none: `cvm.tencentcloudapi.com`.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.char_indices().filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        let next = text.get(end..)?.chars().next();
        let is_end = match c {
            '。' | '\n' => true,
            '.' => next.is_none_or(|next| next.is_whitespace() || next.is_uppercase()),
            _ => false,
        };
        is_end.then_some(end)
    })
}

/// Returns the parts of a text outside these sentences.
fn outside<'t>(text: &'t str, sentences: &[Range<usize>]) -> impl Iterator<Item = &'t str> {
    let mut sentences = sentences.to_vec();
    sentences.sort_by_key(|sentence| sentence.start);
    let mut from = 0;
    let mut parts = Vec::new();
    for sentence in sentences {
        parts.extend(text.get(from..sentence.start));
        from = from.max(sentence.end);
    }
    parts.extend(text.get(from..));
    let has_words = |part: &&str| part.chars().any(char::is_alphanumeric);
    parts.into_iter().map(str::trim).filter(has_words)
}

/// The maximum length of a rate sentence after its label, in characters.
const MAX_RATE_CHARS: usize = 160;

/// Returns the requests per second in a rate sentence: `默认接口请求频率限制：20次/秒。`
///
/// Of several rates, the one per second counts: `20次/秒，1200次/分钟`.
fn rate_limit_in(text: &str) -> Option<u32> {
    let (_, rest) = rate_label(text)?;
    let end = rest.char_indices().nth(MAX_RATE_CHARS);
    let sentence = rest.get(..end.map_or(rest.len(), |(end, _)| end))?;
    let per_second_after = numbers(sentence).find(|(_, after)| per_second_unit(after));
    let per_second_before = || numbers(per_second(sentence)?).next();
    let (number, _) = per_second_after.or_else(per_second_before)?;
    number.replace(',', "").parse().ok()
}

/// Returns the numbers in a text, each with the text after it: `1,200 requests`.
fn numbers(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find(|c: char| c.is_ascii_digit())?;
        let number = rest.get(start..)?;
        let is_part = |c: char| c.is_ascii_digit() || c == ',';
        let after = number.trim_start_matches(is_part);
        let (number, after) = number.split_at_checked(number.len() - after.len())?;
        rest = after;
        Some((number, after))
    })
}

/// Returns the name in brackets after `本接口` or `This API`.
fn action_in(text: &str) -> Option<String> {
    let rest = action_reference(text)?;
    let name = rest.trim_start().strip_prefix(['(', '（'])?;
    let (name, _) = name.split_once([')', '）'])?;
    let name = name.trim();
    looks_like_structure(name).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_follow_labels_of_all_wordings() {
        for text in [
            "接口请求域名： cvm.tencentcloudapi.com 。",
            "接口调用域名：cvm.tencentcloudapi.com",
            "请求域名为cvm.tencentcloudapi.com",
            "Domain name for API request: cvm.tencentcloudapi.com.",
            "Domain for API request: cvm.tencentcloudapi.com",
            "API Request Domain Name： `cvm.tencentcloudapi.com`",
            "**API domain name**: cvm.tencentcloudapi.com",
            "APIリクエストドメイン名：cvm.tencentcloudapi.com。",
            "API 요청 도메인 이름: cvm.tencentcloudapi.com.",
            "Доменное имя для запроса API: cvm.tencentcloudapi.com.",
            "Request domain: cvm.tencentcloudapi.com",
            "The request domain name of this API is cvm.tencentcloudapi.com.",
            "API endpoint: cvm.tencentcloudapi.com",
            "Host: cvm.tencentcloudapi.com",
        ] {
            let host = Host::Official("cvm.tencentcloudapi.com".to_owned());
            assert_eq!(host_in(text).map(|(_, host)| host), Some(host), "{text}");
        }
        for text in [
            "API domain name:",
            "Domain names: a.example.com",
            "Host: a.example.com",
            "接口域名见下表。",
        ] {
            assert_eq!(host_in(text), None, "{text}");
        }
    }

    #[test]
    fn rates_per_second_are_read() {
        for (text, limit) in [
            ("默认接口请求频率限制：10次/秒。", Some(10)),
            ("接口调用频率限制为：20次/秒，1200次/分钟。", Some(20)),
            ("接口请求频率限制：1200次/分钟，20次/秒。", Some(20)),
            ("接口请求频率限制：每秒20次。", Some(20)),
            ("接口请求频率限制：1200次/分钟。", None),
            (
                "A maximum of 20 requests can be initiated per second for this API.",
                Some(20),
            ),
            (
                "A maximum of 1 request can be initiated per second for this API.",
                Some(1),
            ),
            (
                "Default API request rate limit: 1,000 requests/sec.",
                Some(1000),
            ),
            ("Default request rate limit: 5/sec.", Some(5)),
            ("API request frequency limit: 5 times/second", Some(5)),
            (
                "The default limit on the requests made to the API is 20 requests per second",
                Some(20),
            ),
            ("デフォルトのAPIリクエスト頻度制限：20回/秒。", Some(20)),
            ("기본 API 요청 빈도 제한: 20회/초.", Some(20)),
            (
                "Ограничение частоты запросов к API: 20 раз в секунду.",
                Some(20),
            ),
            (
                "Максимум 10 запросов можно инициировать в секунду для этого API.",
                Some(10),
            ),
            (
                "Для этого API можно инициировать максимум 100 запросов в секунду.",
                Some(100),
            ),
            ("기본적 API 요청 빈도 제한: 20회/초.", Some(20)),
            ("You can make up to 20 requests per second.", Some(20)),
            ("The maximum number of requests per second is 20.", Some(20)),
            ("A maximum of 20 instances can be created.", None),
            ("Default request rate limit: 99999999999/sec.", None),
        ] {
            assert_eq!(rate_limit_in(text), limit, "{text}");
        }
    }

    #[test]
    fn sentences_of_other_facts_stay() {
        let text = "Online.A maximum of 20 requests can be sent per second. See 1.2 below.";
        let sentence = sentence_around(text, rate_label(text).unwrap());
        let kept: Vec<&str> = outside(text, &[sentence]).collect();
        assert_eq!(kept, ["Online.", "See 1.2 below."]);
        let text = "接口请求域名：cvm.tencentcloudapi.com。默认接口请求频率限制：20次/秒。";
        let (host, _) = host_in(text).unwrap();
        let rate = sentence_around(text, rate_label(text).unwrap());
        assert_eq!(outside(text, &[rate, host]).count(), 0);
    }

    #[test]
    fn own_name_follows_in_brackets() {
        for text in [
            "本接口 (RunInstances) 用于创建",
            "本接口（RunInstances）用于",
            "This API (RunInstances) creates",
        ] {
            assert_eq!(action_in(text).as_deref(), Some("RunInstances"), "{text}");
        }
        assert_eq!(action_in("本接口用于（RunInstances）"), None);
    }
}
