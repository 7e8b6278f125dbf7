//! The check that a request to the control comes from a program or the fake's own page, and not
//! from a page on the Internet in the browser of a developer.

use std::net::{IpAddr, SocketAddr};

use http::uri::Authority;
use http::{Method, Uri};

use crate::incoming::Incoming;
use crate::problem::quoted;

/// The error for a name that can't be the host of requests.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("can't allow the host `{0}`: give a name or address without scheme, port and path")]
pub struct InvalidHost(String);

/// The hosts by which a fake may be controlled.
#[derive(Default)]
pub(crate) struct Guard {
    /// Further names and addresses, in lower case.
    names: Vec<String>,
    /// The address that the fake listens on, which may be unspecified: `0.0.0.0`.
    listening: Option<IpAddr>,
}

impl Guard {
    /// Makes a guard that allows loopback, the address that the fake listens on, and some names.
    pub(crate) fn new(listening: IpAddr, names: &[String]) -> Result<Self, InvalidHost> {
        let names: Result<Vec<String>, InvalidHost> =
            names.iter().map(|name| plain_name(name)).collect();
        Ok(Self {
            names: names?,
            listening: Some(listening),
        })
    }

    /// Checks a request. `address` is the one that the client connected to. An error tells the
    /// client how to be allowed.
    pub(crate) fn check(
        &self,
        request: &Incoming,
        address: Option<SocketAddr>,
    ) -> Result<(), String> {
        self.check_hosts(request, address)?;
        self.check_origin(request, address)?;
        check_site(request)
    }

    /// Checks the hosts that the request names. A browser always names one: that of the page's
    /// address, even if the page's owner has its name resolve to this machine.
    fn check_hosts(&self, request: &Incoming, address: Option<SocketAddr>) -> Result<(), String> {
        let in_headers = request.headers.get_all("host").iter();
        let in_headers = in_headers.map(|value| String::from_utf8_lossy(value.as_bytes()));
        let authority = request.uri.authority().map(|one| one.as_str().into());
        for host in in_headers.chain(authority) {
            let parsed = host.parse::<Authority>();
            let name = parsed.as_ref().map(Authority::host).ok();
            if !host.is_empty() && !name.is_some_and(|name| self.allows(name, address)) {
                return Err(format!(
                    "the host `{0}` may not control this fake, because a web page could have made \
                     the request: use http://127.0.0.1 with the fake's port, or start the fake \
                     with `--allow-host {0}`",
                    quoted(name.unwrap_or(&host))
                ));
            }
        }
        Ok(())
    }

    /// Checks the site of the page that made the request, if a page did.
    fn check_origin(&self, request: &Incoming, address: Option<SocketAddr>) -> Result<(), String> {
        for origin in request.headers.get_all("origin") {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            let parsed = origin.parse::<Uri>().ok();
            let host = parsed.as_ref().and_then(|uri| {
                let is_web = matches!(uri.scheme_str(), Some("http" | "https"));
                uri.host().filter(|_| is_web)
            });
            if !host.is_some_and(|host| self.allows(host, address)) {
                return Err(format!(
                    "a web page of `{}` may not control this fake; `--allow-host` with the page's \
                     host allows it",
                    quoted(&origin)
                ));
            }
        }
        Ok(())
    }

    fn allows(&self, host: &str, address: Option<SocketAddr>) -> bool {
        let name = lower(host);
        if self.names.contains(&name) {
            return true;
        }
        match name.parse::<IpAddr>() {
            Ok(ip) => {
                let ip = ip.to_canonical();
                let reached = address.map(|address| address.ip().to_canonical());
                let listening = self.listening.map(|ip| ip.to_canonical());
                ip.is_loopback() || Some(ip) == reached || Some(ip) == listening
            }
            // Browsers and RFC 6761 reserve these names for loopback.
            Err(_) => name == "localhost" || name.ends_with(".localhost"),
        }
    }
}

/// Checks the relation of the page to this fake, which browsers tell. A person may follow a link
/// from anywhere to the fake's page.
fn check_site(request: &Incoming) -> Result<(), String> {
    let is_foreign = request.header("sec-fetch-site") == Some("cross-site");
    let mode = request.header("sec-fetch-mode");
    let is_link = request.method == Method::GET && mode.is_none_or(|mode| mode == "navigate");
    if is_foreign && !is_link {
        return Err(
            "a web page of another site may not control this fake (Sec-Fetch-Site is cross-site): \
             use a program, or the page at /_fake/"
                .to_owned(),
        );
    }
    Ok(())
}

/// Returns the name in lower case, if it is one without port or path.
fn plain_name(name: &str) -> Result<String, InvalidHost> {
    let lower = lower(name);
    let is_name = || {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
        !lower.is_empty() && lower.bytes().all(allowed)
    };
    if lower.parse::<IpAddr>().is_ok() || is_name() {
        return Ok(lower);
    }
    Err(InvalidHost(quoted(name).into_owned()))
}

