//! When a failed attempt is followed by another, and after how long.
//!
//! Retries are on by default, and safe: nothing that changes anything is sent twice unless the API
//! is known not to have acted on it, or promised to recognise the repetition by its `ClientToken`.
//!
//! | what failed | repeated |
//! |---|---|
//! | throttling: `RequestLimitExceeded` and its finer kinds, HTTP 429 | always |
//! | no connection, so nothing was sent | always |
//! | `AuthFailure.SignatureExpire` where the reply's `Date` shows the local clock to be wrong | always, signed with the right time; the client remembers the difference |
//! | broken or stalled connection, HTTP 408, 500, 502, 503, 504 | if the action only reads, or the request has a `ClientToken` |
//! | `InternalError`, `InternalServerError`, `ServiceUnavailable` and their finer kinds | if the action only reads, or the request has a `ClientToken` |
//! | every other error of the API, replies that cannot be read, missing credentials | never |
//!
//! | setting | default | set with |
//! |---|---|---|
//! | policy | [`SafeErrors`] | [`ConfigBuilder::retry`](crate::ConfigBuilder::retry) |
//! | attempts in all | 3 | [`RetryPolicyExt::with_attempt_limit`] |
//! | time in all | 60 s, the limit for the whole call; a wait that would end later is not begun | [`ConfigBuilder::timeout`](crate::ConfigBuilder::timeout), [`RetryPolicyExt::with_time_limit`] |
//! | time for one attempt | no limit of its own | [`ConfigBuilder::attempt_timeout`](crate::ConfigBuilder::attempt_timeout) |
//! | wait before the *n*th retry | random, from 0 to 0.5 s · 2ⁿ⁻¹, or twice that after throttling; at most 20 s; never less than `Retry-After` | [`ConfigBuilder::backoff`](crate::ConfigBuilder::backoff) |
//! | budget of a client and its clones | 500 tokens: a retry takes 5, one after a timeout 10, and gives them back if it succeeds; a first attempt that succeeds adds 1 | [`ConfigBuilder::retry_budget`](crate::ConfigBuilder::retry_budget) |
//! | `ClientToken` | filled in with 32 random hexadecimal digits where the request leaves it out, the same for all attempts | set it in the request |
//!
//! ```no_run
//! use std::time::Duration;
//! use tencentcloud_api_runtime::retry::{NeverRetry, RetryPolicyExt, SafeErrors};
//! use tencentcloud_api_runtime::Config;
//!
//! # fn example() -> Result<(), tencentcloud_api_runtime::Error> {
//! let patient = SafeErrors
//!     .with_attempt_limit(8)
//!     .with_time_limit(Duration::from_secs(40));
//! let config = Config::builder().retry(patient);
//! let config = Config::builder().retry(NeverRetry);
//! # Ok(())
//! # }
//! ```

mod backoff;
mod budget;
mod limits;
mod policy;
mod retry_after;
mod series;

pub use backoff::Backoff;
pub(crate) use budget::Budget;
pub use limits::{AttemptLimit, RetryPolicyExt, TimeLimit};
pub use policy::{Failure, NeverRetry, RetryPolicy, SafeErrors};
pub(crate) use retry_after::retry_after;
pub(crate) use series::{RetrySettings, Series};
