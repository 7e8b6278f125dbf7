//! Hosts of requests, which only count if they belong to Tencent Cloud.
//!
//! A signed request to another host would give its owner the caller's request. So a page can't
//! send requests anywhere else: only an override can.

/// The domains of API 3.0 hosts.
const DOMAINS: [&str; 3] = [
    "tencentcloudapi.com",
    "tencentcloudapi.com.cn",
    "tencentcloudapi.cn",
];

/// The maximum length of a host that a message shows, in characters.
const MAX_SHOWN_CHARS: usize = 100;

/// A host that a page states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Host {
    /// A host of Tencent Cloud, in lower case.
    Official(String),
    /// Another host, as printed. Requests must not be sent there.
    Foreign(String),
}

impl Host {
    /// Reads the host at the start of a text, or returns `None` if the text begins otherwise.
    ///
    /// `： cvm.tencentcloudapi.com 。`, `is https://cvm.tencentcloudapi.com/`
    pub(crate) fn at_start(text: &str) -> Option<Self> {
        Self::split_off(text).map(|(host, _)| host)
    }

    /// Splits the host at the start of a text from the text after it.
    pub(crate) fn split_off(text: &str) -> Option<(Self, &str)> {
        let text = skip_words(text);
        let address = without_scheme(text);
        let end = address
            .find(|c: char| c.is_whitespace() || "。，、；,;）)（(`*]<>\"'“”【】|".contains(c))
            .unwrap_or(address.len());
        let (printed, after) = address.split_at_checked(end)?;
        let printed = printed.trim_end_matches(['.', '/', ':', '：']);
        if !printed.contains('.') {
            return None;
        }
        // Text may follow a host without a blank, as in `cvm.tencentcloudapi.com默认接口…`.
        let (host, after) = match printed.find(is_ideograph).map(|at| printed.split_at(at)) {
            Some((host, words)) if !words.contains(['.', '．', '｡', '@', '/']) => {
                (host, address.get(host.len()..)?)
            }
            _ => (printed, after),
        };
        let host = host.to_ascii_lowercase();
        if is_official(&host) {
            return Some((Self::Official(host), after));
        }
        let is_host = printed.starts_with(|c: char| c.is_alphanumeric());
        let shown = || Self::Foreign(printed.chars().take(MAX_SHOWN_CHARS).collect());
        is_host.then(|| (shown(), after))
    }
}

/// Returns whether the host is a subdomain of a domain of API 3.0.
pub(crate) fn is_official(host: &str) -> bool {
    let labels = DOMAINS
        .iter()
        .find_map(|domain| host.strip_suffix(domain)?.strip_suffix('.'));
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    labels.is_some_and(|labels| labels.split('.').all(is_label))
}

/// Removes the colon, verb, blanks and marks between a label and its value.
fn skip_words(text: &str) -> &str {
    let is_mark = |c: char| c.is_whitespace() || "：:*`[(（<“\"".contains(c);
    let text = text.trim_start_matches(is_mark);
    let verbs = ["is ", "为", "是", "は", "- "];
    let verb = verbs.iter().find_map(|verb| text.strip_prefix(verb));
    verb.unwrap_or(text).trim_start_matches(is_mark)
}

fn without_scheme(text: &str) -> &str {
    let scheme = ["https://", "http://"];
    let is_scheme = |prefix: &&&str| {
        text.get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let prefix = scheme.iter().find(is_scheme);
    prefix
        .and_then(|prefix| text.get(prefix.len()..))
        .unwrap_or(text)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_tencent_cloud_are_official() {
        for (text, host) in [
            ("： cvm.tencentcloudapi.com 。", "cvm.tencentcloudapi.com"),
            (
                ": csip.intl.tencentcloudapi.com.",
                "csip.intl.tencentcloudapi.com",
            ),
            (" is `CVM.tencentcloudapi.com`", "cvm.tencentcloudapi.com"),
            (
                "：https://es.ai.tencentcloudapi.com/",
                "es.ai.tencentcloudapi.com",
            ),
            (
                "：cvm.ap-shanghai-fsi.tencentcloudapi.com，其他",
                "cvm.ap-shanghai-fsi.tencentcloudapi.com",
            ),
            ("：cvm.tencentcloudapi.com.cn", "cvm.tencentcloudapi.com.cn"),
            (
                "：cvm.tencentcloudapi.com默认接口",
                "cvm.tencentcloudapi.com",
            ),
            (": [cvm.tencentcloudapi.com](x)", "cvm.tencentcloudapi.com"),
        ] {
            let expected = Some(Host::Official(host.to_owned()));
            assert_eq!(Host::at_start(text), expected, "{text}");
        }
    }

    #[test]
    fn other_hosts_are_foreign() {
        for printed in [
            "evil.example.com",
            "evil.tencentcloudapi.com.attacker.example",
            "tencentcloudapi.com.evil",
            "tencentcloudapi.com",
            "eviltencentcloudapi.com",
            "cvm.tencentcloudapi.com@evil.example",
            "user:cvm.tencentcloudapi.com@evil.example",
            "cvm.tencentcloudapi.com:8443",
            "cvm.tencentcloudapi.com/path",
            "cvm.tencentcloudapi.com\\@evil.example",
            "cvm.tеncentcloudapi.com",
            "cvm。tencentcloudapi.com.evil",
            "cvm.tencentcloudapi.com云.evil",
            "-x.tencentcloudapi.com",
            "a..tencentcloudapi.com",
            "xn--cvm-tencentcloudapi.com",
            "cfs.api.cloud.tencent.com",
            "cvm.api.qcloud.com",
        ] {
            let found = Host::at_start(&format!(": {printed} "));
            assert!(
                !matches!(found, Some(Host::Official(_))),
                "{printed}: {found:?}"
            );
        }
        let found = Host::at_start(": evil.example.com.");
        assert_eq!(found, Some(Host::Foreign("evil.example.com".to_owned())));
        for text in ["", "：", ": see below.", ": ..."] {
            assert_eq!(Host::at_start(text), None, "{text}");
        }
    }
}
