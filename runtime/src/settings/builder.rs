//! The builder of configurations.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::credential::{CredentialProvider, cached};
use crate::display::masked_address;
use crate::endpoint::RootDomain;
use crate::failover::Failover;
use crate::limit::RateLimiter;
use crate::middleware::Middleware;
use crate::options::{CallOptions, Language};
use crate::random::Random;
use crate::retry::{Backoff, RetryPolicy, RetrySettings};
use crate::time::Clock;
use crate::transport::Transport;

/// A builder of a [`Config`](crate::Config), created by
/// [`Config::builder`](crate::Config::builder).
///
/// Every setting is optional, and a later value overrides an earlier one. Setters never fail:
/// [`build`](Self::build) reports malformed values.
///
/// ```no_run
/// use std::time::Duration;
/// use tencentcloud_api_runtime::{Config, Credential};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let config = Config::builder()
///     .credential(Credential::new("AKIDexample", "secret-key")?)
///     .region("ap-guangzhou")
///     .timeout(Duration::from_secs(30))
///     .build()?;
/// # Ok(())
/// # }
/// ```
///
/// | setting | default | edge cases |
/// |---|---|---|
/// | [`credential`](Self::credential) | the [default chain](crate::ProviderChain::standard) | fetched by the first call, not earlier |
/// | [`region`](Self::region) | none | an empty string counts as none; actions that require a region then fail unsent; `build` fails on white space |
/// | [`language`](Self::language) | none: the product chooses | |
/// | [`timeout`](Self::timeout) | 60 s | with zero, calls fail unsent; `Duration::MAX` is effectively no limit |
/// | [`attempt_timeout`](Self::attempt_timeout) | none | no effect if longer than the timeout; with zero, calls fail unsent |
/// | [`connect_timeout`](Self::connect_timeout) | 5 s | ignored by transports other than the default one |
/// | [`stream_idle_timeout`](Self::stream_idle_timeout) | 120 s | with zero, fails unless the next event is already there |
/// | [`max_response_bytes`](Self::max_response_bytes) | 64 MiB | zero refuses every reply that is not empty |
/// | [`retry`](Self::retry) | 3 attempts, if that is [safe](crate::retry) | [`NeverRetry`](crate::retry::NeverRetry) makes one attempt |
/// | [`backoff`](Self::backoff) | from 0.5 s, doubled each time, to 20 s | the longest wait also limits the first one |
/// | [`retry_budget`](Self::retry_budget) | 500 tokens | zero forbids retries, `u32::MAX` never runs out |
/// | [`failover`](Self::failover) | none | no effect without backups |
/// | [`documented_rate_limits`](Self::documented_rate_limits) | off | actions without a documented rate never wait |
/// | [`rate_limiter`](Self::rate_limiter) | none | enables the limits; `documented_rate_limits(false)` removes it |
/// | [`middleware`](Self::middleware) | none | several compose, the first one outermost |
/// | [`endpoint`](Self::endpoint) | the documented hosts | `build` fails if combined with a root domain, region in the host or gateway |
/// | [`service_endpoint`](Self::service_endpoint) | none | overrides the other endpoint settings for its product |
/// | [`root_domain`](Self::root_domain) | the documented one | hosts that serve models keep theirs |
/// | [`region_in_host`](Self::region_in_host) | off | financial regions are always in the host |
/// | [`gateway`](Self::gateway) | none | configured endpoints override it |
/// | [`allow_plain_http`](Self::allow_plain_http) | off | loopback addresses and the metadata service need no permission |
/// | [`call_options`](Self::call_options) | none | options of a client or call override it |
/// | [`check_required`](Self::check_required) | on | calls by name are not checked, as their parameters are unknown |
/// | [`check_limits`](Self::check_limits) | off | calls by name are not checked; limits are read from prose |
/// | [`strict_decoding`](Self::strict_decoding) | off | also concerns events of typed streams |
/// | [`request_client`](Self::request_client) | none | `build` fails on other characters, or more than 128 in the whole header |
/// | [`log_bodies`](Self::log_bodies) | off | |
/// | [`http`](Self::http) | [`HttpOptions::default`](crate::HttpOptions) | ignored by transports other than the default one |
/// | [`transport`](Self::transport) | [`HttpTransport`](crate::HttpTransport) | required without the feature `http-client` |
/// | [`clock`](Self::clock) | the system's, with Tokio's timer | required without the feature `http-client` |
/// | [`random`](Self::random) | the standard library's source of hash keys | |
#[derive(Clone, Default)]
#[must_use]
pub struct ConfigBuilder {
    pub(crate) credentials: Option<Arc<dyn CredentialProvider>>,
    pub(crate) region: Option<String>,
    pub(crate) language: Option<Language>,
    pub(crate) call_options: Option<Arc<CallOptions>>,
    pub(crate) skip_required_check: bool,
    pub(crate) check_limits: bool,
    pub(crate) strict_decoding: bool,
    pub(crate) request_client: Option<String>,
    pub(crate) log_bodies: bool,
    // Endpoints.
    pub(crate) endpoint: Option<String>,
    pub(crate) service_endpoints: BTreeMap<String, String>,
    pub(crate) root_domain: Option<RootDomain>,
    pub(crate) region_in_host: bool,
    pub(crate) gateway: Option<String>,
    pub(crate) allow_plain_http: bool,
    // Limits, retries and failover.
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) stream_idle_timeout: Option<Duration>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) retry: RetrySettings,
    pub(crate) failover: Option<Failover>,
    pub(crate) documented_rate_limits: bool,
    pub(crate) rate_limiter: Option<Arc<dyn RateLimiter>>,
    pub(crate) middleware: Vec<Arc<dyn Middleware>>,
    // Replaceable parts.
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) clock: Option<Arc<dyn Clock>>,
    pub(crate) random: Option<Arc<dyn Random>>,
    #[cfg(feature = "http-client")]
    pub(crate) http: crate::transport::HttpOptions,
    /// The default transport of the configuration that this builder was [made
    /// of](crate::Config::to_builder), unless its options changed.
    pub(crate) shared_transport: Option<Arc<dyn Transport>>,
}

