//! The address of a proxy, checked, in the form that hyper-util's matcher reads.

use http::Uri;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use zeroize::Zeroizing;

use super::super::tls::setup_error;
use super::unquoted;
use crate::display::masked_address;
use crate::transport::TransportError;

/// An address with scheme, host and port. User and password are percent-encoded.
pub(super) type Checked = Zeroizing<String>;

/// The length of user and password together, in bytes, up to which hyper-util's SOCKS handshake has
/// room for the host too.
const MAX_SOCKS_LOGIN: usize = 180;

/// Checks the address in a setting with this name: `http://user:password@proxy.example:3128`.
///
/// The scheme is `http` unless the address has one. The user ends at the first colon, the password
/// at the last `@`, and both may be percent-encoded.
pub(super) fn checked(setting: &str, text: &str) -> Result<Checked, TransportError> {
    let text = unquoted(text);
    parse(text).map_err(|problem| {
        setup_error(format!(
            "the proxy in {setting} is malformed: `{}` {problem}",
            masked_address(text)
        ))
    })
}

fn parse(text: &str) -> Result<Checked, &'static str> {
    if text.is_empty() {
        return Err("is empty; write http://host:port");
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("contains a blank or a control character; write them as %20 or remove them");
    }
    let (scheme, rest) = split_scheme(text);
    let mut scheme = scheme.to_ascii_lowercase();
    if scheme == "socks" {
        // Desktops write it into ALL_PROXY. Browsers take it for this version too.
        "socks5h".clone_into(&mut scheme);
    }
    let socks = match scheme.as_str() {
        "http" | "https" => false,
        "socks4" | "socks4a" | "socks5" | "socks5h" => true,
        _ => {
            return Err("has an unknown scheme; \
                        use http, https, socks4, socks4a, socks5 or socks5h");
        }
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if path.contains('@') {
        return Err("has a user or password with `/`, `?` or `#`; write %2F, %3F or %23");
    }
    if !matches!(path, "" | "/") {
        return Err("has a path; write http://host:port");
    }
    let (login, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let port = if socks { ":1080" } else { "" };
    let port = if check_host(host)? { "" } else { port };
    let login = normal_login(login, &scheme)?;
    let host = host.trim_end_matches(':');
    Ok(Zeroizing::new(format!(
        "{scheme}://{}{host}{port}",
        login.as_str()
    )))
}

/// Splits an address into its scheme, which is `http` by default, and the rest.
fn split_scheme(text: &str) -> (&str, &str) {
    let is_scheme = |scheme: &str| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let split = text.split_once("://");
    // Otherwise the characters are a part of a password.
    split
        .filter(|(scheme, _)| is_scheme(scheme))
        .unwrap_or(("http", text))
}

/// Checks host and port. Returns whether there is a port.
fn check_host(host: &str) -> Result<bool, &'static str> {
    if host.starts_with('[') && !host.contains(']') {
        return Err("has a malformed host; write [::1]:3128");
    }
    let name_end = host.rfind(']').unwrap_or_default();
    let port = host.get(name_end..).unwrap_or_default().split_once(':');
    let has_port = match port {
        None | Some((_, "")) => false,
        Some((_, port)) if port.contains(':') => {
            return Err("has an IPv6 address without brackets; write [::1]:3128");
        }
        Some((_, port)) => match port.parse::<u16>() {
            Ok(1..) => true,
            _ => return Err("has a malformed port; write a number from 1 to 65535"),
        },
    };
    let uri = format!("http://{host}/").parse::<Uri>();
    match uri.as_ref().ok().and_then(Uri::host) {
        Some(name) if !name.is_empty() => Ok(has_port),
        _ => Err("has a malformed host; write http://host:port"),
    }
}

/// Returns user and password in normal form, followed by `@`. Without them, the text is empty.
fn normal_login(login: &str, scheme: &str) -> Result<Zeroizing<String>, &'static str> {
    if login.is_empty() {
        return Ok(Zeroizing::default());
    }
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let decode = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8();
        let decoded = decoded.map(|text| Zeroizing::new(text.into_owned()));
        decoded.map_err(|_| "has a user or password that is not UTF-8")
    };
    let (user, password) = (decode(user)?, decode(password)?);
    match scheme {
        "socks4" | "socks4a" => {
            return Err("has a user, which isn't supported with SOCKS4; use socks5 or remove it");
        }
        "socks5" | "socks5h" if user.len() + password.len() > MAX_SOCKS_LOGIN => {
            return Err("has a user and password that are longer than 180 bytes together");
        }
        _ => {}
    }
    let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
    Ok(Zeroizing::new(format!(
        "{}:{}@",
        encode(user.as_str()),
        encode(password.as_str())
    )))
}

