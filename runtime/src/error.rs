//! Everything that can go wrong with a call.

use std::fmt;
use std::time::Duration;

use crate::client::InvalidRequest;
use crate::credential::CredentialError;
use crate::paging::RepeatedPage;
use crate::transport::{TransportError, TransportErrorKind};

/// Why a call failed. No variant ever holds a secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The API answered with an error of its own.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// A status outside 200–299 without an API error in the body: a gateway or proxy answered.
    #[error(transparent)]
    HttpStatus(Box<HttpStatusError>),
    /// The request could not be sent, or the reply not received.
    #[error(transparent)]
    Transport(Box<TransportError>),
    /// The time allowed ran out.
    #[error(transparent)]
    Timeout(Box<TimeoutError>),
    /// The reply could not be understood.
    #[error(transparent)]
    Decode(Box<DecodeError>),
    /// No credential could be had.
    #[error(transparent)]
    Credentials(Box<CredentialError>),
    /// The request or configuration is at fault; nothing was sent.
    #[error(transparent)]
    InvalidRequest(Box<InvalidRequest>),
    /// A walk through pages came to the same page again.
    #[error(transparent)]
    RepeatedPage(Box<RepeatedPage>),
}

impl Error {
    /// The API's error code: `AuthFailure.SignatureExpire`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => Some(&error.code),
            _ => None,
        }
    }

    /// The id that the support staff asks for, where a reply carried one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Api(error) => error.request_id.as_deref(),
            Self::HttpStatus(error) => error.request_id.as_deref(),
            Self::Decode(error) => error.request_id.as_deref(),
            _ => None,
        }
    }

    /// How many attempts were made before the call was given up; 0 if it never got so far, or if no call failed.
    ///
    /// Unless it is 1, `Display` says so too.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Api(error) => error.attempts,
            Self::HttpStatus(error) => error.attempts,
            Self::Transport(error) => error.attempts(),
            Self::Timeout(error) => error.attempts,
            Self::Decode(error) => error.attempts,
            Self::Credentials(_) | Self::InvalidRequest(_) | Self::RepeatedPage(_) => 0,
        }
    }

    /// How long the server asked to wait, by the header `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Api(error) => error.retry_after,
            Self::HttpStatus(error) => error.retry_after,
            _ => None,
        }
    }

    /// Whether the caller sent too many requests.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        match self {
            Self::Api(error) => is_or_begins(&error.code, "RequestLimitExceeded"),
            Self::HttpStatus(error) => error.status == 429,
            _ => false,
        }
    }

    /// Whether the same call may well succeed a little later.
    ///
    /// Whether repeating it is *safe* is another matter: after a timeout, say, the first attempt may
    /// have taken effect.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => {
                self.is_throttling()
                    || TRANSIENT_CODES
                        .iter()
                        .any(|kind| is_or_begins(&error.code, kind))
            }
            Self::HttpStatus(error) => matches!(error.status, 408 | 429 | 500 | 502 | 503 | 504),
            Self::Transport(error) => !matches!(
                error.kind(),
                TransportErrorKind::Setup | TransportErrorKind::ResponseTooLarge
            ),
            Self::Timeout(_) => true,
            Self::Decode(_)
            | Self::Credentials(_)
            | Self::InvalidRequest(_)
            | Self::RepeatedPage(_) => false,
        }
    }

    /// Whether it is certain that nothing reached the API.
    #[must_use]
    pub fn was_never_sent(&self) -> bool {
        match self {
            Self::Transport(error) => matches!(
                error.kind(),
                TransportErrorKind::Setup | TransportErrorKind::Connect
            ),
            Self::Timeout(error) => error.kind == TimeoutKind::Connect,
            Self::Credentials(_) | Self::InvalidRequest(_) => true,
            Self::Api(_) | Self::HttpStatus(_) | Self::Decode(_) | Self::RepeatedPage(_) => false,
        }
    }

    /// The same error, knowing how many attempts there were.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        match &mut self {
            Self::Api(error) => error.attempts = attempts,
            Self::HttpStatus(error) => error.attempts = attempts,
            Self::Transport(error) => error.set_attempts(attempts),
            Self::Timeout(error) => error.attempts = attempts,
            Self::Decode(error) => error.attempts = attempts,
            Self::Credentials(_) | Self::InvalidRequest(_) | Self::RepeatedPage(_) => {}
        }
        self
    }

    /// The same error with the wait that the reply asked for.
    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        match &mut self {
            Self::Api(error) => error.retry_after = wait,
            Self::HttpStatus(error) => error.retry_after = wait,
            _ => {}
        }
        self
    }
}

/// Kinds of the API's errors that may pass by themselves.
const TRANSIENT_CODES: [&str; 3] = ["InternalError", "InternalServerError", "ServiceUnavailable"];

/// True for `code` itself and for its finer kinds, `code.More`.
fn is_or_begins(code: &str, kind: &str) -> bool {
    code.strip_prefix(kind)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The API's own error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiError {
    /// The code, one of the product's documented ones: `ResourceNotFound.Instance`.
    pub code: String,
    /// The explanation, in the configured language where the API supports it.
    pub message: String,
    /// The request's id.
    pub request_id: Option<String>,
    /// The HTTP status, mostly 200.
    pub status: u16,
    /// How many attempts were made.
    pub attempts: u32,
    /// How long the server asked to wait.
    pub retry_after: Option<Duration>,
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", OneLine(&self.code), OneLine(&self.message))?;
        write_request_id(f, self.request_id.as_deref())?;
        write_attempts(f, self.attempts)
    }
}

impl std::error::Error for ApiError {}

