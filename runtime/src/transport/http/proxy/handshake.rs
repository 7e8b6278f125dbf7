//! Handshakes with proxies: `CONNECT`, SOCKS4 and SOCKS5.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::Intercept;
use tower_service::Service;

use super::super::connector::Established;
use super::super::tls;

type BoxError = Box<dyn StdError + Send + Sync>;

/// Opens a tunnel to the target through a stream that is connected to the proxy. `login` tells
/// whether to offer user and password to a SOCKS5 proxy.
pub(crate) async fn open_tunnel<S>(
    proxy: &Intercept,
    stream: S,
    target: &Uri,
    login: bool,
) -> Result<S, ProxyError>
where
    S: Read + Write + Unpin + Send + 'static,
{
    let reply = Arc::default();
    let watched = Watched {
        stream,
        reply: Arc::clone(&reply),
    };
    let stream = Established::new(watched);
    let (address, target) = (proxy.uri().clone(), with_port(target));
    let opened: Result<Watched<S>, BoxError> = match proxy.uri().scheme_str() {
        Some("socks4" | "socks4a") => {
            let mut socks = SocksV4::new(address, stream);
            socks.call(target.clone()).await.map_err(Into::into)
        }
        Some("socks5" | "socks5h") => {
            let mut socks = SocksV5::new(address, stream);
            if let Some((user, password)) = proxy.raw_auth().filter(|_| login) {
                socks = socks.with_auth(user.to_owned(), password.to_owned());
            }
            socks.call(target.clone()).await.map_err(Into::into)
        }
        _ => {
            let mut tunnel = Tunnel::new(address, stream);
            if let Some(authorization) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(authorization.clone());
            }
            tunnel.call(target.clone()).await.map_err(Into::into)
        }
    };
    match opened {
        Ok(watched) => Ok(watched.stream),
        Err(error) => {
            let reply = reply.lock().unwrap_or_else(PoisonError::into_inner);
            Err(ProxyError::refused(proxy, &target, &reply, error))
        }
    }
}

/// Returns the target with its port spelled out, which proxies need.
fn with_port(target: &Uri) -> Uri {
    let port = match target.port_u16() {
        Some(port) => port,
        None if target.scheme() == Some(&Scheme::HTTP) => 80,
        None => 443,
    };
    at(target.host().unwrap_or_default(), port)
}

fn at(host: &str, port: u16) -> Uri {
    // The parts of a valid address are valid.
    let address = format!("https://{host}:{port}/");
    address.parse().unwrap_or_default()
}

/// Returns the target with its address instead of its name, if the proxy expects that. The lookup
/// of hyper-util's handshake would block the thread.
pub(crate) async fn lookup(proxy: &Intercept, target: &Uri) -> Result<Uri, ProxyError> {
    let target = with_port(target);
    let version_4 = match proxy.uri().scheme_str() {
        Some("socks4") => true,
        Some("socks5") => false,
        _ => return Ok(target),
    };
    let name = target.host().unwrap_or_default();
    if name.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok() {
        return Ok(target);
    }
    let failed = |cause: BoxError| ProxyError::lookup(proxy, name, cause);
    let name = name.parse::<Name>().map_err(|error| failed(error.into()))?;
    let found = GaiResolver::new().call(name).await;
    let found: Vec<SocketAddr> = found.map_err(|error| failed(error.into()))?.collect();
    // Many SOCKS proxies reach no target by IPv6, and version 4 has no such addresses.
    let first = if version_4 { None } else { found.first() };
    let address = found.iter().find(|address| address.is_ipv4()).or(first);
    let Some(address) = address else {
        return Err(failed("it has no IPv4 address, which SOCKS4 needs".into()));
    };
    let port = target.port_u16().unwrap_or_default();
    let address = SocketAddr::new(address.ip(), port);
    Ok(format!("https://{address}/").parse().unwrap_or_default())
}

/// A stream that records the beginning of the replies. The errors of hyper-util's handshakes do not
/// contain them.
struct Watched<S> {
    stream: S,
    reply: Arc<Mutex<Vec<u8>>>,
}

/// The number of bytes of a reply to record.
const MAX_REPLY: usize = 512;

impl<S: Read + Unpin> Read for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut bytes = [0; MAX_REPLY];
        let bytes = bytes.get_mut(..MAX_REPLY.min(buffer.remaining()));
        let mut piece = ReadBuf::new(bytes.unwrap_or_default());
        let read = Pin::new(&mut self.stream).poll_read(context, piece.unfilled());
        let mut reply = self.reply.lock().unwrap_or_else(PoisonError::into_inner);
        if reply.len() < MAX_REPLY {
            reply.extend_from_slice(piece.filled());
        }
        buffer.put_slice(piece.filled());
        read
    }
}

impl<S: Write + Unpin> Write for Watched<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

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

    fn lookup(proxy: &Intercept, host: &str, cause: BoxError) -> Self {
        let proxy = name(proxy.uri());
        Self {
            problem: format!("can't look up {host} for the proxy {proxy}"),
            refusal: None,
            cause: Some(cause),
        }
    }

    /// Returns the error for a handshake that failed after this reply.
    fn refused(proxy: &Intercept, target: &Uri, reply: &[u8], cause: BoxError) -> Self {
        let socks = proxy.raw_auth();
        let (answer, refusal) = match proxy.uri().scheme_str() {
            Some("socks4" | "socks4a") => socks4_answer(reply),
            Some("socks5" | "socks5h") => socks5_answer(reply, socks.is_some()),
            _ => connect_answer(reply, proxy.basic_auth().is_some()),
        };
        let (proxy, target) = (name(proxy.uri()), name(target));
        let target = target.trim_start_matches("https://");
        let told = answer.is_some();
        let problem = match answer {
            Some(answer) => format!("the proxy {proxy} refused the tunnel to {target}: {answer}"),
            None => format!("the proxy {proxy} opened no tunnel to {target}"),
        };
        Self {
            problem,
            refusal,
            // The answer says more than the error of the handshake.
            cause: if told { None } else { Some(cause) },
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
fn name(address: &Uri) -> String {
    let address = address.to_string();
    address.trim_end_matches('/').to_owned()
}

/// An answer in words, if the reply is one, and the kind of refusal.
type Answer = (Option<String>, Option<Refusal>);

/// Returns the status line that a proxy answered `CONNECT` with.
fn connect_answer(reply: &[u8], login: bool) -> Answer {
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
        407 if login => "; check the user and password in its address",
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
fn socks5_answer(reply: &[u8], login: bool) -> Answer {
    let lasting = Some(Refusal::Lasting);
    let (answer, refusal) = match reply {
        [5, 0xff, ..] if login => (
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
