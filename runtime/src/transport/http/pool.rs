//! The hosts that a transport has talked to, each with the idle connections it keeps open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::task::AbortHandle;

use super::HttpOptions;
use super::connection::{Connection, Http1, Http2};
use super::origin::Origin;
use crate::transport::TransportError;

/// The hosts of a transport, by origin.
#[derive(Debug)]
pub(crate) struct Pool {
    limits: IdleLimits,
    hosts: RwLock<HashMap<Box<str>, Arc<Host>>>,
}

impl Pool {
    pub(crate) fn new(options: &HttpOptions) -> Self {
        Self {
            limits: IdleLimits {
                time: options.pool_idle_timeout,
                connections: options.pool_max_idle_per_host,
            },
            hosts: RwLock::default(),
        }
    }

    /// Returns the host of an origin.
    pub(crate) fn host(&self, origin: &str) -> Result<Arc<Host>, TransportError> {
        let hosts = self.hosts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = hosts.get(origin) {
            return Ok(Arc::clone(host));
        }
        drop(hosts);
        let new = Arc::new(Host {
            origin: Origin::parse(origin)?,
            limits: self.limits,
            kept: Mutex::default(),
        });
        let mut hosts = self.hosts.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(hosts.entry(origin.into()).or_insert(new)))
    }
}

/// The limits on idle connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IdleLimits {
    /// The maximum idle time.
    pub(crate) time: Duration,
    /// The maximum number of idle connections per host.
    pub(crate) connections: usize,
}

/// An origin, with the connections kept open to it.
#[derive(Debug)]
pub(crate) struct Host {
    origin: Origin,
    limits: IdleLimits,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Idle connections with the time they became idle, the longest idle first.
    idle: Vec<(Http1, Instant)>,
    /// The connection that all calls share, with the time of its last use.
    shared: Option<(Http2, Instant)>,
    /// The task that closes expired connections.
    sweeper: Option<AbortHandle>,
}

impl Host {
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Returns a usable connection, if there is one.
    pub(crate) fn take(&self) -> Option<Connection> {
        let mut kept = self.kept();
        let fresh = |since: Instant| since.elapsed() < self.limits.time;
        if let Some((shared, used)) = &mut kept.shared
            && shared.is_open()
            && fresh(*used)
        {
            *used = Instant::now();
            return Some(Connection::Http2(shared.clone()));
        }
        kept.shared = None;
        while let Some((connection, since)) = kept.idle.pop() {
            if connection.is_open() && fresh(since) {
                return Some(Connection::Http1(connection));
            }
        }
        None
    }

    /// Keeps a connection whose exchange has ended.
    pub(crate) fn keep(self: &Arc<Self>, connection: Http1) {
        if !connection.is_open() || self.limits.time.is_zero() {
            return;
        }
        let mut kept = self.kept();
        if kept.idle.len() < self.limits.connections {
            kept.idle.push((connection, Instant::now()));
            self.ensure_sweeper(kept);
        }
    }

    /// Shares a new HTTP/2 connection with other calls, or returns the one that is already shared.
    pub(crate) fn share(self: &Arc<Self>, connection: Connection) -> Connection {
        let Connection::Http2(new) = connection else {
            return connection;
        };
        if self.limits.connections == 0 || self.limits.time.is_zero() {
            return Connection::Http2(new);
        }
        let mut kept = self.kept();
        let open = kept.shared.as_ref().filter(|(open, _)| open.is_open());
        let shared = open.map_or(new, |(open, _)| open.clone());
        kept.shared = Some((shared.clone(), Instant::now()));
        self.ensure_sweeper(kept);
        Connection::Http2(shared)
    }

    /// Starts the task that closes expired connections, unless it is running.
    fn ensure_sweeper(self: &Arc<Self>, mut kept: MutexGuard<'_, Kept>) {
        let sweeper = kept.sweeper.as_ref();
        if sweeper.is_some_and(|sweeper| !sweeper.is_finished()) {
            return;
        }
        let host = Arc::downgrade(self);
        let mut next = self.limits.time;
        let sweeper = tokio::spawn(async move {
            loop {
                tokio::time::sleep(next).await;
                let due = host.upgrade().and_then(|host| host.sweep());
                match due {
                    Some(due) => next = due,
                    None => return,
                }
            }
        });
        kept.sweeper = Some(sweeper.abort_handle());
    }

    /// Closes expired connections. Returns the time until the next one expires, if any.
    fn sweep(&self) -> Option<Duration> {
        let mut kept = self.kept();
        let left = |since: Instant| self.limits.time.saturating_sub(since.elapsed());
        let is_kept = |open: bool, since: Instant| open && !left(since).is_zero();
        kept.idle
            .retain(|(connection, since)| is_kept(connection.is_open(), *since));
        kept.shared
            .take_if(|(shared, used)| !is_kept(shared.is_open(), *used));
        let idle = kept.idle.first().map(|(_, since)| *since);
        let shared = kept.shared.as_ref().map(|(_, used)| *used);
        let due = idle.into_iter().chain(shared).map(left).min();
        if due.is_none() {
            // The task ends now. The next kept connection starts another one.
            kept.sweeper = None;
        }
        due
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let kept = self.kept.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(sweeper) = &kept.sweeper {
            sweeper.abort();
        }
    }
}
