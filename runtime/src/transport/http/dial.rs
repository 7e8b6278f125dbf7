//! New connections for the pool, and which version of HTTP each host speaks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Authority;
use hyper_util::client::legacy::connect::Connection as _;
use tokio::sync::Semaphore;
use tower_service::Service;

use super::connector::Connector;
use super::failure::BoxError;
use super::link::Link;
use crate::time::BoxFuture;
use crate::transport::TransportError;

/// The number of calls per host that send a request again and again at the same time.
const TURNS: usize = 8;

/// Opens connections, and learns from them what the hosts speak.
#[derive(Clone)]
pub(crate) struct Dial {
    pub(crate) hosts: Arc<Hosts>,
    /// True if the connection must speak HTTP/2.
    pub(crate) http2: bool,
}

/// The error of a connection for HTTP/2 whose host only speaks HTTP/1.1.
#[derive(Debug, thiserror::Error)]
#[error("the server speaks HTTP/1.1")]
pub(crate) struct NotHttp2;

impl Service<Uri> for Dial {
    type Response = Link;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Link, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, origin: Uri) -> Self::Future {
        let dial = self.clone();
        Box::pin(async move { dial.connect(origin).await })
    }
}

impl Dial {
    async fn connect(&self, origin: Uri) -> Result<Link, BoxError> {
        if !self.http2
            && let Some(link) = self.hosts.update(&origin, |host| host.spare.take())
        {
            return Ok(link);
        }
        let link = match self.hosts.connector.clone().call(origin.clone()).await {
            Ok(link) => link,
            Err(error) => {
                self.hosts.update(&origin, |host| host.fail(&error));
                return Err(error.into());
            }
        };
        let http1 = !link.connected().is_negotiated_h2();
        self.hosts.update(&origin, |host| {
            host.http1 = http1;
            if !(self.http2 && http1) {
                return Ok(link);
            }
            host.spare = Some(link);
            Err(NotHttp2.into())
        })
    }
}

/// The way to the hosts, and what is known about them.
pub(crate) struct Hosts {
    pub(crate) connector: Connector,
    known: Mutex<HashMap<Authority, Host>>,
}

/// A host. Until its first connection it counts as one that speaks HTTP/2, so that the calls of a
/// burst wait for that connection instead of opening one each.
pub(crate) struct Host {
    pub(crate) http1: bool,
    /// A connection that was meant for HTTP/2, for the first call over HTTP/1.1.
    spare: Option<Link>,
    /// The number of failed attempts to connect, and the last error.
    pub(crate) failures: u64,
    pub(crate) failure: Option<TransportError>,
    /// The turns of calls that send a request again and again.
    pub(crate) turns: Arc<Semaphore>,
}

impl Default for Host {
    fn default() -> Self {
        Self {
            http1: false,
            spare: None,
            failures: 0,
            failure: None,
            turns: Arc::new(Semaphore::new(TURNS)),
        }
    }
}

impl Host {
    fn fail(&mut self, error: &TransportError) {
        self.failures += 1;
        self.failure = Some(error.clone());
    }
}

impl Hosts {
    pub(crate) fn new(connector: Connector) -> Self {
        let known = Mutex::default();
        Self { connector, known }
    }

    /// Reads or changes what is known about a host.
    pub(crate) fn update<T>(&self, origin: &Uri, change: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(authority) = origin.authority() else {
            return change(&mut Host::default());
        };
        if let Some(host) = hosts.get_mut(authority) {
            return change(host);
        }
        change(hosts.entry(authority.clone()).or_default())
    }
}
