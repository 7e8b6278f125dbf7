//! Proxies: the one that a request goes through, and the way through it.

mod address;
mod error;
mod exemptions;
mod handshake;
mod reply;

use std::ffi::OsString;

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use self::exemptions::Exemptions;
use super::HttpOptions;
use super::options::ProxyChoice;
use super::tls::setup_error;
use crate::transport::TransportError;

pub(crate) use self::error::{ProxyError, Refusal};
pub(crate) use self::handshake::{lookup, open_tunnel};
pub(crate) use self::reply::ReplyingProxy;

/// The proxies of a transport, and the hosts that bypass them.
pub(crate) struct Proxies {
    configured: Matcher,
    /// The settings of the operating system, for targets without a configured proxy.
    system: Option<Matcher>,
    exemptions: Exemptions,
}

impl Proxies {
    /// Returns the proxies of the options, which may refer to the environment. `None` if neither
    /// names a proxy.
    pub(crate) fn new(options: &HttpOptions) -> Result<Option<Self>, TransportError> {
        Self::from_variables(options, &|name| std::env::var_os(name))
    }

    fn from_variables(
        options: &HttpOptions,
        variables: &Variables<'_>,
    ) -> Result<Option<Self>, TransportError> {
        let (configured, system) = match &options.proxy {
            ProxyChoice::None => return Ok(None),
            ProxyChoice::Url(url) => {
                let url = address::checked("HttpOptions::proxy", url)?;
                (Some(Matcher::builder().all(url.as_str()).build()), None)
            }
            ProxyChoice::Environment => (environment(variables)?, system()),
        };
        if configured.is_none() && system.is_none() {
            return Ok(None);
        }
        let exempt = match &options.no_proxy {
            Some(list) => Some(("HttpOptions::no_proxy", list.clone())),
            None => variable(variables, &["NO_PROXY", "no_proxy"])?,
        };
        let exemptions = exempt.map(|(setting, list)| Exemptions::parse(setting, &list));
        Ok(Some(Self {
            configured: configured.unwrap_or_else(|| Matcher::builder().build()),
            system,
            exemptions: exemptions.unwrap_or_default(),
        }))
    }

    /// Returns the proxy for requests to this target; `None` if they bypass proxies.
    pub(crate) fn intercept(&self, target: &Uri) -> Option<Intercept> {
        if self.exemptions.contain(target) {
            return None;
        }
        let configured = self.configured.intercept(target);
        configured.or_else(|| self.system.as_ref()?.intercept(target))
    }
}

/// A lookup of environment variables.
type Variables<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

/// Returns the proxies of the environment, if it names any. An upper-case name overrides the
/// lower-case one.
fn environment(variables: &Variables<'_>) -> Result<Option<Matcher>, TransportError> {
    let http: &[_] = match variables("REQUEST_METHOD") {
        None => &["HTTP_PROXY", "http_proxy"],
        // Under CGI, the caller's header `Proxy` arrives as HTTP_PROXY, and Windows ignores case.
        Some(_) if cfg!(windows) => &[],
        Some(_) => &["http_proxy"],
    };
    let all = proxy_variable(variables, &["ALL_PROXY", "all_proxy"])?;
    let http = proxy_variable(variables, http)?;
    let https = proxy_variable(variables, &["HTTPS_PROXY", "https_proxy"])?;
    if all.is_none() && http.is_none() && https.is_none() {
        return Ok(None);
    }
    let text = |address: &Option<address::Checked>| {
        let address = address.as_ref();
        address.map_or_else(String::new, |address| address.to_string())
    };
    let matcher = Matcher::builder()
        .all(text(&all))
        .http(text(&http))
        .https(text(&https));
    Ok(Some(matcher.build()))
}

