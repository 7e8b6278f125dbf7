//! Endpoints that were derived from hosts, remembered.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::endpoint::Endpoint;
use super::request_error::InvalidRequest;

/// More than one program talks to, unless it makes up regions.
const MOST: usize = 1024;

/// Endpoints by the hosts that they were derived from. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct DerivedEndpoints(Arc<RwLock<HashMap<Box<str>, Arc<Endpoint>>>>);

impl DerivedEndpoints {
    /// The endpoint of a host, made by `derive` when it is first asked for.
    pub(super) fn of(
        &self,
        host: &str,
        derive: impl FnOnce() -> Result<Endpoint, InvalidRequest>,
    ) -> Result<Arc<Endpoint>, InvalidRequest> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(endpoint) = known.get(host) {
            return Ok(Arc::clone(endpoint));
        }
        drop(known);
        let endpoint = Arc::new(derive()?);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(host.into(), Arc::clone(&endpoint));
        Ok(endpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derives_once_and_remembers_no_failures() {
        let endpoints = DerivedEndpoints::default();
        let fails = endpoints.of("a/b", || Endpoint::of_host("a/b"));
        assert!(fails.is_err());
        let first = endpoints
            .of("a/b", || Endpoint::of_host("cvm.example"))
            .unwrap();
        let clone = endpoints.clone();
        let second = clone.of("a/b", || panic!("it is known")).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn made_up_hosts_do_not_pile_up() {
        let endpoints = DerivedEndpoints::default();
        for number in 0..3 * MOST {
            let host = format!("cvm.region-{number}.example");
            let endpoint = endpoints.of(&host, || Endpoint::of_host(&host)).unwrap();
            assert_eq!(endpoint.host, host);
        }
        assert!(endpoints.0.read().unwrap().len() <= MOST);
    }
}
