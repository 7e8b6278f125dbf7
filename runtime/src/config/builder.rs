//! Filling in a configuration.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::endpoints::EndpointSettings;
use super::resilience::Resilience;
use super::{Config, Language, Settings};
use crate::client::{CallOptions, InvalidRequest};
use crate::credential::{
    CredentialContext, CredentialProvider, Environment, ProviderChain, cached,
};
use crate::error::Error;
use crate::random::{Random, SystemRandom};
use crate::time::Clock;
use crate::transport::Transport;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);
const DEFAULT_STREAM_IDLE_TIMEOUT: Duration = Duration::from_secs(120);
const DEFAULT_MAX_RESPONSE_BYTES: usize = 64 << 20;
pub(super) const REQUEST_CLIENT: &str = concat!("SDK_RUST_", env!("CARGO_PKG_VERSION"));
/// The longest `X-TC-RequestClient` that official clients send.
const REQUEST_CLIENT_BYTES: usize = 128;

/// Collects settings; [`ConfigBuilder::build`] checks them. None is indispensable, and of a setting given twice
/// the last value counts.
///
/// | setting | default | at the edges |
/// |---|---|---|
/// | [`credential`](Self::credential) | the [default chain](crate::ProviderChain::standard) | asked by the first call, not before |
/// | [`region`](Self::region) | none | an empty one counts as none; an action that wants one then fails unsent |
/// | [`language`](Self::language) | none: the product chooses | |
/// | [`timeout`](Self::timeout) | 60 s | zero gives up whatever has to wait, `Duration::MAX` is as good as no limit |
/// | [`attempt_timeout`](Self::attempt_timeout) | none | one that is longer than the timeout has no effect |
/// | [`connect_timeout`](Self::connect_timeout) | 5 s | another transport than the default one ignores it |
/// | [`stream_idle_timeout`](Self::stream_idle_timeout) | 120 s | zero gives up unless the next event is there already |
/// | [`max_response_bytes`](Self::max_response_bytes) | 64 MiB | zero refuses whatever is not empty |
/// | [`retry`](Self::retry) | 3 attempts, where that is [safe](crate::retry) | [`NeverRetry`](crate::retry::NeverRetry) makes one attempt |
/// | [`backoff`](Self::backoff) | from 0.5 s, doubled each time, to 20 s | a first wait beyond the longest one is cut to it |
/// | [`retry_budget`](Self::retry_budget) | 500 tokens | zero forbids retries, `u32::MAX` never runs out |
/// | [`fail_over`](Self::fail_over) | none | without backups it changes nothing |
/// | [`documented_rate_limits`](Self::documented_rate_limits) | off | an action without a documented rate never waits |
/// | [`endpoint`](Self::endpoint) | the documented hosts | an error of `build` together with a root domain, region in the host or gateway |
/// | [`service_endpoint`](Self::service_endpoint) | none | wins over the other settings here, for its product |
/// | [`root_domain`](Self::root_domain) | the documented one | |
/// | [`region_in_host`](Self::region_in_host) | off | financial regions always are, whatever it says |
/// | [`gateway`](Self::gateway) | none | endpoints that are set win over it |
/// | [`call_options`](Self::call_options) | none | options of a client or call win over it |
/// | [`check_required`](Self::check_required) | on | calls by name are not checked: nothing is known of them |
/// | [`request_client`](Self::request_client) | none | other characters, or more than 128 in the whole header, are an error of `build` |
/// | [`log_bodies`](Self::log_bodies) | off | |
/// | [`http`](Self::http) | [`HttpOptions::default`](crate::HttpOptions) | another transport than the default one ignores it |
/// | [`transport`](Self::transport) | [`HttpTransport`](crate::HttpTransport) | an error of `build` without the feature `http-client` |
/// | [`clock`](Self::clock) | the system's, on Tokio's timer | an error of `build` without the feature `http-client` |
/// | [`random`](Self::random) | the standard library's source of hash keys | |
#[derive(Clone, Default)]
#[must_use]
pub struct ConfigBuilder {
    credentials: Option<Arc<dyn CredentialProvider>>,
    region: Option<String>,
    pub(super) endpoints: EndpointSettings,
    language: Option<Language>,
    call_options: Option<Arc<CallOptions>>,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    pub(super) resilience: Resilience,
    random: Option<Arc<dyn Random>>,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    skip_required_check: bool,
    request_client: Option<String>,
    max_response_bytes: Option<usize>,
    stream_idle_timeout: Option<Duration>,
    log_bodies: bool,
    #[cfg(feature = "http-client")]
    http: crate::transport::HttpOptions,
}

