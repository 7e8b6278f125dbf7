//! Spans for calls and their attempts, never with a secret or a body in them.

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug, debug_span, info_span};

use crate::client::request_id_in;
use crate::error::{Error, TimeoutKind};
use crate::transport::HttpResponse;

/// The span of a call, at the level `INFO`. What is not known yet is recorded on the way.
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

/// The span of one attempt of the current call, at the level `DEBUG`; attempts count from 1.
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

/// How something that has a span went.
pub(crate) struct Outcome<'a> {
    /// When it began, by the monotonic clock.
    pub(crate) started: Duration,
    /// How many attempts a call made.
    pub(crate) attempts: Option<u32>,
    pub(crate) result: Result<&'a HttpResponse, &'a Error>,
}

impl Outcome<'_> {
    /// Puts the outcome into the span, and tells of it in an event.
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
                let text = std::str::from_utf8(&reply.body).ok();
                if let Some(id) = text.and_then(request_id_in) {
                    span.record("request_id", id);
                }
                debug!(target: "tencentcloud_api", parent: span, "succeeded");
            }
            Err(error) => {
                if let Some(status) = status_of(error) {
                    span.record("status", status);
                }
                if let Some(id) = error.request_id() {
                    span.record("request_id", id);
                }
                span.record("error", brief(error));
                debug!(target: "tencentcloud_api", parent: span, "failed");
            }
        }
    }
}

fn status_of(error: &Error) -> Option<u16> {
    match error {
        Error::Api(error) => Some(error.status),
        Error::HttpStatus(error) => Some(error.status),
        _ => None,
    }
}

/// The API's code, or what kind of error it is. Whole messages may quote bodies.
fn brief(error: &Error) -> &str {
    match error {
        Error::Api(error) => &error.code,
        Error::HttpStatus(_) => "HTTP status",
        Error::Transport(_) => "transport",
        Error::Timeout(error) => match error.kind {
            TimeoutKind::Connect => "timeout connecting",
            _ => "timeout",
        },
        Error::Decode(_) => "decoding",
        Error::Credentials(_) => "credentials",
        Error::RepeatedPage(_) => "paging",
        Error::InvalidRequest(_) => "invalid request",
    }
}