/// Returns the checked address in the first of these variables that is set.
fn proxy_variable(
    variables: &Variables<'_>,
    names: &[&'static str],
) -> Result<Option<address::Checked>, TransportError> {
    let found = variable(variables, names)?;
    found
        .map(|(name, text)| address::checked(name, &text))
        .transpose()
}

/// Returns the first of these variables that is set, with its name. Quotes and blanks around a
/// value are removed, because `.env` files leave them in. A value without more counts as unset.
fn variable(
    variables: &Variables<'_>,
    names: &[&'static str],
) -> Result<Option<(&'static str, String)>, TransportError> {
    for &name in names {
        let Some(value) = variables(name) else {
            continue;
        };
        let value = value.into_string().map_err(|_| {
            setup_error(format!(
                "the environment variable {name} is not valid UTF-8"
            ))
        })?;
        let value = unquoted(&value);
        if !value.is_empty() {
            return Ok(Some((name, value.to_owned())));
        }
    }
    Ok(None)
}

/// Returns a value without the quotes and blanks around it.
fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inside = ['"', '\'']
        .iter()
        .find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
    inside.map_or(value, str::trim)
}

/// Returns the proxies in the settings of the operating system, where it has such settings.
fn system() -> Option<Matcher> {
    cfg!(any(target_os = "macos", windows)).then(Matcher::from_system)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxies(variables: &[(&str, &str)]) -> Result<Option<Proxies>, TransportError> {
        Proxies::from_variables(&HttpOptions::default(), &|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    /// Returns the address of the proxy for a target, or an empty text.
    fn proxy_of(variables: &[(&str, &str)], target: &'static str) -> String {
        let proxies = proxies(variables).unwrap();
        let target = Uri::from_static(target);
        let found = proxies.and_then(|proxies| proxies.intercept(&target));
        found.map_or_else(String::new, |proxy| proxy.uri().to_string())
    }

    #[test]
    fn variables_select_proxy_by_scheme_of_target() {
        let (plain, tls) = ("http://api.example", "https://api.example");
        for (variables, for_plain, for_tls) in [
            (&[][..], "", ""),
            (&[("HTTP_PROXY", "h:1")], "http://h:1/", ""),
            (&[("http_proxy", "h:1")], "http://h:1/", ""),
            (&[("https_proxy", "https://s:2")], "", "https://s:2/"),
            (
                &[("all_proxy", "socks5h://a")],
                "socks5h://a:1080/",
                "socks5h://a:1080/",
            ),
            (
                &[("ALL_PROXY", "socks4://a:3"), ("HTTPS_PROXY", "s")],
                "socks4://a:3/",
                "http://s/",
            ),
            // The upper-case name comes first, unless it is empty.
            (
                &[("HTTPS_PROXY", "u:1"), ("https_proxy", "l:1")],
                "",
                "http://u:1/",
            ),
            (
                &[("HTTPS_PROXY", ""), ("https_proxy", "l:1")],
                "",
                "http://l:1/",
            ),
            (
                &[("HTTPS_PROXY", " \"\" "), ("ALL_PROXY", "a:1")],
                "http://a:1/",
                "http://a:1/",
            ),
            // Blanks and quotes are not a part of the address.
            (&[("HTTPS_PROXY", " 'http://s:1/' \n")], "", "http://s:1/"),
            // A caller of a CGI program can set HTTP_PROXY.
            (
                &[("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "evil:1")],
                "",
                "",
            ),
            (
                &[("REQUEST_METHOD", "GET"), ("http_proxy", "h:1")],
                "http://h:1/",
                "",
            ),
        ] {
            assert_eq!(proxy_of(variables, plain), for_plain, "{variables:?}");
            assert_eq!(proxy_of(variables, tls), for_tls, "{variables:?}");
        }
    }

    #[test]
    fn no_proxy_variable_exempts_targets() {
        let proxy = ("ALL_PROXY", "p:1");
        for (name, list) in [
            ("NO_PROXY", "api.example"),
            ("no_proxy", "'other.example api.example'"),
            ("no_proxy", "*"),
        ] {
            let target = "https://api.example";
            assert_eq!(proxy_of(&[proxy, (name, list)], target), "", "{list}");
        }
        let other = [proxy, ("NO_PROXY", "other.example")];
        assert_eq!(proxy_of(&other, "https://api.example"), "http://p:1/");
    }

    #[test]
    fn malformed_variable_is_named() {
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "http_proxy"] {
            let error = proxies(&[(name, "gopher://user:hush@p")]).err().unwrap();
            let text = format!("{error} {error:?}");
            assert!(text.contains(name) && text.contains("gopher"), "{text}");
            assert!(!text.contains("hush"), "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn variable_that_is_not_text_is_named() {
        use std::os::unix::ffi::OsStringExt as _;
        for name in ["HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
            let variables = |asked: &str| match asked {
                asked if asked == name => Some(OsString::from_vec(vec![b'h', 0xff])),
                "http_proxy" => Some(OsString::from("p:1")),
                _ => None,
            };
            let built = Proxies::from_variables(&HttpOptions::default(), &variables);
            let text = built.err().unwrap().to_string();
            assert!(text.contains(name) && text.contains("UTF-8"), "{text}");
        }
    }

    #[test]
    fn options_override_variables() {
        let variables = |name: &str| match name {
            "NO_PROXY" => Some(OsString::from("api.example")),
            "HTTPS_PROXY" => Some(OsString::from("malformed://")),
            _ => None,
        };
        let target = Uri::from_static("https://api.example");
        let options = HttpOptions::default;
        for (options, expected) in [
            (options().without_proxy(), None),
            (options().proxy("p:1"), None),
            (options().proxy("p:1").no_proxy(""), Some("http://p:1/")),
        ] {
            let proxies = Proxies::from_variables(&options, &variables).unwrap();
            let found = proxies.and_then(|proxies| proxies.intercept(&target));
            let found = found.map(|proxy| proxy.uri().to_string());
            assert_eq!(found.as_deref(), expected, "{options:?}");
        }
    }
}