impl ConfigBuilder {
    /// Who calls: a [`Credential`](crate::Credential), or a provider of changing ones, which gets a
    /// [`CachedProvider`](crate::CachedProvider) around it unless it [is quick](CredentialProvider::is_quick).
    /// Without this setting, the [default chain](crate::ProviderChain::standard) is asked.
    pub fn credential(mut self, provider: impl CredentialProvider + 'static) -> Self {
        self.credentials = Some(cached(provider));
        self
    }

    /// The region, `ap-guangzhou` for one. Sent with actions that take one; an empty one counts as none.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// The language of error messages; without it the product chooses.
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Options of all calls, which options of clients and single calls add to or override: signature
    /// method, form of requests, trace ids, further headers.
    pub fn call_options(mut self, options: CallOptions) -> Self {
        self.call_options = Some(Arc::new(options));
        self
    }

    /// The time a whole call may take, from fetching credentials to decoding the reply, with all attempts and the
    /// waits between them. 60 s by default. When it is over, the call fails with [`Error::Timeout`]. Waiting for a turn
    /// within the [documented rate](Self::documented_rate_limits) is not part of it, nor are a stream's events.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time the default transport may take to connect, in place of the one in its options. 5 s by
    /// default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How the default transport connects: proxy, certificates, pool, HTTP version.
    #[cfg(feature = "http-client")]
    pub fn http(mut self, options: crate::transport::HttpOptions) -> Self {
        self.http = options;
        self
    }

    /// What sends the requests, in place of the default transport.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// What tells the time and waits. By default the system's clock and Tokio's timer.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// What spreads retries and fills in client tokens. By default the standard library's source of hash keys.
    pub fn random(mut self, random: impl Random + 'static) -> Self {
        self.random = Some(Arc::new(random));
        self
    }

    /// Whether documented required parameters are checked before sending. They are by default.
    pub fn check_required(mut self, check: bool) -> Self {
        self.skip_required_check = !check;
        self
    }

    /// A name for the calling program, appended to `X-TC-RequestClient`, which has at most 128 bytes. Letters,
    /// digits, blanks and `-_,;.` only; anything else is an error of [`build`](Self::build). None by default.
    pub fn request_client(mut self, suffix: impl Into<String>) -> Self {
        self.request_client = Some(suffix.into());
        self
    }

    /// The time that a stream may fall silent before it is given up with [`Error::Timeout`]. 120 s by default.
    pub fn stream_idle_timeout(mut self, timeout: Duration) -> Self {
        self.stream_idle_timeout = Some(timeout);
        self
    }

    /// Whether the bodies of requests and replies are told to `tracing`, at the level `TRACE` with the
    /// target `tencentcloud_api::body`. They are not by default, for they may hold passwords and keys.
    /// Of streams, only the request is told.
    pub fn log_bodies(mut self, wanted: bool) -> Self {
        self.log_bodies = wanted;
        self
    }

    /// The longest response accepted, in bytes after decompression; of a stream, the longest event.
    /// 64 MiB by default. A longer one is an [`Error::Transport`], and is not read to its end.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// The transport and clock that a provider of credentials is to use.
    pub(crate) fn context(mut self, context: &CredentialContext) -> Self {
        self.transport = Some(Arc::clone(context.transport()));
        self.clock = Some(Arc::clone(context.clock()));
        self
    }

