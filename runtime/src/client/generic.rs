//! Calls by name, without generated types.

use bytes::Bytes;
use serde_json::Value;

use super::ServiceClient;
use super::attempts::{self, Reply};
use super::call::{self, Callee, PreparedCall};
use super::envelope::Output;
use crate::endpoint::default_host;
use crate::error::{Error, InvalidRequest};
use crate::operation::RegionRule;
use crate::options::CallOptions;
use crate::reply::Response;
use crate::settings::Config;
use crate::stream::Events;

/// A client that calls any action of one product and version with JSON parameters and responses.
///
/// ```no_run
/// # use tencentcloud_api_runtime::{Config, Error};
/// # async fn example(config: &Config) -> Result<(), Error> {
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
    /// Creates a client for a product, `cvm`, and API version, `2017-03-12`. Its host is
    /// `<service>.tencentcloudapi.com` unless the configuration sets another one.
    #[must_use]
    pub fn new(config: &Config, service: impl Into<String>, version: impl Into<String>) -> Self {
        let service = service.into();
        Self {
            client: ServiceClient::new(config),
            host: default_host(&service),
            service,
            version: version.into(),
        }
    }

    /// Returns a client with additional options for all its calls.
    #[must_use]
    pub fn with(&self, options: CallOptions) -> Self {
        Self {
            client: self.client.with(options),
            ..self.clone()
        }
    }

    /// Calls an action and returns the content of `Response`, including `RequestId`. The parameters
    /// are a JSON object, or null for none. The configured region is sent too.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn call(&self, action: &str, parameters: Value) -> Result<Value, Error> {
        let mut body = Value::Null;
        let json = to_json(action, &parameters)?;
        self.reply(action, json, None, &mut body).await?;
        Ok(body)
    }

    /// Calls an action with options for this call only.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn call_with(
        &self,
        action: &str,
        parameters: Value,
        options: &CallOptions,
    ) -> Result<Value, Error> {
        let reply = self.call_detailed(action, parameters, options);
        Ok(reply.await?.body)
    }

    /// Calls an action with options for this call only. Returns its response with HTTP status,
    /// headers and raw body.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn call_detailed(
        &self,
        action: &str,
        parameters: Value,
        options: &CallOptions,
    ) -> Result<Response<Value>, Error> {
        let mut body = Value::Null;
        let json = to_json(action, &parameters)?;
        let reply = self.reply(action, json, Some(options), &mut body).await?;
        Ok(Response::new(body, reply.http, reply.trace_id.as_ref()))
    }

    /// Sends a JSON body unchanged and returns the whole reply unchanged: `{"Response": {…}}`. If
    /// the reply states an error, returns that as [`Error`].
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn call_raw(&self, action: &str, json: impl Into<Bytes>) -> Result<Bytes, Error> {
        let mut ignored = Value::Null;
        let reply = self.reply(action, json.into(), None, &mut ignored);
        Ok(reply.await?.http.body)
    }

    /// Calls an action that replies with server-sent events. A reply that is not a stream becomes a
    /// single event, which holds the response. The time limit of a call applies until the events
    /// begin.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn stream(&self, action: &str, parameters: Value) -> Result<Events, Error> {
        let json = to_json(action, &parameters)?;
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
        let mut call = self.prepare(action, json, options)?;
        attempts::run(&self.client, &mut call, &mut Output::Value(body)).await
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
            read_only: call::reads_only(action),
            has_token: call::has_token(&json),
        };
        call::prepare(self.client.config(), callee, options, json)
    }
}

fn to_json(action: &str, parameters: &Value) -> Result<Bytes, InvalidRequest> {
    match parameters {
        Value::Null => Ok(Bytes::from_static(b"{}")),
        Value::Object(_) => Ok(parameters.to_string().into()),
        _ => Err(InvalidRequest::NotAnObject {
            action: action.to_owned(),
        }),
    }
}
