//! Tools for testing applications without a network: transports that reply from functions or
//! recordings, and a clock that only the test moves.
//!
//! If an application receives its [`Config`] as a parameter, a test can pass one with a
//! [`MockTransport`]:
//!
//! ```
//! use tencentcloud_api_runtime::testing::{Fault, MockTransport};
//! use tencentcloud_api_runtime::{Config, Error, GenericClient, Value, json};
//!
//! /// The application: lists the stopped instances.
//! async fn stopped_instances(config: &Config) -> Result<Vec<String>, Error> {
//!     let cvm = GenericClient::new(config, "cvm", "2017-03-12");
//!     let reply = cvm.call("DescribeInstancesStatus", Value::Null).await?;
//!     let instances = reply["InstanceStatusSet"].as_array().cloned().unwrap_or_default();
//!     Ok(instances
//!         .iter()
//!         .filter(|instance| instance["InstanceState"] == "STOPPED")
//!         .filter_map(|instance| Some(instance["InstanceId"].as_str()?.to_owned()))
//!         .collect())
//! }
//!
//! # fn block_on<T>(future: impl Future<Output = T>) -> T {
//! #     let mut future = std::pin::pin!(future);
//! #     let mut context = std::task::Context::from_waker(std::task::Waker::noop());
//! #     match future.as_mut().poll(&mut context) {
//! #         std::task::Poll::Ready(value) => value,
//! #         std::task::Poll::Pending => panic!("the mock replies at once"),
//! #     }
//! # }
//! # block_on(async {
//! let transport = MockTransport::new().on_action("DescribeInstancesStatus", |_parameters| {
//!     json!({"InstanceStatusSet": [
//!         {"InstanceId": "ins-1", "InstanceState": "RUNNING"},
//!         {"InstanceId": "ins-2", "InstanceState": "STOPPED"},
//!     ]})
//! });
//! let config = transport.config().build()?;
//! assert_eq!(stopped_instances(&config).await?, ["ins-2"]);
//! assert_eq!(transport.calls()[0].region.as_deref(), Some("ap-guangzhou"));
//!
//! let broken = MockTransport::new().try_on_action("DescribeInstancesStatus", |_| {
//!     Err(Fault::api("UnauthorizedOperation", "access denied"))
//! });
//! let error = stopped_instances(&broken.config().build()?).await.unwrap_err();
//! assert_eq!(error.code(), Some("UnauthorizedOperation"));
//! # Ok::<(), Error>(())
//! # }).unwrap();
//! ```
//!
//! With generated types, functions take typed requests and return typed responses:
//!
//! ```text
//! let transport = MockTransport::new().on::<cvm::DescribeInstancesRequest>(|request| {
//!     assert_eq!(request.limit, Some(20));
//!     let mut response = cvm::DescribeInstancesResponse::default();
//!     response.total_count = Some(0);
//!     response
//! });
//! ```

mod clock;
mod exchange;
mod expectations;
mod fault;
mod form;
mod mock;
mod recording;
mod scrub;

pub use clock::ManualClock;
pub use exchange::Call;
pub use expectations::UnmetExpectations;
pub use fault::{Fault, MockReply};
pub use mock::MockTransport;
pub use recording::{RecordingTransport, ReplayTransport};

use crate::credential::Credential;
use crate::settings::Config;
use crate::settings::ConfigBuilder;
use crate::transport::Transport;

/// Returns a configuration for tests. It has this transport, a made-up credential, the region
/// `ap-guangzhou`, and a [`ManualClock`] that skips all waits.
///
/// The returned builder can still change each setting.
pub fn config(transport: impl Transport + 'static) -> ConfigBuilder {
    let builder = Config::builder()
        .transport(transport)
        .clock(ManualClock::new().skipping())
        .region("ap-guangzhou");
    match Credential::new("AKIDtest", "test-key") {
        Ok(credential) => builder.credential(credential),
        // Unreachable, because both parts are well-formed. Building would report the missing
        // credential.
        Err(_) => builder,
    }
}
