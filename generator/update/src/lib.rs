//! What bringing newer pages in would do: which pages count, what changes, what is kept although it vanished.
//!
//! Nothing is written here, and nothing is fetched: both sides are pages that lie on the disk.

mod keep;
mod pages;
mod plan;

pub use pages::{Outcome, PageChange, Side};
pub use plan::{Plan, PlanError, Wishes, plan};
