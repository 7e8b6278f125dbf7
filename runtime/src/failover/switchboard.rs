//! The breakers of all endpoints, and the passages of attempts through them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::breaker::{Admission, Breaker};
use super::settings::{BackupRule, Rules};
use crate::error::{Error, TimeoutKind};
use crate::time::Clock;
use crate::transport::TransportErrorKind;

/// Breakers by host. Shared by the clients of a configuration.
pub(crate) struct Switchboard {
    rules: Rules,
    clock: Arc<dyn Clock>,
    breakers: Mutex<BTreeMap<String, Breaker>>,
}

impl Switchboard {
    pub(crate) fn new(rules: Rules, clock: Arc<dyn Clock>) -> Self {
        Self {
            rules,
            clock,
            breakers: Mutex::default(),
        }
    }

    pub(crate) fn backups(&self) -> &[BackupRule] {
        &self.rules.backups
    }

    /// Lets an attempt through to a host, or not.
    pub(crate) fn admit(self: &Arc<Self>, host: &str) -> Option<Passage> {
        let now = self.clock.monotonic();
        let mut breakers = self.lock();
        let breaker = breakers.entry(host.to_owned());
        let admission = breaker.or_insert_with(|| Breaker::new(now)).admit(now)?;
        Some(Passage {
            switchboard: Arc::clone(self),
            host: host.to_owned(),
            admission,
            failed: None,
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Breaker>> {
        self.breakers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An attempt on its way to an endpoint. Dropping it tells the breaker, also if the attempt was given up.
pub(crate) struct Passage {
    switchboard: Arc<Switchboard>,
    host: String,
    admission: Admission,
    failed: Option<bool>,
}

impl Passage {
    /// The attempt came to its end, with this error or none.
    pub(crate) fn settle(mut self, error: Option<&Error>) {
        self.failed = error.map_or(Some(false), blames_endpoint);
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        let now = self.switchboard.clock.monotonic();
        let limits = &self.switchboard.rules.limits;
        if let Some(breaker) = self.switchboard.lock().get_mut(&self.host) {
            breaker.settle(self.admission, self.failed, now, limits);
        }
    }
}

/// Whether the endpoint is at fault; `None` if it had no chance to prove itself.
fn blames_endpoint(error: &Error) -> Option<bool> {
    match error {
        Error::Transport(error) => match error.kind() {
            TransportErrorKind::Setup => None,
            TransportErrorKind::ResponseTooLarge => Some(false),
            _ => Some(true),
        },
        Error::Timeout(error) => (error.kind != TimeoutKind::Total).then_some(true),
        Error::HttpStatus(error) => Some((500..600).contains(&error.status)),
        Error::Api(_) | Error::Decode(_) => Some(false),
        Error::Credentials(_) | Error::InvalidRequest(_) | Error::RepeatedPage(_) => None,
    }
}
