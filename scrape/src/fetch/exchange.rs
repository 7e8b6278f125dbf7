//! One request and its response, with a pause after each.

use std::io::{self, Read as _};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use ureq::http::{Response, StatusCode, header};
use ureq::{Agent, Body};
use url::Url;

use crate::fetch::{Conditions, Fault, Settings};

/// The connections to the site, with their pace and their counts.
#[derive(Debug)]
pub(crate) struct Exchange {
    agent: Agent,
    pace: Mutex<Pace>,
    /// The size limit for a body, in bytes after decompression.
    largest: u64,
    requests: AtomicUsize,
    bytes: AtomicU64,
}

/// The pause after each request, and a time before which no worker sends one.
#[derive(Debug)]
struct Pace {
    pause: Duration,
    held_until: Option<Instant>,
}

impl Exchange {
    /// Returns an exchange with the settings' pace, timeout and size limit.
    pub(crate) fn new(settings: &Settings) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(15).min(settings.timeout)))
            .timeout_global(Some(settings.timeout))
            .user_agent(settings.user_agent.as_str())
            .accept("text/html")
            .build();
        let pace = Pace {
            pause: settings.pause,
            held_until: None,
        };
        Self {
            agent: agent.into(),
            pace: Mutex::new(pace),
            largest: settings.largest,
            requests: AtomicUsize::new(0),
            bytes: AtomicU64::new(0),
        }
    }

    /// Makes all workers wait before their next request.
    pub(crate) fn hold(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut pace = self.pace();
        pace.held_until = Some(pace.held_until.map_or(until, |held| held.max(until)));
    }

    /// Extends the pause to at least this time, as robots.txt may require.
    pub(crate) fn slow_down(&self, pause: Duration) {
        let mut pace = self.pace();
        pace.pause = pace.pause.max(pause);
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        // A panic can't leave the state inconsistent.
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of requests so far.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// Returns the bytes received so far, after decompression.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Waits until requests are allowed, sends one, and pauses.
    pub(crate) fn send(&self, url: &Url, conditions: &Conditions) -> Result<Response<Body>, Fault> {
        let held_until = self.pace().held_until;
        if let Some(held) = held_until {
            thread::sleep(held.saturating_duration_since(Instant::now()));
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut request = self.agent.get(url.as_str());
        if let Some(etag) = &conditions.etag {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = &conditions.last_modified {
            request = request.header(header::IF_MODIFIED_SINCE, date);
        }
        let response = request.call();
        let pause = self.pace().pause;
        thread::sleep(pause);
        response.map_err(|error| temporary(error.to_string()))
    }

    /// Reads the body of a page, which must be complete HTML.
    pub(crate) fn page(&self, response: &mut Response<Body>) -> Result<Vec<u8>, Fault> {
        let kind = header_text(response, header::CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("text/html") && kind != "application/xhtml+xml" {
            let reason = format!("isn't a page: its content type is `{kind}`");
            return Err(Fault::Permanent(reason));
        }
        let body = self.body(response)?;
        // Without a length, HTTP can't tell a truncated body from a complete one.
        if !ends_like_page(&body) {
            return Err(temporary(
                "the page is truncated before `</html>`".to_owned(),
            ));
        }
        Ok(body)
    }

    /// Reads a body up to the size limit.
    pub(crate) fn body(&self, response: &mut Response<Body>) -> Result<Vec<u8>, Fault> {
        let too_large = || {
            let limit = self.largest / (1 << 20);
            Fault::Permanent(format!("is larger than any page: more than {limit} MiB"))
        };
        let announced = response.body().content_length();
        if announced.is_some_and(|length| length > self.largest) {
            return Err(too_large());
        }
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        let mut body = Vec::new();
        let read = reader.take(self.largest + 1).read_to_end(&mut body);
        let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
        self.bytes.fetch_add(length, Ordering::Relaxed);
        read.map_err(|error: io::Error| temporary(format!("the page is truncated: {error}")))?;
        if length > self.largest {
            return Err(too_large());
        }
        Ok(body)
    }
}

/// Returns whether a retry may help: after throttling, timeouts and server faults, including the
/// site's own status 567.
pub(crate) fn is_temporary(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
        || status == StatusCode::REQUEST_TIMEOUT
        || status.is_server_error()
}

/// Returns the fault of a busy server, with the wait that the server asks for.
pub(crate) fn busy(response: &Response<Body>) -> Fault {
    Fault::Temporary {
        reason: format!("the server answers {}", response.status().as_u16()),
        after: retry_after(response),
    }
}

fn temporary(reason: String) -> Fault {
    Fault::Temporary {
        reason,
        after: None,
    }
}

/// Parses `Retry-After: 120` or `Retry-After: Fri, 31 Dec 1999 23:59:59 GMT`.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let value = header_text(response, header::RETRY_AFTER)?;
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(value.trim()).ok()?;
    let wait = date.timestamp().duration_since(Timestamp::now());
    Some(Duration::try_from(wait).unwrap_or_default())
}

/// Returns a header's text if it is short and printable. The manifest and later requests contain
/// it.
pub(crate) fn header_text(response: &Response<Body>, name: header::HeaderName) -> Option<String> {
    let value = response.headers().get(name)?.to_str().ok()?;
    if value.len() > 500 || value.chars().any(char::is_control) {
        return None;
    }
    Some(value.to_owned())
}

/// Returns whether `</html` is near the end of the body.
fn ends_like_page(body: &[u8]) -> bool {
    const END: usize = 4096;
    let start = body.len().saturating_sub(END);
    body.get(start..)
        .unwrap_or_default()
        .windows(6)
        .any(|bytes| bytes.eq_ignore_ascii_case(b"</html"))
}
