//! The headers of a request, but for those that authorise it.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use super::prepare::PreparedCall;
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
    headers.insert(ACTION, header("action", call.callee.action)?);
    headers.insert(VERSION, header("version", call.callee.version)?);
    headers.insert(TIMESTAMP, HeaderValue::from(timestamp));
    let client = header("request client", &config.0.request_client)?;
    headers.insert(REQUEST_CLIENT, client);
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
    let content_type = header("content type", &content.content_type)?;
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

fn header(what: &'static str, value: &str) -> Result<HeaderValue, InvalidRequest> {
    HeaderValue::from_str(value).map_err(|_| InvalidRequest::Header {
        what,
        value: value.to_owned(),
    })
}

/// A header whose value no `Debug` shows, and which leaves no trace in memory that is ours.
pub(super) fn secret(
    what: &'static str,
    value: Zeroizing<String>,
) -> Result<HeaderValue, InvalidRequest> {
    // The header keeps this very memory, which is wiped when its last clone is gone.
    let bytes = Bytes::from_owner(value);
    let mut value = HeaderValue::from_maybe_shared(bytes).map_err(|_| InvalidRequest::Header {
        what,
        value: "[redacted]".to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
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
