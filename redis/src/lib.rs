//! A rate limiter on Redis, by which all processes of an account share the documented requests per
//! second.
//!
//! [`RedisRateLimiter`] implements the runtime's
//! [`RateLimiter`](tencentcloud_api_runtime::limit::RateLimiter). Set it with
//! [`ConfigBuilder::rate_limiter`](tencentcloud_api_runtime::ConfigBuilder::rate_limiter).
//!
//! The feature `tls` adds servers that require TLS, with `rediss://` addresses.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod health;
mod limiter;
mod server;
#[cfg(feature = "tls")]
mod tls;

pub use builder::{Builder, InvalidSetting};
pub use limiter::RedisRateLimiter;

/// The Rust code of the README, compiled as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
