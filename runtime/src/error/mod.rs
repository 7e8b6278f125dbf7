//! The errors of calls.

mod credential;
mod kinds;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::display::{Brief, Causes};
use crate::transport::{TransportError, TransportErrorKind};

pub use credential::{CredentialError, FailedAttempt};
pub use kinds::{
    ApiError, DecodeError, FailedState, HttpStatusError, InvalidRequest, MissingItems,
    RateLimitError, RepeatedPage, TimeoutError, TimeoutKind,
};

/// The error of a failed call. It never holds a secret. Clones keep the
/// [cause](TransportError::cause).
///
/// `Display` prints the whole cause on one line: the address, the reason of the operating system or
/// library, the request id and the trace id, as far as they are known. [`Error::kind`] returns the
/// cause. The other methods answer common questions about any cause.
///
/// ```
/// use tencentcloud_api_runtime::{Error, ErrorKind};
///
/// fn describe(error: &Error) -> String {
///     match error.kind() {
///         ErrorKind::Api(api) => format!("the API refused: {}", api.code),
///         ErrorKind::Timeout(_) => format!("timed out after {} attempts", error.attempts()),
///         _ => error.to_string(),
///     }
/// }
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

/// The facts that errors of all kinds share, next to the kind.
#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    request_id: Option<String>,
    trace_id: Option<String>,
    attempts: u32,
    retry_after: Option<Duration>,
}

/// The cause of an [`Error`].
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API replied with an error.
    #[error(transparent)]
    Api(ApiError),
    /// The status is outside 200–299 and the body holds no API error: a gateway or proxy replied.
    #[error(transparent)]
    HttpStatus(HttpStatusError),
    /// The request could not be sent, or the reply not received.
    #[error(transparent)]
    Transport(TransportError),
    /// A time limit expired.
    #[error(transparent)]
    Timeout(TimeoutError),
    /// The reply could not be decoded.
    #[error(transparent)]
    Decode(DecodeError),
    /// No credentials were available.
    #[error(transparent)]
    Credentials(CredentialError),
    /// The request or the configuration is invalid. Nothing was sent.
    #[error(transparent)]
    InvalidRequest(InvalidRequest),
    /// The [rate limiter](crate::limit::RateLimiter) refused the request. Nothing was sent.
    #[error(transparent)]
    RateLimit(RateLimitError),
    /// A page repeats the page before it, so later pages cannot be fetched.
    #[error(transparent)]
    RepeatedPage(RepeatedPage),
    /// A page is empty before the stated total is reached.
    #[error(transparent)]
    MissingItems(MissingItems),
    /// A resource failed while a ready-made wait was waiting for it.
    #[error(transparent)]
    FailedState(FailedState),
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            request_id: None,
            trace_id: None,
            attempts: 0,
            retry_after: None,
        }))
    }

    pub(crate) fn timeout(kind: TimeoutKind, allowed: Option<Duration>) -> Self {
        Self::new(ErrorKind::Timeout(TimeoutError {
            kind,
            allowed,
            detail: None,
        }))
    }

    /// Returns the cause of the error.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Returns the cause of the error, by value.
    #[must_use]
    pub fn into_kind(self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the API's error code: `AuthFailure.SignatureExpire`. `None` unless the kind is
    /// [`ErrorKind::Api`].
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match &self.0.kind {
            ErrorKind::Api(error) => Some(&error.code),
            _ => None,
        }
    }

    /// Returns the number of the API's error code, which replies of APIs before version 3.0 have:
    /// 4100. `None` for other replies, and unless the kind is [`ErrorKind::Api`].
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match &self.0.kind {
            ErrorKind::Api(error) => error.number,
            _ => None,
        }
    }

    /// Returns the request id, which support staff ask for, if the reply has one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the trace id, by which the provider finds the call in its logs: the `X-TC-TraceId`
    /// of the request, or else that of the reply. `None` if neither has one.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.0.trace_id.as_deref()
    }

    /// Returns the number of attempts made. It is 0 if the call failed before its first request was
    /// ready, or if the error does not come from a call.
    ///
    /// `Display` includes the number if it is greater than 1.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the wait that the server asked for in the header `Retry-After`, if any.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns whether the API refused the call because of too many requests: the code
    /// `RequestLimitExceeded` or one of its finer codes, its counterparts in protocol
    /// [v2](crate::v2), or HTTP 429.
    #[must_use]
    pub fn is_throttling(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Api(error) => error.is_one_of(&THROTTLING_CODES, &THROTTLING_NUMBERS),
            ErrorKind::HttpStatus(error) => error.status == 429,
            _ => false,
        }
    }

    /// Returns whether the same call may succeed a little later. This is the case after throttling,
    /// a timeout, a broken connection, an internal error of the API, and HTTP 408, 500 and 502 to
    /// 504.
    ///
    /// This does not mean that a retry is *safe*. After a timeout, for example, the first attempt
    /// may have taken effect.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Api(error) => {
                self.is_throttling() || error.is_one_of(&TRANSIENT_CODES, &TRANSIENT_NUMBERS)
            }
            ErrorKind::HttpStatus(error) => {
                matches!(error.status, 408 | 429 | 500 | 502 | 503 | 504)
            }
            ErrorKind::Transport(error) => !matches!(
                error.kind(),
                TransportErrorKind::Setup
                    | TransportErrorKind::Rejected
                    | TransportErrorKind::ResponseTooLarge
            ),
            ErrorKind::Timeout(error) => !error.is_impossible(),
            ErrorKind::Decode(_)
            | ErrorKind::Credentials(_)
            | ErrorKind::InvalidRequest(_)
            | ErrorKind::RateLimit(_)
            | ErrorKind::RepeatedPage(_)
            | ErrorKind::MissingItems(_)
            | ErrorKind::FailedState(_) => false,
        }
    }

    /// Returns whether the request certainly did not reach the API: it was invalid, had no
    /// credential, or no connection was made.
    #[must_use]
    pub fn was_never_sent(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Transport(error) => matches!(
                error.kind(),
                TransportErrorKind::Setup
                    | TransportErrorKind::Connect
                    | TransportErrorKind::Rejected
            ),
            ErrorKind::Timeout(error) => {
                error.kind == TimeoutKind::Connect || error.is_impossible()
            }
            ErrorKind::Credentials(_) | ErrorKind::InvalidRequest(_) | ErrorKind::RateLimit(_) => {
                true
            }
            ErrorKind::Api(_)
            | ErrorKind::HttpStatus(_)
            | ErrorKind::Decode(_)
            | ErrorKind::RepeatedPage(_)
            | ErrorKind::MissingItems(_)
            | ErrorKind::FailedState(_) => false,
        }
    }

    /// Returns whether the API refused the timestamp of the signature: it differs too much from the
    /// time of the server, or in protocol v2 the request is a repetition.
    pub(crate) fn refuses_timestamp(&self) -> bool {
        match &self.0.kind {
            ErrorKind::Api(error) => error.is_one_of(&TIMESTAMP_CODES, &TIMESTAMP_NUMBERS),
            _ => false,
        }
    }

    pub(crate) fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.0.request_id = request_id;
        self
    }

    /// Sets the trace id, unless the error has one.
    pub(crate) fn with_trace_id(mut self, trace_id: Option<&str>) -> Self {
        let trace_id = || trace_id.map(str::to_owned);
        self.0.trace_id = self.0.trace_id.or_else(trace_id);
        self
    }

    /// Sets the number of attempts, unless no request was ready to be sent.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        let kind = &self.0.kind;
        if !matches!(
            kind,
            ErrorKind::Credentials(_) | ErrorKind::InvalidRequest(_) | ErrorKind::RateLimit(_)
        ) {
            self.0.attempts = attempts;
        }
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }
}

