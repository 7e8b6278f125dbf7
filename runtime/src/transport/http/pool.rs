//! The hosts that a transport has talked to, each with its connections.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::HttpOptions;
use super::host::{Host, Keeping};
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
        let new = Arc::new(Host::new(origin, self.keeping)?);
        let mut hosts = self.hosts.write().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(hosts.entry(origin.into()).or_insert(new)))
    }
}
