//! Calls by name, without generated types.

use bytes::Bytes;
use serde_core::Serialize;
use serde_json::Value;

use super::ServiceClient;
use super::attempts::{self, Reply};
use super::call::{self, Callee, PreparedCall};
use super::envelope::{Destination, Output};
use super::hooks;
use crate::codec::{self, Structure};
use crate::endpoint::default_host;
use crate::error::{Error, InvalidRequest};
use crate::middleware::{Parameters, PendingCall};
use crate::operation::RegionRule;
use crate::options::CallOptions;
use crate::reply::Response;
use crate::settings::Config;
use crate::stream::Events;
use crate::v2::{Protocol, V2};

/// A client that calls any action of one product and version with JSON parameters and responses.
///
/// Parameters are anything that `serde` writes as a JSON object: a [`Value`], a map, or a
/// structure. They go out with all digits: an `i128` or a `serde_json::value::RawValue` is sent as
/// it is. A [`Value`] made from text has already rounded integers beyond 64 bits; send such text
/// with [`call_raw`](Self::call_raw).
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
    protocol: Protocol,
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
            protocol: Protocol::Tc3,
        }
    }

    /// Creates a client for an API that speaks protocol [v2](crate::v2): the host, such as
    /// `cvm.api.qcloud.com`, and the version, which is empty for the oldest API. Settings and
    /// limits know the product as the first label of the host with `-v2`: `cvm-v2`.
    ///
    /// With a version, calls take and return [`V2::VERSIONED`] forms, and otherwise
    /// [`V2::UNVERSIONED`] ones. [`speaking`](Self::speaking) changes that.
    ///
    /// A reply without `Response` is returned as it is, with its `code` and `message`. If an action
    /// failed for some of several resources or for all, that isn't an error:
    /// [`ResourceResults`](crate::v2::ResourceResults) reads the member `detail`.
    ///
    /// ```no_run
    /// # use tencentcloud_api_runtime::{Config, Error};
    /// # async fn example(config: &Config) -> Result<(), Error> {
    /// use tencentcloud_api_runtime::{GenericClient, json, v2::ResourceResults};
    ///
    /// let client = GenericClient::v2(config, "cvm.api.qcloud.com", "");
    /// let parameters = json!({"instanceIds": ["ins-1", "ins-2"]});
    /// let reply = client.call("StartInstances", parameters).await?;
    /// if let Ok(results) = ResourceResults::from_json(reply["detail"].to_string()) {
    ///     println!("{:?}", results.outcome());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn v2(config: &Config, host: impl Into<String>, version: impl Into<String>) -> Self {
        let (host, version) = (host.into(), version.into());
        let label = host.split('.').next().unwrap_or_default();
        let form = if version.is_empty() {
            V2::UNVERSIONED
        } else {
            V2::VERSIONED
        };
        Self {
            client: ServiceClient::new(config),
            service: format!("{label}-v2"),
            host,
            version,
            protocol: Protocol::V2(form),
        }
    }

    /// Returns a client that speaks this form of protocol [v2](crate::v2).
    #[must_use]
    pub fn speaking(&self, form: V2) -> Self {
        Self {
            protocol: Protocol::V2(form),
            ..self.clone()
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
    pub async fn call(&self, action: &str, parameters: impl Serialize) -> Result<Value, Error> {
        let mut body = Value::Null;
        let json = to_json(action, &parameters)?;
        let destination = Destination::Value(&mut body);
        self.reply(action, json, None, destination).await?;
        Ok(body)
    }

    /// Calls an action with options for this call only.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn call_with(
        &self,
        action: &str,
        parameters: impl Serialize,
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
        parameters: impl Serialize,
        options: &CallOptions,
    ) -> Result<Response<Value>, Error> {
        let mut body = Value::Null;
        let json = to_json(action, &parameters)?;
        let destination = Destination::Value(&mut body);
        let reply = self.reply(action, json, Some(options), destination);
        Ok(reply.await?.into_response(body))
    }

    /// Sends a JSON object byte for byte and returns the whole reply unchanged:
    /// `{"Response": {…}}`. If the reply states an error, returns that as [`Error`].
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind). [`InvalidRequest::NotJson`] if the text is not a JSON
    /// object.
    pub async fn call_raw(&self, action: &str, json: impl Into<Bytes>) -> Result<Bytes, Error> {
        let json = json.into();
        check_object(action, &json)?;
        let reply = self.reply(action, json, None, Destination::Nothing);
        Ok(reply.await?.http.body)
    }

    /// Calls an action that replies with server-sent events. A reply that is not a stream becomes a
    /// single event, which holds the response. The time limit of a call applies until the events
    /// begin.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind).
    pub async fn stream(&self, action: &str, parameters: impl Serialize) -> Result<Events, Error> {
        let json = to_json(action, &parameters)?;
        let (options, mut hooked) = (self.client.options.as_deref(), None);
        let pending = self.pending(action, &json);
        let options = hooks::options(&self.client, pending, options, &mut hooked).await?;
        let call = self.prepare(action, json, options)?;
        self.client.open_stream(call).await
    }

    /// Calls an action with a JSON body and decodes its response into a structure.
    pub(crate) async fn call_into(
        &self,
        action: &str,
        json: Bytes,
        response: &mut dyn Structure,
    ) -> Result<(), Error> {
        let destination = Destination::Structure(response);
        self.reply(action, json, None, destination).await?;
        Ok(())
    }

    async fn reply(
        &self,
        action: &str,
        json: Bytes,
        options: Option<&CallOptions>,
        destination: Destination<'_>,
    ) -> Result<Reply, Error> {
        let mut merged = None;
        let options = self.client.options(options, &mut merged);
        let mut hooked = None;
        let pending = self.pending(action, &json);
        let options = hooks::options(&self.client, pending, options, &mut hooked).await?;
        let mut call = self.prepare(action, json, options)?;
        let mut output = Output::new(destination);
        attempts::run(&self.client, &mut call, &mut output).await
    }

    /// Returns a call as hooks see it. They learn its region later.
    fn pending<'a>(&'a self, action: &'a str, json: &'a Bytes) -> PendingCall<'a> {
        PendingCall {
            service: &self.service,
            version: &self.version,
            action,
            region: None,
            parameters: Parameters::Json(json),
        }
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
            protocol: self.protocol,
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

fn to_json(action: &str, parameters: &impl Serialize) -> Result<Bytes, InvalidRequest> {
    let json = serde_json::to_string(parameters).map_err(|error| InvalidRequest::NotJson {
        action: action.to_owned(),
        problem: error.to_string(),
        offset: 0,
    })?;
    match json.trim_ascii_start().as_bytes().first() {
        Some(b'{') => Ok(json.into()),
        _ if json == "null" => Ok(Bytes::from_static(b"{}")),
        _ => Err(InvalidRequest::NotAnObject {
            action: action.to_owned(),
        }),
    }
}

/// Fails unless a text is one JSON object.
fn check_object(action: &str, json: &[u8]) -> Result<(), InvalidRequest> {
    let malformed = |problem: &str, offset| InvalidRequest::NotJson {
        action: action.to_owned(),
        problem: problem.to_owned(),
        offset,
    };
    let text = std::str::from_utf8(json)
        .map_err(|error| malformed("the text is not UTF-8", error.valid_up_to()))?;
    codec::members(text).map_err(|error| malformed(error.problem(), error.offset()))?;
    Ok(())
}