/// API error codes that describe temporary conditions. The last one is of protocol v2, as are all
/// numbers: 6000 is an internal error, and 6200 an action under maintenance.
const TRANSIENT_CODES: [&str; 4] = [
    "InternalError",
    "InternalServerError",
    "ServiceUnavailable",
    "InvalidAction.ActionUnavailable",
];
const TRANSIENT_NUMBERS: [i64; 2] = [6000, 6200];

/// API error codes that describe too many requests. The last two are of protocol v2.
const THROTTLING_CODES: [&str; 3] = [
    "RequestLimitExceeded",
    "InvalidRequest.LimitExceeded",
    "InvalidRequest.RequestConcurrencyExceeded",
];
const THROTTLING_NUMBERS: [i64; 1] = [4400];

/// API error codes that refuse a timestamp. The last one is of protocol v2.
const TIMESTAMP_CODES: [&str; 2] = ["AuthFailure.SignatureExpire", "InvalidRequest.ReplayAttack"];
const TIMESTAMP_NUMBERS: [i64; 2] = [4200, 4500];

impl ApiError {
    /// Returns whether the code is one of these or a finer one, or has one of these numbers.
    fn is_one_of(&self, codes: &[&str], numbers: &[i64]) -> bool {
        let is_number = |number: i64| numbers.contains(&number);
        codes.iter().any(|code| is_or_refines(&self.code, code))
            || self.number.is_some_and(is_number)
    }
}

/// Returns whether `code` is `kind` itself or one of its finer codes, `kind.More`.
fn is_or_refines(code: &str, kind: &str) -> bool {
    code.strip_prefix(kind)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)?;
        match (&self.0.request_id, &self.0.trace_id) {
            (Some(request), Some(trace)) => {
                let (request, trace) = (Brief(request), Brief(trace));
                write!(f, " (request id {request}, trace id {trace})")?;
            }
            (Some(request), None) => write!(f, " (request id {})", Brief(request))?,
            (None, Some(trace)) => write!(f, " (trace id {})", Brief(trace))?,
            (None, None) => {}
        }
        if self.0.attempts > 1 {
            write!(f, " (after {} attempts)", self.0.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("request_id", &self.0.request_id)
            .field("trace_id", &self.0.trace_id)
            .field("attempts", &self.0.attempts)
            .field("retry_after", &self.0.retry_after)
            .finish()
    }
}

impl StdError for Error {
    // The message includes the kind's own and its causes, so the chain continues below them.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.kind.source()
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        if error.kind() == TransportErrorKind::ConnectTimeout {
            return Self::new(ErrorKind::Timeout(TimeoutError {
                kind: TimeoutKind::Connect,
                allowed: None,
                detail: Some(Causes(error.cause()).to_string()),
            }));
        }
        Self::new(ErrorKind::Transport(error))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Self::new(ErrorKind::Decode(error))
    }
}

impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        Self::new(ErrorKind::Credentials(error))
    }
}

impl From<InvalidRequest> for Error {
    fn from(error: InvalidRequest) -> Self {
        Self::new(ErrorKind::InvalidRequest(error))
    }
}

impl From<FailedState> for Error {
    fn from(error: FailedState) -> Self {
        Self::new(ErrorKind::FailedState(error))
    }
}

impl From<MissingItems> for Error {
    fn from(error: MissingItems) -> Self {
        Self::new(ErrorKind::MissingItems(error))
    }
}

impl From<RepeatedPage> for Error {
    fn from(error: RepeatedPage) -> Self {
        Self::new(ErrorKind::RepeatedPage(error))
    }
}

#[cfg(test)]
mod tests;
