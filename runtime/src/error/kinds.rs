//! The kinds of errors that a call can end with.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::{Error, ErrorKind};
use crate::codec::{BrokenLimits, Mismatch, MissingParameters, ReadError, WriteError};
use crate::display::{Brief, OneLine};

/// An error that the API reported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The code, usually one that the product documents: `ResourceNotFound.Instance`.
    pub code: String,
    /// The number of the code, which replies of APIs before version 3.0 have: 4100. The code is the
    /// same number as text if the reply has no name for it.
    pub number: Option<i64>,
    /// The explanation, in the configured language if the API supports it.
    pub message: String,
    /// The HTTP status, usually 200.
    pub status: u16,
}

impl ApiError {
    /// Creates an error.
    pub(crate) fn new(code: String, number: Option<i64>, message: String, status: u16) -> Self {
        Self {
            code,
            number,
            message,
            status,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, message) = (OneLine(&self.code), OneLine(&self.message));
        match self.number {
            Some(number) if self.code != number.to_string() => {
                write!(f, "{code} ({number}): {message}")
            }
            _ => write!(f, "{code}: {message}"),
        }
    }
}

impl StdError for ApiError {}

/// A reply that did not come from the API, with an HTTP status outside 200–299.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpStatusError {
    /// The HTTP status, outside 200–299.
    pub status: u16,
    /// The beginning of the body, up to 200 characters.
    pub excerpt: String,
    /// The proxy that replied itself instead of forwarding the request, without user and password.
    pub proxy: Option<String>,
}

impl fmt::Display for HttpStatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP status {}", self.status)?;
        if let Some(proxy) = &self.proxy {
            write!(f, " from the proxy {}", OneLine(proxy))?;
        }
        if !self.excerpt.is_empty() {
            write!(f, ": {}", OneLine(&self.excerpt))?;
        }
        Ok(())
    }
}

impl StdError for HttpStatusError {}

/// A time limit that expired.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeoutError {
    /// The operation that exceeded the limit.
    pub kind: TimeoutKind,
    /// The limit. `None` if only the transport knows it. With zero, nothing was sent.
    pub allowed: Option<Duration>,
    /// The cause as the transport reported it, on one line, with the address. `None` if the limit
    /// is not the transport's.
    pub detail: Option<String>,
}

impl TimeoutError {
    /// Returns whether the limit is zero, so that nothing was sent and no retry can succeed.
    pub(super) fn is_impossible(&self) -> bool {
        let sends = matches!(self.kind, TimeoutKind::Attempt | TimeoutKind::Total);
        sends && self.allowed == Some(Duration::ZERO)
    }
}

/// The operation that exceeded its time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// Connecting. The request was not sent.
    Connect,
    /// One attempt. It may have taken effect.
    Attempt,
    /// The whole call. It may have taken effect.
    Total,
    /// The next event of a stream.
    Idle,
    /// The state that the caller [waited](crate::wait) for.
    Wait,
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TimeoutKind::Connect => "connecting timed out",
            TimeoutKind::Attempt => "the attempt did not finish in time",
            TimeoutKind::Total => "the call did not finish in time",
            TimeoutKind::Wait => "the expected state was not reached in time",
            TimeoutKind::Idle => "no event of the stream arrived in time",
        })?;
        match self.allowed {
            Some(_) if self.is_impossible() => {
                f.write_str(" (0ns allowed, so nothing was sent)")?
            }
            Some(allowed) => write!(f, " ({allowed:?} allowed)")?,
            None => {}
        }
        match &self.detail {
            Some(detail) => write!(f, ": {detail}"),
            None => Ok(()),
        }
    }
}

impl StdError for TimeoutError {}

