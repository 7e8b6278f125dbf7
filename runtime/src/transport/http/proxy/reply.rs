//! Replies of proxies that did not forward the request.

use http::header::{PROXY_AUTHENTICATE, SERVER};
use http::response::Parts;
use http::{HeaderMap, Response};
use hyper_util::client::proxy::matcher::Intercept;

use super::error::name;

/// The beginnings of what proxies call themselves in `Server`.
const SERVERS: [&str; 5] = ["squid", "tinyproxy", "privoxy", "mitmproxy", "zscaler"];

/// The name of a proxy that replied itself, as a part of the response.
#[derive(Clone)]
pub(crate) struct ReplyingProxy(String);

impl ReplyingProxy {
    /// Adds the name of the proxy to a response that it wrote itself.
    pub(crate) fn note<B>(proxy: &Intercept, response: &mut Response<B>) {
        if is_own(response.headers()) {
            let noted = Self(name(proxy.uri()));
            response.extensions_mut().insert(noted);
        }
    }

    /// Returns the name of the proxy that wrote a response itself.
    pub(crate) fn of(head: &Parts) -> Option<String> {
        head.extensions.get::<Self>().map(|proxy| proxy.0.clone())
    }
}

/// Returns whether a proxy wrote a reply itself. `Via` does not tell, because proxies add it to the
/// replies that they forward as well.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_ascii_lowercase()
    };
    let server = text(SERVER.as_str());
    headers.contains_key("x-squid-error")
        || headers.contains_key(PROXY_AUTHENTICATE)
        || text("proxy-status").contains("error=")
        || SERVERS.iter().any(|name| server.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_own_with(name: &'static str, value: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        is_own(&headers)
    }

    #[test]
    fn own_reply_differs_from_forwarded_one() {
        for (name, value) in [
            ("server", "squid/6.13"),
            ("server", "Squid"),
            ("server", "tinyproxy/1.11.2"),
            ("x-squid-error", "ERR_ACCESS_DENIED 0"),
            ("proxy-authenticate", "Basic realm=\"proxy\""),
            ("proxy-status", "gate; error=destination_unavailable"),
        ] {
            assert!(is_own_with(name, value), "{name}: {value}");
        }
        for (name, value) in [
            ("server", "nginx"),
            ("server", "behind squid"),
            ("via", "1.1 gate (squid/6.13)"),
            ("proxy-status", "gate; received-status=502"),
            ("www-authenticate", "Basic realm=\"API\""),
        ] {
            assert!(!is_own_with(name, value), "{name}: {value}");
        }
    }
}
