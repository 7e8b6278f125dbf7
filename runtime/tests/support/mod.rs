//! Tools that several integration tests share. No single test uses all of them, so the compiler
//! would report the others as dead code.
#![allow(dead_code, unreachable_pub, missing_docs)]

pub mod certificates;
pub mod clock;
pub mod exchange;
pub mod log;
pub mod random;
pub mod relay;
#[macro_use]
pub mod sample;
pub mod script;
pub mod server;
pub mod verify;
