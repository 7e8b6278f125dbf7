//! A response with everything around it.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};

use super::fault::request_id_in;
use crate::transport::HttpResponse;

/// A successful response, with what is usually left behind.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// What the action returned.
    pub body: T,
    /// The HTTP status, 200 as a rule.
    pub status: u16,
    /// The HTTP headers.
    pub headers: HeaderMap,
    /// The id that the support staff asks for.
    pub request_id: Option<String>,
    /// The `X-TC-TraceId` that was sent.
    pub trace_id: Option<String>,
    /// The whole reply as it came, decompressed: `{"Response": {…}}`, members not yet known included.
    pub raw: Bytes,
}

/// What came back, the trace id that went out, and how often it did.
pub(super) struct Reply {
    pub(super) http: HttpResponse,
    pub(super) attempts: u32,
    pub(super) trace_id: Option<HeaderValue>,
}

impl Reply {
    pub(super) fn with<T>(self, body: T) -> Response<T> {
        let text = std::str::from_utf8(&self.http.body).ok();
        let trace_id = self.trace_id.as_ref().and_then(|id| id.to_str().ok());
        Response {
            body,
            status: self.http.status,
            request_id: text.and_then(request_id_in),
            trace_id: trace_id.map(str::to_owned),
            headers: self.http.headers,
            raw: self.http.body,
        }
    }
}
