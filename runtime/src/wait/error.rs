//! Why waiting ended without what was waited for.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::codec::Structure;
use crate::error::{Error, TimeoutKind};

/// Waiting ended without what was waited for.
#[non_exhaustive]
pub enum WaitError<T> {
    /// A call failed for good.
    Call {
        /// Why.
        error: Error,
        /// The last response before.
        last: Option<Box<T>>,
    },
    /// The time was over, or would have been before another call.
    TimeLimit {
        /// The time allowed.
        limit: Duration,
        /// How many calls were made.
        calls: u32,
        /// The last response.
        last: Option<Box<T>>,
        /// The last call's error, if that failed.
        error: Option<Error>,
    },
}

impl<T> WaitError<T> {
    /// The last response seen.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        match self {
            Self::Call { last, .. } | Self::TimeLimit { last, .. } => last.as_deref(),
        }
    }

    /// The error of the last call, if that failed.
    #[must_use]
    pub fn error(&self) -> Option<&Error> {
        match self {
            Self::Call { error, .. } => Some(error),
            Self::TimeLimit { error, .. } => error.as_ref(),
        }
    }
}

impl<T> fmt::Display for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call { error, .. } => write!(f, "{error}"),
            Self::TimeLimit {
                limit,
                calls,
                error,
                ..
            } => {
                let calls_word = if *calls == 1 { "call" } else { "calls" };
                write!(
                    f,
                    "what was waited for did not come about within {limit:?} ({calls} {calls_word})"
                )?;
                match error {
                    Some(error) => write!(f, ": {error}"),
                    None => Ok(()),
                }
            }
        }
    }
}

// The last response is shown as its own `Debug` would, secrets left out.
impl<T: Structure> fmt::Debug for WaitError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.last().map(Shown);
        match self {
            Self::Call { error, .. } => f
                .debug_struct("Call")
                .field("error", error)
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
    // The error itself is part of the message, so the chain goes on below it.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error()?.source()
    }
}

impl<T> From<WaitError<T>> for Error {
    fn from(error: WaitError<T>) -> Self {
        match error {
            WaitError::Call { error, .. } => error,
            WaitError::TimeLimit { limit, calls, .. } => {
                Self::timeout(TimeoutKind::Wait, Some(limit)).after_attempts(calls)
            }
        }
    }
}
