//! The hosts that a transport has talked to, each with the idle connections it keeps open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::task::AbortHandle;

use super::HttpOptions;
use super::connection::{Connection, Http1, Http2};
use super::origin::Origin;
use crate::transport::TransportError;

/// Hosts by their origins.
#[derive(Debug)]
pub(super) struct Pool {
    keeping: Keeping,
    hosts: RwLock<HashMap<Box<str>, Arc<Host>>>,
}

impl Pool {
    pub(super) fn new(options: &HttpOptions) -> Self {
        Self {
            keeping: Keeping {
                time: options.pool_idle_timeout,
                connections: options.pool_max_idle_per_host,
            },
            hosts: RwLock::default(),
        }
    }

    /// The host of an origin.
    pub(super) fn host(&self, origin: &str) -> Result<Arc<Host>, TransportError> {
        let hosts = self.hosts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(host) = hosts.get(origin) {
            return Ok(Arc::clone(host));
        }
        drop(hosts);
        let new = Arc::new(Host {
            origin: Origin::parse(origin)?,
            keeping: self.keeping,
            kept: Mutex::default(),
        });
        let mut hosts = self.hosts.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(hosts.entry(origin.into()).or_insert(new)))
    }
}

/// Which connections are kept, and for how long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keeping {
    /// Without work.
    pub(super) time: Duration,
    pub(super) connections: usize,
}

/// A host with its scheme and port.
#[derive(Debug)]
pub(super) struct Host {
    origin: Origin,
    keeping: Keeping,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// Those without work and since when, the one longest without it first.
    idle: Vec<(Http1, Instant)>,
    /// The one that all calls share, and when it was last asked for.
    shared: Option<(Http2, Instant)>,
    /// The task that closes connections whose time is over.
    sweeper: Option<AbortHandle>,
}

impl Host {
    pub(super) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// A connection that is ready, if there is one.
    pub(super) fn take(&self) -> Option<Connection> {
        let mut kept = self.kept();
        let fresh = |since: Instant| since.elapsed() < self.keeping.time;
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
    pub(super) fn keep(self: &Arc<Self>, connection: Http1) {
        if !connection.is_open() || self.keeping.time.is_zero() {
            return;
        }
        let mut kept = self.kept();
        if kept.idle.len() < self.keeping.connections {
            kept.idle.push((connection, Instant::now()));
            self.have_swept(kept);
        }
    }

    /// Shares a new connection with other calls if it can be, or gives the one that is shared already.
    pub(super) fn share(self: &Arc<Self>, connection: Connection) -> Connection {
        let Connection::Http2(new) = connection else {
            return connection;
        };
        if self.keeping.connections == 0 || self.keeping.time.is_zero() {
            return Connection::Http2(new);
        }
        let mut kept = self.kept();
        let open = kept.shared.as_ref().filter(|(open, _)| open.is_open());
        let shared = open.map_or(new, |(open, _)| open.clone());
        kept.shared = Some((shared.clone(), Instant::now()));
        self.have_swept(kept);
        Connection::Http2(shared)
    }

    /// Starts the task that closes connections whose time is over, unless there is one.
    fn have_swept(self: &Arc<Self>, mut kept: MutexGuard<'_, Kept>) {
        let sweeper = kept.sweeper.as_ref();
        if sweeper.is_some_and(|sweeper| !sweeper.is_finished()) {
            return;
        }
        let host = Arc::downgrade(self);
        let mut next = self.keeping.time;
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

    /// Closes connections whose time is over; returns when the next one's will be, if there is one.
    fn sweep(&self) -> Option<Duration> {
        let mut kept = self.kept();
        let left = |since: Instant| self.keeping.time.saturating_sub(since.elapsed());
        let is_kept = |open: bool, since: Instant| open && !left(since).is_zero();
        kept.idle
            .retain(|(connection, since)| is_kept(connection.is_open(), *since));
        kept.shared
            .take_if(|(shared, used)| !is_kept(shared.is_open(), *used));
        let idle = kept.idle.first().map(|(_, since)| *since);
        let shared = kept.shared.as_ref().map(|(_, used)| *used);
        let due = idle.into_iter().chain(shared).map(left).min();
        if due.is_none() {
            // Whoever keeps a connection next must not take this task for one that goes on.
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
        let kept = self.kept.get_mut();
        let kept = kept.unwrap_or_else(PoisonError::into_inner);
        if let Some(sweeper) = &kept.sweeper {
            sweeper.abort();
        }
    }
}
