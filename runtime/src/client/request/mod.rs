//! The HTTP request of an attempt.

mod tc3;
mod v1;

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::ServiceClient;
use super::call::{Authorization, Callee, PreparedCall};
use crate::credential::Credential;
use crate::error::InvalidRequest;
use crate::settings::Config;
use crate::transport::HttpRequest;

const ACTION: HeaderName = HeaderName::from_static("x-tc-action");
const VERSION: HeaderName = HeaderName::from_static("x-tc-version");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-tc-timestamp");
const REGION: HeaderName = HeaderName::from_static("x-tc-region");
const LANGUAGE: HeaderName = HeaderName::from_static("x-tc-language");
const REQUEST_CLIENT: HeaderName = HeaderName::from_static("x-tc-requestclient");
pub(super) const TRACE_ID: HeaderName = HeaderName::from_static("x-tc-traceid");

/// Builds the request of an attempt, signed if there is a credential.
pub(super) fn build(
    client: &ServiceClient,
    call: &PreparedCall<'_>,
    timestamp: u64,
    credential: Option<&Credential>,
) -> Result<HttpRequest, InvalidRequest> {
    let mut request = match (call.authorization, credential) {
        (Authorization::Tc3 { unsigned_payload }, Some(credential)) => {
            tc3::build(client, call, timestamp, unsigned_payload, credential)?
        }
        (Authorization::V1(digest), Some(credential)) => {
            v1::build(&client.config, call, timestamp, digest, credential)?
        }
        _ => {
            let mut headers = common_headers(&client.config, call, timestamp)?;
            headers.insert(AUTHORIZATION, HeaderValue::from_static("SKIP"));
            with_content(&client.config, call, headers)
        }
    };
    if client.config.0.secret_responses {
        request.expect_secrets();
    }
    Ok(request)
}

/// Adds the content that the call was prepared with.
fn with_content(config: &Config, call: &PreparedCall<'_>, headers: HeaderMap) -> HttpRequest {
    let content = &call.content;
    let url = call.endpoint.url_with(&content.query);
    HttpRequest {
        headers,
        body: content.body.clone(),
        ..HttpRequest::new(content.method.clone(), url, config.0.max_response_bytes)
    }
}

/// Returns the headers of a request whose common parameters are sent in headers.
fn common_headers(
    config: &Config,
    call: &PreparedCall<'_>,
    timestamp: u64,
) -> Result<HeaderMap, InvalidRequest> {
    let mut headers = HeaderMap::with_capacity(12);
    let (action, version) = action_and_version(&call.callee)?;
    headers.insert(ACTION, action);
    headers.insert(VERSION, version);
    headers.insert(TIMESTAMP, HeaderValue::from(timestamp));
    headers.insert(REQUEST_CLIENT, config.0.request_client.clone());
    if let Some(region) = call.region {
        headers.insert(REGION, header("region", region)?);
    }
    if let Some(language) = call.language {
        headers.insert(LANGUAGE, HeaderValue::from_static(language.as_str()));
    }
    add_other_headers(&mut headers, call)?;
    Ok(headers)
}

/// Adds the headers other than those of common parameters: content type, trace id, and the headers
/// of content and caller.
fn add_other_headers(
    headers: &mut HeaderMap,
    call: &PreparedCall<'_>,
) -> Result<(), InvalidRequest> {
    let content = &call.content;
    let content_type = match &content.content_type {
        Cow::Borrowed(content_type) => static_header("content type", content_type)?,
        Cow::Owned(content_type) => header("content type", content_type)?,
    };
    headers.insert(CONTENT_TYPE, content_type);
    headers.extend(content.headers.iter().cloned());
    if let Some(id) = &call.trace_id {
        headers.insert(TRACE_ID, id.clone());
    }
    for further in call.further_headers() {
        headers.insert(&further.name, further.value.clone());
    }
    Ok(())
}

fn action_and_version(callee: &Callee<'_>) -> Result<(HeaderValue, HeaderValue), InvalidRequest> {
    Ok(match callee.operation {
        Some(operation) => (
            static_header("action", operation.action)?,
            static_header("version", operation.version)?,
        ),
        None => (
            header("action", callee.action)?,
            header("version", callee.version)?,
        ),
    })
}

fn header(name: &'static str, value: &str) -> Result<HeaderValue, InvalidRequest> {
    HeaderValue::from_str(value).map_err(|_| invalid(name, value))
}

/// Returns a header without copying its value.
fn static_header(name: &'static str, value: &'static str) -> Result<HeaderValue, InvalidRequest> {
    let bytes = Bytes::from_static(value.as_bytes());
    HeaderValue::from_maybe_shared(bytes).map_err(|_| invalid(name, value))
}

/// Returns a header whose value `Debug` does not print.
fn sensitive(name: &'static str, value: Bytes) -> Result<HeaderValue, InvalidRequest> {
    let value = HeaderValue::from_maybe_shared(value);
    let mut value = value.map_err(|_| invalid(name, "[redacted]"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns a sensitive header that leaves no copy of its value in this process.
fn secret(name: &'static str, value: Zeroizing<String>) -> Result<HeaderValue, InvalidRequest> {
    // The header owns this memory, which is wiped when its last clone is dropped.
    sensitive(name, Bytes::from_owner(value))
}

fn invalid(name: &'static str, value: &str) -> InvalidRequest {
    let value = value.to_owned();
    InvalidRequest::Header { name, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_is_neither_copied_nor_printed() {
        let text = Zeroizing::new("hush-token".to_owned());
        let memory = text.as_ptr();
        let value = secret("token", text).unwrap();
        assert_eq!(value.as_bytes().as_ptr(), memory);
        assert_eq!(value.clone().as_bytes().as_ptr(), memory);
        assert!(!format!("{value:?}").contains("hush"));
        let error = secret("token", Zeroizing::new("hush\n".to_owned())).unwrap_err();
        assert!(!error.to_string().contains("hush"), "{error}");
    }
}
