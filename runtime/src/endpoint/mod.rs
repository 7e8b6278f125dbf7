//! Endpoints: the URLs that requests go to, the hosts they are signed for, and the rule that picks
//! them.

mod host;
mod network;
mod rule;

use std::borrow::Cow;

use crate::display::masked_address;
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
    /// True if requests would cross a network unencrypted.
    exposed: bool,
}

impl Endpoint {
    /// Parses `host`, `host:port`, or a URL with a scheme and an optional path.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidRequest> {
        let invalid = |problem| invalid(text, problem);
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Cow::Owned(scheme.to_ascii_lowercase()), rest),
            None => (Cow::Borrowed("https"), text),
        };
        // Checked first: a password may contain any character that other checks complain about.
        if rest.contains('@') {
            return Err(invalid(USER_INFO));
        }
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
        let exposed = scheme == "http" && !network::is_loopback(&host);
        Ok(Self { url, host, exposed })
    }

    /// Returns the endpoint if requests to it are encrypted, stay on this machine, or the caller
    /// allows plain HTTP.
    pub(crate) fn check_encrypted(&self, allow_plain_http: bool) -> Result<(), InvalidRequest> {
        if self.exposed && !allow_plain_http {
            return Err(invalid(&self.url, PLAIN_HTTP));
        }
        Ok(())
    }

    /// Returns the host and port to connect to, from the URL.
    pub(crate) fn server(&self) -> (&str, u16) {
        let (scheme, rest) = self.url.split_once("://").unwrap_or(("https", &self.url));
        let authority = rest.split('/').next().unwrap_or_default();
        let default = if scheme == "http" { 80 } else { 443 };
        // The colons of an IPv6 address are in brackets.
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().unwrap_or(default)),
            _ => (authority, default),
        };
        (host.trim_matches(['[', ']']), port)
    }

    /// Returns whether this is a metadata service, which by its nature answers over plain HTTP
    /// within the machine's host: `metadata.tencentyun.com` or a link-local address.
    pub(crate) fn is_metadata_service(&self) -> bool {
        network::is_metadata_service(&self.host)
    }

    /// Builds the endpoint of a host that was composed from names. Names must not contain a path.
    pub(crate) fn from_host(host: &str) -> Result<Self, InvalidRequest> {
        if host.contains('/') {
            return Err(invalid(host, "a host must not contain a slash"));
        }
        Self::parse(host)
    }

    /// Returns the URL with a query, if the query is not empty.
    pub(crate) fn url_with(&self, query: &str) -> String {
        if query.is_empty() {
            return self.url.clone();
        }
        // Long enough: growing would leave copies, and the query may hold a token.
        let mut url = String::with_capacity(self.url.len() + 1 + query.len());
        url.push_str(&self.url);
        url.push('?');
        url.push_str(query);
        url
    }

    /// Returns the endpoint with this path below its own, unless its own ends with it: that of a
    /// gateway stays in front.
    pub(crate) fn below(&self, path: &str) -> Self {
        let base = self.url.trim_end_matches('/');
        let base = base.strip_suffix(path).unwrap_or(base);
        Self {
            url: format!("{base}{path}"),
            ..self.clone()
        }
    }
}

const USER_INFO: &str = "user info (`user:password@`) is not supported; remove it, and set \
                         credentials of a proxy with `HttpOptions::proxy`";
const PLAIN_HTTP: &str = "plain HTTP would show requests, signatures and session tokens to the \
                          network; use https://, or permit it with \
                          `ConfigBuilder::allow_plain_http(true)`";

/// The longest part of a malformed region that an error prints.
const REGION_CHARS: usize = 64;

fn invalid(address: &str, problem: &'static str) -> InvalidRequest {
    InvalidRequest::Endpoint {
        endpoint: masked_address(address),
        problem,
    }
}

/// Checks the name of a region, which becomes a header and maybe a part of the host. An empty one
/// is valid: it counts as none.
pub(crate) fn check_region(region: &str) -> Result<(), InvalidRequest> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if region.bytes().all(allowed) {
        return Ok(());
    }
    Err(InvalidRequest::Header {
        name: "region",
        value: region.chars().take(REGION_CHARS).collect(),
    })
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
    // A trailing dot is valid: it marks a complete name.
    if host.starts_with('.') || host.contains("..") {
        return Err("a part of the host is empty: two dots, or a dot at the start");
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
            ".tencentcloudapi.com",
            "cvm..tencentcloudapi.com",
        ] {
            let error = Endpoint::parse(text).unwrap_err().to_string();
            assert!(error.contains("endpoint"), "{error}");
        }
        assert_eq!(
            Endpoint::parse("cvm.example.").unwrap().host,
            "cvm.example."
        );
    }

    #[test]
    fn user_info_is_refused_and_masked() {
        for text in [
            "http://user:hush@host",
            "user:hush@host/path",
            "ftp://hush@host",
            "https://user:hu/sh?hu#sh@host",
            "https://host/?hush@x",
        ] {
            let error = Endpoint::parse(text).unwrap_err().to_string();
            assert!(
                error.contains("user info") && error.contains("[redacted]@"),
                "{error}"
            );
            assert!(
                !error.contains("hush") && !error.contains("user:h"),
                "{error}"
            );
        }
    }

    #[test]
    fn plain_http_needs_permission_beyond_loopback() {
        for (text, exposed) in [
            ("http://cvm.example", true),
            ("http://10.0.0.1:8080/x", true),
            ("http://169.254.0.23", true),
            ("http://[2001:db8::1]", true),
            ("http://localhost.example", true),
            ("http://127.0.0.1:81", false),
            ("http://127.9.9.9", false),
            ("http://[::1]:81/", false),
            ("http://[::ffff:127.0.0.1]", false),
            ("http://LocalHost.", false),
            ("http://mock.localhost:81", false),
            ("https://cvm.example", false),
            ("cvm.example", false),
        ] {
            let endpoint = Endpoint::parse(text).unwrap();
            assert_eq!(endpoint.check_encrypted(false).is_err(), exposed, "{text}");
            assert!(endpoint.check_encrypted(true).is_ok());
        }
    }
}
