//! What the benchmarks share: replies, an endpoint on loopback, and the floors to compare with.
//!
//! A floor is the least that a call can cost: hand-written, for this one action, without retries,
//! tolerance or options.

pub mod caller;
pub mod endpoint;
pub mod floor;
pub mod machine;
pub mod replies;
pub mod rounds;
pub mod signing;
