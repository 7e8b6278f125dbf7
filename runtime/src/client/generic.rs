//! Calls by name, without generated types.

use serde_json::Value;

use super::ServiceClient;
use super::envelope::Output;
use super::prepare::PreparedCall;
use super::request_error::InvalidRequest;
use crate::config::Config;
use crate::error::Error;
use crate::stream::Events;

/// Calls any action of one product and version with JSON in and out.
///
/// ```no_run
/// # async fn example(config: &tencentcloud_api_runtime::Config) -> Result<(), tencentcloud_api_runtime::Error> {
/// use tencentcloud_api_runtime::{GenericClient, Value};
///
/// let client = GenericClient::new(config, "cvm", "2017-03-12");
/// let reply = client.call("DescribeRegions", Value::Null).await?;
/// println!("{}", reply["TotalCount"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct GenericClient {
    client: ServiceClient,
    service: String,
    version: String,
    host: String,
}

impl GenericClient {
    /// A client for a product, `cvm`, and API version, `2017-03-12`, at
    /// `<service>.tencentcloudapi.com` unless the configuration says otherwise.
    #[must_use]
    pub fn new(config: &Config, service: impl Into<String>, version: impl Into<String>) -> Self {
        let service = service.into();
        Self {
            client: ServiceClient::new(config),
            host: format!("{service}.tencentcloudapi.com"),
            service,
            version: version.into(),
        }
    }

    /// Calls an action. The parameters are a JSON object, or null for none; the configured region, if
    /// any, is sent along. Returns what `Response` holds, `RequestId` included.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn call(&self, action: &str, parameters: Value) -> Result<Value, Error> {
        let call = self.prepare(action, parameters)?;
        let mut reply = Value::Null;
        self.client.run(&call, Output::Value(&mut reply)).await?;
        Ok(reply)
    }

    /// Calls an action that answers with server-sent events. A reply that is no stream comes as a single
    /// event that holds the response.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn stream(&self, action: &str, parameters: Value) -> Result<Events, Error> {
        let call = self.prepare(action, parameters)?;
        self.client.open_stream(&call).await
    }

    fn prepare<'a>(
        &'a self,
        action: &'a str,
        parameters: Value,
    ) -> Result<PreparedCall<'a>, InvalidRequest> {
        let body = match parameters {
            Value::Null => "{}".to_owned(),
            Value::Object(_) => parameters.to_string(),
            _ => {
                let action = action.to_owned();
                return Err(InvalidRequest::NoObject { action });
            }
        };
        let config = self.client.config();
        Ok(PreparedCall {
            service: &self.service,
            version: &self.version,
            action,
            endpoint: config.0.endpoint.resolve(&self.host)?,
            region: config.region(),
            body: body.into(),
        })
    }
}
