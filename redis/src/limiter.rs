//! The limiter: slots from Redis, or from this process while Redis is away.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tencentcloud_api_runtime::limit::{LimitedRequest, LocalRateLimiter, RateLimiter};
use tencentcloud_api_runtime::{BoxFuture, RateLimitError};
use tokio::sync::Mutex as AsyncMutex;

use crate::builder::{Builder, InvalidSetting};
use crate::health::Health;
use crate::server::{Assignment, Server};

/// A limiter by which all processes with the same Redis server and namespace share the documented
/// rates. Clones share everything.
///
/// Redis assigns the slots, by its own clock. While it is away, the process limits itself. See the
/// [README](https://docs.rs/crate/tencentcloud-api-redis) for the behavior in detail.
#[derive(Clone)]
pub struct RedisRateLimiter(Arc<Inner>);

struct Inner {
    server: Server,
    health: Health,
    local: LocalRateLimiter,
    /// The beginning of all keys.
    prefix: String,
    longest_wait: Duration,
    queues: Mutex<BTreeMap<String, Arc<Queue>>>,
}

/// The callers of this process that wait for a slot of one key, in their order. The first one holds
/// the lock. It stores the time of the slot that Redis assigned, by the monotonic clock, so that
/// the next caller gets the slot if this one is dropped.
type Queue = AsyncMutex<Option<Duration>>;

impl RedisRateLimiter {
    /// Creates a limiter with default settings.
    ///
    /// `address` is a URL: `redis://[user:password@]host[:port][/db]`, or `redis+unix:` with the
    /// path of a socket. `namespace` names the account, the same in all its processes.
    ///
    /// # Errors
    /// If the address is malformed or the namespace empty.
    pub fn new(
        address: impl Into<String>,
        namespace: impl Into<String>,
    ) -> Result<Self, InvalidSetting> {
        Self::builder(address, namespace).build()
    }

    /// Creates a builder; see [`new`](Self::new) for the arguments.
    pub fn builder(address: impl Into<String>, namespace: impl Into<String>) -> Builder {
        Builder::new(address.into(), namespace.into())
    }

    pub(crate) fn from_parts(
        server: Server,
        health: Health,
        local: LocalRateLimiter,
        prefix: String,
        longest_wait: Duration,
    ) -> Self {
        Self(Arc::new(Inner {
            server,
            health,
            local,
            prefix,
            longest_wait,
            queues: Mutex::default(),
        }))
    }

    /// Returns whether Redis is away, so that the process limits only itself.
    #[must_use]
    pub fn is_degraded(&self) -> bool {
        self.0.health.is_degraded()
    }

    /// Returns the number of outages so far.
    #[must_use]
    pub fn outages(&self) -> u64 {
        self.0.health.outages()
    }

    /// Returns the number of slots that this process assigned itself during outages.
    #[must_use]
    pub fn local_slots(&self) -> u64 {
        self.0.health.local_slots()
    }
}

impl RateLimiter for RedisRateLimiter {
    fn acquire<'a>(
        &'a self,
        request: LimitedRequest<'a>,
    ) -> BoxFuture<'a, Result<(), RateLimitError>> {
        Box::pin(self.0.acquire(request))
    }
}

impl Inner {
    async fn acquire(&self, request: LimitedRequest<'_>) -> Result<(), RateLimitError> {
        let key = self.key(&request);
        let queue = self.queue(&key);
        let mut assigned = queue.lock().await;
        let slot = match *assigned {
            // Left by a caller that was dropped.
            Some(slot) if slot >= request.clock.monotonic() => slot,
            _ => match self.assign(&key, &request).await? {
                Some(wait) => request.clock.monotonic().saturating_add(wait),
                None => {
                    *assigned = None;
                    return self.acquire_locally(request).await;
                }
            },
        };
        *assigned = Some(slot);
        let wait = slot.saturating_sub(request.clock.monotonic());
        if !wait.is_zero() {
            request.clock.sleep(wait).await;
        }
        *assigned = None;
        Ok(())
    }

    async fn acquire_locally(&self, request: LimitedRequest<'_>) -> Result<(), RateLimitError> {
        self.local.acquire(request).await?;
        self.health.count_local_slot();
        Ok(())
    }

    /// Returns the wait until the slot that Redis assigns, or `None` if Redis is away.
    async fn assign(
        &self,
        key: &str,
        request: &LimitedRequest<'_>,
    ) -> Result<Option<Duration>, RateLimitError> {
        if !self.health.may_ask(Instant::now()) {
            return Ok(None);
        }
        let spacing = request.spacing();
        match self.server.assign(key, spacing, self.longest_wait).await {
            Ok(assignment) => {
                self.note_reply();
                match assignment {
                    Assignment::Slot(wait) => Ok(Some(wait)),
                    Assignment::TooFar(wait) => Err(self.refusal(key, wait)),
                }
            }
            Err(reason) => {
                self.note_failure(&reason);
                Ok(None)
            }
        }
    }

    fn note_failure(&self, reason: &dyn fmt::Display) {
        if self.health.failed(Instant::now()) {
            tracing::warn!(
                target: "tencentcloud_api_redis",
                server = %self.server.address(),
                %reason,
                "Redis is away: rate limits apply only within this process",
            );
        }
    }

    fn note_reply(&self) {
        if self.health.succeeded() {
            tracing::info!(
                target: "tencentcloud_api_redis",
                server = %self.server.address(),
                local_slots = self.health.local_slots(),
                "Redis is back: processes share the rate limits again",
            );
        }
    }

    fn refusal(&self, key: &str, wait: Duration) -> RateLimitError {
        RateLimitError::new(format!(
            "the next slot of {key:?} is {wait:?} away, and at most {:?} are allowed: call less \
             often, raise `longest_wait`, or delete the key if the clock of Redis was set back",
            self.longest_wait
        ))
    }

    fn key(&self, request: &LimitedRequest<'_>) -> String {
        let LimitedRequest {
            service,
            action,
            region,
            ..
        } = request;
        format!("{}:{service}:{action}:{region}", self.prefix)
    }

    fn queue(&self, key: &str) -> Arc<Queue> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        match queues.get(key) {
            Some(queue) => Arc::clone(queue),
            None => Arc::clone(queues.entry(key.to_owned()).or_default()),
        }
    }
}

// The client's address may hold a password.
impl fmt::Debug for RedisRateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        f.debug_struct("RedisRateLimiter")
            .field("server", &inner.server.address())
            .field("prefix", &inner.prefix)
            .field("longest_wait", &inner.longest_wait)
            .field("is_degraded", &self.is_degraded())
            .field("outages", &self.outages())
            .field("local_slots", &self.local_slots())
            .finish_non_exhaustive()
    }
}
