//! A whole fake cloud: products, keys, clock, faults, calls and resources.

use std::sync::{Mutex, MutexGuard, PoisonError};

use fake_engine::Engine;
use serde_json::{Value, json};

use crate::catalogue::Catalogue;
use crate::clock::{Clock, Moment};
use crate::credential::Keyring;
use crate::faults::Faults;
use crate::guard::Guard;
use crate::log::Log;
use crate::oidc::Issuer;
use crate::problem::quoted;
use crate::request_ids::RequestIds;
use crate::signature::DerivedKeys;

/// The state that all connections share.
pub(crate) struct Cloud {
    pub(crate) catalogue: Catalogue,
    pub(crate) guard: Guard,
    pub(crate) clock: Clock,
    pub(crate) keyring: Keyring,
    pub(crate) derived_keys: DerivedKeys,
    pub(crate) ids: RequestIds,
    pub(crate) log: Log,
    pub(crate) issuer: Issuer,
    /// Name of the role that the metadata service has keys for.
    pub(crate) cvm_role: String,
    faults: Mutex<Faults>,
    engine: Mutex<Engine>,
}

impl Cloud {
    pub(crate) fn new(catalogue: Catalogue, guard: Guard, cvm_role: String) -> Self {
        Self {
            catalogue,
            guard,
            clock: Clock::default(),
            keyring: Keyring::default(),
            derived_keys: DerivedKeys::default(),
            ids: RequestIds::default(),
            log: Log::default(),
            issuer: Issuer::default(),
            cvm_role,
            faults: Mutex::default(),
            engine: Mutex::default(),
        }
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn engine(&self) -> MutexGuard<'_, Engine> {
        self.engine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Removes resources, faults and calls, and returns the clock to the system's time.
    pub(crate) fn reset(&self) {
        self.engine().reset();
        self.faults().clear();
        self.log.clear();
        self.clock.reset();
    }

    /// Returns all resources in their state of now.
    pub(crate) fn resources(&self) -> Value {
        let mut engine = self.engine();
        engine.advance(self.clock.now());
        engine.resources()
    }

    /// Returns the state to save: resources and clock.
    pub(crate) fn snapshot(&self) -> Value {
        json!({
            "format": FORMAT,
            "now": self.clock.now(),
            "resources": self.engine().snapshot(),
        })
    }

    /// Replaces the state by a saved one. After an error, the state is as before.
    pub(crate) fn restore(&self, state: &Value) -> Result<(), String> {
        if state.get("format") != Some(&FORMAT.into()) {
            let format = state.get("format").unwrap_or(&Value::Null).to_string();
            return Err(format!(
                "the member `format` is {}, expected {FORMAT}: is this the state of a fake?",
                quoted(&format)
            ));
        }
        let now = state.get("now").and_then(Value::as_str).unwrap_or_default();
        let now: Moment = now.parse().map_err(|_| {
            let now = quoted(now);
            format!("the member `now` is {now:?}, expected a time in ISO 8601")
        })?;
        let resources = state.get("resources").unwrap_or(&Value::Null);
        self.engine()
            .restore(resources)
            .map_err(|error| error.to_string())?;
        self.clock.set(now);
        Ok(())
    }
}

/// The form of saved states, which a change of their content raises.
const FORMAT: u64 = 1;
