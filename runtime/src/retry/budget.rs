//! How many retries a client can afford: a guard against making an outage worse.

use std::sync::atomic::{AtomicU32, Ordering};

pub(crate) const DEFAULT_CAPACITY: u32 = 500;
const RETRY_COST: u32 = 5;
/// A timeout has kept a connection busy for long.
const TIMEOUT_RETRY_COST: u32 = 10;
const FIRST_SUCCESS_GAIN: u32 = 1;

/// A bucket of tokens, shared by all calls of a client, without a lock.
#[derive(Debug)]
pub(crate) struct Budget {
    capacity: u32,
    tokens: AtomicU32,
}

impl Budget {
    pub(crate) fn new(capacity: u32) -> Self {
        Self {
            capacity,
            tokens: AtomicU32::new(capacity),
        }
    }

    /// Takes the price of a retry and returns it; `None` if there is not enough.
    pub(super) fn pay(&self, after_timeout: bool) -> Option<u32> {
        let cost = if after_timeout {
            TIMEOUT_RETRY_COST
        } else {
            RETRY_COST
        };
        let take = |tokens: u32| tokens.checked_sub(cost);
        self.update(take).then_some(cost)
    }

    /// A call succeeded; `paid` is the price of its last retry, if there was one.
    pub(super) fn succeeded(&self, paid: Option<u32>) {
        let gain = paid.unwrap_or(FIRST_SUCCESS_GAIN);
        // A full bucket, the usual case, is only read: no contention on the hot path.
        self.update(|tokens| {
            (tokens < self.capacity).then(|| tokens.saturating_add(gain).min(self.capacity))
        });
    }

    fn update(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        let updated = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, change);
        updated.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(budget: &Budget) -> u32 {
        budget.tokens.load(Ordering::Relaxed)
    }

    #[test]
    fn retries_take_and_successes_give_back() {
        let budget = Budget::new(17);
        assert_eq!(budget.pay(false), Some(5));
        assert_eq!(budget.pay(true), Some(10));
        assert_eq!(budget.pay(false), None, "two are left");
        assert_eq!(tokens(&budget), 2);
        budget.succeeded(None);
        assert_eq!(tokens(&budget), 3);
        budget.succeeded(Some(10));
        budget.succeeded(Some(10));
        assert_eq!(tokens(&budget), 17, "never more than it can hold");
    }

    #[test]
    fn a_budget_of_nothing_forbids_retries() {
        let budget = Budget::new(0);
        budget.succeeded(None);
        assert_eq!(budget.pay(false), None);
    }
}
