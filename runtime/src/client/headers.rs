//! The headers of a request, but for those that authorise it.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::prepare::{Callee, PreparedCall};
use super::request_error::InvalidRequest;
use crate::config::Config;

const ACTION: HeaderName = HeaderName::from_static("x-tc-action");
const VERSION: HeaderName = HeaderName::from_static("x-tc-version");
const TIMESTAMP: HeaderName = HeaderName::from_static("x-tc-timestamp");
const REGION: HeaderName = HeaderName::from_static("x-tc-region");
const LANGUAGE: HeaderName = HeaderName::from_static("x-tc-language");
const REQUEST_CLIENT: HeaderName = HeaderName::from_static("x-tc-requestclient");
const TRACE_ID: HeaderName = HeaderName::from_static("x-tc-traceid");

/// The headers of a request whose common parameters are sent in headers.
pub(super) fn with_common_parameters(
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
    add_others(&mut headers, call)?;
    Ok(headers)
}

/// Adds the headers that have nothing to do with common parameters.
pub(super) fn add_others(
    headers: &mut HeaderMap,
    call: &PreparedCall<'_>,
) -> Result<(), InvalidRequest> {
    let content = &call.content;
    let content_type = match &content.content_type {
        Cow::Borrowed(content_type) => unowned("content type", content_type)?,
        Cow::Owned(content_type) => header("content type", content_type)?,
    };
    headers.insert(CONTENT_TYPE, content_type);
    headers.extend(content.headers.iter().cloned());
    if let Some(id) = &call.trace_id {
        headers.insert(TRACE_ID, id.clone());
    }
    for further in call.headers {
        headers.insert(&further.name, further.value.clone());
    }
    Ok(())
}

fn action_and_version(callee: &Callee<'_>) -> Result<(HeaderValue, HeaderValue), InvalidRequest> {
    Ok(match callee.operation {
        Some(operation) => (
            unowned("action", operation.action)?,
            unowned("version", operation.version)?,
        ),
        None => (
            header("action", callee.action)?,
            header("version", callee.version)?,
        ),
    })
}

fn header(what: &'static str, value: &str) -> Result<HeaderValue, InvalidRequest> {
    HeaderValue::from_str(value).map_err(|_| invalid(what, value))
}

/// The same without a copy.
fn unowned(what: &'static str, value: &'static str) -> Result<HeaderValue, InvalidRequest> {
    let bytes = Bytes::from_static(value.as_bytes());
    HeaderValue::from_maybe_shared(bytes).map_err(|_| invalid(what, value))
}

/// A header whose value no `Debug` shows.
pub(super) fn sensitive(what: &'static str, value: Bytes) -> Result<HeaderValue, InvalidRequest> {
    let value = HeaderValue::from_maybe_shared(value);
    let mut value = value.map_err(|_| invalid(what, "[redacted]"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// The same, which leaves no trace in memory that is ours.
pub(super) fn secret(
    what: &'static str,
    value: Zeroizing<String>,
) -> Result<HeaderValue, InvalidRequest> {
    // The header keeps this very memory, which is wiped when its last clone is gone.
    sensitive(what, Bytes::from_owner(value))
}

fn invalid(what: &'static str, value: &str) -> InvalidRequest {
    let value = value.to_owned();
    InvalidRequest::Header { what, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_kept_in_the_memory_that_will_be_wiped_and_shown_nowhere() {
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
