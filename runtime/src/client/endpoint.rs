//! Addresses that requests go to, and the hosts that are signed for them.

use std::borrow::Cow;

use super::request_error::InvalidRequest;

/// An address, and the `Host` to sign: the header that an HTTP client will derive from the address,
/// unless a gateway stands in front of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) url: String,
    pub(crate) host: String,
}

impl Endpoint {
    /// Reads `host`, `host:port`, or a URL with a scheme and perhaps a path.
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
            return Err(invalid("the path holds a character that it cannot hold"));
        }
        let host = host_header(authority, default_port).map_err(invalid)?;
        let path = if path.is_empty() { "/" } else { path };
        let url = format!("{scheme}://{host}{path}");
        Ok(Self { url, host })
    }

    /// The address of a host that was put together from names; no name may lead to somewhere else.
    pub(crate) fn of_host(host: &str) -> Result<Self, InvalidRequest> {
        if host.contains('/') {
            return Err(InvalidRequest::Endpoint {
                endpoint: host.to_owned(),
                problem: "a host holds no slash",
            });
        }
        Self::parse(host)
    }

    /// The address with a query, if there is one.
    pub(crate) fn url_with(&self, query: &str) -> String {
        if query.is_empty() {
            return self.url.clone();
        }
        format!("{}?{query}", self.url)
    }
}

/// The host in lower case, with the port unless it is the scheme's own.
fn host_header(authority: &str, default_port: &str) -> Result<String, &'static str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, ""),
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_[]:".contains(&byte);
    if host.is_empty() || !host.bytes().all(allowed) {
        return Err("the host is missing or holds a character that it cannot hold");
    }
    if host.contains(':') && !(host.starts_with('[') && host.ends_with(']')) {
        return Err("the host holds a colon, which only an address in brackets can");
    }
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return Err("the port is no number up to 65535");
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
    fn derives_the_host_header_as_http_clients_do() {
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
    fn refuses_what_is_no_address() {
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
