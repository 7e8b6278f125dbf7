//! The default transport, built on hyper-util's pool: keep-alive, HTTP/2, gzip, and TLS verified
//! against the system's roots.

mod body;
mod connector;
mod failure;
mod http2;
mod link;
mod message;
mod options;
mod pool;
mod proxy;
mod roots;
mod tls;

use std::collections::HashMap;
use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::response::Parts;
use tokio::runtime::{Handle, Id};
use tokio::task::JoinSet;

use self::body::Body;
use self::connector::Connector;
use self::http2::Attempt;
use self::message::message;
use self::pool::Pool;
use self::proxy::ReplyingProxy;
use self::tls::setup_error;
use super::response::{collect, collect_secret};
use super::{HttpRequest, HttpResponse, StreamingResponse, Transport, TransportError};
use crate::time::BoxFuture;

pub use self::options::HttpOptions;

/// The default transport: an HTTP client that keeps connections open. Clones share them.
///
/// It sends a request again if the server cannot have processed it: an idle connection closed
/// before it took the request, or an HTTP/2 server refused the request or shut down gracefully.
/// This happens at most 50 times, the first few without a pause.
///
/// If a call is dropped after its time limit or after a second without a response, its connection
/// may have fallen silent. It then serves no further call, but those running on it finish.
///
/// Each Tokio runtime has its own connections, because the tasks that serve a connection run where
/// it was opened. A runtime that stands still therefore does not hold up calls in another one.
#[derive(Clone)]
pub struct HttpTransport {
    options: Arc<HttpOptions>,
    connector: Connector,
    pools: Arc<Mutex<HashMap<Id, RuntimePool>>>,
    /// The pool that bypasses proxies. Without idle connections, any runtime can use it.
    direct: Arc<Pool>,
}

/// The connections of a runtime, and a task that ends when the runtime does.
type RuntimePool = (Arc<Pool>, JoinSet<()>);

const NO_RUNTIME: &str = "it needs a Tokio runtime: call from within one, as in `#[tokio::main]`, or \
                          use the clients of the feature `blocking`";

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
        let direct = Arc::new(options.clone().pool_max_idle_per_host(0));
        Ok(Self {
            direct: Arc::new(Pool::new(direct, connector.without_proxy())),
            options: Arc::new(options),
            connector,
            pools: Arc::default(),
        })
    }

    /// Returns the connections of the current runtime, or those that bypass proxies.
    fn pool(&self, direct: bool) -> Result<Arc<Pool>, TransportError> {
        let runtime = Handle::try_current().map_err(|_| setup_error(NO_RUNTIME))?;
        if direct {
            return Ok(Arc::clone(&self.direct));
        }
        let mut pools = self.pools.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((pool, _)) = pools.get(&runtime.id()) {
            return Ok(Arc::clone(pool));
        }
        pools.retain(|_, (_, alive)| alive.try_join_next().is_none());
        let mut alive = JoinSet::new();
        alive.spawn_on(pending(), &runtime);
        let pool = Pool::new(Arc::clone(&self.options), self.connector.clone());
        let pool = Arc::new(pool);
        pools.insert(runtime.id(), (Arc::clone(&pool), alive));
        Ok(pool)
    }

    /// Sends a request and receives the head of the response.
    async fn exchange(
        &self,
        request: HttpRequest,
    ) -> Result<(Parts, Body, Attempt), TransportError> {
        let pool = self.pool(request.direct)?;
        let deadline = request.deadline.map(Into::into);
        let message = message(request)?;
        let uri = message.uri().clone();
        let (response, attempt) = pool.exchange(message, deadline).await?;
        let (head, body) = body::decoded(response, &uri);
        Ok((head, body, attempt))
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (secret, limit) = (request.secret_response, request.max_response_bytes);
        Box::pin(async move {
            let (head, body, attempt) = self.exchange(request).await?;
            let (proxy, status) = (ReplyingProxy::of(&head), head.status.as_u16());
            let response = if secret {
                collect_secret(status, head.headers, body, limit).await
            } else {
                collect(status, head.headers, body, limit).await
            };
            attempt.finish();
            response.map(|response| HttpResponse { proxy, ..response })
        })
    }

    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(async move {
            let (head, body, attempt) = self.exchange(request).await?;
            attempt.finish();
            Ok(StreamingResponse {
                proxy: ReplyingProxy::of(&head),
                status: head.status.as_u16(),
                headers: head.headers,
                body: Box::pin(body),
            })
        })
    }

    fn detached(&self) -> Option<Arc<dyn Transport>> {
        // Another runtime has other connections.
        Some(Arc::new(self.clone()))
    }
}

impl fmt::Debug for HttpTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpTransport")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
