//! The connections of a runtime: one per host that speaks HTTP/2, and hyper-util's pool for others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::PROXY_AUTHORIZATION;
use http::uri::{Authority, Scheme};
use http::{Request, Response, Uri, Version};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::Connection as _;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::{Instant, sleep};

use super::connector::Connector;
use super::http2::{Attempt, Http2};
use super::{HttpOptions, failure};
use crate::transport::TransportError;

/// The maximum number of times that a request which an HTTP/2 server did not process is sent again.
const RESENDS: u32 = 50;
/// The number of resends that do not wait for a turn.
const IMMEDIATE: u32 = 3;
/// The number of resends on the connection that all calls share. Later ones go over connections of
/// their own: there, a server that processes only a few requests per connection processes this one.
const SHARED: u32 = 8;
/// The number of resends without a pause.
const UNPAUSED: u32 = 10;
/// The number of calls that send a request again and again at the same time. If a server processes
/// only a few requests per connection, all calls would otherwise send theirs on each new one.
const TURNS: usize = 8;

/// The connections that one runtime's calls share.
pub(crate) struct Pool {
    options: Arc<HttpOptions>,
    connector: Connector,
    /// The hosts that may speak HTTP/2.
    hosts: Mutex<HashMap<Authority, Arc<Opening>>>,
    /// Serves all other hosts.
    http1: Arc<Http1>,
    turns: Semaphore,
}

/// A host, once a call has opened the first connection to it. The other calls wait and go on in
/// their order, so that all get a turn if the connection serves only a few requests.
type Opening = OnceCell<Result<Host, TransportError>>;

/// A host, by the version of HTTP that it speaks.
#[derive(Clone)]
enum Host {
    Http1(Arc<Http1>),
    Http2(Arc<Http2>),
}

/// Hyper-util's pool. It sends a request again itself if an idle connection did not take it.
type Http1 = Client<Connector, Full<Bytes>>;

impl Host {
    fn is_open(&self) -> bool {
        !matches!(self, Self::Http2(connection) if !connection.is_open())
    }
}

impl Pool {
    pub(crate) fn new(options: Arc<HttpOptions>, connector: Connector) -> Self {
        Self {
            http1: http1(&options, connector.clone()),
            options,
            connector,
            hosts: Mutex::default(),
            turns: Semaphore::new(TURNS),
        }
    }

    /// Sends a request and waits for the head of the response. The attempt goes on until the body
    /// has arrived.
    pub(crate) async fn exchange(
        &self,
        message: Request<Bytes>,
        deadline: Option<Instant>,
    ) -> Result<(Response<Incoming>, Attempt), TransportError> {
        let (mut resends, mut turn) = (0, None);
        loop {
            let host = if resends > SHARED {
                Box::pin(self.open(message.uri())).await?
            } else {
                self.host(message.uri()).await?
            };
            let connection = match host {
                Host::Http2(connection) => connection,
                Host::Http1(client) => {
                    let response = self.over_http1(&client, message).await?;
                    return Ok((response, Attempt::new(None, deadline)));
                }
            };
            let attempt = Attempt::new(Some(&connection), deadline);
            let failed = match connection.exchange(&message).await {
                Ok(response) => return Ok((response, attempt)),
                Err(failed) => failed,
            };
            connection.retire();
            resends += 1;
            if resends > RESENDS || !failed.is_unprocessed {
                return Err(failed.error);
            }
            if resends > IMMEDIATE && turn.is_none() {
                turn = self.turns.acquire().await.ok();
            }
            if resends > UNPAUSED {
                sleep(Duration::from_millis(1) * resends).await;
            }
        }
    }

    async fn over_http1(
        &self,
        client: &Http1,
        message: Request<Bytes>,
    ) -> Result<Response<Incoming>, TransportError> {
        let uri = message.uri().clone();
        let mut request = message.map(Full::new);
        if let Some(login) = self.connector.authorization(&uri) {
            request.headers_mut().insert(PROXY_AUTHORIZATION, login);
        }
        let response = client.request(request).await;
        let mut response = response.map_err(|error| failure::over_http1(&uri, error))?;
        self.connector.check_proxy(&uri, &mut response)?;
        if response.version() == Version::HTTP_2 {
            // The host has begun to speak it.
            uri.authority().and_then(|host| self.hosts().remove(host));
        }
        Ok(response)
    }

    /// Returns the host of an address. If it is unknown, this opens a connection to it, or waits
    /// for the call that does.
    async fn host(&self, uri: &Uri) -> Result<Host, TransportError> {
        let may_share = self.options.http2 && self.options.max_idle_per_host() > 0;
        let authority = uri.authority().filter(|_| may_share);
        let Some(authority) = authority.filter(|_| uri.scheme() == Some(&Scheme::HTTPS)) else {
            return Ok(Host::Http1(Arc::clone(&self.http1)));
        };
        loop {
            let opening = self.opening(authority);
            let mut waits = true;
            let opened = opening.get_or_init(|| {
                waits = false;
                // Boxed, because each call would hold the space for it.
                Box::pin(self.open(uri))
            });
            match opened.await {
                Ok(host) if waits && !host.is_open() => {}
                opened => return opened.clone(),
            }
        }
    }

    /// Returns the last opening of a host, or a new one if that failed or its connection serves no
    /// further requests.
    fn opening(&self, authority: &Authority) -> Arc<Opening> {
        let mut hosts = self.hosts();
        let opening = hosts.entry(authority.clone()).or_default();
        let opened = opening.get().map(Result::as_ref);
        if opened.is_some_and(|opened| !opened.is_ok_and(Host::is_open)) {
            *opening = Arc::default();
        }
        Arc::clone(opening)
    }

    /// Opens the first connection to a host, and learns from it which version of HTTP it speaks.
    async fn open(&self, uri: &Uri) -> Result<Host, TransportError> {
        let link = self.connector.connect(uri).await?;
        if link.connected().is_negotiated_h2() {
            let opened = Http2::open(link, &self.options).await.map(Host::Http2);
            return opened.map_err(|error| failure::connecting(uri, error));
        }
        let connector = self.connector.starting_with(link);
        Ok(Host::Http1(http1(&self.options, connector)))
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<Authority, Arc<Opening>>> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn http1(options: &HttpOptions, connector: Connector) -> Arc<Http1> {
    let client = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(options.pool_idle_timeout)
        .pool_max_idle_per_host(options.max_idle_per_host())
        .build(connector);
    Arc::new(client)
}
