//! New connections: name lookup, TCP, proxy and TLS, within a time limit.

use std::error::Error as StdError;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::uri::Scheme;
use http::{HeaderValue, Uri};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use rustls::ClientConfig;
use tower_service::Service;

use super::options::ProxyChoice;
use super::tls::{self, setup_error};
use super::{HttpOptions, failure};
use crate::time::BoxFuture;
use crate::transport::TransportError;

type BoxError = Box<dyn StdError + Send + Sync>;

/// TCP, with TLS if the address requires it.
type Https = HttpsConnector<HttpConnector>;

/// Opens connections, through a proxy if one is configured.
#[derive(Clone)]
pub(crate) struct Connector {
    to_host: Https,
    to_proxy: Https,
    /// The settings for TLS through a proxy's tunnel.
    tls: Arc<ClientConfig>,
    proxies: Option<Arc<Matcher>>,
    limit: Duration,
}

/// An open byte stream to a host.
pub(crate) struct Link {
    stream: Box<dyn Stream>,
    /// The proxy that forwards requests, if there is one.
    through: Option<Forwarding>,
}

/// A proxy that reads requests and forwards them.
#[derive(Clone)]
pub(crate) struct Forwarding {
    /// The value of `Proxy-Authorization`, if the proxy requires it.
    pub(crate) authorization: Option<HeaderValue>,
}

/// A byte stream of any kind.
pub(crate) trait Stream: Read + Write + Connection + Unpin + Send {}

impl<T: Read + Write + Connection + Unpin + Send> Stream for T {}

impl Connector {
    pub(crate) fn new(options: &HttpOptions) -> Result<Self, TransportError> {
        let config = Arc::new(tls::config(options)?);
        // A tunnel through a proxy is requested in HTTP/1.1.
        let mut config_for_proxy = ClientConfig::clone(&config);
        config_for_proxy.alpn_protocols.clear();
        let tcp = tcp(options.connect_timeout);
        Ok(Self {
            to_host: HttpsConnector::from((tcp.clone(), Arc::clone(&config))),
            to_proxy: HttpsConnector::from((tcp, config_for_proxy)),
            tls: config,
            proxies: proxy_matcher(options)?.map(Arc::new),
            limit: options.connect_timeout,
        })
    }

    /// Returns a connector that bypasses proxies.
    pub(crate) fn without_proxy(&self) -> Self {
        Self {
            proxies: None,
            ..self.clone()
        }
    }

    /// Returns the `Proxy-Authorization` for a request that a proxy forwards, if it needs one.
    pub(crate) fn authorization(&self, origin: &Uri) -> Option<HeaderValue> {
        let proxies = self.proxies.as_ref()?;
        if origin.scheme() != Some(&Scheme::HTTP) {
            return None;
        }
        proxy_authorization(&proxies.intercept(origin)?)
    }

    /// Opens a connection within the time limit.
    async fn connect(&self, origin: &Uri) -> Result<Link, TransportError> {
        let Ok(opened) = tokio::time::timeout(self.limit, self.open(origin)).await else {
            return Err(failure::too_slow(origin));
        };
        opened.map_err(|error| {
            // Connecting to each of a host's addresses has its own time limit.
            let too_slow = failure::io_kinds(&*error).any(|kind| kind == io::ErrorKind::TimedOut);
            if too_slow {
                failure::too_slow(origin)
            } else {
                failure::connecting(origin, error)
            }
        })
    }

    async fn open(&self, origin: &Uri) -> Result<Link, BoxError> {
        let proxy = self.proxies.as_ref();
        let Some(proxy) = proxy.and_then(|proxies| proxies.intercept(origin)) else {
            let stream = self.to_host.clone().call(origin.clone()).await?;
            return Ok(Link {
                stream: Box::new(stream),
                through: None,
            });
        };
        if origin.scheme() == Some(&Scheme::HTTPS) {
            return self.tunnel(&proxy, origin).await;
        }
        let stream = self.to_proxy.clone().call(proxy.uri().clone()).await?;
        let authorization = self.authorization(origin);
        Ok(Link {
            stream: Box::new(stream),
            through: Some(Forwarding { authorization }),
        })
    }

    /// Opens a tunnel through a proxy, which forwards bytes without reading them.
    async fn tunnel(&self, proxy: &Intercept, origin: &Uri) -> Result<Link, BoxError> {
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
        if let Some(authorization) = proxy_authorization(proxy) {
            tunnel = tunnel.with_auth(authorization);
        }
        let mut https = HttpsConnector::from((tunnel, Arc::clone(&self.tls)));
        let stream = https.call(origin.clone()).await?;
        Ok(Link {
            stream: Box::new(stream),
            through: None,
        })
    }
}

impl Service<Uri> for Connector {
    type Response = Link;
    type Error = TransportError;
    type Future = BoxFuture<'static, Result<Link, TransportError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, origin: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move { connector.connect(&origin).await })
    }
}

impl Connection for Link {
    /// Describes the link to the pool: the version of HTTP, and the proxy that forwards requests.
    fn connected(&self) -> Connected {
        let connected = Connected::new();
        match &self.through {
            Some(proxy) => connected.proxy(true).extra(proxy.clone()),
            None if self.stream.connected().is_negotiated_h2() => connected.negotiated_h2(),
            None => connected,
        }
    }
}

impl Read for Link {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl Write for Link {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Returns a TCP connector whose sockets detect a dead peer within a minute.
fn tcp(limit: Duration) -> HttpConnector {
    const PROBING: Duration = Duration::from_secs(15);
    let mut tcp = HttpConnector::new();
    // TLS runs on top of it.
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    tcp.set_connect_timeout(Some(limit));
    tcp.set_keepalive(Some(PROBING));
    tcp.set_keepalive_interval(Some(PROBING));
    tcp.set_keepalive_retries(Some(3));
    #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
    tcp.set_tcp_user_timeout(Some(2 * PROBING));
    tcp
}

/// Returns the configured proxies, if any.
fn proxy_matcher(options: &HttpOptions) -> Result<Option<Matcher>, TransportError> {
    let url = match &options.proxy {
        ProxyChoice::None => return Ok(None),
        ProxyChoice::Environment => return Ok(Some(Matcher::from_system())),
        ProxyChoice::Url(url) => url.as_str(),
    };
    let all = Matcher::builder().all(url).build();
    let found = all.intercept(&Uri::from_static("http://host.invalid"));
    // Errors omit the address, which may hold a password.
    match found.as_ref().map(|proxy| proxy.uri().scheme_str()) {
        Some(Some("http" | "https")) => {}
        Some(_) => {
            return Err(setup_error(
                "the proxy address must start with http:// or https://",
            ));
        }
        None => return Err(setup_error("the proxy address is not a valid URL")),
    }
    let except = options.no_proxy.clone().unwrap_or_else(no_proxy_variable);
    Ok(Some(Matcher::builder().all(url).no(except).build()))
}

/// Returns the hosts that the environment excludes from proxies.
fn no_proxy_variable() -> String {
    std::env::var("NO_PROXY")
        .or_else(|_| std::env::var("no_proxy"))
        .unwrap_or_default()
}

/// Returns the `Proxy-Authorization` header, marked sensitive.
fn proxy_authorization(proxy: &Intercept) -> Option<HeaderValue> {
    let mut value = proxy.basic_auth()?.clone();
    value.set_sensitive(true);
    Some(value)
}