#[cfg(test)]
mod tests {
    use hyper_util::client::proxy::matcher::Matcher;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn address_is_normalized() {
        for (text, expected) in [
            ("proxy.example", "http://proxy.example"),
            ("proxy.example:3128", "http://proxy.example:3128"),
            ("HTTP://proxy.example:3128/", "http://proxy.example:3128"),
            ("https://[::1]:3128", "https://[::1]:3128"),
            ("http://[::1]", "http://[::1]"),
            ("socks5://10.0.0.1", "socks5://10.0.0.1:1080"),
            ("socks5h://h:", "socks5h://h:1080"),
            ("SOCKS4A://h:99", "socks4a://h:99"),
            ("socks://localhost:1080/", "socks5h://localhost:1080"),
            ("socks4://[::1]", "socks4://[::1]:1080"),
            (" 'http://h:1' ", "http://h:1"),
            ("\"http://h:1\"\r\n", "http://h:1"),
            ("http://@h:1", "http://h:1"),
            ("user@h", "http://user:@h"),
            ("u:p@h:1", "http://u:p@h:1"),
            ("http://user:p@ss@h:1", "http://user:p%40ss@h:1"),
            ("http://user:p%40s%3As@h:1", "http://user:p%40s%3As@h:1"),
            ("http://user:a:b@h:1", "http://user:a%3Ab@h:1"),
            ("http://user:100%@h:1", "http://user:100%25@h:1"),
            ("http://%C3%BC:%E5%AF%86@h", "http://%C3%BC:%E5%AF%86@h"),
            ("socks5://u:p@h", "socks5://u:p@h:1080"),
        ] {
            let checked = checked("X", text).map_err(|error| error.to_string());
            let checked = checked.as_ref().map(|address| address.as_str());
            assert_eq!(checked, Ok(expected), "{text}");
        }
    }

    #[test]
    fn malformed_address_is_explained_and_masked() {
        let long = format!("socks5://{}:hush@h", "u".repeat(180));
        for (text, problem) in [
            ("", "is empty"),
            ("http://", "malformed host"),
            ("http://user:hush@", "malformed host"),
            ("http://user:hush@[", "malformed host"),
            ("http://user:hush@[::1", "malformed host"),
            ("http://user:hush@h<>", "malformed host"),
            ("http://user:hush@::1:3128", "without brackets"),
            ("http://user:hush", "malformed port"),
            ("user:hush", "malformed port"),
            ("http://h:0", "malformed port"),
            ("http://h:65536", "malformed port"),
            ("http://h:3128x", "malformed port"),
            ("http://user:hu sh@h", "blank"),
            ("http://user:hush@h\n1", "control"),
            ("ftp://user:hush@h", "unknown scheme"),
            ("socks6://user:hush@h", "unknown scheme"),
            ("//h:1", "has a path"),
            ("http://user:hu/sh@h", "write %2F"),
            ("http://user:hu#sh@h", "%23"),
            ("user:hush://x@h:1", "write %2F"),
            ("http://h/proxy.pac", "has a path"),
            ("socks4://user:hush@h", "isn't supported"),
            ("socks4a://user@h", "isn't supported"),
            ("http://user:%ffhush@h", "not UTF-8"),
            (&long, "longer than 180"),
        ] {
            let error = checked("HTTPS_PROXY", text).unwrap_err();
            let shown = error.to_string();
            assert!(shown.contains(problem), "{text}: {shown}");
            assert!(shown.contains("HTTPS_PROXY"), "{shown}");
            let shown = format!("{shown} {error:?}");
            for part in ["hush", "hu/", "hu#", "hu sh"] {
                assert!(!shown.contains(part), "{shown}");
            }
            assert!(!shown.contains('\n'), "{shown}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn login_survives_any_characters(user in ".{1,40}", password in ".{0,40}") {
            let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
            let url = format!("socks5://{}:{}@h", encode(&user), encode(&password));
            let checked = checked("X", &url);
            prop_assume!(user.len() + password.len() <= MAX_SOCKS_LOGIN);
            let matcher = Matcher::builder().all(checked.unwrap().as_str()).build();
            let proxy = matcher.intercept(&Uri::from_static("http://t.example")).unwrap();
            prop_assert_eq!(proxy.raw_auth(), Some((user.as_str(), password.as_str())));
            prop_assert_eq!(proxy.uri().to_string(), "socks5://h:1080/");
        }

        #[test]
        fn errors_never_show_passwords(
            scheme in "(http://|socks5h://|ftp://|//|.{0,4}:)?",
            before in ".{0,9}",
            after in ".{0,9}",
            host in "[^@]{0,20}",
        ) {
            let text = format!("{scheme}user:{before}hush{after}@{host}");
            if let Err(error) = checked("X", &text) {
                let shown = format!("{error} {error:?}");
                prop_assert!(!shown.contains("hush"), "{} gave {}", text, shown);
            }
        }
    }
}
