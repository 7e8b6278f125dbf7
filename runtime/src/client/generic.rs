//! Calls by name, without generated types.

use bytes::Bytes;
use serde_json::Value;

use super::ServiceClient;
use super::envelope::Output;
use super::options::CallOptions;
use super::prepare::{self, Callee, PreparedCall};
use super::repetition;
use super::request_error::InvalidRequest;
use super::response::{Reply, Response};
use crate::config::Config;
use crate::error::Error;
use crate::operation::RegionRule;
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

    /// The same client with options for all its calls, on top of those it has.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with(options),
            ..self.clone()
        }
    }

    /// Calls an action. The parameters are a JSON object, or null for none; the configured region, if
    /// any, is sent along. Returns what `Response` holds, `RequestId` included.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn call(&self, action: &str, parameters: Value) -> Result<Value, Error> {
        let mut body = Value::Null;
        let json = written(action, &parameters)?;
        self.reply(action, json, None, &mut body).await?;
        Ok(body)
    }

    /// Calls an action with options of its own.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn call_with(
        &self,
        action: &str,
        parameters: Value,
        options: &CallOptions,
    ) -> Result<Value, Error> {
        let reply = self.call_detailed(action, parameters, options);
        Ok(reply.await?.body)
    }

    /// Calls an action and returns what its reply brought besides the content, too.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn call_detailed(
        &self,
        action: &str,
        parameters: Value,
        options: &CallOptions,
    ) -> Result<Response<Value>, Error> {
        let mut body = Value::Null;
        let json = written(action, &parameters)?;
        let reply = self.reply(action, json, Some(options), &mut body);
        Ok(reply.await?.with(body))
    }

    /// Sends a body that is JSON already, byte by byte, and returns the whole reply as it came:
    /// `{"Response": {…}}`. Errors in the reply are found all the same.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn call_raw(&self, action: &str, json: impl Into<Bytes>) -> Result<Bytes, Error> {
        let mut ignored = Value::Null;
        let reply = self.reply(action, json.into(), None, &mut ignored);
        Ok(reply.await?.http.body)
    }

    /// Calls an action that answers with server-sent events. A reply that is no stream comes as a single
    /// event that holds the response.
    ///
    /// # Errors
    /// Every kind that [`Error`] tells apart.
    pub async fn stream(&self, action: &str, parameters: Value) -> Result<Events, Error> {
        let json = written(action, &parameters)?;
        let options = self.client.options.as_deref();
        let call = self.prepare(action, json, options)?;
        self.client.open_stream(call).await
    }

    async fn reply(
        &self,
        action: &str,
        json: Bytes,
        options: Option<&CallOptions>,
        body: &mut Value,
    ) -> Result<Reply, Error> {
        let mut merged = None;
        let options = self.client.options(options, &mut merged);
        let call = self.prepare(action, json, options)?;
        self.client.run(call, Output::Value(body)).await
    }

    fn prepare<'a>(
        &'a self,
        action: &'a str,
        json: Bytes,
        options: Option<&'a CallOptions>,
    ) -> Result<PreparedCall<'a>, InvalidRequest> {
        let callee = Callee {
            operation: None,
            service: &self.service,
            version: &self.version,
            action,
            host: &self.host,
            region: RegionRule::Optional,
            rate_limit: None,
            read_only: repetition::reads_only(action),
            has_token: repetition::has_token(&json),
        };
        prepare::call(self.client.config(), callee, options, json)
    }
}

fn written(action: &str, parameters: &Value) -> Result<Bytes, InvalidRequest> {
    match parameters {
        Value::Null => Ok(Bytes::from_static(b"{}")),
        Value::Object(_) => Ok(parameters.to_string().into()),
        _ => Err(InvalidRequest::NoObject {
            action: action.to_owned(),
        }),
    }
}
