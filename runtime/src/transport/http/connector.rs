//! New connections: name lookup, TCP, proxy and TLS, within a time limit.

use std::future::{Ready, ready};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::try_join;
use http::uri::Scheme;
use http::{HeaderValue, Response, StatusCode, Uri};
use hyper::rt::{Read, Write};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::{Connection, HttpConnector};
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use tokio::net::TcpStream;
use tower_service::Service;

use super::HttpOptions;
use super::failure::{self, BoxError};
use super::link::Link;
use super::proxy::{self, Proxies, ProxyError, Refusal, ReplyingProxy};
use super::tls::Tls;
use crate::time::BoxFuture;
use crate::transport::TransportError;

/// A TCP connection, with TLS if the address requires it.
type ToServer = MaybeHttpsStream<TokioIo<TcpStream>>;

/// Opens connections, through a proxy if one is configured.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector,
    tls: Arc<Tls>,
    proxies: Option<Arc<Proxies>>,
    limit: Duration,
    /// A connection that is open already, for the first caller.
    first: Arc<Mutex<Option<Link>>>,
}

impl Connector {
    pub(crate) fn new(options: &HttpOptions) -> Result<Self, TransportError> {
        Ok(Self {
            tcp: tcp(options.connect_timeout),
            tls: Arc::new(Tls::new(options)?),
            proxies: Proxies::new(options)?.map(Arc::new),
            limit: options.connect_timeout,
            first: Arc::default(),
        })
    }

    /// Returns a connector that returns this open connection first.
    pub(crate) fn starting_with(&self, link: Link) -> Self {
        Self {
            first: Arc::new(Mutex::new(Some(link))),
            ..self.clone()
        }
    }

    /// Returns a connector that bypasses proxies.
    pub(crate) fn without_proxy(&self) -> Self {
        Self {
            proxies: None,
            ..self.clone()
        }
    }

    /// Returns the proxy for requests to this origin, if there is one.
    fn proxy(&self, origin: &Uri) -> Option<Intercept> {
        self.proxies.as_ref()?.intercept(origin)
    }

    /// Returns the `Proxy-Authorization` for a request that a proxy forwards, if it needs one.
    pub(crate) fn authorization(&self, origin: &Uri) -> Option<HeaderValue> {
        let proxy = self.proxy(origin)?;
        let authorization = proxy.basic_auth().cloned();
        authorization.filter(|_| forwards(&proxy, origin))
    }

    /// Notes in a response if a forwarding proxy replied itself.
    ///
    /// # Errors
    /// If it requires a login.
    pub(crate) fn check_proxy<B>(
        &self,
        origin: &Uri,
        response: &mut Response<B>,
    ) -> Result<(), TransportError> {
        if response.status().as_u16() < 400 {
            return Ok(());
        }
        let proxy = self.proxy(origin);
        let Some(proxy) = proxy.filter(|proxy| forwards(proxy, origin)) else {
            return Ok(());
        };
        if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED {
            let error = ProxyError::login_required(&proxy, origin);
            return Err(failure::connecting(origin, error));
        }
        ReplyingProxy::note(&proxy, response);
        Ok(())
    }

    /// Opens a connection within the time limit.
    pub(crate) async fn connect(&self, origin: &Uri) -> Result<Link, TransportError> {
        let opened = tokio::time::timeout(self.limit, self.open(origin)).await;
        let error = match opened {
            Ok(Ok(link)) => return Ok(link),
            Ok(Err(error)) => error,
            Err(_) => return Err(self.too_slow(origin)),
        };
        let error = match error.downcast::<TransportError>() {
            Ok(error) => return Err(*error),
            Err(error) => error,
        };
        // Connecting to each of a host's addresses has its own time limit.
        if failure::io_kinds(&*error).any(|kind| kind == io::ErrorKind::TimedOut) {
            return Err(self.too_slow(origin));
        }
        Err(failure::connecting(origin, error))
    }

    /// Returns the error for a connection attempt that timed out. It names the proxy, if any.
    fn too_slow(&self, origin: &Uri) -> TransportError {
        let late = io::Error::from(io::ErrorKind::TimedOut);
        match self.proxy(origin) {
            Some(proxy) => failure::too_slow(origin, ProxyError::unreachable(&proxy, late)),
            None => failure::too_slow(origin, late),
        }
    }

