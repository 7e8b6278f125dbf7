//! Retries of failed attempts.
//!
//! Retries are on by default, and safe. A request that changes something is only sent again in two
//! cases. Either the API certainly did not act on it, or it recognises the retry by its
//! `ClientToken`.
//!
//! | failure | retried |
//! |---|---|
//! | throttling: `RequestLimitExceeded` and its finer kinds, HTTP 429 | always |
//! | no connection, therefore nothing was sent | always |
//! | `AuthFailure.SignatureExpire` if the reply's `Date` reveals a wrong local clock | always, signed with the correct time; the client remembers the difference |
//! | broken or stalled connection, HTTP 408, 500, 502, 503, 504 | if the action only reads, or the request has a `ClientToken` |
//! | `InternalError`, `InternalServerError`, `ServiceUnavailable` and their finer kinds | if the action only reads, or the request has a `ClientToken` |
//! | invalid or unknown certificate, refusal by a proxy ([`TransportErrorKind::Rejected`](crate::TransportErrorKind::Rejected)) | never |
//! | all other API errors, replies that cannot be decoded, missing credentials | never |
//!
//! | setting | default | set with |
//! |---|---|---|
//! | policy | [`SafeErrors`] | [`ConfigBuilder::retry`](crate::ConfigBuilder::retry) |
//! | number of attempts | 3 | [`RetryPolicyExt::with_attempt_limit`] |
//! | total time | 60 s, the limit for the whole call; a wait that would exceed it is not started | [`ConfigBuilder::timeout`](crate::ConfigBuilder::timeout), [`RetryPolicyExt::with_time_limit`] |
//! | time for one attempt | no separate limit | [`ConfigBuilder::attempt_timeout`](crate::ConfigBuilder::attempt_timeout) |
//! | wait before the *n*th retry | random, from 0 to 0.5 s · 2ⁿ⁻¹, or twice that after throttling; at most 20 s; never less than `Retry-After` | [`ConfigBuilder::backoff`](crate::ConfigBuilder::backoff) |
//! | budget of a client and its clones | 500 tokens: a retry costs 5, one after a timeout 10, refunded if it succeeds; a successful first attempt adds 1 | [`ConfigBuilder::retry_budget`](crate::ConfigBuilder::retry_budget) |
//! | `ClientToken` | filled in with 32 random hexadecimal digits if the request omits it, the same for all attempts | set it in the request |
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
mod policy;
mod state;

pub use backoff::Backoff;
pub(crate) use backoff::retry_after;
pub use policy::{
    AttemptLimit, Failure, NeverRetry, RetryPolicy, RetryPolicyExt, SafeErrors, TimeLimit,
};
pub(crate) use state::{Budget, RetrySettings, RetryState};
