//! Handshakes with proxies: `CONNECT`, SOCKS4 and SOCKS5.

use std::error::Error as StdError;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
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
use super::error::ProxyError;

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
    let scheme = proxy.uri().scheme_str().unwrap_or_default();
    let version_4 = scheme.starts_with("socks4");
    let name = target.host().unwrap_or_default();
    if name.starts_with('[') && version_4 {
        return Err(ProxyError::without_ipv6(proxy, name));
    }
    let is_address = name.starts_with('[') || name.parse::<Ipv4Addr>().is_ok();
    if is_address || !matches!(scheme, "socks4" | "socks5") {
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
