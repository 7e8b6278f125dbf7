//! Going elsewhere while the usual endpoint fails.
//!
//! Off unless [`ConfigBuilder::fail_over`](crate::ConfigBuilder::fail_over) names backups. Every endpoint
//! then has a circuit breaker that counts *failures*, shared by all clients of the configuration:
//!
//! | state | what happens |
//! |---|---|
//! | closed | Attempts go through and are counted in windows of 60 s. At 5 failures that are at least 75 % of the window's attempts it opens. |
//! | open | For 60 s, no attempt goes through. |
//! | half-open | A single attempt goes through. If it succeeds, the breaker closes; if it fails, it opens again; if it is given up, the next one is tried. |
//!
//! An attempt goes to the first endpoint whose breaker lets it through, the usual one before the backups
//! in their order; if none does, to the usual one. Each attempt is signed for the host it goes to, and
//! retries choose anew, so that a call may well succeed at the second endpoint.
//!
//! A failure is an endpoint that cannot be reached or does not answer properly: no connection, a broken
//! one, a [stalled attempt](crate::ConfigBuilder::attempt_timeout), HTTP 500 to 599 from a gateway. An
//! answer of the API, an error included, is a success, for another endpoint would give the same.
//!
//! ```
//! use tencentcloud_api_runtime::failover::{Backup, FailOver};
//! use tencentcloud_api_runtime::Config;
//!
//! let config = Config::builder().fail_over(FailOver::new([
//!     Backup::region("ap-guangzhou"),
//!     Backup::root_domain("tencentcloudapi.com.cn"),
//! ]));
//! ```

mod breaker;
mod settings;
mod switchboard;

pub(crate) use settings::BackupRule;
pub use settings::{Backup, FailOver};
pub(crate) use switchboard::{Passage, Switchboard};
