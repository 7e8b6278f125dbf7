//! The default transport: pooled connections, HTTP/2, gzip, TLS checked against the system's roots.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use reqwest::redirect::Policy;
use reqwest::{NoProxy, Proxy};
use rustls::ClientConfig;

use super::options::ProxyChoice;
use super::{
    HttpOptions, HttpRequest, HttpResponse, StreamingResponse, Transport, TransportError, classify,
    tls,
};
use crate::time::BoxFuture;

/// Sends through a `reqwest` client. Clones share the pool.
///
/// A request that an HTTP/2 server refuses to look at is sent once more without a word; nothing else is
/// repeated here.
#[derive(Clone)]
pub struct ReqwestTransport {
    client: reqwest::Client,
    /// What another pool could be made of; unknown for a client of the user's.
    plan: Option<Arc<Plan>>,
}

struct Plan {
    options: HttpOptions,
    tls: ClientConfig,
    /// The same with another pool, once it was asked for.
    detached: OnceLock<reqwest::Client>,
    /// The same without a proxy, once it was asked for.
    direct: OnceLock<reqwest::Client>,
}

impl ReqwestTransport {
    /// A transport with its own pool and default options but for the time allowed to connect.
    ///
    /// # Errors
    /// If TLS cannot be set up, for want of root certificates as a rule.
    pub fn new(connect_timeout: Duration) -> Result<Self, TransportError> {
        Self::with_options(HttpOptions::default().connect_timeout(connect_timeout))
    }

    /// A transport with its own pool.
    ///
    /// # Errors
    /// If TLS cannot be set up, or a certificate or the proxy's address is malformed.
    pub fn with_options(options: HttpOptions) -> Result<Self, TransportError> {
        let tls = tls::config(&options)?;
        let plan = Plan {
            options,
            tls,
            detached: OnceLock::new(),
            direct: OnceLock::new(),
        };
        Ok(Self {
            client: plan.client(&plan.options)?,
            plan: Some(Arc::new(plan)),
        })
    }

    /// A transport on a client of one's own. It must not follow redirects.
    #[must_use]
    pub fn from_client(client: reqwest::Client) -> Self {
        Self { client, plan: None }
    }

    fn client_for(&self, request: &HttpRequest) -> Result<reqwest::Client, TransportError> {
        match &self.plan {
            Some(plan) if request.direct => plan.direct(),
            _ => Ok(self.client.clone()),
        }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<StreamingResponse, TransportError> {
        let client = self.client_for(&request)?;
        let exchange = client.request(request.method, &request.url);
        let exchange = exchange.body(request.body).build();
        let mut exchange = exchange.map_err(classify::before_head)?;
        // Handed over and taken back whole: headers need not be copied.
        *exchange.headers_mut() = request.headers;
        let response = client.execute(exchange).await;
        let response = http::Response::from(response.map_err(classify::before_head)?);
        let (head, body) = response.into_parts();
        let (status, headers) = (head.status.as_u16(), head.headers);
        let body = Box::pin(Pieces(body));
        Ok(StreamingResponse::new(status, headers, body))
    }
}

impl Plan {
    /// A client without a proxy. It keeps no connections, so that any thread can use it.
    fn direct(&self) -> Result<reqwest::Client, TransportError> {
        if let Some(client) = self.direct.get() {
            return Ok(client.clone());
        }
        let options = self.options.clone().without_proxy();
        let client = self.client(&options.pool_max_idle_per_host(0))?;
        Ok(self.direct.get_or_init(|| client).clone())
    }

    /// A client with a new pool.
    fn client(&self, options: &HttpOptions) -> Result<reqwest::Client, TransportError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .connect_timeout(options.connect_timeout)
            .pool_idle_timeout(options.pool_idle_timeout)
            .pool_max_idle_per_host(options.pool_max_idle_per_host)
            .redirect(Policy::none());
        if !options.http2 {
            builder = builder.http1_only();
        }
        builder = match &options.proxy {
            ProxyChoice::Environment => builder,
            ProxyChoice::None => builder.no_proxy(),
            ProxyChoice::Url(url) => builder.proxy(proxy(url, options.no_proxy.as_deref())?),
        };
        builder.build().map_err(tls::setup)
    }
}

// The client's own `Debug` shows proxies, and with them perhaps passwords.
impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = self.plan.as_ref().map(|plan| &plan.options);
        f.debug_struct("ReqwestTransport")
            .field("options", &options)
            .finish_non_exhaustive()
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let limit = request.max_response_bytes;
        Box::pin(async move { self.exchange(request).await?.collect(limit).await })
    }

    fn open(
        &self,
        request: HttpRequest,
    ) -> BoxFuture<'_, Result<StreamingResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }

    fn detached(&self) -> Option<Arc<dyn Transport>> {
        let plan = self.plan.as_ref()?;
        let client = match plan.detached.get() {
            Some(client) => client.clone(),
            None => {
                // What could be set up once can be again; if not, shared connections are better than none.
                let client = plan.client(&plan.options).ok()?;
                plan.detached.get_or_init(|| client).clone()
            }
        };
        let plan = Some(Arc::clone(plan));
        Some(Arc::new(Self { client, plan }))
    }
}

/// The address is left out of the error, for it may hold a password.
fn proxy(url: &str, no_proxy: Option<&str>) -> Result<Proxy, TransportError> {
    let proxy = Proxy::all(url).map_err(|_| tls::setup("the proxy's address is no URL"))?;
    let except = match no_proxy {
        Some(hosts) => NoProxy::from_string(hosts),
        None => NoProxy::from_env(),
    };
    Ok(proxy.no_proxy(except))
}

/// A body's data; trailers are passed over.
struct Pieces(reqwest::Body);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(Pin::new(&mut self.0).poll_frame(context));
            match frame.map(|frame| frame.map(http_body::Frame::into_data)) {
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Err(_trailers))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(classify::within_body(error)))),
                None => return Poll::Ready(None),
            }
        }
    }
}
