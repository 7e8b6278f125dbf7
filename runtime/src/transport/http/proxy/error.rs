//! The errors of proxies, with the answers that they gave.

use std::error::Error as StdError;
use std::fmt;

use http::Uri;
use hyper_util::client::proxy::matcher::Intercept;

use super::super::tls;

type BoxError = Box<dyn StdError + Send + Sync>;

/// A failure to reach a target through a proxy. It names the proxy without user and password.
#[derive(Debug)]
pub(crate) struct ProxyError {
    problem: String,
    cause: Option<BoxError>,
    refusal: Option<Refusal>,
}

/// An answer that another attempt cannot change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// A SOCKS5 proxy does not accept the offered kind of login.
    Method,
    /// The proxy refused the user, the target or the kind of request.
    Lasting,
}

impl ProxyError {
    /// Returns the error for a proxy that cannot be reached.
    pub(crate) fn unreachable(proxy: &Intercept, cause: impl Into<BoxError>) -> Self {
        let cause = cause.into();
        Self {
            problem: format!("can't connect to the proxy {}", name(proxy.uri())),
            refusal: tls::is_rejection(&*cause).then_some(Refusal::Lasting),
            cause: Some(cause),
        }
    }

    pub(super) fn lookup(proxy: &Intercept, host: &str, cause: BoxError) -> Self {
        let proxy = name(proxy.uri());
        Self {
            problem: format!("can't look up {host} for the proxy {proxy}"),
            refusal: None,
            cause: Some(cause),
        }
    }

    pub(super) fn without_ipv6(proxy: &Intercept, host: &str) -> Self {
        let proxy = name(proxy.uri());
        Self {
            problem: format!(
                "the proxy {proxy} can't reach {host}: SOCKS4 has no IPv6; use SOCKS5"
            ),
            refusal: Some(Refusal::Lasting),
            cause: None,
        }
    }

    /// Returns the error for a request that the proxy did not forward without another login.
    pub(crate) fn login_required(proxy: &Intercept, target: &Uri) -> Self {
        let status = b"HTTP/1.1 407 Proxy Authentication Required";
        Self::answered(proxy, "request", target, connect_answer(status, proxy))
    }

    /// Returns the error for a handshake that failed after this reply.
    pub(super) fn refused(proxy: &Intercept, target: &Uri, reply: &[u8], cause: BoxError) -> Self {
        let answer = match proxy.uri().scheme_str() {
            Some("socks4" | "socks4a") => socks4_answer(reply),
            Some("socks5" | "socks5h") => socks5_answer(reply, proxy),
            _ => connect_answer(reply, proxy),
        };
        if answer.0.is_some() {
            // It says more than the error of the handshake.
            return Self::answered(proxy, "tunnel", target, answer);
        }
        let (proxy, target) = (name(proxy.uri()), host_and_port(target));
        Self {
            problem: format!("the proxy {proxy} opened no tunnel to {target}"),
            refusal: None,
            cause: Some(cause),
        }
    }

    /// Returns the error for a tunnel or request that the proxy refused with this answer.
    fn answered(proxy: &Intercept, refused: &str, target: &Uri, (answer, refusal): Answer) -> Self {
        let (proxy, target) = (name(proxy.uri()), host_and_port(target));
        let answer = answer.unwrap_or_default();
        Self {
            problem: format!("the proxy {proxy} refused the {refused} to {target}: {answer}"),
            refusal,
            cause: None,
        }
    }

    /// Returns the reason why another attempt would fail too, if there is one.
    pub(crate) fn refusal(&self) -> Option<Refusal> {
        self.refusal
    }
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem)?;
        match &self.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

// The message includes the cause itself, so the chain continues below it.
impl StdError for ProxyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_ref()?.source()
    }
}

/// Returns an address without a path. The matcher has removed user and password.
pub(super) fn name(address: &Uri) -> String {
    let address = address.to_string();
    address.trim_end_matches('/').to_owned()
}

fn host_and_port(target: &Uri) -> &str {
    target
        .authority()
        .map_or("", |authority| authority.as_str())
}

/// An answer in words, if the reply is one, and the kind of refusal.
type Answer = (Option<String>, Option<Refusal>);

/// Returns the status line that a proxy answered `CONNECT` with.
fn connect_answer(reply: &[u8], proxy: &Intercept) -> Answer {
    let line = reply.split(|byte| matches!(byte, b'\r' | b'\n')).next();
    let line = String::from_utf8_lossy(line.unwrap_or_default());
    let Some((version, status)) = line.split_once(' ') else {
        return (None, None);
    };
    let code = status.get(..3).and_then(|code| code.parse::<u16>().ok());
    let Some(code) = code.filter(|_| version.starts_with("HTTP/")) else {
        return (None, None);
    };
    let advice = match code {
        407 if proxy.basic_auth().is_some() => "; check the user and password in its address",
        407 => "; set its user and password: http://user:password@host:port",
        _ => "",
    };
    let shown: String = status
        .chars()
        .flat_map(char::escape_debug)
        .take(100)
        .collect();
    let is_lasting = matches!(code, 400..500) && !matches!(code, 408 | 425 | 429);
    let refusal = is_lasting.then_some(Refusal::Lasting);
    (Some(format!("{}{advice}", shown.trim_end())), refusal)
}

/// Returns the meaning of a SOCKS4 reply.
fn socks4_answer(reply: &[u8]) -> Answer {
    let (answer, refusal) = match reply {
        [0, 0x5b, ..] => ("request rejected or failed", None),
        [0, 0x5c | 0x5d, ..] => ("it requires an identification", Some(Refusal::Lasting)),
        _ => return (None, None),
    };
    (Some(answer.to_owned()), refusal)
}

/// Returns the meaning of the replies of a SOCKS5 proxy: the chosen method, the result of the login
/// and the result of the request.
fn socks5_answer(reply: &[u8], proxy: &Intercept) -> Answer {
    let lasting = Some(Refusal::Lasting);
    let (answer, refusal) = match reply {
        [5, 0xff, ..] if proxy.raw_auth().is_some() => (
            "it accepts neither its user and password nor requests without them",
            Some(Refusal::Method),
        ),
        [5, 0xff, ..] => (
            "it requires a login; set user and password: socks5://user:password@host:port",
            Some(Refusal::Method),
        ),
        [5, 2, 1, status, ..] if *status != 0 => {
            ("it does not accept the user and password", lasting)
        }
        [5, 2, 1, 0, 5, code, ..] | [5, 0, 5, code, ..] => match code {
            1 => ("general failure", None),
            2 => ("its rules don't allow the connection", lasting),
            3 => ("the network is unreachable", None),
            4 => ("the host is unreachable", None),
            5 => ("the target refused the connection", None),
            6 => ("the packets' time to live expired", None),
            7 => ("it doesn't support the command CONNECT", lasting),
            8 => ("it doesn't support this type of address", lasting),
            _ => ("unknown reply code", None),
        },
        _ => return (None, None),
    };
    (Some(answer.to_owned()), refusal)
}
