//! The first section of an action page: host, purpose, rate limit.

use document::{BlockKind, Cell, Table};

use super::host::Host;
use super::sections::Sections;
use super::stated_facts::{Stated, host_in, rate_limit_in};
use crate::words::looks_like_structure;
use crate::words::text::{self, TextLine, TextPart, text_lines};
use crate::words::vocabulary::{
    Section, action_reference, begins_explorer_boilerplate, begins_preface,
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
    let domain_at = lines.iter().position(|line| host_in(line.text).is_some());
    // The author's text may state a limit too, but the site's sentence comes last.
    let limit_at = lines
        .iter()
        .rposition(|line| rate_limit_in(line.text).is_some());
    let mut parts = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut texts = vec![line.text];
        if Some(at) == domain_at {
            texts = description.take_host(line.number, &texts);
        }
        if Some(at) == limit_at {
            texts = description.take_rate_limit(&texts);
        }
        texts.retain(|text| !begins_preface(text));
        parts.extend(
            texts
                .iter()
                .map(|text| TextPart::line(line.with_text(text))),
        );
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
    /// Takes the host from a line's texts and returns the texts around its sentence.
    fn take_host<'a>(&mut self, line: usize, texts: &[&'a str]) -> Vec<&'a str> {
        take(texts, host_in, |host| self.set_host(line, host))
    }

    /// Takes the rate limit from a line's texts and returns the texts around its sentence.
    fn take_rate_limit<'a>(&mut self, texts: &[&'a str]) -> Vec<&'a str> {
        take(texts, rate_limit_in, |limit| self.rate_limit = Some(limit))
    }

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
            if self.domain.is_none() && self.foreign_host.is_none() {
                self.take_host(line, &[&text]);
            }
            self.rate_limit = self.rate_limit.or_else(|| Some(rate_limit_in(&text)?.fact));
        }
    }
}

/// Takes a fact from the first text that states it, and returns the other texts.
fn take<'a, T>(
    texts: &[&'a str],
    read: impl Fn(&'a str) -> Option<Stated<'a, T>>,
    mut set: impl FnMut(T),
) -> Vec<&'a str> {
    let mut rest = Vec::new();
    for text in texts {
        if let Some(stated) = read(text) {
            set(stated.fact);
            rest.extend([stated.before, stated.after]);
        } else {
            rest.push(*text);
        }
    }
    rest.retain(|text| !text.is_empty());
    rest
}

/// Joins the two cells of a row that has a label and a value.
fn label_and_value(cells: &[Cell]) -> Option<String> {
    match cells {
        [label, value] => Some(format!("{}: {}", label.text, value.text)),
        _ => None,
    }
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
        ] {
            let host = Host::Official("cvm.tencentcloudapi.com".to_owned());
            assert_eq!(
                host_in(text).map(|stated| stated.fact),
                Some(host),
                "{text}"
            );
        }
        for text in [
            "API domain name:",
            "Domain names: a.example.com",
            "接口域名见下表。",
        ] {
            assert_eq!(host_in(text).map(|stated| stated.fact), None, "{text}");
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
            ("A maximum of 20 instances can be created.", None),
            ("Default request rate limit: 99999999999/sec.", None),
        ] {
            assert_eq!(
                rate_limit_in(text).map(|stated| stated.fact),
                limit,
                "{text}"
            );
        }
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
