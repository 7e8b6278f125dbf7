//! Comparison of two states of the specs: documentation changes, and their effect on the crate.

pub mod diff;
pub mod semver;