/// Returns a host in lower case, without brackets and without the dot of a full name.
fn lower(host: &str) -> String {
    let inner = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let name = inner.unwrap_or(host);
    name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;

    use super::*;

    fn guard() -> Guard {
        let names = ["Fake.Test", "10.0.0.9", "[2001:db8::1]"].map(str::to_owned);
        Guard::new("0.0.0.0".parse().unwrap(), &names).unwrap()
    }

    /// Checks a request that reached `192.168.0.7:4180`.
    fn checked(method: Method, headers: &[(&'static str, &str)]) -> Result<(), String> {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let request = Incoming {
            method,
            uri: Uri::from_static("/_fake/reset"),
            headers: map,
            body: Bytes::new(),
        };
        guard().check(&request, Some("192.168.0.7:4180".parse().unwrap()))
    }

    #[test]
    fn loopback_own_address_and_allowed_names_are_hosts() {
        for host in [
            "127.0.0.1:4180",
            "127.9.9.9",
            "localhost:80",
            "LOCALHOST.",
            "me.localhost:4180",
            "[::1]:4180",
            "[::ffff:127.0.0.1]",
            "192.168.0.7:4180",
            "0.0.0.0:4180",
            "fake.test:4180",
            "FAKE.test.",
            "10.0.0.9:80",
            "[2001:DB8::1]:4180",
            "",
        ] {
            assert_eq!(checked(Method::GET, &[("host", host)]), Ok(()), "{host}");
        }
        assert_eq!(checked(Method::POST, &[]), Ok(()));
    }

    #[test]
    fn other_hosts_are_refused_with_the_option_that_allows_them() {
        for (host, named) in [
            ("evil.example:4180", "--allow-host evil.example"),
            ("127.0.0.1.evil.example", "--allow-host 127.0.0.1.evil"),
            ("localhost.evil.example", "evil.example"),
            ("notlocalhost", "notlocalhost"),
            ("localhost@evil.example", "--allow-host evil.example"),
            ("192.168.0.8:4180", "192.168.0.8"),
            ("[::2]:4180", "[::2]"),
            ("a b", "a b"),
            ("[::1", "[::1"),
        ] {
            let problem = checked(Method::GET, &[("host", host)]).unwrap_err();
            assert!(problem.contains(named), "{host}: {problem}");
        }
        let both = [("host", "localhost"), ("host", "evil.example")];
        assert!(checked(Method::GET, &both).is_err());
    }

    #[test]
    fn pages_of_other_sites_are_refused() {
        let from = |origin| checked(Method::POST, &[("host", "localhost"), ("origin", origin)]);
        for origin in [
            "http://localhost:3000",
            "http://127.0.0.1:4180",
            "http://[::1]:4180",
            "https://fake.test",
            "http://192.168.0.7:4180",
        ] {
            assert_eq!(from(origin), Ok(()), "{origin}");
        }
        for origin in [
            "https://evil.example",
            "http://localhost.evil.example",
            "null",
            "file://localhost",
            "chrome-extension://abc",
            "localhost",
            "",
        ] {
            assert!(from(origin).is_err(), "{origin}");
        }
        let problem = from("https://evil.example").unwrap_err();
        assert!(problem.contains("`https://evil.example`"), "{problem}");
    }

    #[test]
    fn foreign_pages_may_only_link_to_the_fake() {
        let site = |site| ("sec-fetch-site", site);
        let mode = |mode| ("sec-fetch-mode", mode);
        for own in ["same-origin", "same-site", "none"] {
            assert_eq!(checked(Method::POST, &[site(own), mode("cors")]), Ok(()));
        }
        for method in [Method::POST, Method::PUT, Method::DELETE] {
            assert!(checked(method.clone(), &[site("cross-site")]).is_err());
            assert!(checked(method, &[site("cross-site"), mode("navigate")]).is_err());
        }
        let get = |mode| checked(Method::GET, &[site("cross-site"), mode]);
        assert_eq!(get(mode("navigate")), Ok(()));
        assert!(get(mode("no-cors")).is_err());
    }

    #[test]
    fn allowed_names_are_plain() {
        let allow = |name: &str| Guard::new("127.0.0.1".parse().unwrap(), &[name.to_owned()]);
        for name in ["fake", "fake_1.ci-net", "::1"] {
            assert!(allow(name).is_ok(), "{name}");
        }
        for name in ["", "http://fake", "fake:80", "fake/", "*", "a b", "ü"] {
            let error = allow(name).err().unwrap().to_string();
            assert!(error.contains(&format!("`{name}`")), "{error}");
        }
    }
}
