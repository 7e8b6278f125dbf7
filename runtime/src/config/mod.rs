//! What all clients have in common: credentials, region, endpoint, time limits, transport.

mod builder;
#[cfg(all(test, feature = "http-client"))]
mod documented;
mod endpoints;
mod resilience;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::client::{CallOptions, EndpointRule};
use crate::credential::{
    Credential, CredentialContext, CredentialProvider, Environment, EnvironmentProvider,
};
use crate::error::Error;
use crate::failover::Switchboard;
use crate::limit::RateLimiter;
use crate::observe::{Drift, UnknownMember};
use crate::random::Random;
use crate::retry::RetrySettings;
use crate::time::Clock;
use crate::transport::Transport;

pub use builder::ConfigBuilder;

const REGION: &str = "TENCENTCLOUD_REGION";

/// The settings of clients. Cheap to clone; clients made from clones share the connections.
#[derive(Clone)]
pub struct Config(pub(crate) Arc<Settings>);

#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) credentials: Arc<dyn CredentialProvider>,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: EndpointRule,
    pub(crate) language: Option<Language>,
    /// What all calls do differently from the other settings.
    pub(crate) call_options: Option<Arc<CallOptions>>,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetrySettings,
    pub(crate) fail_over: Option<Arc<Switchboard>>,
    pub(crate) rate_limiter: Option<Arc<RateLimiter>>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    /// The two as providers of credentials get them.
    pub(crate) credential_context: CredentialContext,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) check_required: bool,
    /// The whole value of `X-TC-RequestClient`.
    pub(crate) request_client: HeaderValue,
    pub(crate) max_response_bytes: usize,
    pub(crate) stream_idle_timeout: Duration,
    pub(crate) log_bodies: bool,
    /// What replies had that the documentation has not.
    pub(crate) drift: Arc<Drift>,
}

/// The language of error messages, where a product supports the choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// `zh-CN`.
    Chinese,
    /// `en-US`.
    English,
}

impl Language {
    /// The value sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en-US",
        }
    }
}

impl Config {
    /// Settings to be filled in.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// Settings from whatever is at hand: credentials from the [default chain](crate::ProviderChain::standard),
    /// the region from `TENCENTCLOUD_REGION`.
    ///
    /// Nothing is read or asked yet. The first call does, and fails with [`Error::Credentials`] if there
    /// is no credential; [`Config::credential`] tells earlier.
    ///
    /// # Errors
    /// If the default transport cannot be set up.
    pub fn load() -> Result<Self, Error> {
        region_from_environment(Self::builder()).build()
    }

    /// Settings from the environment: `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`,
    /// `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN` where the keys are temporary, and
    /// `TENCENTCLOUD_REGION`.
    ///
    /// The region may be left out: some products want none. An action that does fails with
    /// [`Error::InvalidRequest`].
    ///
    /// # Errors
    /// If a key is missing or malformed, naming the variable.
    pub fn from_env() -> Result<Self, Error> {
        let builder = Self::builder().credential(EnvironmentProvider::new().read()?);
        region_from_environment(builder).build()
    }

    /// The same settings for another region; connections stay shared.
    #[must_use]
    pub fn with_region(&self, region: impl Into<String>) -> Self {
        let mut settings = Settings::clone(&self.0);
        settings.region = Some(region.into()).filter(|region| !region.is_empty());
        Self(Arc::new(settings))
    }

    /// The same settings with connections that no task of the caller's serves.
    #[cfg(feature = "blocking")]
    pub(crate) fn detached(&self) -> Self {
        let Some(transport) = self.0.transport.detached() else {
            return self.clone();
        };
        let mut settings = Settings::clone(&self.0);
        settings.credential_context = CredentialContext::shared(&transport, &settings.clock);
        settings.transport = transport;
        Self(Arc::new(settings))
    }

    /// The members of replies that the documentation, as of this crate, does not name: what the
    /// product has got since. Counted for all clients of this configuration and its clones. Their
    /// values are in [`Response::raw`](crate::Response::raw).
    ///
    /// Each is also told once to `tracing`, at the level `DEBUG`.
    #[must_use]
    pub fn unknown_members(&self) -> Vec<UnknownMember> {
        self.0.drift.members()
    }

    /// The region that requests are for.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// The credential that a request would be signed with now. It tells when it expires and where it
    /// came from.
    ///
    /// # Errors
    /// [`Error::Credentials`], saying which providers were asked and why each has none.
    pub async fn credential(&self) -> Result<Credential, Error> {
        let (credentials, context) = (&self.0.credentials, &self.0.credential_context);
        match credentials.at_hand(context) {
            Some(credential) => Ok(credential),
            None => Ok(credentials.credential(context).await?),
        }
    }
}

fn region_from_environment(builder: ConfigBuilder) -> ConfigBuilder {
    match Environment::system().variable(REGION) {
        Some(region) => builder.region(region),
        None => builder,
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("region", &self.0.region)
            .field("endpoint", &self.0.endpoint)
            .field("language", &self.0.language)
            .field("call_options", &self.0.call_options)
            .field("timeout", &self.0.timeout)
            .field("attempt_timeout", &self.0.attempt_timeout)
            .field("check_required", &self.0.check_required)
            .field("request_client", &self.0.request_client)
            .field("max_response_bytes", &self.0.max_response_bytes)
            .field("stream_idle_timeout", &self.0.stream_idle_timeout)
            .finish_non_exhaustive()
    }
}