    /// The finished configuration.
    ///
    /// # Errors
    /// If a setting is malformed, or the default transport cannot be set up.
    pub fn build(self) -> Result<Config, Error> {
        let credentials = self.credentials.clone();
        let credentials = credentials.unwrap_or_else(default_credentials);
        let endpoint = self.endpoints.rule()?;
        let request_client = self.request_client_header()?;
        let transport = self.transport_or_default()?;
        let clock = self.clock_or_default()?;
        Ok(Config(Arc::new(Settings {
            credentials,
            region: self.region.filter(|region| !region.is_empty()),
            endpoint,
            language: self.language,
            call_options: self.call_options,
            timeout: self.timeout.unwrap_or(DEFAULT_TIMEOUT),
            attempt_timeout: self.resilience.attempt_timeout,
            fail_over: self.resilience.switchboard(&clock)?,
            rate_limiter: self.resilience.rate_limiter(),
            retry: self.resilience.retry,
            random: self.random.unwrap_or_else(|| Arc::new(SystemRandom)),
            credential_context: CredentialContext::shared(&transport, &clock),
            transport,
            clock,
            check_required: !self.skip_required_check,
            request_client,
            max_response_bytes: self
                .max_response_bytes
                .unwrap_or(DEFAULT_MAX_RESPONSE_BYTES),
            stream_idle_timeout: self
                .stream_idle_timeout
                .unwrap_or(DEFAULT_STREAM_IDLE_TIMEOUT),
            log_bodies: self.log_bodies,
            drift: Arc::default(),
        })))
    }

    fn request_client_header(&self) -> Result<HeaderValue, InvalidRequest> {
        let Some(suffix) = &self.request_client else {
            return Ok(HeaderValue::from_static(REQUEST_CLIENT));
        };
        let header = format!("{REQUEST_CLIENT}; {suffix}");
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_ ,;.".contains(&byte);
        let fits = header.len() <= REQUEST_CLIENT_BYTES && suffix.bytes().all(allowed);
        let header = HeaderValue::try_from(header).ok().filter(|_| fits);
        header.ok_or_else(|| {
            InvalidRequest::Config(format!(
                "the request client `{suffix}` is too long or holds other characters than letters, digits, blanks and -_,;."
            ))
        })
    }

    #[cfg(feature = "http-client")]
    fn transport_or_default(&self) -> Result<Arc<dyn Transport>, Error> {
        if let Some(transport) = &self.transport {
            return Ok(Arc::clone(transport));
        }
        let mut options = self.http.clone();
        if let Some(timeout) = self.connect_timeout {
            options = options.connect_timeout(timeout);
        }
        let transport = crate::transport::HttpTransport::with_options(options)?;
        Ok(Arc::new(transport))
    }

    #[cfg(not(feature = "http-client"))]
    fn transport_or_default(&self) -> Result<Arc<dyn Transport>, Error> {
        let missing = "no transport: give one, or enable the feature `http-client`";
        let transport = self.transport.clone();
        transport.ok_or_else(|| InvalidRequest::Config(missing.to_owned()).into())
    }

    #[cfg(feature = "http-client")]
    fn clock_or_default(&self) -> Result<Arc<dyn Clock>, Error> {
        let clock = self.clock.clone();
        Ok(clock.unwrap_or_else(|| Arc::new(crate::time::SystemClock)))
    }

    #[cfg(not(feature = "http-client"))]
    fn clock_or_default(&self) -> Result<Arc<dyn Clock>, Error> {
        let missing = "no clock: give one, or enable the feature `http-client`";
        let clock = self.clock.clone();
        clock.ok_or_else(|| InvalidRequest::Config(missing.to_owned()).into())
    }
}

fn default_credentials() -> Arc<dyn CredentialProvider> {
    cached(ProviderChain::standard(&Environment::system()))
}

impl fmt::Debug for ConfigBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConfigBuilder")
            .field("region", &self.region)
            .field("endpoints", &self.endpoints)
            .field("language", &self.language)
            .field("call_options", &self.call_options)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.resilience.attempt_timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("check_required", &!self.skip_required_check)
            .field("request_client", &self.request_client)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("stream_idle_timeout", &self.stream_idle_timeout)
            .finish_non_exhaustive()
    }
}