impl ConfigBuilder {
    /// Sets the source of credentials: a [`Credential`](crate::Credential) or any provider.
    /// Default: the [default chain](crate::ProviderChain::standard).
    ///
    /// The configuration wraps the provider in a [`CachedProvider`](crate::CachedProvider), unless
    /// the provider [is quick](CredentialProvider::is_quick).
    pub fn credential(mut self, provider: impl CredentialProvider + 'static) -> Self {
        self.credentials = Some(cached(provider));
        self
    }

    /// Sets the region of all calls: `ap-guangzhou`. Default: none. Actions that require a region
    /// then fail unsent. An empty string counts as none.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the language of error messages, if the product supports the choice. Default: none, so
    /// the product chooses.
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// Sets options of all calls: signature method, request form, trace ids, headers. Default:
    /// none. Options of clients and single calls extend or override them.
    pub fn call_options(mut self, options: CallOptions) -> Self {
        self.call_options = Some(Arc::new(options));
        self
    }

    /// Sets whether to check, before sending, that all documented required parameters are present.
    /// Default: true.
    ///
    /// A call that lacks one fails with
    /// [`InvalidRequest::MissingParameters`](crate::InvalidRequest::MissingParameters). Calls by
    /// name are never checked.
    pub fn check_required(mut self, check: bool) -> Self {
        self.skip_required_check = !check;
        self
    }

    /// Sets whether to check, before sending, the documented limits of parameters: ranges, lengths,
    /// numbers of items, and conditions such as two parameters that exclude each other. Default:
    /// false, because the limits are read from the documentation's prose.
    ///
    /// A call that breaks one fails with
    /// [`InvalidRequest::BrokenLimits`](crate::InvalidRequest::BrokenLimits), which quotes the
    /// sentence. Calls by name are never checked.
    pub fn check_limits(mut self, check: bool) -> Self {
        self.check_limits = check;
        self
    }

    /// Sets whether a value of a reply that does not fit its documented type fails the call, for
    /// tests. Default: false, so that only the member is absent and
    /// [`Response::mismatches`](crate::Response::mismatches) has the value.
    ///
    /// The error is [`ErrorKind::Decode`](crate::ErrorKind::Decode). It names the path and the
    /// value.
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.strict_decoding = strict;
        self
    }

    /// Sets the name of the calling program, which is appended to `X-TC-RequestClient`. Default:
    /// none.
    ///
    /// [`build`](Self::build) fails if the name contains anything but letters, digits, spaces and
    /// `-_,;.`, or if the whole header exceeds 128 bytes.
    pub fn request_client(mut self, suffix: impl Into<String>) -> Self {
        self.request_client = Some(suffix.into());
        self
    }

    /// Sets whether `tracing` receives the bodies of requests and replies, at the level `TRACE`
    /// with the target `tencentcloud_api::body`. Default: false, because bodies may contain
    /// passwords and keys. Events of streams are never logged.
    pub fn log_bodies(mut self, enabled: bool) -> Self {
        self.log_bodies = enabled;
        self
    }
}

