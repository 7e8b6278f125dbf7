//! The runtime of generated Tencent Cloud clients: credentials, signing, transport, decoding,
//! paging.
//!
//! Most users depend on `tencentcloud-api`, which re-exports the public items. This crate alone can
//! call any action by name:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use tencentcloud_api_runtime::{Config, GenericClient, Value};
//!
//! let config = Config::from_env()?;
//! let cvm = GenericClient::new(&config, "cvm", "2017-03-12");
//! println!("{}", cvm.call("DescribeRegions", Value::Null).await?);
//! # Ok(())
//! # }
//! ```
//!
//! # Credentials
//!
//! By default, credentials come from the [default chain](ProviderChain::standard). It tries
//! environment variables, a TKE pod's identity, credentials files, profiles of `tccli`, and the
//! role of the CVM instance. [`Config::from_env`] reads only the variables.
//!
//! [`ConfigBuilder::credential`] accepts other sources: keys, [an assumed
//! role](AssumeRoleProvider), [a chain](ProviderChain), or [your own provider](CredentialProvider).
//! The configuration [caches and renews](CachedProvider) their credentials. [`Config::credential`]
//! returns the current one.
//!
//! # Features
//!
//! - `http-client`, enabled by default, provides the default transport and clock. They require a
//!   Tokio runtime with its timer and I/O enabled.
//! - `blocking` adds clients for programs without `async`.
//! - `serde` implements `Serialize` and `Deserialize` for all generated types.
//! - `testing` adds tools for testing applications without a network: transports that reply from
//!   functions or recordings, and a clock that only the test moves.
//! - `metrics` counts and times calls and attempts, through the global meter provider of
//!   OpenTelemetry.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
mod build;
mod client;
mod codec;
#[doc(hidden)]
pub mod codegen;
mod config;
mod credential;
mod date;
mod display;
mod endpoint;
mod error;
pub mod failover;
mod json;
pub mod limit;
pub mod middleware;
mod observe;
mod operation;
mod options;
mod paging;
pub mod prelude;
mod random;
mod reply;
pub mod retry;
mod settings;
mod signing;
mod stream;
mod sts;
mod tccli;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
mod transport;
pub mod v2;
pub mod wait;

pub use build::Build;
pub use bytes::Bytes;
pub use client::GenericClient;
pub use codec::{BrokenLimit, BrokenLimits, Mismatch, MissingParameters, ReadError, WriteError};
pub use credential::{
    CachedProvider, Credential, CredentialContext, CredentialProvider, CvmRoleProvider,
    Environment, EnvironmentProvider, ProfileProvider, ProviderChain,
};
pub use endpoint::RootDomain;
pub use error::{
    ApiError, CredentialError, DecodeError, Error, ErrorKind, FailedAttempt, FailedState,
    HttpStatusError, InvalidRequest, MissingItems, RateLimitError, RepeatedPage, TimeoutError,
    TimeoutKind,
};
pub use http::HeaderMap;
pub use json::Json;
pub use observe::{MismatchedMember, UnknownMember};
pub use operation::{AsRequest, Operation, RegionRule, Request};
pub use options::{CallOptions, Language, RequestForm, SignatureMethod};
pub use paging::{Items, PagedRequest, Pages};
pub use random::{Random, SystemRandom};
pub use reply::Response;
pub use serde_json::{Value, json};
pub use settings::{Config, ConfigBuilder};
pub use stream::{Event, EventData, Events};
pub use sts::{AssumeRoleProvider, WebIdentityProvider};
pub use tccli::TccliProvider;
#[cfg(feature = "http-client")]
pub use time::SystemClock;
pub use time::{BoxFuture, Clock};
pub use transport::{
    ByteStream, HttpRequest, HttpResponse, StreamingResponse, Transport, TransportError,
    TransportErrorKind,
};
#[cfg(feature = "http-client")]
pub use transport::{HttpOptions, HttpTransport};

/// The Rust code of the README, compiled as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;
