//! Telemetry: spans of calls and attempts, metrics, request and reply bodies, and undocumented
//! members.
//!
//! Spans and metrics have the names of OpenTelemetry's conventions where these exist. They never
//! contain secrets or bodies.

mod drift;
#[cfg(feature = "metrics")]
mod metrics;

use std::borrow::Cow;
use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug, debug_span, info_span};

use crate::display::Brief;
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind, RateLimitError, TimeoutKind};
use crate::reply::{request_id, text_of};
use crate::transport::HttpResponse;
use crate::v2::Envelope;

pub(crate) use drift::Drift;
pub use drift::{MismatchedMember, UnknownMember};

/// The value of `rpc.system`.
const SYSTEM: &str = "tencentcloud-api";

/// The facts about a call that its telemetry states.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) service: &'a str,
    pub(crate) version: &'a str,
    pub(crate) action: &'a str,
    pub(crate) region: Option<&'a str>,
    /// The HTTP method.
    pub(crate) method: &'a str,
    /// The form of the reply.
    pub(crate) envelope: Envelope,
}

/// Creates the span of a call, at the level `INFO`. [`Outcome::record`] fills in the empty fields.
pub(crate) fn call_span(subject: Subject<'_>) -> Span {
    let Subject {
        service,
        version,
        action,
        region,
        ..
    } = subject;
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
        otel.name = %format_args!("{service}/{action}"),
        otel.kind = "client",
        otel.status_code = Empty,
        rpc.system = SYSTEM,
        rpc.service = service,
        rpc.method = action,
        http.response.status_code = Empty,
        error.type = Empty,
    )
}

/// Creates the span of one attempt, at the level `DEBUG`. Attempts count from 1.
pub(crate) fn attempt_span(attempt: u32, subject: Subject<'_>) -> Span {
    let resend_count = match attempt {
        0 | 1 => None,
        attempt => Some(attempt - 1),
    };
    debug_span!(
        target: "tencentcloud_api",
        "attempt",
        attempt,
        status = Empty,
        request_id = Empty,
        error = Empty,
        duration_ms = Empty,
        otel.name = subject.method,
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = subject.method,
        http.request.resend_count = resend_count,
        http.response.status_code = Empty,
        server.address = Empty,
        server.port = Empty,
        error.type = Empty,
    )
}

/// Records the server of the current attempt, which failover may have chosen.
pub(crate) fn record_server(span: &Span, endpoint: &Endpoint) {
    if !span.is_disabled() {
        let (address, port) = endpoint.server();
        span.record("server.address", address);
        span.record("server.port", port);
    }
}

/// The outcome of a call or an attempt.
pub(crate) struct Outcome<'a> {
    /// The duration, by the monotonic clock.
    pub(crate) duration: Duration,
    /// The number of attempts of a call; `None` for an attempt.
    pub(crate) attempts: Option<u32>,
    pub(crate) result: Result<&'a HttpResponse, &'a Error>,
}

impl Outcome<'_> {
    /// Records the outcome in the span, emits an event, and updates the metrics.
    pub(crate) fn record(&self, span: &Span, subject: Subject<'_>) {
        if !span.is_disabled() {
            self.record_in(span, subject.envelope);
        }
        #[cfg(feature = "metrics")]
        metrics::record(self, subject);
    }

    fn record_in(&self, span: &Span, envelope: Envelope) {
        let milliseconds = self.duration.as_millis();
        span.record(
            "duration_ms",
            u64::try_from(milliseconds).unwrap_or(u64::MAX),
        );
        if let Some(attempts) = self.attempts {
            span.record("attempts", attempts);
        }
        if let Some(status) = self.status() {
            span.record("status", status);
            span.record("http.response.status_code", status);
        }
        match self.result {
            Ok(reply) => {
                if let Some(id) = request_id(envelope, &text_of(&reply.body)) {
                    span.record("request_id", Brief(&id).to_string());
                }
                debug!(target: "tencentcloud_api", parent: span, "succeeded");
            }
            Err(error) => {
                if let Some(id) = error.request_id() {
                    span.record("request_id", Brief(id).to_string());
                }
                span.record("error", Brief(brief(error)).to_string());
                span.record("error.type", &*error_type(error));
                span.record("otel.status_code", "ERROR");
                debug!(target: "tencentcloud_api", parent: span, "failed");
            }
        }
    }

    /// Returns the HTTP status, if there was a reply.
    fn status(&self) -> Option<u16> {
        match self.result {
            Ok(reply) => Some(reply.status),
            Err(error) => match error.kind() {
                ErrorKind::Api(error) => Some(error.status),
                ErrorKind::HttpStatus(error) => Some(error.status),
                _ => None,
            },
        }
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
        ErrorKind::RateLimit(_) => "rate limiter",
    }
}

/// Returns the value of `error.type`: the API's code, the HTTP status, or the kind of error.
fn error_type(error: &Error) -> Cow<'_, str> {
    match error.kind() {
        ErrorKind::Api(error) => Brief(&error.code).to_string().into(),
        ErrorKind::HttpStatus(error) => error.status.to_string().into(),
        ErrorKind::Timeout(error) => match error.kind {
            TimeoutKind::Connect => "connect_timeout".into(),
            _ => "timeout".into(),
        },
        ErrorKind::InvalidRequest(_) => "invalid_request".into(),
        ErrorKind::RateLimit(_) => "rate_limiter".into(),
        _ => brief(error).into(),
    }
}

/// Logs that the rate limiter refused a retry, at the level `DEBUG`.
pub(crate) fn retry_refused(refusal: &RateLimitError) {
    debug!(target: "tencentcloud_api", reason = %Brief(&refusal.problem), "retry refused");
}

/// Logs a body at the level `TRACE`. Callers must check the configuration first, because a body may
/// contain passwords.
pub(crate) fn log_body(message: &'static str, body: &[u8]) {
    tracing::trace!(target: "tencentcloud_api::body", body = %String::from_utf8_lossy(body), "{message}");
}