    async fn open(&self, origin: &Uri) -> Result<Link, BoxError> {
        let Some(proxy) = self.proxy(origin) else {
            let stream = self.reach(origin, &self.tls.to_host).await?;
            return Ok(Link::new(stream));
        };
        if forwards(&proxy, origin) {
            let stream = self.reach_proxy(&proxy).await?;
            return Ok(Link::forwarded(stream));
        }
        if origin.scheme() != Some(&Scheme::HTTPS) {
            return Ok(Link::new(self.tunnel(&proxy, origin).await?));
        }
        let tunnel = async { self.tunnel(&proxy, origin).await };
        let roots = async { Ok(self.tls.prepare().await?) };
        let (tunnel, ()) = try_join(tunnel, roots).await?;
        let stream = encrypt(tunnel, origin, &self.tls.to_host).await?;
        Ok(Link::new(stream))
    }

    /// Connects to a server, with TLS if its scheme is `https`.
    async fn reach(&self, server: &Uri, tls: &Arc<ClientConfig>) -> Result<ToServer, BoxError> {
        let connecting = self.tcp.clone().call(server.clone());
        if server.scheme() != Some(&Scheme::HTTPS) {
            return Ok(MaybeHttpsStream::Http(connecting.await?));
        }
        // Reads the roots during the name lookup.
        let connecting = async { Ok::<_, BoxError>(connecting.await?) };
        let roots = async { Ok(self.tls.prepare().await?) };
        let (stream, ()) = try_join(connecting, roots).await?;
        encrypt(stream, server, tls).await
    }

    async fn reach_proxy(&self, proxy: &Intercept) -> Result<ToServer, BoxError> {
        let stream = self.reach(proxy.uri(), &self.tls.to_proxy).await;
        stream.map_err(|error| match error.downcast::<TransportError>() {
            Ok(setup) => setup as BoxError,
            Err(error) => ProxyError::unreachable(proxy, error).into(),
        })
    }

    /// Opens a tunnel through a proxy, which forwards bytes without reading them.
    async fn tunnel(&self, proxy: &Intercept, origin: &Uri) -> Result<ToServer, BoxError> {
        let target = proxy::lookup(proxy, origin).await?;
        let stream = self.reach_proxy(proxy).await?;
        let tunnel = proxy::open_tunnel(proxy, stream, &target, true).await;
        let Err(error) = tunnel else {
            return Ok(tunnel?);
        };
        if error.refusal() != Some(Refusal::Method) || proxy.raw_auth().is_none() {
            return Err(error.into());
        }
        // A SOCKS5 proxy that needs no login may refuse the offer of one.
        let stream = self.reach_proxy(proxy).await?;
        Ok(proxy::open_tunnel(proxy, stream, &target, false).await?)
    }
}

/// Returns whether the proxy reads and forwards requests to this origin, rather than bytes.
fn forwards(proxy: &Intercept, origin: &Uri) -> bool {
    let is_http = matches!(proxy.uri().scheme_str(), Some("http" | "https"));
    is_http && origin.scheme() == Some(&Scheme::HTTP)
}

/// Performs the TLS handshake on a stream.
async fn encrypt<S>(
    stream: S,
    server: &Uri,
    tls: &Arc<ClientConfig>,
) -> Result<MaybeHttpsStream<S>, BoxError>
where
    S: Read + Write + Connection + Unpin + Send + 'static,
{
    let mut https = HttpsConnector::from((Established::new(stream), Arc::clone(tls)));
    https.call(server.clone()).await
}

/// A connector that returns an open stream, once. Layers of handshakes are placed on top of it.
pub(crate) struct Established<S>(Option<S>);

impl<S> Established<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self(Some(stream))
    }
}

impl<S> Service<Uri> for Established<S> {
    type Response = S;
    type Error = io::Error;
    type Future = Ready<io::Result<S>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let stream = self.0.take();
        ready(stream.ok_or_else(|| io::Error::from(io::ErrorKind::NotConnected)))
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
        let first = self.first.lock();
        if let Some(link) = first.unwrap_or_else(PoisonError::into_inner).take() {
            return Box::pin(ready(Ok(link)));
        }
        let connector = self.clone();
        Box::pin(async move { connector.connect(&origin).await })
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
