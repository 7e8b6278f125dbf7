//! The sentences with host and rate limit, and the text that shares their lines.

use super::host::Host;
use crate::words::vocabulary::{
    domain_labels, per_second, per_second_unit, plain_domain_labels, rate_label,
};

/// A fact in a line, with the author's text before and after its sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stated<'a, T> {
    pub(super) fact: T,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

/// The ends of sentences.
const STOPS: [char; 6] = ['。', '！', '!', '；', ';', '\n'];

/// Returns the host after a label: `接口请求域名： cvm.tencentcloudapi.com 。`
pub(super) fn host_in(text: &str) -> Option<Stated<'_, Host>> {
    let labelled =
        || domain_labels(text).find_map(|(before, value)| Some((before, Host::split_off(value)?)));
    // Other addresses may follow a mere `Host:`.
    let plain = || {
        plain_domain_labels(text).find_map(|(before, value)| {
            let found = Host::split_off(value)?;
            matches!(found.0, Host::Official(_)).then_some((before, found))
        })
    };
    let (before, (fact, after)) = labelled().or_else(plain)?;
    // The host may be a link: `[cvm.tencentcloudapi.com](https://cvm.tencentcloudapi.com)`.
    let after = after
        .strip_prefix("](")
        .and_then(|link| link.split_once(')'))
        .map_or(after, |(_, after)| after);
    Some(Stated {
        fact,
        before: whole_sentences(before),
        after: without_marks(after),
    })
}

/// The maximum length of a rate sentence after its label, in characters.
const MAX_RATE_CHARS: usize = 160;

/// Returns the requests per second in a rate sentence: `默认接口请求频率限制：20次/秒。`
///
/// Of several rates, the one per second counts: `20次/秒，1200次/分钟`.
pub(super) fn rate_limit_in(text: &str) -> Option<Stated<'_, u32>> {
    let (before, rest) = rate_label(text)?;
    let end = rest.char_indices().nth(MAX_RATE_CHARS);
    let sentence = rest.get(..end.map_or(rest.len(), |(end, _)| end))?;
    let unit_after = || {
        numbers(sentence).find_map(|(number, at)| {
            let after = per_second_unit(rest.get(at..)?)?;
            Some((number, after))
        })
    };
    let unit_before = || {
        let tail = per_second(sentence)?;
        let (number, at) = numbers(tail).next()?;
        rest.get(sentence.len() - tail.len() + at..)
            .map(|after| (number, after))
    };
    let (number, after) = unit_after().or_else(unit_before)?;
    Some(Stated {
        fact: number.replace(',', "").parse().ok()?,
        before: whole_sentences(before),
        after: without_marks(after_clause(after)),
    })
}

/// Returns the numbers in a text, each with the index after it: `1,200 requests`.
fn numbers(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from + rest.find(|c: char| c.is_ascii_digit())?;
        let number = text.get(start..)?;
        let is_part = |c: char| c.is_ascii_digit() || c == ',';
        from = text.len() - number.trim_start_matches(is_part).len();
        Some((text.get(start..from)?, from))
    })
}

/// Returns the text up to its last stop. The words after that stop belong to the fact's sentence.
fn whole_sentences(text: &str) -> &str {
    let chinese = text.rfind(STOPS);
    let english = text.char_indices().rev().find_map(|(at, c)| {
        // A capture may lose the blank after a sentence.
        let begins = |next: char| next.is_whitespace() || next.is_uppercase();
        let is_end = c == '.' && text.get(at + 1..)?.chars().next().is_none_or(begins);
        is_end.then_some(at)
    });
    let end = chinese.max(english).and_then(|at| {
        let stop = text.get(at..)?.chars().next()?;
        Some(at + stop.len_utf8())
    });
    let sentences = text.get(..end.unwrap_or(0)).unwrap_or_default().trim();
    if has_words(sentences) { sentences } else { "" }
}

