//! The client.

use ::tencentcloud_api_runtime::codegen;

/// The client, with a method for each action.
///
/// It is cheap to clone, and can be shared between tasks and threads. The methods of actions are in
/// the groups of the documentation. The last group has calls of any action.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: codegen::ServiceClient,
}

impl Client {
    /// Creates a client with this configuration.
    #[must_use]
    pub fn new(config: &::tencentcloud_api_runtime::Config) -> Self {
        Self {
            inner: codegen::ServiceClient::new(config),
        }
    }

    /// Returns a client that applies these options to all its calls, on top of its current options.
    ///
    /// It is cheap enough to create for a single call.
    #[must_use]
    pub fn with(&self, options: ::tencentcloud_api_runtime::CallOptions) -> Self {
        Self {
            inner: self.inner.with(options),
        }
    }

    /// Returns a blocking client, for programs without `async`. It has its own connections.
    #[cfg(feature = "blocking")]
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    #[must_use]
    pub fn blocking(&self) -> ::tencentcloud_api_runtime::blocking::Client {
        self.inner.blocking()
    }
}

impl ::std::fmt::Debug for Client {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.debug_struct("Client")
            .field("service", &"SERVICE")
            .field("version", &"VERSION")
            .field("endpoint", &"ENDPOINT")
            .finish_non_exhaustive()
    }
}