/// A reply that could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// The path of the member: `Response.InstanceSet[3].CreatedTime`. Empty for the body itself.
    pub path: String,
    /// The expected and the actual kind of value. Only with
    /// [strict decoding](crate::ConfigBuilder::strict_decoding) it includes the value, unless the
    /// member is sensitive.
    pub problem: String,
    /// The byte offset in the body.
    pub offset: usize,
    /// The header `Content-Type` of a reply that isn't JSON, such as `text/html`.
    pub content_type: Option<String>,
    /// The beginning of a reply that isn't JSON: up to 120 characters on one line. Empty if the
    /// reply begins like JSON, which may hold secrets.
    pub excerpt: String,
}

impl DecodeError {
    pub(crate) fn new(error: &ReadError) -> Self {
        Self {
            path: error.path(),
            problem: error.problem().to_owned(),
            offset: error.offset(),
            content_type: None,
            excerpt: String::new(),
        }
    }

    /// Creates the error for a value that strict decoding does not accept. `envelope` is the member
    /// that holds the response.
    pub(crate) fn strict(mismatch: &Mismatch, envelope: &str) -> Self {
        let separator = if envelope.is_empty() || mismatch.path.is_empty() {
            ""
        } else {
            "."
        };
        Self {
            path: format!("{envelope}{separator}{}", mismatch.path),
            problem: mismatch.problem(),
            offset: mismatch.offset,
            content_type: None,
            excerpt: String::new(),
        }
    }

    /// Quotes the beginning of a reply that isn't JSON.
    pub(crate) fn quoting(mut self, text: &str, headers: &HeaderMap) -> Self {
        const CHARS: usize = 120;
        let text = text.trim();
        if text.is_empty() || text.starts_with(['{', '[', '"']) {
            return self;
        }
        let content_type = headers.get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok());
        self.content_type = content_type.map(|value| value.chars().take(CHARS).collect());
        let mut blank = false;
        for c in text.chars() {
            let shown: String = match c {
                c if c.is_whitespace() && blank => continue,
                c if c.is_whitespace() => " ".to_owned(),
                '"' | '\'' | '\\' => c.to_string(),
                // Control characters, and those that change the direction of text.
                c => c.escape_debug().collect(),
            };
            blank = c.is_whitespace();
            if self.excerpt.chars().count() + shown.chars().count() > CHARS {
                break;
            }
            self.excerpt.push_str(&shown);
        }
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reply cannot be read")?;
        if !self.path.is_empty() {
            write!(f, ": {}", Brief(&self.path))?;
        }
        write!(f, ": {} at byte {}", OneLine(&self.problem), self.offset)?;
        if self.excerpt.is_empty() {
            return Ok(());
        }
        let content_type = self.content_type.as_deref().unwrap_or("without a type");
        write!(
            f,
            "; the body ({}) begins: {}",
            OneLine(content_type),
            self.excerpt
        )
    }
}

impl StdError for DecodeError {}

/// An invalid request or configuration. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// Required parameters are missing.
    #[error(transparent)]
    MissingParameters(#[from] MissingParameters),
    /// Parameters break documented limits. Only with
    /// [`check_limits`](crate::ConfigBuilder::check_limits).
    #[error(transparent)]
    BrokenLimits(#[from] BrokenLimits),
    /// A float is infinite or NaN.
    #[error(transparent)]
    NotFinite(#[from] WriteError),
    /// The action requires a region and none is configured.
    #[error(
        "{action} requires a region: set one with `ConfigBuilder::region` or the environment variable TENCENTCLOUD_REGION"
    )]
    MissingRegion {
        /// The name of the action.
        action: String,
    },
    /// An endpoint or root domain is malformed or not allowed.
    #[error("endpoint `{endpoint}`: {problem}")]
    Endpoint {
        /// The endpoint as the caller wrote it, except user info and query, which are masked.
        endpoint: String,
        /// The rule that it breaks.
        problem: &'static str,
    },
    /// A value contains a character that its header does not allow, such as a line break. A region
    /// consists of letters, digits, `-` and `_`.
    #[error("the {name} contains a character that its HTTP header does not allow: {value:?}")]
    Header {
        /// The name of the value: `region`.
        name: &'static str,
        /// The value, or `[redacted]` if it is secret.
        value: String,
    },
    /// The parameters of a call by name are not a JSON object.
    #[error("parameters of {action} must be a JSON object")]
    NotAnObject {
        /// The name of the action.
        action: String,
    },
    /// The parameters of a call by name cannot be written as JSON, or the text given is not a JSON
    /// object.
    #[error("parameters of {action} must be a JSON object: {problem} at byte {offset}")]
    NotJson {
        /// The name of the action.
        action: String,
        /// The fault. Never the value, which may be secret.
        problem: String,
        /// The byte offset in the parameters.
        offset: usize,
    },
    /// Call options are malformed or contradict each other.
    #[error("call options: {0}")]
    Options(String),
    /// The configuration is incomplete or contradicts itself.
    #[error("configuration: {0}")]
    Config(String),
    /// A [middleware](crate::middleware) refused the request, for the reason that it states.
    #[error("refused by a middleware: {0}")]
    Middleware(String),
}