/// # Endpoints
///
/// | setting | host of `cvm` in `ap-guangzhou` |
/// |---|---|
/// | none | `cvm.tencentcloudapi.com`, or the host on the action's page |
/// | `region("ap-shanghai-fsi")` | `cvm.ap-shanghai-fsi.tencentcloudapi.com`: financial regions have dedicated hosts |
/// | `region_in_host(true)` | `cvm.ap-guangzhou.tencentcloudapi.com` |
/// | `region_in_host(true)`, for an action documented at `es.ai.tencentcloudapi.com` | `es.ai.tencentcloudapi.com`: hosts of models have no regions |
/// | `root_domain(RootDomain::Internal)` | `cvm.internal.tencentcloudapi.com` |
/// | `root_domain("cloud.example")`, for an action documented at `es.ai.tencentcloudapi.com` | `es.ai.tencentcloudapi.com`: only the mainland and internal domains have hosts of models |
/// | `service_endpoint("cvm", url)` | the URL's, for this product |
/// | `endpoint(url)` | the URL's, for all other products too |
/// | `gateway(url)` | the URL's; the signature covers the host from the rows above |
///
/// Signatures cover the host, including a port that is not the scheme's default, but never the
/// path. The API documents `/` as its only path, so a path in a URL is meant for a proxy.
///
/// URLs have an optional scheme (`https` by default), port and path. [`build`](Self::build) fails
/// if a URL or domain is malformed or has user info (`user:password@`), and if an `http` URL is not
/// [allowed](Self::allow_plain_http).
impl ConfigBuilder {
    /// Sets the endpoint of every product, for a mock or a proxy. Default: the documented hosts.
    /// Cannot be combined with a root domain, the region in the host, or a gateway.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.endpoint = Some(url.into());
        self
    }

    /// Sets the endpoint of the product with this short name, such as `cvm`. It overrides all other
    /// endpoint settings. Default: none.
    pub fn service_endpoint(mut self, service: impl Into<String>, url: impl Into<String>) -> Self {
        self.service_endpoints.insert(service.into(), url.into());
        self
    }

    /// Sets the root domain: a [`RootDomain`] or a string. Default: the documented one, usually
    /// `tencentcloudapi.com`.
    pub fn root_domain(mut self, domain: impl Into<RootDomain>) -> Self {
        self.root_domain = Some(domain.into());
        self
    }

    /// Sets whether the region is a part of the host, `cvm.ap-guangzhou.tencentcloudapi.com`, which
    /// avoids a detour through the nearest access point. Default: false. Financial regions are
    /// always in the host.
    pub fn region_in_host(mut self, in_host: bool) -> Self {
        self.region_in_host = in_host;
        self
    }

    /// Sets a gateway to connect to. Requests are signed for the API's host, to which the gateway
    /// forwards them. Their `Host` header is the gateway's. Default: none.
    pub fn gateway(mut self, url: impl Into<String>) -> Self {
        self.gateway = Some(url.into());
        self
    }

    /// Sets whether endpoints may have `http` URLs. Default: false, because anyone on the way could
    /// read requests, signatures and session tokens.
    ///
    /// The setting also applies to endpoints of [`CallOptions`], of [`Failover`] and of credential
    /// providers. Loopback addresses never need it. Neither do `metadata.tencentyun.com` and
    /// link-local addresses as metadata services: these have no encryption.
    pub fn allow_plain_http(mut self, allowed: bool) -> Self {
        self.allow_plain_http = allowed;
        self
    }
}

