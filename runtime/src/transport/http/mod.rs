//! The default transport, built on hyper's connections: keep-alive, HTTP/2, gzip, and TLS verified
//! against the system's roots.

mod body;
mod connection;
mod connector;
mod failure;
mod message;
mod options;
mod origin;
mod pool;
mod proxy;
mod roots;
mod tls;

use std::fmt;
use std::mem;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tower_service::Service;

use self::body::{Body, Source};
use self::connection::Connection;
use self::connector::Connector;
use self::message::Message;
use self::pool::{Host, Pool};
use super::response::collect;
use super::{HttpRequest, HttpResponse, StreamingResponse, Transport, TransportError};
use crate::time::BoxFuture;

pub use self::options::HttpOptions;

/// The default transport: an HTTP client that keeps connections open. Clones share them.
///
/// It transparently resends requests that the server cannot have processed. This happens whenever
/// an idle connection no longer accepts the request, and once if a new connection fails or an
/// HTTP/2 server refuses the request.
#[derive(Clone)]
pub struct HttpTransport {
    shared: Arc<Shared>,
    pool: Arc<Pool>,
}

struct Shared {
    options: HttpOptions,
    connector: Connector,
    /// The connector and pool that bypass proxies, created on demand.
    direct: OnceLock<(Connector, Arc<Pool>)>,
    /// The pool of detached copies, created on demand.
    detached: OnceLock<Arc<Pool>>,
}

impl HttpTransport {
    /// Creates a transport with this connect timeout and otherwise the default options.
    ///
    /// # Errors
    /// [`TransportErrorKind::Setup`](crate::TransportErrorKind::Setup) if TLS cannot be set up, or
    /// a proxy variable of the environment is malformed. Root certificates are read for the first
    /// TLS connection, which fails if they are missing.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        Self::with_options(HttpOptions::default().connect_timeout(connect_timeout))
    }

    /// Creates a transport with these options.
    ///
    /// # Errors
    /// [`TransportErrorKind::Setup`](crate::TransportErrorKind::Setup) if TLS cannot be set up, or
    /// a certificate or the proxy's address is malformed.
    pub fn with_options(options: HttpOptions) -> Result<Self, TransportError> {
        let connector = Connector::new(&options)?;
        let pool = Arc::new(Pool::new(&options));
        let shared = Shared {
            options,
            connector,
            direct: OnceLock::new(),
            detached: OnceLock::new(),
        };
        Ok(Self {
            shared: Arc::new(shared),
            pool,
        })
    }

    /// Returns the connector and pool for requests that may go through a proxy, or for those that
    /// must not.
    fn network(&self, direct: bool) -> (&Connector, &Arc<Pool>) {
        if !direct {
            return (&self.shared.connector, &self.pool);
        }
        let (connector, pool) = self.shared.direct.get_or_init(|| {
            // Without idle connections, any thread can use the pool.
            let options = self.shared.options.clone().pool_max_idle_per_host(0);
            let connector = self.shared.connector.without_proxy();
            (connector, Arc::new(Pool::new(&options)))
        });
        (connector, pool)
    }

    async fn exchange(&self, request: HttpRequest) -> Result<Opened, TransportError> {
        let (connector, pool) = self.network(request.direct);
        let (origin, target) = origin::split(&request.url)?;
        let host = pool.host(origin)?;
        let mut message = Message::new(target, request.method, request.headers, request.body)?;
        let mut retried = false;
        loop {
            let kept = host.take();
            let reused = kept.is_some();
            let mut connection = match kept {
                Some(connection) => connection,
                None => connect(connector, &host).await?,
            };
            let failure = match connection.send(&mut message, host.origin()).await {
                Ok(response) => return Ok(Opened::new(response, host, connection)),
                Err(failure) => failure,
            };
            let unseen = failure.unsent() || failure.refused_by_http2();
            // Each dead idle connection fails once, and a new connection is retried once, so this
            // ends.
            let again = unseen && (reused && failure.unsent() || !mem::replace(&mut retried, true));
            if !again {
                return Err(failure.into_error(host.origin().uri()));
            }
        }
    }
}

/// Opens a connection. Returns a shareable one instead if another call opened it in the meantime.
async fn connect(connector: &Connector, host: &Arc<Host>) -> Result<Connection, TransportError> {
    let origin = host.origin().uri();
    let link = connector.clone().call(origin.clone()).await?;
    let connection = Connection::open(link).await;
    let connection = connection.map_err(|error| failure::connecting(origin, error))?;
    Ok(host.share(connection))
}

/// The head of a response, with its body.
struct Opened {
    head: http::response::Parts,
    body: Body,
}

impl Opened {
    fn new(
        response: http::Response<hyper::body::Incoming>,
        host: Arc<Host>,
        connection: Connection,
    ) -> Self {
        let (mut head, incoming) = response.into_parts();
        let source = Source::new(incoming, host, connection);
        let body = Body::decoded(source, &mut head.headers);
        Self { head, body }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let limit = request.max_response_bytes;
        Box::pin(async move {
            let Opened { head, body } = self.exchange(request).await?;
            collect(head.status.as_u16(), head.headers, body, limit).await
        })
    }

    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(async move {
            let Opened { head, body } = self.exchange(request).await?;
            let status = head.status.as_u16();
            Ok(StreamingResponse::new(status, head.headers, Box::pin(body)))
        })
    }

    fn detached(&self) -> Option<Arc<dyn Transport>> {
        let pool = self.shared.detached.get_or_init(|| {
            let pool = Pool::new(&self.shared.options);
            Arc::new(pool)
        });
        Some(Arc::new(Self {
            shared: Arc::clone(&self.shared),
            pool: Arc::clone(pool),
        }))
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport")
            .field("options", &self.shared.options)
            .finish_non_exhaustive()
    }
}
