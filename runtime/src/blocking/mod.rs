//! The same calls for programs without `async`: each waits until its reply is there.
//!
//! ```no_run
//! use tencentcloud_api_runtime::{Config, Value, blocking};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let cvm = blocking::GenericClient::new(&Config::from_env()?, "cvm", "2017-03-12");
//! println!("{}", cvm.call("DescribeRegions", Value::Null)?);
//! # Ok(())
//! # }
//! ```
//!
//! A future is polled by the thread that waits for it; one thread in the background, started with the
//! first call, serves timers and connections for all. So these calls work on any thread. Within
//! `async` code they work, too, but keep the thread from its other tasks: there, the
//! asynchronous clients are the better choice, or a thread that may wait (`spawn_blocking`).

mod client;
mod driver;
mod walks;

pub use client::{Client, GenericClient, wait};
pub use walks::{Events, Items, Pages};
