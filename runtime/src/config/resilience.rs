//! The settings that decide what happens when calls fail, and how they are kept from failing.

use std::sync::Arc;
use std::time::Duration;

use super::ConfigBuilder;
use crate::client::InvalidRequest;
use crate::failover::{FailOver, Switchboard};
use crate::limit::RateLimiter;
use crate::retry::{Backoff, RetryPolicy, RetrySettings};
use crate::time::Clock;

/// Settings as given.
#[derive(Clone, Default)]
pub(super) struct Resilience {
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: RetrySettings,
    fail_over: Option<FailOver>,
    documented_rate_limits: bool,
}

impl ConfigBuilder {
    /// The time one attempt may take, from fetching credentials to decoding the reply. Without it, the default, a
    /// server that stalls takes up the time of the whole call, and nothing is left for another attempt. One that is
    /// longer than the [`timeout`](Self::timeout) has no effect.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.resilience.attempt_timeout = Some(timeout);
        self
    }

    /// When a failed attempt is repeated. By default three attempts, where that is
    /// [safe](crate::retry).
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.resilience.retry.policy = Arc::new(policy);
        self
    }

    /// How long to wait between attempts. By default up to 0.5 s at first and never more than 20 s, unless the server
    /// asks for more. A wait that would outlast the [`timeout`](Self::timeout) is not begun: the call fails at once.
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.resilience.retry.backoff = backoff;
        self
    }

    /// How many tokens a client and its clones hold for retries; one takes 5, or 10 after a timeout.
    /// 500 by default; zero forbids retries, and `u32::MAX` is as good as no limit.
    pub fn retry_budget(mut self, tokens: u32) -> Self {
        self.resilience.retry.budget = tokens;
        self
    }

    /// Where to go while the usual endpoint fails. Nowhere else by default; see [`failover`](crate::failover).
    pub fn fail_over(mut self, fail_over: FailOver) -> Self {
        self.resilience.fail_over = Some(fail_over);
        self
    }

    /// Whether calls wait for their turn so as to stay within the documented requests per second. They
    /// do not by default; see [`limit`](crate::limit).
    pub fn documented_rate_limits(mut self, respected: bool) -> Self {
        self.resilience.documented_rate_limits = respected;
        self
    }
}

impl Resilience {
    pub(super) fn switchboard(
        &self,
        clock: &Arc<dyn Clock>,
    ) -> Result<Option<Arc<Switchboard>>, InvalidRequest> {
        let Some(fail_over) = &self.fail_over else {
            return Ok(None);
        };
        let switchboard = Switchboard::new(fail_over.rules()?, Arc::clone(clock));
        Ok(Some(Arc::new(switchboard)))
    }

    pub(super) fn rate_limiter(&self) -> Option<Arc<RateLimiter>> {
        self.documented_rate_limits.then(Arc::default)
    }
}
