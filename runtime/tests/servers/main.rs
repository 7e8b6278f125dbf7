//! The client with real servers and proxies: nginx, squid, tinyproxy and microsocks.
//!
//! Each test starts its servers itself, on loopback ports. A test without its server is skipped, or
//! fails if the environment variable `CI` is set. `SERVERS_CALLS` and `SERVERS_SECONDS` prolong the
//! tests, and `SERVERS_SEED` repeats the random ones.
#![cfg(all(unix, feature = "http-client"))]

#[path = "../support/mod.rs"]
mod support;

mod calls;
mod gateway;
mod idle;
mod nginx;
mod program;
mod proxies;
mod recycling;
mod reload;
mod silence;
mod soak;
mod socks;
mod upstream;
