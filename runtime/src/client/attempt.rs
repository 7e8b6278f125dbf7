//! One attempt: credential, signature, exchange, decoding.

use std::time::SystemTime;

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::ServiceClient;
use super::envelope::{self, Output};
use super::prepare::PreparedCall;
use super::request_error::InvalidRequest;
use crate::credential::Credential;
use crate::error::Error;
use crate::signing::{self, Scope, Signable, UtcDate};
use crate::stream::{self, Opened};
use crate::transport::{HttpRequest, HttpResponse, TransportError};

const JSON: &str = "application/json";

const ACTION: HeaderName = HeaderName::from_static("x-tc-action");
const VERSION: HeaderName = HeaderName::from_static("x-tc-version");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-tc-timestamp");
const REGION: HeaderName = HeaderName::from_static("x-tc-region");
const TOKEN: HeaderName = HeaderName::from_static("x-tc-token");
const LANGUAGE: HeaderName = HeaderName::from_static("x-tc-language");
const REQUEST_CLIENT: HeaderName = HeaderName::from_static("x-tc-requestclient");

impl ServiceClient {
    /// Signs with the credential and time of this moment, sends, and reads the reply into `output`.
    pub(super) async fn attempt(
        &self,
        call: &PreparedCall<'_>,
        output: &mut Output<'_>,
    ) -> Result<(), Error> {
        let settings = &self.config.0;
        let credential = self.config.credential().await?;
        let timestamp = seconds_since_1970(settings.clock.now());
        let mut headers = self.headers(call, timestamp)?;
        self.add_authorization(&mut headers, call, timestamp, &credential)?;
        let request = HttpRequest::post(
            call.endpoint.url.clone(),
            headers,
            call.body.clone(),
            settings.max_response_bytes,
        );
        let Some(response) = self.exchange(request, output).await? else {
            return Ok(());
        };
        if response.status == 200 && stream::is_event_stream(&response.headers) {
            return Err(envelope::unexpected_stream());
        }
        envelope::decode(response.status, &response.body, output)
    }

    /// Sends, and returns the reply unless it is the stream that the output waits for.
    async fn exchange(
        &self,
        request: HttpRequest,
        output: &mut Output<'_>,
    ) -> Result<Option<HttpResponse>, TransportError> {
        let settings = &self.config.0;
        let Output::Events(events) = output else {
            return settings.transport.send(request).await.map(Some);
        };
        match stream::open(settings.transport.open(request).await?, settings).await? {
            Opened::Stream(stream) => {
                **events = stream;
                Ok(None)
            }
            Opened::Reply(reply) => Ok(Some(reply)),
        }
    }

    fn headers(
        &self,
        call: &PreparedCall<'_>,
        timestamp: u64,
    ) -> Result<HeaderMap, InvalidRequest> {
        let settings = &self.config.0;
        let mut headers = HeaderMap::with_capacity(10);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        headers.insert(ACTION, header("action", call.action)?);
        headers.insert(VERSION, header("version", call.version)?);
        headers.insert(TIMESTAMP, HeaderValue::from(timestamp));
        headers.insert(
            REQUEST_CLIENT,
            header("request client", &settings.request_client)?,
        );
        if let Some(region) = call.region {
            headers.insert(REGION, header("region", region)?);
        }
        if let Some(language) = settings.language {
            headers.insert(LANGUAGE, HeaderValue::from_static(language.as_str()));
        }
        Ok(headers)
    }

    fn add_authorization(
        &self,
        headers: &mut HeaderMap,
        call: &PreparedCall<'_>,
        timestamp: u64,
        credential: &Credential,
    ) -> Result<(), InvalidRequest> {
        let scope = Scope {
            timestamp,
            date: UtcDate::of_timestamp(timestamp),
            service: call.service,
        };
        let signable = Signable {
            method: "POST",
            query: "",
            headers: &[
                ("content-type", JSON),
                ("host", &call.endpoint.host),
                ("x-tc-action", call.action),
            ],
            payload: &call.body,
        };
        let key = self.keys.key(credential, scope.date, scope.service);
        let value = signing::authorization(&signable, &scope, credential.secret_id(), &key);
        headers.insert(AUTHORIZATION, secret_header("authorization", &value)?);
        if let Some(token) = credential.token() {
            headers.insert(TOKEN, secret_header("token", token)?);
        }
        Ok(())
    }
}

fn header(what: &'static str, value: &str) -> Result<HeaderValue, InvalidRequest> {
    HeaderValue::from_str(value).map_err(|_| InvalidRequest::Header {
        what,
        value: value.to_owned(),
    })
}

/// A header whose value no `Debug` shows.
fn secret_header(what: &'static str, value: &str) -> Result<HeaderValue, InvalidRequest> {
    let mut value = HeaderValue::from_str(value).map_err(|_| InvalidRequest::Header {
        what,
        value: "[redacted]".to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// A clock before 1970 counts as 1970: the API will answer that the signature has expired.
fn seconds_since_1970(time: SystemTime) -> u64 {
    let elapsed = time.duration_since(SystemTime::UNIX_EPOCH);
    elapsed.map_or(0, |elapsed| elapsed.as_secs())
}
