//! What generated Tencent Cloud clients call: credentials, signing, transport, decoding, paging.
//!
//! Users meet this crate through `tencentcloud-api`, which re-exports what they need. On its own it
//! can call any action by name:
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
//! [`Config::load`] and configurations that name no provider ask the
//! [default chain](ProviderChain::standard): environment variables, a TKE pod's identity, credentials
//! files, `tccli`'s profiles, the role of the CVM instance. [`Config::from_env`] insists on the variables.
//! [`ConfigBuilder::credential`] takes any other: keys, [a role assumed](AssumeRoleProvider) with the
//! keys of another provider, [a chain](ProviderChain), or [your own](CredentialProvider). What comes of
//! them is [kept and renewed](CachedProvider), and [`Config::credential`] shows it.
//!
//! # Features
//!
//! - `http-client`, on by default, is the default transport and clock. Calls are then to be made inside a
//!   Tokio runtime with its timer and I/O enabled.
//! - `blocking` adds clients for programs without `async`.
//! - `testing` helps to test applications without a network: transports that answer from functions or
//!   recordings, and a clock that stands still.

#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod codec;
#[doc(hidden)]
pub mod codegen;
mod config;
mod credential;
mod date;
mod error;
pub mod failover;
pub mod limit;
mod observe;
mod operation;
mod paging;
mod random;
pub mod retry;
mod signing;
mod stream;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
mod transport;
pub mod wait;

pub use bytes::Bytes;
pub use client::{
    CallOptions, GenericClient, InvalidRequest, RequestForm, Response, RootDomain, SignatureMethod,
};
pub use codec::{MissingParameters, WriteError};
pub use config::{Config, ConfigBuilder, Language};
pub use credential::{
    AssumeRoleProvider, CachedProvider, Credential, CredentialContext, CredentialError,
    CredentialProvider, CvmRoleProvider, Environment, EnvironmentProvider, FailedAttempt,
    ProfileProvider, ProviderChain, TccliProvider, WebIdentityProvider,
};
pub use error::{ApiError, DecodeError, Error, HttpStatusError, TimeoutError, TimeoutKind};
pub use http::HeaderMap;
pub use observe::UnknownMember;
pub use operation::{Operation, RegionRule, Request};
pub use paging::{Items, PagedRequest, Pages, RepeatedPage};
pub use random::{Random, SystemRandom};
pub use serde_json::{Value, json};
pub use stream::{Event, Events};
#[cfg(feature = "http-client")]
pub use time::SystemClock;
pub use time::{BoxFuture, Clock};
pub use transport::{
    ByteStream, HttpRequest, HttpResponse, StreamingResponse, Transport, TransportError,
    TransportErrorKind,
};
#[cfg(feature = "http-client")]
pub use transport::{HttpOptions, HttpTransport};
