//! Hosts of the generations before API 3.0: `cvm.api.qcloud.com`.

use crate::words::text::TextLine;
use crate::words::vocabulary::LEGACY_DOMAINS;

/// The path of requests, unless an example shows another one.
pub(super) const DEFAULT_PATH: &str = "/v2/index.php";

/// An address of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) host: String,
    pub(super) path: String,
}

/// Returns the first host in a line that isn't an address: `接口请求域名：cvm.api.qcloud.com`.
pub(super) fn stated_host(line: TextLine<'_>) -> Option<String> {
    if line.text.contains("://") && !line.text.contains("域名") {
        return None;
    }
    hosts(line.text).next()
}

/// Returns the host and path of the address at the start of a text: `https://…/v2/index.php?`.
pub(super) fn host_of_address(text: &str) -> Option<Address> {
    let text = text
        .strip_prefix("GET ")
        .or_else(|| text.strip_prefix("POST "))
        .unwrap_or(text);
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.')))
        .unwrap_or(rest.len());
    let (host, rest) = rest.split_at_checked(end)?;
    let path = rest.split(['?', ' ']).next().unwrap_or_default();
    if !path.is_empty() && !path.starts_with('/') {
        return None;
    }
    let is_path = path.starts_with('/')
        && path
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'_' | b'-'));
    is_host(host).then(|| Address {
        host: host.to_ascii_lowercase(),
        path: if is_path { path } else { DEFAULT_PATH }.to_owned(),
    })
}

/// Returns the hosts in a text, in lower case.
fn hosts(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.')))
        .map(|word| word.trim_matches('.'))
        .filter(|word| is_host(word))
        .map(str::to_ascii_lowercase)
}

/// Returns whether the host is a subdomain of one of the domains.
fn is_host(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let label = LEGACY_DOMAINS
        .iter()
        .find_map(|domain| host.strip_suffix(domain)?.strip_suffix('.'));
    label.is_some_and(|label| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_tencent_cloud_count() {
        for (text, host) in [
            (
                "接口请求域名：cvm.api.qcloud.com",
                Some("cvm.api.qcloud.com"),
            ),
            ("域名: EIP.api.qcloud.com 。", Some("eip.api.qcloud.com")),
            (
                "Domain name: cfs.api.cloud.tencent.com.",
                Some("cfs.api.cloud.tencent.com"),
            ),
            ("接口请求域名：cvm.api.qcloud.com.evil.example", None),
            ("接口请求域名：evil-api.qcloud.com", None),
            ("接口请求域名：api.qcloud.com", None),
            ("https://cvm.api.qcloud.com/v2/index.php", None),
        ] {
            assert_eq!(
                stated_host(TextLine::new(1, text)).as_deref(),
                host,
                "{text}"
            );
        }
    }

    #[test]
    fn address_has_host_and_path() {
        let path = |text| host_of_address(text).map(|address| address.path);
        assert_eq!(
            path("https://eip.api.qcloud.com/v2/index.php?").as_deref(),
            Some("/v2/index.php")
        );
        assert_eq!(
            path("GET https://x.api.qcloud.com/v3/a.php?Action=A").as_deref(),
            Some("/v3/a.php")
        );
        assert_eq!(
            path("https://x.api.qcloud.com?Action=A").as_deref(),
            Some(DEFAULT_PATH)
        );
        assert_eq!(path("https://cvm.tencentcloudapi.com/?Action=A"), None);
        assert_eq!(path("https://cvm.api.qcloud.com@evil.example/"), None);
    }
}
