//! Configurations: the builder, its checks, and the defaults that it fills in.

mod builder;
mod standard_chain;

use std::sync::Arc;

use http::HeaderValue;

use crate::credential::{
    CredentialProvider, Environment, EnvironmentProvider, ProviderChain, cached,
};
use crate::endpoint::{Endpoint, EndpointRule, RootDomain};
use crate::error::{Error, InvalidRequest};
use crate::failover::Breakers;
use crate::settings::{Config, REQUEST_CLIENT, Settings};
use crate::time::Clock;
use crate::transport::Transport;

pub use builder::ConfigBuilder;

const REGION: &str = "TENCENTCLOUD_REGION";
/// The length limit of `X-TC-RequestClient` in official clients, in bytes.
const REQUEST_CLIENT_BYTES: usize = 128;

impl Config {
    /// Creates a builder.
    pub fn builder() -> ConfigBuilder {
        ConfigBuilder::default()
    }

    /// Creates a configuration from the environment. Credentials come from the
    /// [default chain](crate::ProviderChain::standard), the region from `TENCENTCLOUD_REGION`.
    ///
    /// Credentials are not fetched yet. Without any, the first call fails with
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials). [`Config::credential`] checks
    /// earlier.
    ///
    /// # Errors
    /// If the default transport cannot be set up.
    pub fn load() -> Result<Self, Error> {
        region_from_environment(Self::builder()).build()
    }

    /// Creates a configuration from environment variables: `TENCENTCLOUD_SECRET_ID`,
    /// `TENCENTCLOUD_SECRET_KEY`, `TENCENTCLOUD_TOKEN` or `TENCENTCLOUD_SESSION_TOKEN` for
    /// temporary keys, and `TENCENTCLOUD_REGION`.
    ///
    /// The region is optional, because some products do not need one. Actions that do fail with
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest).
    ///
    /// # Errors
    /// If a key is missing or malformed; the error names the variable.
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
    /// If a setting is malformed, or the default transport cannot be set up.
    pub fn build(mut self) -> Result<Config, Error> {
        let endpoint = self.endpoint_rule()?;
        let request_client = self.request_client_header()?;
        let credentials = self.credentials.take().unwrap_or_else(standard_credentials);
        let transport = self.transport_or_default()?;
        let clock = self.clock_or_default()?;
        let mut settings = Settings::new(credentials, transport, Arc::clone(&clock));
        if let Some(fail_over) = &self.fail_over {
            settings.fail_over = Some(Arc::new(Breakers::new(fail_over.rules()?, clock)));
        }
        if self.documented_rate_limits {
            settings.rate_limiter = Some(Arc::default());
        }
        settings.set_region(self.region.unwrap_or_default());
        settings.endpoint = endpoint;
        settings.language = self.language;
        settings.call_options = self.call_options;
        settings.timeout = self.timeout.unwrap_or(settings.timeout);
        settings.attempt_timeout = self.attempt_timeout;
        settings.retry = self.retry;
        settings.random = self.random.unwrap_or(settings.random);
        settings.check_required = !self.skip_required_check;
        settings.request_client = request_client;
        let max_response_bytes = self.max_response_bytes;
        settings.max_response_bytes = max_response_bytes.unwrap_or(settings.max_response_bytes);
        let idle_timeout = self.stream_idle_timeout;
        settings.stream_idle_timeout = idle_timeout.unwrap_or(settings.stream_idle_timeout);
        settings.log_bodies = self.log_bodies;
        Ok(Config(Arc::new(settings)))
    }

    fn endpoint_rule(&self) -> Result<EndpointRule, InvalidRequest> {
        let elsewhere = self.root_domain.is_some() || self.region_in_host || self.gateway.is_some();
        if self.endpoint.is_some() && elsewhere {
            let problem = "an endpoint excludes a root domain, a region in the host and a gateway";
            return Err(InvalidRequest::Config(problem.to_owned()));
        }
        let mut rule = EndpointRule {
            region_in_host: self.region_in_host,
            ..EndpointRule::default()
        };
        if let Some(url) = &self.endpoint {
            rule.fixed = Some(Arc::new(Endpoint::parse(url)?));
        }
        for (service, url) in &self.service_endpoints {
            let endpoint = Arc::new(Endpoint::parse(url)?);
            rule.services.insert(service.clone(), endpoint);
        }
        if let Some(root) = &self.root_domain {
            rule.root = Some(Endpoint::parse(RootDomain::as_str(root))?.host);
        }
        if let Some(url) = &self.gateway {
            rule.gateway = Some(Endpoint::parse(url)?);
        }
        Ok(rule)
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
            "the request client `{suffix}` is too long or contains characters other than letters, digits, blanks and -_,;."
        )))
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

fn standard_credentials() -> Arc<dyn CredentialProvider> {
    cached(ProviderChain::standard(&Environment::system()))
}
