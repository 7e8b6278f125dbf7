//! A rate limiter on Redis, by which all processes of an account share the documented requests per
//! second.
//!
//! [`RedisRateLimiter`] implements the runtime's
//! [`RateLimiter`](tencentcloud_api_runtime::limit::RateLimiter). Set it with
//! [`ConfigBuilder::rate_limiter`](tencentcloud_api_runtime::ConfigBuilder::rate_limiter).

mod builder;
mod health;
mod limiter;
mod server;

pub use builder::{Builder, InvalidSetting};
pub use limiter::RedisRateLimiter;

/// The Rust code of the README, compiled as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