/// Returns the text after the rest of the clause with a rate: ` for this API. Text` gives ` Text`.
fn after_clause(text: &str) -> &str {
    let ends = |(at, c): (usize, char)| {
        let is_end = STOPS.contains(&c)
            || matches!(c, '，' | ',')
            || c == '.'
                && text
                    .get(at + 1..)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        is_end.then_some(at + c.len_utf8())
    };
    let end = text.char_indices().find_map(ends);
    text.get(end.unwrap_or(text.len())..).unwrap_or_default()
}

/// Removes the marks between a fact and the next sentence.
fn without_marks(text: &str) -> &str {
    let is_mark = |c: char| c.is_whitespace() || "。.，,、；;*`)）]>/|:：\"'”".contains(c);
    let words = text.trim_start_matches(is_mark).trim_end();
    if has_words(words) { words } else { "" }
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_around_a_host_stays() {
        for (text, before, after) in [
            ("接口请求域名： cvm.tencentcloudapi.com 。", "", ""),
            (
                "**Domain name for API request**: `cvm.tencentcloudapi.com`.",
                "",
                "",
            ),
            (
                "接口请求域名: cvm.tencentcloudapi.com。 本接口(RunInstances)用于创建。",
                "",
                "本接口(RunInstances)用于创建。",
            ),
            (
                "用于查询。接口请求域名：[cvm.tencentcloudapi.com](https://cvm.tencentcloudapi.com)，支持金融区",
                "用于查询。",
                "支持金融区",
            ),
        ] {
            let found = host_in(text).unwrap();
            assert_eq!(
                found.fact,
                Host::Official("cvm.tencentcloudapi.com".to_owned()),
                "{text}"
            );
            assert_eq!((found.before, found.after), (before, after), "{text}");
        }
    }

    #[test]
    fn hosts_follow_plain_labels() {
        for text in [
            "The request domain name of this API is cvm.tencentcloudapi.com.",
            "API endpoint: cvm.tencentcloudapi.com",
            "Host: cvm.tencentcloudapi.com",
        ] {
            let host = Host::Official("cvm.tencentcloudapi.com".to_owned());
            assert_eq!(
                host_in(text).map(|stated| stated.fact),
                Some(host),
                "{text}"
            );
        }
        assert_eq!(host_in("Host: a.example.com"), None);
    }

    #[test]
    fn rates_are_read_in_more_wordings() {
        for text in [
            "Максимум 20 запросов можно инициировать в секунду для этого API.",
            "Для этого API можно инициировать максимум 20 запросов в секунду.",
            "기본적 API 요청 빈도 제한: 20회/초.",
            "You can make up to 20 requests per second.",
            "The maximum number of requests per second is 20.",
        ] {
            assert_eq!(
                rate_limit_in(text).map(|stated| stated.fact),
                Some(20),
                "{text}"
            );
        }
    }

    #[test]
    fn text_around_a_rate_stays() {
        for (text, before, after) in [
            ("默认接口请求频率限制：20次/秒。", "", ""),
            (
                "A maximum of 20 requests can be initiated per second for this API.",
                "",
                "",
            ),
            ("接口频率限制：每秒最多20次请求。", "", ""),
            (
                "Online.A maximum of 20 requests can be initiated per second for this API.",
                "Online.",
                "",
            ),
            (
                "查询任务。默认接口请求频率限制：20次/秒，如需提高，请提工单。",
                "查询任务。",
                "如需提高，请提工单。",
            ),
            (
                "接口调用频率限制为：20次/秒，1200次/分钟。 最多拉取10个。",
                "",
                "1200次/分钟。 最多拉取10个。",
            ),
            (
                "Lists v1.2 zones. A maximum of 20 requests can be initiated per second for this API. See x.",
                "Lists v1.2 zones.",
                "See x.",
            ),
        ] {
            let found = rate_limit_in(text).unwrap();
            assert_eq!(found.fact, 20, "{text}");
            assert_eq!((found.before, found.after), (before, after), "{text}");
        }
    }
}