/// A reply that the API did not write.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpStatusError {
    /// The HTTP status.
    pub status: u16,
    /// The beginning of the body.
    pub excerpt: String,
    /// The request's id, if the body holds one.
    pub request_id: Option<String>,
    /// How many attempts were made.
    pub attempts: u32,
    /// How long the server asked to wait.
    pub retry_after: Option<Duration>,
}

impl fmt::Display for HttpStatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP status {}", self.status)?;
        if !self.excerpt.is_empty() {
            write!(f, ": {}", OneLine(&self.excerpt))?;
        }
        write_request_id(f, self.request_id.as_deref())?;
        write_attempts(f, self.attempts)
    }
}

impl std::error::Error for HttpStatusError {}

/// Which allowance of time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// Setting up the connection; the request was not sent.
    Connect,
    /// One attempt. Whether it took effect is unknown.
    Attempt,
    /// The whole call. Whether it took effect is unknown.
    Total,
    /// The next event of a stream.
    Idle,
    /// What was [waited](crate::wait) for.
    Wait,
}

/// The time allowed ran out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimeoutError {
    /// Which allowance.
    pub kind: TimeoutKind,
    /// The time allowed, where it is known.
    pub allowed: Option<Duration>,
    /// How many attempts were made, the one cut off included.
    pub attempts: u32,
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TimeoutKind::Connect => "no connection could be made in time",
            TimeoutKind::Attempt => "the attempt did not finish in time",
            TimeoutKind::Total => "the call did not finish in time",
            TimeoutKind::Wait => "what was waited for did not come about in time",
            TimeoutKind::Idle => "the stream fell silent",
        })?;
        if let Some(allowed) = self.allowed {
            write!(f, " ({allowed:?} allowed)")?;
        }
        write_attempts(f, self.attempts)
    }
}

impl std::error::Error for TimeoutError {}

/// A reply that could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DecodeError {
    /// Where: `Response.InstanceSet[3].CreatedTime`; empty for the body itself.
    pub path: String,
    /// What was expected and what kind of value was found; never the value.
    pub problem: String,
    /// Byte offset into the body.
    pub offset: usize,
    /// The request's id, if the reply got as far as naming it.
    pub request_id: Option<String>,
    /// How many attempts were made.
    pub attempts: u32,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reply cannot be read")?;
        if !self.path.is_empty() {
            write!(f, ": {}", OneLine(&self.path))?;
        }
        write!(f, ": {} at byte {}", OneLine(&self.problem), self.offset)?;
        write_request_id(f, self.request_id.as_deref())?;
        write_attempts(f, self.attempts)
    }
}

impl std::error::Error for DecodeError {}

fn write_request_id(f: &mut fmt::Formatter<'_>, request_id: Option<&str>) -> fmt::Result {
    match request_id {
        Some(request_id) => write!(f, " (request id {})", OneLine(request_id)),
        None => Ok(()),
    }
}

/// Tells of attempts only where there was more than the usual one.
pub(crate) fn write_attempts(f: &mut fmt::Formatter<'_>, attempts: u32) -> fmt::Result {
    match attempts {
        0 | 1 => Ok(()),
        _ => write!(f, " (after {attempts} attempts)"),
    }
}

/// Prints text from a server on one line: runs of white space and control characters become one blank.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.0.split(|c: char| c.is_whitespace() || c.is_control());
        for (index, word) in words.filter(|word| !word.is_empty()).enumerate() {
            if index > 0 {
                f.write_str(" ")?;
            }
            f.write_str(word)?;
        }
        Ok(())
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        if error.kind() == TransportErrorKind::ConnectTimeout {
            return Self::Timeout(Box::new(TimeoutError {
                kind: TimeoutKind::Connect,
                allowed: None,
                attempts: 0,
            }));
        }
        Self::Transport(Box::new(error))
    }
}

impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        Self::Credentials(Box::new(error))
    }
}

impl From<InvalidRequest> for Error {
    fn from(error: InvalidRequest) -> Self {
        Self::InvalidRequest(Box::new(error))
    }
}

impl From<RepeatedPage> for Error {
    fn from(error: RepeatedPage) -> Self {
        Self::RepeatedPage(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(code: &str) -> Error {
        Error::Api(Box::new(ApiError {
            code: code.to_owned(),
            message: "a\n\n b".to_owned(),
            request_id: Some("id-1".to_owned()),
            status: 200,
            attempts: 1,
            retry_after: None,
        }))
    }

    #[test]
    fn an_error_is_two_words() {
        assert!(size_of::<Error>() <= 16);
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<Error>());
    }

    #[test]
    fn prints_on_one_line() {
        let text = "Failed: a b (request id id-1)";
        assert_eq!(api("Failed").to_string(), text);
        assert_eq!(
            api("Failed").after_attempts(3).to_string(),
            format!("{text} (after 3 attempts)")
        );
    }

    #[test]
    fn tells_throttling_from_other_limits() {
        assert!(api("RequestLimitExceeded").is_throttling());
        assert!(api("RequestLimitExceeded.UinLimitExceeded").is_throttling());
        assert!(!api("LimitExceeded").is_throttling());
        assert!(!api("RequestLimitExceededX").is_throttling());
    }

    #[test]
    fn knows_what_may_pass() {
        assert!(api("InternalError").is_retryable());
        assert!(api("RequestLimitExceeded").is_retryable());
        assert!(!api("InvalidParameterValue").is_retryable());
        let timeout = Error::from(TransportError::new(
            TransportErrorKind::ConnectTimeout,
            "late",
        ));
        assert!(matches!(&timeout, Error::Timeout(error) if error.kind == TimeoutKind::Connect));
        assert!(timeout.is_retryable());
    }
}
