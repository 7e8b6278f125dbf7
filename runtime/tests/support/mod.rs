//! What several integration tests share; no single one uses all of it.
#![allow(dead_code, unreachable_pub, missing_docs)]

pub mod certificates;
pub mod exchange;
pub mod sample;
pub mod script;
pub mod server;
pub mod skipping_clock;
pub mod verify;
