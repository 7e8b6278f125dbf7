//! Client-side rate limiting to the documented requests per second.
//!
//! The documentation limits most actions to a number of requests per second, per account and
//! region. With
//! [`ConfigBuilder::documented_rate_limits`](crate::ConfigBuilder::documented_rate_limits), calls
//! wait for a slot instead of being refused with `RequestLimitExceeded`:
//!
//! - Attempts of one action in one region are evenly spaced, 10 % slower than documented. The
//!   margin keeps network delays from pushing too many requests into one second.
//! - Calls get slots in their order. The wait before the first attempt does not count towards the
//!   [timeout](crate::ConfigBuilder::timeout) of the call. Dropping the future frees the slot.
//! - All clients of one configuration and its variants share the slots. Other processes of the
//!   account do not, unless
//!   [`ConfigBuilder::rate_limiter`](crate::ConfigBuilder::rate_limiter) sets a limiter that they
//!   share. The crate `tencentcloud-api-redis` has one.
//! - Calls by name never wait, because the runtime does not know their documented rate.

mod local;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::RateLimitError;
use crate::time::{BoxFuture, Clock};

pub use local::LocalRateLimiter;

/// The margin added to the documented spacing, in percent.
const MARGIN_PERCENT: u32 = 10;

/// A limiter that decides when attempts may be sent. Clients ask it before every attempt of an
/// action whose rate is documented, retries included.
///
/// The limiter decides on its own whose calls share a rate. The API counts per account, so a
/// limiter for several accounts or processes needs a name of the account that stays the same, given
/// by the user. Requests do not carry one: a secret id changes with each rotation, and a temporary
/// one every hour.
///
/// ```
/// use tencentcloud_api_runtime::limit::{LimitedRequest, RateLimiter};
/// use tencentcloud_api_runtime::{BoxFuture, RateLimitError};
///
/// /// Keeps one product switched off.
/// struct Maintenance<L> {
///     product: &'static str,
///     others: L,
/// }
///
/// impl<L: RateLimiter> RateLimiter for Maintenance<L> {
///     fn acquire<'a>(
///         &'a self,
///         request: LimitedRequest<'a>,
///     ) -> BoxFuture<'a, Result<(), RateLimitError>> {
///         if request.service == self.product {
///             let refusal = RateLimitError::new("the product is in maintenance until noon");
///             return Box::pin(std::future::ready(Err(refusal)));
///         }
///         self.others.acquire(request)
///     }
/// }
/// ```
pub trait RateLimiter: Send + Sync {
    /// Completes when the request may be sent. Must wait on the request's clock, so that tests
    /// don't wait. A caller may drop the future at any time.
    ///
    /// # Errors
    /// A refusal. The call then fails with
    /// [`ErrorKind::RateLimit`](crate::ErrorKind::RateLimit), unsent. A refused retry fails with
    /// the error of the attempt before it.
    fn acquire<'a>(
        &'a self,
        request: LimitedRequest<'a>,
    ) -> BoxFuture<'a, Result<(), RateLimitError>>;
}

impl<L: RateLimiter + ?Sized> RateLimiter for Arc<L> {
    fn acquire<'a>(
        &'a self,
        request: LimitedRequest<'a>,
    ) -> BoxFuture<'a, Result<(), RateLimitError>> {
        (**self).acquire(request)
    }
}

/// A request that asks a [`RateLimiter`] for its slot.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct LimitedRequest<'a> {
    /// The product: `cvm`.
    pub service: &'a str,
    /// The action: `DescribeZones`.
    pub action: &'a str,
    /// The region; empty without one.
    pub region: &'a str,
    /// The documented number of requests per second, for an account and region.
    pub per_second: u32,
    /// The clock to wait on.
    pub clock: &'a dyn Clock,
}

impl<'a> LimitedRequest<'a> {
    /// Creates a request without a region.
    #[must_use]
    pub fn new(service: &'a str, action: &'a str, per_second: u32, clock: &'a dyn Clock) -> Self {
        Self {
            service,
            action,
            region: "",
            per_second,
            clock,
        }
    }

    /// Sets the region.
    #[must_use]
    pub fn in_region(mut self, region: &'a str) -> Self {
        self.region = region;
        self
    }

    /// Returns the time between two requests that keeps to the documented rate with a margin of
    /// 10 %: 55 ms for 20 requests per second. A rate of zero counts as one.
    #[must_use]
    pub fn spacing(&self) -> Duration {
        let exact = Duration::from_secs(1) / self.per_second.max(1);
        exact + exact * MARGIN_PERCENT / 100
    }
}

impl fmt::Debug for LimitedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitedRequest")
            .field("service", &self.service)
            .field("action", &self.action)
            .field("region", &self.region)
            .field("per_second", &self.per_second)
            .finish_non_exhaustive()
    }
}
