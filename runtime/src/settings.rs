//! The settings that clients share, as data.

mod builder;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::credential::{Credential, CredentialContext, CredentialProvider, cached};
use crate::endpoint::EndpointRule;
use crate::error::Error;
use crate::failover::Breakers;
use crate::limit::RateLimiter;
use crate::middleware::Middleware;
use crate::observe::{Drift, MismatchedMember, UnknownMember};
use crate::options::{CallOptions, Language};
use crate::random::{Random, SystemRandom};
use crate::retry::RetrySettings;
use crate::stream;
use crate::time::Clock;
use crate::transport::Transport;

pub use builder::ConfigBuilder;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_STREAM_IDLE_TIMEOUT: Duration = Duration::from_secs(120);
const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 << 20;
/// The default value of `X-TC-RequestClient`.
pub(crate) const REQUEST_CLIENT: &str = concat!("SDK_RUST_", env!("CARGO_PKG_VERSION"));

/// The settings of clients. Cheap to clone. Clients made from clones share connections.
///
/// [`Config::load`] and [`Config::from_env`] read the environment. [`Config::builder`] sets
/// everything else.
#[derive(Clone)]
pub struct Config(pub(crate) Arc<Settings>);

#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) credentials: Arc<dyn CredentialProvider>,
    /// Never empty.
    pub(crate) region: Option<String>,
    pub(crate) endpoint: EndpointRule,
    pub(crate) language: Option<Language>,
    /// True if requests may cross a network unencrypted.
    pub(crate) allow_plain_http: bool,
    /// The options of all calls.
    pub(crate) call_options: Option<Arc<CallOptions>>,
    pub(crate) timeout: Duration,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) retry: RetrySettings,
    pub(crate) failover: Option<Arc<Breakers>>,
    pub(crate) rate_limiter: Option<Arc<dyn RateLimiter>>,
    /// The outermost first.
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    /// The same transport and clock, as credential providers receive them.
    pub(crate) credential_context: CredentialContext,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) check_required: bool,
    pub(crate) check_limits: bool,
    /// True if a value that does not fit its documented type is an error.
    pub(crate) strict_decoding: bool,
    /// The complete value of `X-TC-RequestClient`.
    pub(crate) request_client: HeaderValue,
    pub(crate) max_response_bytes: usize,
    /// True if responses hold keys: their bodies are zeroized once they are decoded.
    pub(crate) secret_responses: bool,
    pub(crate) stream_idle_timeout: Duration,
    pub(crate) log_bodies: bool,
    /// The undocumented members of replies.
    pub(crate) drift: Arc<Drift>,
    /// The choices that these settings were built from.
    pub(crate) chosen: Arc<ConfigBuilder>,
}

impl Settings {
    /// Creates the default settings.
    pub(crate) fn new(
        credentials: Arc<dyn CredentialProvider>,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            credentials,
            region: None,
            endpoint: EndpointRule::default(),
            language: None,
            allow_plain_http: false,
            call_options: None,
            timeout: DEFAULT_TIMEOUT,
            attempt_timeout: None,
            retry: RetrySettings::default(),
            failover: None,
            rate_limiter: None,
            middleware: Vec::new(),
            credential_context: CredentialContext::shared(&transport, &clock),
            transport,
            clock,
            random: Arc::new(SystemRandom),
            check_required: true,
            check_limits: false,
            strict_decoding: false,
            request_client: HeaderValue::from_static(REQUEST_CLIENT),
            max_response_bytes: DEFAULT_MAX_RESPONSE_BYTES,
            secret_responses: false,
            stream_idle_timeout: DEFAULT_STREAM_IDLE_TIMEOUT,
            log_bodies: false,
            drift: Arc::default(),
            chosen: Arc::default(),
        }
    }

    /// Sets whether calls, including those of credential providers, may use plain HTTP.
    pub(crate) fn allow_plain_http(&mut self, allowed: bool) {
        self.allow_plain_http = allowed;
        let context = self.credential_context.clone();
        self.credential_context = context.allow_plain_http(allowed);
    }

    /// Sets the region. An empty string counts as none.
    pub(crate) fn set_region(&mut self, region: String) {
        self.region = if region.is_empty() {
            None
        } else {
            Some(region)
        };
    }

    /// Returns the limits of event streams.
    pub(crate) fn stream_limits(&self) -> stream::Limits<'_> {
        stream::Limits {
            max_bytes: self.max_response_bytes,
            idle_timeout: self.stream_idle_timeout,
            clock: &self.clock,
            drift: &self.drift,
            strict: self.strict_decoding,
        }
    }
}

impl Config {
    /// Returns the same settings with another region. Both configurations share connections. An
    /// empty string removes the region. Calls with a malformed region fail unsent.
    #[must_use]
    pub fn with_region(&self, region: impl Into<String>) -> Self {
        let mut settings = Settings::clone(&self.0);
        settings.set_region(region.into());
        Self(Arc::new(settings))
    }

