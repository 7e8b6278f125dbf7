//! One request and its response.

use std::io::{self, Read as _};
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::Timestamp;
use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body};
use url::Url;

use super::{Client, Conditions, Fault, Settings};

pub(super) fn agent(settings: &Settings) -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(Duration::from_secs(15).min(settings.timeout)))
        .timeout_global(Some(settings.timeout))
        .user_agent(settings.user_agent.as_str())
        .accept("text/html")
        .build()
        .into()
}

impl Client {
    /// Sends the request when it is time, and rests after it.
    pub(super) fn send(&self, url: &Url, conditions: &Conditions) -> Result<Response<Body>, Fault> {
        self.pace.before();
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = &conditions.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &conditions.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        let response = request.call();
        self.pace.after();
        response.map_err(|error| passing(error.to_string()))
    }

    /// The body of a page, whole and of a size that pages have.
    pub(super) fn page(&self, response: &mut Response<Body>) -> Result<Vec<u8>, Fault> {
        let kind = header_text(response, header::CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("text/html") && kind != "application/xhtml+xml" {
            return Err(Fault::Lasting(format!(
                "is no page: its content type is `{kind}`"
            )));
        }
        let body = self.body(response)?;
        // A connection that ends early is no error where the length was not announced.
        if !ends_as_page(&body) {
            return Err(passing("the page breaks off before `</html>`".to_owned()));
        }
        Ok(body)
    }

    /// The body up to the largest size.
    pub(super) fn body(&self, response: &mut Response<Body>) -> Result<Vec<u8>, Fault> {
        let largest = self.settings.largest;
        let too_large = || {
            let limit = largest / (1 << 20);
            Fault::Lasting(format!("is larger than any page: more than {limit} MiB"))
        };
        if response
            .body()
            .content_length()
            .is_some_and(|length| length > largest)
        {
            return Err(too_large());
        }
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        let mut body = Vec::new();
        let read = reader.take(largest + 1).read_to_end(&mut body);
        let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
        self.bytes.fetch_add(length, Ordering::Relaxed);
        read.map_err(|error: io::Error| passing(format!("the page breaks off: {error}")))?;
        if length > largest {
            return Err(too_large());
        }
        Ok(body)
    }
}

/// Statuses that pass: throttling, the server's own faults, and the site's 567.
pub(super) fn is_passing(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::REQUEST_TIMEOUT
        || status.is_server_error()
}

/// A fault that may pass, after the time that the response asks for.
pub(super) fn busy(response: &Response<Body>) -> Fault {
    Fault::Passing {
        reason: format!("the server answers {}", response.status().as_u16()),
        after: retry_after(response),
    }
}

fn passing(reason: String) -> Fault {
    Fault::Passing {
        reason,
        after: None,
    }
}

/// `Retry-After: 120` or `Retry-After: Fri, 31 Dec 1999 23:59:59 GMT`.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let value = header_text(response, header::RETRY_AFTER)?;
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(value.trim()).ok()?;
    let wait = date.timestamp().duration_since(Timestamp::now());
    Some(Duration::try_from(wait).unwrap_or_default())
}

/// A header's text; what is no text counts as absent.
pub(super) fn header_text(response: &Response<Body>, name: header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    // What goes into the manifest and into later requests is printable and short.
    let plain = value.len() <= 500 && value.chars().all(|c| !c.is_control());
    plain.then(|| value.to_owned())
}

fn ends_as_page(body: &[u8]) -> bool {
    const END: usize = 4096;
    let end = body
        .get(body.len().saturating_sub(END)..)
        .unwrap_or_default();
    end.windows(6)
        .any(|bytes| bytes.eq_ignore_ascii_case(b"</html"))
}
