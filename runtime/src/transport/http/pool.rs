//! The connections of a runtime: one per host that speaks HTTP/2, and hyper-util's pool for others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::Shared;
use http::header::PROXY_AUTHORIZATION;
use http::uri::{Authority, Scheme};
use http::{Request, Response, Uri, Version};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::client::legacy::connect::Connection as _;
use hyper_util::client::legacy::{self, Client};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::sync::{Semaphore, oneshot};

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
    hosts: Mutex<HashMap<Authority, Opening>>,
    /// Serves all other hosts.
    http1: Arc<Http1>,
    turns: Semaphore,
}

/// A host, once the first connection to it is open. The waiting calls go on in their order, so that
/// all get a turn if the connection serves only a few requests.
type Opening = Shared<oneshot::Receiver<Result<Host, TransportError>>>;

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
        match self {
            Self::Http1(_) => true,
            Self::Http2(connection) => connection.is_open(),
        }
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
                    let uri = message.uri().clone();
                    let response = client.request(self.http1_request(message)).await;
                    let response = self.http1_response(&uri, response)?;
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
                tokio::time::sleep(Duration::from_millis(1) * resends).await;
            }
        }
    }

    fn http1_request(&self, message: Request<Bytes>) -> Request<Full<Bytes>> {
        let mut request = message.map(Full::new);
        if let Some(login) = self.connector.authorization(request.uri()) {
            request.headers_mut().insert(PROXY_AUTHORIZATION, login);
        }
        request
    }

    fn http1_response(
        &self,
        uri: &Uri,
        response: Result<Response<Incoming>, legacy::Error>,
    ) -> Result<Response<Incoming>, TransportError> {
        let mut response = response.map_err(|error| failure::over_http1(uri, error))?;
        self.connector.check_proxy(uri, &mut response)?;
        if response.version() == Version::HTTP_2 {
            // The host has begun to speak it.
            self.update(|hosts| uri.authority().and_then(|host| hosts.remove(host)));
        }
        Ok(response)
    }

    /// Returns the host of an address. If it is unknown, this opens a connection to it, or waits
    /// for the call that does.
    async fn host(&self, uri: &Uri) -> Result<Host, TransportError> {
        let may_share = self.options.http2 && self.options.keeps_connections();
        let authority = uri.authority().filter(|_| may_share);
        let Some(authority) = authority.filter(|_| uri.scheme() == Some(&Scheme::HTTPS)) else {
            return Ok(Host::Http1(Arc::clone(&self.http1)));
        };
        loop {
            let (opening, result) = self.update(|hosts| match hosts.get(authority) {
                Some(opening) if is_usable(opening) => (opening.clone(), None),
                _ => {
                    let (sender, receiver) = oneshot::channel();
                    let opening = receiver.shared();
                    hosts.insert(authority.clone(), opening.clone());
                    (opening, Some(sender))
                }
            });
            let waits = result.is_none();
            if let Some(result) = result {
                // Boxed, because each call would hold the space for it.
                let _ = result.send(Box::pin(self.open(uri)).await);
            }
            match opening.await {
                Ok(Ok(host)) if waits && !host.is_open() => {}
                Ok(opened) => return opened,
                // The call that opened the connection was dropped.
                Err(_) => {}
            }
        }
    }

    /// Opens the first connection to a host, and learns from it which version of HTTP it speaks.
    async fn open(&self, uri: &Uri) -> Result<Host, TransportError> {
        let link = self.connector.connect(uri).await?;
        if link.connected().is_negotiated_h2() {
            let connection = Http2::open(link, &self.options).await;
            let connection = connection.map_err(|error| failure::connecting(uri, error));
            return connection.map(Host::Http2);
        }
        let connector = self.connector.starting_with(link);
        Ok(Host::Http1(http1(&self.options, connector)))
    }

    fn update<T>(&self, change: impl FnOnce(&mut HashMap<Authority, Opening>) -> T) -> T {
        change(&mut self.hosts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn http1(options: &HttpOptions, connector: Connector) -> Arc<Http1> {
    let kept = match options.keeps_connections() {
        true => options.pool_max_idle_per_host,
        false => 0,
    };
    let client = Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(options.pool_idle_timeout)
        .pool_max_idle_per_host(kept)
        .build(connector);
    Arc::new(client)
}

/// Returns whether a host serves requests, or will.
fn is_usable(opening: &Opening) -> bool {
    match opening.peek() {
        Some(Ok(Ok(host))) => host.is_open(),
        Some(_) => false,
        None => true,
    }
}
