//! The shared parts of the benchmarks: a loopback endpoint, contenders, baselines and measurements.
//!
//! A *baseline* is the cheapest possible call: hand-written for one action, without retries,
//! tolerance or options.

pub mod baseline;
pub mod contenders;
pub mod endpoint;
pub mod measure;
pub mod tls;

use tokio::runtime::{Builder, Runtime};

/// Returns a runtime that polls all futures on this thread.
///
/// # Panics
/// If the system can't create a poller.
#[must_use]
pub fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system should have a poller")
}