    /// Returns the same settings with another source of credentials: a
    /// [`Credential`] or any provider, as for
    /// [`ConfigBuilder::credential`]. Both configurations share connections.
    ///
    /// ```
    /// use tencentcloud_api_runtime::{Config, Credential};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let config = Config::builder().credential(Credential::new("AKIDexample", "key")?).build()?;
    /// let other_account = config.with_credential(Credential::new("AKIDother", "other-key")?);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_credential(&self, provider: impl CredentialProvider + 'static) -> Self {
        let mut settings = Settings::clone(&self.0);
        settings.credentials = cached(provider);
        Self(Arc::new(settings))
    }

    /// Returns a builder with all settings of this configuration, to build one that differs.
    ///
    /// Both configurations share credentials, clock, rate limiter and middleware. They share
    /// connections too, unless the builder gets other [`http`](ConfigBuilder::http) options,
    /// another [`connect_timeout`](ConfigBuilder::connect_timeout) or another transport. Failover
    /// states and the counts of [`unknown_members`](Self::unknown_members) start anew.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tencentcloud_api_runtime::{Config, Credential};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let config = Config::builder().credential(Credential::new("AKIDexample", "key")?).build()?;
    /// let patient = config.to_builder().timeout(Duration::from_secs(300)).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn to_builder(&self) -> ConfigBuilder {
        let settings = &self.0;
        let mut builder = ConfigBuilder::clone(&settings.chosen);
        builder.credentials = Some(Arc::clone(&settings.credentials));
        builder.region.clone_from(&settings.region);
        builder.clock = Some(Arc::clone(&settings.clock));
        builder.rate_limiter.clone_from(&settings.rate_limiter);
        if builder.transport.is_none() {
            builder.shared_transport = Some(Arc::clone(&settings.transport));
        }
        builder
    }

    /// Returns the same settings with dedicated connections, which no task of the caller serves.
    #[cfg(feature = "blocking")]
    pub(crate) fn detached(&self) -> Self {
        let Some(transport) = self.0.transport.detached() else {
            return self.clone();
        };
        let mut settings = Settings::clone(&self.0);
        settings.credential_context = CredentialContext::shared(&transport, &settings.clock)
            .allow_plain_http(settings.allow_plain_http);
        settings.transport = transport;
        Self(Arc::new(settings))
    }

    /// Returns the members of replies that this crate's documentation does not name, sorted by
    /// product. They are counted for all clients of this configuration and its clones, up to 4096
    /// distinct members. [`Response::raw`](crate::Response::raw) contains their values.
    ///
    /// Each is also logged once with `tracing`, at the level `DEBUG`.
    #[must_use]
    pub fn unknown_members(&self) -> Vec<UnknownMember> {
        self.0.drift.members()
    }

    /// Returns the members whose values did not fit their documented types, sorted by product. They
    /// are counted for all clients of this configuration and its clones, up to 4096 distinct kinds.
    /// [`Response::mismatches`](crate::Response::mismatches) has those of one reply, with values.
    ///
    /// Each kind is also logged once with `tracing`, at the level `WARN`.
    #[must_use]
    pub fn mismatched_members(&self) -> Vec<MismatchedMember> {
        self.0.drift.mismatched()
    }

    /// Returns the configured region, or `None` if there is none.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// Returns the credential that a request would be signed with now, including its expiry and
    /// origin. Fetches it if necessary.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials), with each provider's reason.
    pub async fn credential(&self) -> Result<Credential, Error> {
        let (credentials, context) = (&self.0.credentials, &self.0.credential_context);
        match credentials.credential_now(context) {
            Some(credential) => Ok(credential),
            None => Ok(credentials.credential(context).await?),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings = &self.0;
        f.debug_struct("Config")
            .field("region", &settings.region)
            .field("endpoint", &settings.endpoint)
            .field("allow_plain_http", &settings.allow_plain_http)
            .field("language", &settings.language)
            .field("call_options", &settings.call_options)
            .field("timeout", &settings.timeout)
            .field("attempt_timeout", &settings.attempt_timeout)
            .field("backoff", &settings.retry.backoff)
            .field("retry_budget", &settings.retry.budget)
            .field("failover", &settings.failover.is_some())
            .field("rate_limiter", &settings.rate_limiter.is_some())
            .field("middleware", &settings.middleware.len())
            .field("check_required", &settings.check_required)
            .field("check_limits", &settings.check_limits)
            .field("strict_decoding", &settings.strict_decoding)
            .field("request_client", &settings.request_client)
            .field("max_response_bytes", &settings.max_response_bytes)
            .field("stream_idle_timeout", &settings.stream_idle_timeout)
            .field("log_bodies", &settings.log_bodies)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "http-client"))]
mod tests {
    use super::*;

    #[test]
    fn rebuilt_config_shares_connections_unless_their_options_change() {
        let credential = Credential::new("id", "key").unwrap();
        let builder = Config::builder().credential(credential);
        let first = builder.documented_rate_limits(true).build().unwrap();
        let shares = |builder: ConfigBuilder| {
            let config = builder.build().unwrap();
            Arc::ptr_eq(&config.0.transport, &first.0.transport)
        };
        assert!(shares(first.to_builder().timeout(Duration::from_secs(1))));
        assert!(!shares(
            first.to_builder().connect_timeout(Duration::from_secs(1))
        ));
        assert!(!shares(
            first.to_builder().http(crate::HttpOptions::default())
        ));
        let rebuilt = first.to_builder().build().unwrap();
        let limiters = (&rebuilt.0.rate_limiter, &first.0.rate_limiter);
        assert!(matches!(limiters, (Some(one), Some(other)) if Arc::ptr_eq(one, other)));
    }
}
