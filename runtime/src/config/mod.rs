//! Configurations: the builder, its checks, and its defaults.

mod standard_chain;

use std::sync::Arc;

use http::HeaderValue;

use crate::credential::{Environment, EnvironmentProvider, ProviderChain, cached};
use crate::endpoint::{Endpoint, EndpointRule, RootDomain, check_region};
use crate::error::{Error, InvalidRequest};
use crate::failover::Breakers;
use crate::limit::LocalRateLimiter;
use crate::settings::{Config, ConfigBuilder, REQUEST_CLIENT, Settings};
use crate::time::Clock;
use crate::transport::Transport;

const REGION: &str = "TENCENTCLOUD_REGION";
/// The length limit of `X-TC-RequestClient` in official clients, in bytes.
const REQUEST_CLIENT_BYTES: usize = 128;

impl Config {
    /// Creates a builder with the default settings.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// Creates a configuration from the environment. Credentials come from the
    /// [default chain](crate::ProviderChain::standard), the region from `TENCENTCLOUD_REGION`.
    ///
    /// The first call fetches the credentials. Without any, it fails with
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials). To find out earlier, call
    /// [`Config::credential`].
    ///
    /// # Errors
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport) if the default transport cannot be set
    /// up.
    pub fn load() -> Result<Self, Error> {
        region_from_environment(Self::builder()).build()
    }

    /// Creates a configuration from environment variables only. They are read once.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `TENCENTCLOUD_SECRET_ID` | secret ID, required |
    /// | `TENCENTCLOUD_SECRET_KEY` | secret key, required |
    /// | `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN` | session token of temporary keys |
    /// | `TENCENTCLOUD_REGION` | region; without one, actions that require it fail unsent |
    ///
    /// # Errors
    /// - [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if a key is missing or
    ///   malformed. The message names the variable.
    /// - [`ErrorKind::Transport`](crate::ErrorKind::Transport) if the default transport cannot be
    ///   set up.
    pub fn from_env() -> Result<Self, Error> {
        let builder = Self::builder().credential(EnvironmentProvider::new().read()?);
        region_from_environment(builder).build()
    }
}

fn region_from_environment(builder: ConfigBuilder) -> ConfigBuilder {
    match Environment::system().variable(REGION) {
        Some(region) => builder.region(region),
        None => builder,
    }
}

impl ConfigBuilder {
    /// Checks the settings and creates the configuration.
    ///
    /// # Errors
    /// - [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if a setting is malformed
    ///   or contradicts another one.
    /// - [`ErrorKind::Transport`](crate::ErrorKind::Transport) if the default transport cannot be
    ///   set up.
    pub fn build(mut self) -> Result<Config, Error> {
        let chosen = Arc::new(self.clone());
        let endpoint = self.endpoint_rule()?;
        check_region(self.region.as_deref().unwrap_or_default())?;
        let request_client = self.request_client_header()?;
        let credentials = self
            .credentials
            .take()
            .unwrap_or_else(|| cached(ProviderChain::standard(&Environment::system())));
        let transport = self.transport_or_default()?;
        let clock = self.clock_or_default()?;
        let mut settings = Settings::new(credentials, transport, Arc::clone(&clock));
        if let Some(failover) = &self.failover {
            let rules = failover.rules(self.allow_plain_http)?;
            settings.failover = Some(Arc::new(Breakers::new(rules, clock)));
        }
        settings.rate_limiter = match self.rate_limiter {
            None if self.documented_rate_limits => Some(Arc::new(LocalRateLimiter::new())),
            chosen => chosen,
        };
        settings.middleware = self.middleware;
        settings.allow_plain_http(self.allow_plain_http);
        settings.set_region(self.region.unwrap_or_default());
        settings.endpoint = endpoint;
        settings.language = self.language;
        settings.call_options = self.call_options;
        settings.timeout = self.timeout.unwrap_or(settings.timeout);
        settings.attempt_timeout = self.attempt_timeout;
        settings.retry = self.retry;
        settings.random = self.random.unwrap_or(settings.random);
        settings.check_required = !self.skip_required_check;
        settings.check_limits = self.check_limits;
        settings.strict_decoding = self.strict_decoding;
        settings.request_client = request_client;
        if let Some(bytes) = self.max_response_bytes {
            settings.max_response_bytes = bytes;
        }
        if let Some(timeout) = self.stream_idle_timeout {
            settings.stream_idle_timeout = timeout;
        }
        settings.log_bodies = self.log_bodies;
        settings.chosen = chosen;
        Ok(Config(Arc::new(settings)))
    }

    fn endpoint_rule(&self) -> Result<EndpointRule, InvalidRequest> {
        let changes_host =
            self.root_domain.is_some() || self.region_in_host || self.gateway.is_some();
        if self.endpoint.is_some() && changes_host {
            return Err(InvalidRequest::Config(
                "`endpoint` cannot be combined with `root_domain`, `region_in_host` or `gateway`"
                    .to_owned(),
            ));
        }
        let mut rule = EndpointRule {
            region_in_host: self.region_in_host,
            ..EndpointRule::default()
        };
        if let Some(url) = &self.endpoint {
            rule.fixed = Some(Arc::new(self.endpoint_at(url)?));
        }
        for (service, url) in &self.service_endpoints {
            if service.is_empty() {
                return Err(InvalidRequest::Config(
                    "`service_endpoint` needs the short name of a product, such as cvm".to_owned(),
                ));
            }
            let endpoint = Arc::new(self.endpoint_at(url)?);
            rule.services.insert(service.clone(), endpoint);
        }
        if let Some(root) = &self.root_domain {
            rule.root = Some(Endpoint::from_host(RootDomain::as_str(root))?.host);
        }
        if let Some(url) = &self.gateway {
            rule.gateway = Some(self.endpoint_at(url)?);
        }
        Ok(rule)
    }

    fn endpoint_at(&self, url: &str) -> Result<Endpoint, InvalidRequest> {
        let endpoint = Endpoint::parse(url)?;
        endpoint.check_encrypted(self.allow_plain_http)?;
        Ok(endpoint)
    }

    fn request_client_header(&self) -> Result<HeaderValue, InvalidRequest> {
        let Some(suffix) = &self.request_client else {
            return Ok(HeaderValue::from_static(REQUEST_CLIENT));
        };
        let header = format!("{REQUEST_CLIENT}; {suffix}");
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_ ,;.".contains(&byte);
        if header.len() <= REQUEST_CLIENT_BYTES
            && suffix.bytes().all(allowed)
            && let Ok(header) = HeaderValue::try_from(header)
        {
            return Ok(header);
        }
        Err(InvalidRequest::Config(format!(
            "the request client `{suffix}` must contain only letters, digits, spaces and -_,;. and the whole header `{REQUEST_CLIENT}; …` at most {REQUEST_CLIENT_BYTES} bytes"
        )))
    }

    #[cfg(feature = "http-client")]
    fn transport_or_default(&self) -> Result<Arc<dyn Transport>, Error> {
        if let Some(transport) = &self.transport {
            return Ok(Arc::clone(transport));
        }
        if let Some(transport) = &self.shared_transport {
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
        let missing = "set a transport, or enable the feature `http-client`";
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
        let missing = "set a clock, or enable the feature `http-client`";
        let clock = self.clock.clone();
        clock.ok_or_else(|| InvalidRequest::Config(missing.to_owned()).into())
    }
}
