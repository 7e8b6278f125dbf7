//! From documentation pages to a Rust SDK crate, one direction, one stage a module.
//!
//! [`document`] reads page formats, [`extract`] finds the API facts in them, [`spec`] keeps the
//! facts as YAML, [`lint`] finds where they contradict each other, [`lower`] decides what Rust they become, and [`emit`] prints it.

pub mod diff;
pub mod document;
pub mod emit;
pub mod extract;
pub mod finding;
pub mod lint;
pub mod lower;
pub mod openapi;
pub mod parallel;
pub mod pipeline;
pub mod report;
pub mod semver;
pub mod spec;
pub mod update;
pub(crate) mod web_page;
