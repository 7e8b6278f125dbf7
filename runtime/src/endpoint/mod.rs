//! Endpoints: the URLs that requests go to, the hosts they are signed for, and the rule that picks
//! them.

mod host;
mod rule;

use std::borrow::Cow;

use crate::error::InvalidRequest;

pub use host::RootDomain;
pub(crate) use host::default_host;
pub(crate) use rule::{BackupRule, EndpointRule, Target};

/// A URL and the `Host` to sign. The host is the header that an HTTP client derives from the URL,
/// except behind a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    pub(crate) host: String,
}

impl Endpoint {
    /// Parses `host`, `host:port`, or a URL with a scheme and an optional path.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidRequest> {
        let invalid = |problem| InvalidRequest::Endpoint {
            endpoint: text.to_owned(),
            problem,
        };
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Cow::Owned(scheme.to_ascii_lowercase()), rest),
            None => (Cow::Borrowed("https"), text),
        };
        let default_port = match &*scheme {
            "https" => "443",
            "http" => "80",
            _ => return Err(invalid("the scheme is neither http nor https")),
        };
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        if !path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"?#\\".contains(&byte))
        {
            return Err(invalid(
                "the path contains a query, fragment or invalid character",
            ));
        }
        let host = host_header(authority, default_port).map_err(invalid)?;
        let path = if path.is_empty() { "/" } else { path };
        let url = format!("{scheme}://{host}{path}");
        Ok(Self { url, host })
    }

    /// Builds the endpoint of a host that was composed from names. Names must not contain a path.
    pub(crate) fn from_host(host: &str) -> Result<Self, InvalidRequest> {
        if host.contains('/') {
            return Err(InvalidRequest::Endpoint {
                endpoint: host.to_owned(),
                problem: "a host must not contain a slash",
            });
        }
        Self::parse(host)
    }

    /// Returns the URL with a query, if the query is not empty.
    pub(crate) fn url_with(&self, query: &str) -> String {
        if query.is_empty() {
            return self.url.clone();
        }
        format!("{}?{query}", self.url)
    }
}

/// Returns the host in lower case, with the port unless it is the scheme's default.
fn host_header(authority: &str, default_port: &str) -> Result<String, &'static str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_[]:".contains(&byte);
    if host.is_empty() || !host.bytes().all(allowed) {
        return Err("the host is missing or contains an invalid character");
    }
    if host.contains(':') && !(host.starts_with('[') && host.ends_with(']')) {
        return Err("the host contains a colon, which is only valid in a bracketed IPv6 address");
    }
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return Err("the port is not a number up to 65535");
    }
    let host = host.to_ascii_lowercase();
    if port.is_empty() || port == default_port {
        return Ok(host);
    }
    Ok(format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_header_matches_http_clients() {
        for (text, url, host) in [
            (
                "cvm.tencentcloudapi.com",
                "https://cvm.tencentcloudapi.com/",
                "cvm.tencentcloudapi.com",
            ),
            (
                "HTTPS://Example.COM:443",
                "https://example.com/",
                "example.com",
            ),
            (
                "http://example.com:443/a/B",
                "http://example.com:443/a/B",
                "example.com:443",
            ),
            (
                "http://127.0.0.1:8080",
                "http://127.0.0.1:8080/",
                "127.0.0.1:8080",
            ),
            ("http://[::1]:8080/", "http://[::1]:8080/", "[::1]:8080"),
            ("http://[::1]", "http://[::1]/", "[::1]"),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!((endpoint.url.as_str(), endpoint.host.as_str()), (url, host));
        }
    }

    #[test]
    fn malformed_endpoint_is_error() {
        for text in [
            "",
            "ftp://a",
            "https://",
            "https://a b",
            "https://u:p@host",
            "https://a:b",
            "https://a:99999",
            "https://a/?x=1",
            "https://a/#x",
            "https://a\r\nX: y",
            "https://::1",
            "https://中文",
        ] {
            let error = Endpoint::parse(text).unwrap_err().to_string();
            assert!(error.contains("endpoint"), "{error}");
        }
    }
}
