//! Tracing: spans of calls and attempts, request and reply bodies, and undocumented members.
//!
//! Spans never contain secrets or bodies.

mod drift;

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug, debug_span, info_span};

use crate::display::Brief;
use crate::error::{Error, ErrorKind, TimeoutKind};
use crate::reply::{request_id_in, text_of};
use crate::transport::HttpResponse;

pub(crate) use drift::Drift;
pub use drift::{MismatchedMember, UnknownMember};

/// Creates the span of a call, at the level `INFO`. [`Outcome::record`] fills in the empty fields.
pub(crate) fn call_span(service: &str, version: &str, action: &str, region: Option<&str>) -> Span {
    info_span!(
        target: "tencentcloud_api",
        "call",
        service,
        version,
        action,
        region,
        attempts = Empty,
        status = Empty,
        request_id = Empty,
        error = Empty,
        duration_ms = Empty,
    )
}

/// Creates the span of one attempt, at the level `DEBUG`. Attempts count from 1.
pub(crate) fn attempt_span(attempt: u32) -> Span {
    debug_span!(
        target: "tencentcloud_api",
        "attempt",
        attempt,
        status = Empty,
        request_id = Empty,
        error = Empty,
        duration_ms = Empty,
    )
}

/// The outcome of a call or an attempt.
pub(crate) struct Outcome<'a> {
    /// The start, by the monotonic clock.
    pub(crate) started: Duration,
    /// The number of attempts of a call; `None` for an attempt.
    pub(crate) attempts: Option<u32>,
    pub(crate) result: Result<&'a HttpResponse, &'a Error>,
}

impl Outcome<'_> {
    /// Records the outcome in the span and emits an event.
    pub(crate) fn record(&self, span: &Span, now: Duration) {
        let milliseconds = now.saturating_sub(self.started).as_millis();
        span.record(
            "duration_ms",
            u64::try_from(milliseconds).unwrap_or(u64::MAX),
        );
        if let Some(attempts) = self.attempts {
            span.record("attempts", attempts);
        }
        match self.result {
            Ok(reply) => {
                span.record("status", reply.status);
                if let Some(id) = request_id_in(&text_of(&reply.body)) {
                    span.record("request_id", Brief(&id).to_string());
                }
                debug!(target: "tencentcloud_api", parent: span, "succeeded");
            }
            Err(error) => {
                if let Some(status) = status_of(error) {
                    span.record("status", status);
                }
                if let Some(id) = error.request_id() {
                    span.record("request_id", Brief(id).to_string());
                }
                span.record("error", Brief(brief(error)).to_string());
                debug!(target: "tencentcloud_api", parent: span, "failed");
            }
        }
    }
}

fn status_of(error: &Error) -> Option<u16> {
    match error.kind() {
        ErrorKind::Api(error) => Some(error.status),
        ErrorKind::HttpStatus(error) => Some(error.status),
        _ => None,
    }
}

/// Returns the API's code or the kind of error. The whole message is not logged, because it may
/// quote a body.
fn brief(error: &Error) -> &str {
    match error.kind() {
        ErrorKind::Api(error) => &error.code,
        ErrorKind::HttpStatus(_) => "HTTP status",
        ErrorKind::Transport(_) => "transport",
        ErrorKind::Timeout(error) => match error.kind {
            TimeoutKind::Connect => "timeout connecting",
            _ => "timeout",
        },
        ErrorKind::Decode(_) => "decoding",
        ErrorKind::Credentials(_) => "credentials",
        ErrorKind::RepeatedPage(_) | ErrorKind::MissingItems(_) => "paging",
        ErrorKind::FailedState(_) => "failed_state",
        ErrorKind::InvalidRequest(_) => "invalid request",
    }
}

/// Logs a body at the level `TRACE`. Callers must check the configuration first, because a body may
/// contain passwords.
pub(crate) fn log_body(message: &'static str, body: &[u8]) {
    tracing::trace!(target: "tencentcloud_api::body", body = %String::from_utf8_lossy(body), "{message}");
}
