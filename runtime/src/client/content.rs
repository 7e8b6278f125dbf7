//! The parameters of a request in the form in which they are sent.

use std::borrow::Cow;
use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::call::Callee;
use crate::codec;
use crate::error::InvalidRequest;
use crate::options::RequestForm;
use crate::random::{self, SystemRandom};

const JSON: &str = "application/json";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const OCTET_STREAM: &str = "application/octet-stream";

/// All characters except the unreserved ones of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The content of a request, without the common parameters.
pub(super) struct Content {
    pub(super) method: Method,
    /// Percent-encoded; empty for `POST`.
    pub(super) query: String,
    pub(super) content_type: Cow<'static, str>,
    pub(super) body: Bytes,
    /// Parameters that are sent in headers.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    /// Parameters of signature method v1, which become the query or body once they are complete.
    pub(super) pairs: Vec<(String, String)>,
}

impl Content {
    /// Creates a JSON body.
    pub(super) fn json(body: Bytes) -> Self {
        Self {
            method: Method::POST,
            query: String::new(),
            content_type: Cow::Borrowed(JSON),
            body,
            headers: Vec::new(),
            pairs: Vec::new(),
        }
    }

    /// Converts a JSON object into another form. `as_pairs` is for signature method v1, which
    /// covers parameters rather than headers and body.
    pub(super) fn in_form(
        form: &RequestForm,
        as_pairs: bool,
        callee: &Callee<'_>,
        json: Bytes,
    ) -> Result<Self, InvalidRequest> {
        if matches!(form, RequestForm::Json) {
            return Ok(Self::json(json));
        }
        let text = std::str::from_utf8(&json).map_err(|_| callee.not_an_object())?;
        let mut content = Self::json(Bytes::new());
        match form {
            RequestForm::Json => {}
            RequestForm::Query | RequestForm::Form => {
                content.content_type = Cow::Borrowed(URL_ENCODED);
                let pairs = codec::flatten(text).map_err(|_| callee.not_an_object())?;
                if matches!(form, RequestForm::Query) {
                    content.method = Method::GET;
                }
                if as_pairs {
                    content.pairs = pairs;
                } else {
                    let pairs: Vec<_> = pairs
                        .iter()
                        .map(|(name, value)| (&**name, &**value))
                        .collect();
                    content.query = url_encoded(&pairs);
                }
            }
            RequestForm::Multipart(files) => {
                let boundary = random::token(&SystemRandom);
                let body = multipart(&boundary, files, text).map_err(|_| callee.not_an_object())?;
                content.body = body.into();
                let content_type = format!("multipart/form-data; boundary={boundary}");
                content.content_type = Cow::Owned(content_type);
            }
            RequestForm::OctetStream(bytes) => {
                content.content_type = Cow::Borrowed(OCTET_STREAM);
                content.body = bytes.clone();
                content.headers = parameter_headers(callee, text)?;
            }
        }
        Ok(content)
    }
}

/// Encodes pairs as a query or form.
pub(super) fn url_encoded(pairs: &[(&str, &str)]) -> String {
    /// The length of an encoded byte: `%2F`.
    const ESCAPE: usize = 3;
    let length = |(name, value): &(&str, &str)| name.len() + value.len();
    let length: usize = pairs.iter().map(length).sum();
    // Long enough: growing would leave copies, and values may be secret.
    let mut text = String::with_capacity(ESCAPE * length + 2 * pairs.len());
    for (index, (name, value)) in pairs.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.extend(utf8_percent_encode(name, ENCODED));
        text.push('=');
        text.extend(utf8_percent_encode(value, ENCODED));
    }
    text
}

/// Writes parameters and files as parts of a form. Lists and structures are written as JSON.
fn multipart(
    boundary: &str,
    files: &BTreeMap<String, Bytes>,
    json: &str,
) -> Result<Vec<u8>, codec::ReadError> {
    let mut body = Vec::new();
    let mut part = |name: &str, rest: &str, content: &[u8]| {
        let name = quoted(name);
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in codec::members(json)? {
        match value.as_bytes().first() {
            _ if files.contains_key(&name) => {}
            Some(b'n') | None => {}
            Some(b'{' | b'[') => part(
                &name,
                "\r\nContent-Type: application/json",
                value.as_bytes(),
            ),
            Some(_) => part(&name, "", codec::scalar_text(value)?.as_bytes()),
        }
    }
    for (name, content) in files {
        part(name, &format!("; filename=\"{}\"", quoted(name)), content);
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(body)
}

/// Escapes a name for use inside quotes, as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Returns parameters as headers. Header names ignore case, so the service need not be in capitals.
fn parameter_headers(
    callee: &Callee<'_>,
    json: &str,
) -> Result<Vec<(HeaderName, HeaderValue)>, InvalidRequest> {
    let header = |(parameter, value): (String, String)| {
        let name = format!("X-{}-{parameter}", callee.service);
        let name = HeaderName::from_bytes(name.as_bytes()).ok();
        let header = name.zip(HeaderValue::from_str(&value).ok());
        header.ok_or(InvalidRequest::Header {
            name: "parameter that is sent in a header",
            value: parameter,
        })
    };
    let pairs = codec::flatten(json).map_err(|_| callee.not_an_object())?;
    pairs.into_iter().map(header).collect()
}
