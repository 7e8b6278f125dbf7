//! Errors of waiting for a response.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::codec::Structure;
use crate::error::{Error, FailedState, TimeoutKind};

/// An error that ended the wait before a response satisfied the predicate.
#[derive(Clone)]
#[non_exhaustive]
pub enum WaitError<T> {
    /// A call failed with an error that is not [retryable](Error::is_retryable).
    Call {
        /// The error of the call.
        error: Error,
        /// The last response before the error.
        last: Option<Box<T>>,
    },
    /// A resource has a documented state of failure. Only a [`Waiter`](super::Waiter) tells this.
    Failed {
        /// The resource and its state.
        failure: FailedState,
        /// The response with the state.
        last: Box<T>,
    },
    /// The time limit expired, or would have expired before the next call.
    TimeLimit {
        /// The time limit of the wait.
        limit: Duration,
        /// The number of calls made.
        calls: u32,
        /// The last response.
        last: Option<Box<T>>,
        /// The error of the last call, if it failed.
        error: Option<Error>,
    },
}

impl<T> WaitError<T> {
    /// Returns the last response, or `None` if every call failed.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::Call { last, .. } | Self::TimeLimit { last, .. } => last.as_deref(),
            Self::Failed { last, .. } => Some(last),
        }
    }

    /// Returns the error of the last call, if it failed.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Call { error, .. } => Some(error),
            Self::Failed { .. } => None,
            Self::TimeLimit { error, .. } => error.as_ref(),
        }
    }
}

impl<T> fmt::Display for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call { error, .. } => write!(f, "{error}"),
            Self::Failed { failure, .. } => write!(f, "{failure}"),
            Self::TimeLimit {
                limit,
                calls,
                error,
                ..
            } => {
                let calls_word = if *calls == 1 { "call" } else { "calls" };
                write!(
                    f,
                    "no response satisfied the predicate within {limit:?} ({calls} {calls_word})"
                )?;
                match error {
                    Some(error) => write!(f, ": {error}"),
                    None => Ok(()),
                }
            }
        }
    }
}

// Prints the last response without secrets, as its own `Debug` does.
impl<T: Structure> fmt::Debug for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.last().map(Shown);
        match self {
            Self::Call { error, .. } => f
                .debug_struct("Call")
                .field("error", error)
                .field("last", &last)
                .finish(),
            Self::Failed { failure, .. } => f
                .debug_struct("Failed")
                .field("failure", failure)
                .field("last", &last)
                .finish(),
            Self::TimeLimit {
                limit,
                calls,
                error,
                ..
            } => f
                .debug_struct("TimeLimit")
                .field("limit", limit)
                .field("calls", calls)
                .field("last", &last)
                .field("error", error)
                .finish(),
        }
    }
}

struct Shown<'a, T>(&'a T);

impl<T: Structure> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::codec::debug(self.0, f)
    }
}

impl<T: Structure> StdError for WaitError<T> {
    // The message includes the error itself, so the chain continues below it.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error()?.source()
    }
}

impl<T> From<WaitError<T>> for Error {
    fn from(error: WaitError<T>) -> Self {
        match error {
            WaitError::Call { error, .. } => error,
            WaitError::Failed { failure, .. } => failure.into(),
            WaitError::TimeLimit { limit, calls, .. } => {
                Self::timeout(TimeoutKind::Wait, Some(limit)).after_attempts(calls)
            }
        }
    }
}