/// A rate limiter's refusal of a request. Nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the rate limiter refused {}: {problem}", Refused(.action, .service))]
#[non_exhaustive]
pub struct RateLimitError {
    /// The name of the action. Empty until the client fills it in.
    pub action: String,
    /// The product. Empty until the client fills it in.
    pub service: String,
    /// The reason for the refusal.
    pub problem: String,
}

impl RateLimitError {
    /// Returns a refusal for this reason. It should say how to avoid the refusal, and must not hold
    /// a secret. The client adds the action.
    pub fn new(problem: impl Into<String>) -> Self {
        Self {
            action: String::new(),
            service: String::new(),
            problem: problem.into(),
        }
    }

    pub(crate) fn of(mut self, service: &str, action: &str) -> Self {
        self.service = service.to_owned();
        self.action = action.to_owned();
        self
    }
}

impl From<RateLimitError> for Error {
    fn from(error: RateLimitError) -> Self {
        Self::new(ErrorKind::RateLimit(error))
    }
}

/// Prints the refused action and its product, as far as they are known.
struct Refused<'a>(&'a str, &'a str);

impl fmt::Display for Refused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self("", _) => f.write_str("the request"),
            Self(action, service) => write!(f, "{action} of {service}"),
        }
    }
}

/// A counted page that lists the same items as the page before it.
///
/// The server ignores `Offset` or the page number, or does not go beyond this page. Later pages
/// cannot be fetched, and continuing might never end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "page {page} of {action} repeats the previous page: the server ignores the offset or page number, so later pages cannot be fetched"
)]
#[non_exhaustive]
pub struct RepeatedPage {
    /// The name of the action.
    pub action: String,
    /// The number of the page, counted from 1.
    pub page: u64,
}

/// A counted page without items, although the action stated a total that was not reached.
///
/// The items of the earlier pages were returned; this error replaces the empty page. Either items
/// are missing, or the action's total counts more than the listed items. In the second case, which
/// only its documentation can tell, the error marks the regular end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "page {page} of {action} is empty after {seen} of {total} items: items are missing, or the total counts more than the listed items"
)]
#[non_exhaustive]
pub struct MissingItems {
    /// The name of the action.
    pub action: String,
    /// The number of the empty page, counted from 1 for the first page of this walk.
    pub page: u64,
    /// The number of items before the empty page, including those that the walk skipped.
    pub seen: u64,
    /// The latest total that the action stated.
    pub total: u64,
}

/// A resource that reached a state which the documentation calls a failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{id} has failed: its {member} is {state}")]
#[non_exhaustive]
pub struct FailedState {
    /// The id of the resource.
    pub id: String,
    /// The member of the response that has the state, such as `InstanceState`.
    pub member: &'static str,
    /// The state, such as `LAUNCH_FAILED`.
    pub state: String,
}