/// # Limits, retries and failover
impl ConfigBuilder {
    /// Sets the time limit of a whole call, from fetching credentials to decoding the reply. It
    /// includes all attempts and the waits between them. Default: 60 s.
    ///
    /// A call that exceeds it fails with [`ErrorKind::Timeout`](crate::ErrorKind::Timeout), and
    /// with zero, every call fails before anything is sent. Waits
    /// for the [documented rate](Self::documented_rate_limits) and events of a stream do not count.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of one attempt, from fetching credentials to decoding the reply.
    /// Default: none, so a stalled server uses up the time of the whole call.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the time limit for connecting with the default transport, overriding the transport's
    /// own options. Default: 5 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self.shared_transport = None;
        self
    }

    /// Sets the time that a stream may stay silent before it fails with
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout). Default: 120 s.
    pub fn stream_idle_timeout(mut self, timeout: Duration) -> Self {
        self.stream_idle_timeout = Some(timeout);
        self
    }

    /// Sets the maximum length of a reply, or of one event of a stream, in bytes after
    /// decompression. Default: 64 MiB. The call stops reading a longer reply and fails with
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport).
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = Some(bytes);
        self
    }

    /// Sets the policy that decides whether to retry a failed attempt. Default: three attempts, if
    /// that is [safe](crate::retry).
    pub fn retry(mut self, policy: impl RetryPolicy + 'static) -> Self {
        self.retry.policy = Arc::new(policy);
        self
    }

    /// Sets the waits between attempts: a [`Backoff`], a constant `Duration`, or a function of the
    /// number of failed attempts. Default: up to 0.5 s at first and never more than 20 s, unless
    /// the server asks for more. If a wait would exceed the [`timeout`](Self::timeout), the call
    /// fails at once.
    ///
    /// ```
    /// use std::time::Duration;
    /// use tencentcloud_api_runtime::Config;
    /// use tencentcloud_api_runtime::retry::Backoff;
    ///
    /// let constant = Config::builder().backoff(Duration::from_secs(1));
    /// let linear = Config::builder().backoff(|failures: u32| Duration::from_secs(1) * failures);
    /// let doubling = Backoff::new(Duration::from_millis(100), Duration::from_secs(5));
    /// let doubling = Config::builder().backoff(doubling);
    /// ```
    pub fn backoff(mut self, backoff: impl Into<Backoff>) -> Self {
        self.retry.backoff = backoff.into();
        self
    }

    /// Sets the number of tokens that a client and its clones hold for retries. A retry costs 5, or
    /// 10 after a timeout. Default: 500.
    pub fn retry_budget(mut self, tokens: u32) -> Self {
        self.retry.budget = tokens;
        self
    }

    /// Sets the endpoints to use while the primary endpoint fails; see
    /// [`failover`](crate::failover). Default: none.
    pub fn failover(mut self, failover: Failover) -> Self {
        self.failover = Some(failover);
        self
    }

    /// Sets whether calls wait in order to stay within the documented requests per second; see
    /// [`limit`](crate::limit). Default: false, which also removes a
    /// [limiter](Self::rate_limiter) that was set before.
    pub fn documented_rate_limits(mut self, enabled: bool) -> Self {
        self.documented_rate_limits = enabled;
        if !enabled {
            self.rate_limiter = None;
        }
        self
    }

    /// Sets the limiter that keeps calls within the documented requests per second. Default: none,
    /// or one within this process with [`documented_rate_limits`](Self::documented_rate_limits).
    pub fn rate_limiter(mut self, limiter: impl RateLimiter + 'static) -> Self {
        self.rate_limiter = Some(Arc::new(limiter));
        self
    }

    /// Adds a [middleware](crate::middleware) around all calls, inside of those added before.
    /// Default: none. Calls of credential providers bypass it.
    pub fn middleware(mut self, middleware: impl Middleware + 'static) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }
}

/// # Transport, clock and randomness
impl ConfigBuilder {
    /// Sets the options of the default transport: proxy, certificates, pool, HTTP version. Default:
    /// [`HttpOptions::default`](crate::HttpOptions). Other transports ignore them.
    #[cfg(feature = "http-client")]
    pub fn http(mut self, options: crate::transport::HttpOptions) -> Self {
        self.http = options;
        self.shared_transport = None;
        self
    }

    /// Sets the transport that sends the requests. Default: `HttpTransport`. Without the feature
    /// `http-client`, a transport is required.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the source of time and timers. Default: the system's clock and Tokio's timer. Without
    /// the feature `http-client`, a clock is required.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets the source of randomness for back-off and client tokens. Default:
    /// [`SystemRandom`](crate::SystemRandom).
    pub fn random(mut self, random: impl Random + 'static) -> Self {
        self.random = Some(Arc::new(random));
        self
    }
}

// Addresses that are not yet checked may hold passwords, which are masked.
impl fmt::Debug for ConfigBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let masked = |address: Option<&str>| address.map(masked_address);
        let services = self.service_endpoints.iter();
        let services: BTreeMap<_, _> = services
            .map(|(service, url)| (service, masked_address(url)))
            .collect();
        f.debug_struct("ConfigBuilder")
            .field("region", &self.region)
            .field("endpoint", &masked(self.endpoint.as_deref()))
            .field("service_endpoints", &services)
            .field("root_domain", &self.root_domain)
            .field("region_in_host", &self.region_in_host)
            .field("gateway", &masked(self.gateway.as_deref()))
            .field("allow_plain_http", &self.allow_plain_http)
            .field("language", &self.language)
            .field("call_options", &self.call_options)
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("check_required", &!self.skip_required_check)
            .field("check_limits", &self.check_limits)
            .field("strict_decoding", &self.strict_decoding)
            .field("request_client", &self.request_client)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("stream_idle_timeout", &self.stream_idle_timeout)
            .field("middleware", &self.middleware.len())
            .finish_non_exhaustive()
    }
}
