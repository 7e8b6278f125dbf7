//! The default transport, built on hyper-util's pool: keep-alive, HTTP/2, gzip, and TLS verified
//! against the system's roots.

mod attempt;
mod body;
mod connector;
mod dial;
mod failure;
mod link;
mod message;
mod options;
mod pool;
mod proxy;
mod roots;
mod tls;

use std::collections::HashMap;
use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::task::AbortHandle;

use self::connector::Connector;
use self::message::Message;
use self::pool::Pool;
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
    shared: Arc<Shared>,
}

const NO_RUNTIME: &str = "it needs a Tokio runtime: call from within one, as in `#[tokio::main]`, or \
                          use the clients of the feature `blocking`";

struct Shared {
    options: HttpOptions,
    connector: Connector,
    pools: RwLock<HashMap<Id, RuntimePool>>,
    /// The pool that bypasses proxies and keeps no connections, created on demand.
    direct: OnceLock<Arc<Pool>>,
}

/// The connections of a runtime.
struct RuntimePool {
    pool: Arc<Pool>,
    /// A task that ends with the runtime.
    runtime: AbortHandle,
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
        let shared = Shared {
            connector: Connector::new(&options)?,
            options,
            pools: RwLock::default(),
            direct: OnceLock::new(),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }
}

impl Shared {
    /// Returns the connections of the current runtime, or those that bypass proxies.
    fn pool(&self, direct: bool) -> Result<Arc<Pool>, TransportError> {
        let runtime = Handle::try_current().map_err(|_| setup_error(NO_RUNTIME))?;
        if direct {
            return Ok(Arc::clone(self.direct.get_or_init(|| {
                // Without idle connections, any runtime can use the pool.
                let options = self.options.clone().pool_max_idle_per_host(0);
                Arc::new(Pool::new(&options, self.connector.without_proxy()))
            })));
        }
        let pools = self.pools.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = pools.get(&runtime.id()) {
            return Ok(Arc::clone(&found.pool));
        }
        drop(pools);
        let mut pools = self.pools.write().unwrap_or_else(PoisonError::into_inner);
        pools.retain(|_, pool| !pool.runtime.is_finished());
        let new = pools.entry(runtime.id()).or_insert_with(|| RuntimePool {
            pool: Arc::new(Pool::new(&self.options, self.connector.clone())),
            runtime: runtime.spawn(pending::<()>()).abort_handle(),
        });
        Ok(Arc::clone(&new.pool))
    }
}

impl Drop for RuntimePool {
    fn drop(&mut self) {
        self.runtime.abort();
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let (direct, secret) = (request.direct, request.secret_response);
        let limit = request.max_response_bytes;
        let mut message = match Message::new(request) {
            Ok(message) => message,
            Err(error) => return Box::pin(ready(Err(error))),
        };
        Box::pin(async move {
            let pool = self.shared.pool(direct)?;
            let (response, attempt) = pool.exchange(&mut message).await?;
            let (status, headers, body) = body::decoded(response, &message.uri);
            let response = if secret {
                collect_secret(status, headers, body, limit).await
            } else {
                collect(status, headers, body, limit).await
            };
            attempt.finish();
            response
        })
    }

    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(async move {
            let pool = self.shared.pool(request.direct)?;
            let mut message = Message::new(request)?;
            let (response, attempt) = pool.exchange(&mut message).await?;
            attempt.finish();
            let (status, headers, body) = body::decoded(response, &message.uri);
            Ok(StreamingResponse::new(status, headers, Box::pin(body)))
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
            .field("options", &self.shared.options)
            .finish_non_exhaustive()
    }
}
