//! A fake Tencent Cloud for tests.
//!
//! The server speaks the protocol of the API, checks requests as the cloud does, and answers them
//! from the documentation. Any SDK in any language can be pointed at it.
//!
//! ```
//! use tencentcloud_api_runtime::{GenericClient, json};
//! use tencentcloud_fake::FakeCloud;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fake = FakeCloud::start().await?;
//! let client = GenericClient::new(&fake.config().build()?, "cvm", "2017-03-12");
//! let reply = client.call("DescribeZones", json!({})).await?;
//! assert!(reply["TotalCount"].is_number());
//! assert_eq!(fake.calls()[0].action, "DescribeZones");
//! # Ok(())
//! # }
//! ```
//!
//! Each [`FakeCloud`] has its own state, clock and port, and ends when it is dropped.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod api;
mod catalogue;
mod clock;
mod cloud;
mod control;
mod credential;
mod envelope;
mod fake_cloud;
mod faults;
mod guard;
mod incoming;
mod log;
mod metadata;
mod oidc;
mod page;
mod parameters;
mod problem;
mod request_ids;
mod server;
mod signature;
mod sts;

pub use catalogue::SpecError;
pub use clock::Moment;
pub use credential::{SECRET_ID, SECRET_KEY};
pub use fake_cloud::{Builder, FakeCloud, StartError, StateError};
pub use faults::{Fault, InvalidFault};
pub use guard::InvalidHost;
pub use log::{RecordedCall, SignatureCheck};
