//! Brings documentation pages into `specs/sources/`, the only part of the workspace that knows the network.
//!
//! `cargo xtask scrape` runs this crate's program as a process of its own, so that nothing else has to build
//! what it needs.

mod arguments;
mod import;
mod options;
mod page;
mod report;
mod run;
mod site;
mod store;

pub use report::{Event, Outcome, PageEvent, Summary};
pub use run::main;
pub use site::edition::Edition;
pub use store::StoreError;
