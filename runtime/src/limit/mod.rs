//! Keeping calls within the documented requests per second.
//!
//! The documentation limits most actions to so many requests per second, for each account and region.
//! With [`ConfigBuilder::documented_rate_limits`](crate::ConfigBuilder::documented_rate_limits), calls
//! wait for their turn instead of being refused with `RequestLimitExceeded`:
//!
//! - Attempts at one action in one region are sent evenly spaced, a tenth slower than documented, so
//!   that delays on the way do not push too many into one second.
//! - Turns are taken in the order of the calls. The wait before the first attempt does not count towards
//!   the [timeout](crate::ConfigBuilder::timeout) of the call; dropping the future gives the turn back.
//! - All clients made from one configuration and its variants share the turns. Other processes of
//!   the account do not.
//! - Calls by name have no documented number that the runtime knows of, and do not wait.

mod pace;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::time::Clock;
use pace::Pace;

/// What is limited: of a product, an action, in a region.
type Key = [String; 3];

/// The paces of all actions called so far.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter {
    paces: Mutex<BTreeMap<Key, Arc<Pace>>>,
}

impl RateLimiter {
    /// Returns when the action may be sent again.
    pub(crate) async fn turn(&self, key: Key, per_second: u32, clock: &dyn Clock) {
        let pace = {
            let mut paces = self.paces.lock().unwrap_or_else(PoisonError::into_inner);
            let pace = paces.entry(key);
            Arc::clone(pace.or_insert_with(|| Arc::new(Pace::new(per_second))))
        };
        pace.turn(clock).await;
    }
}
