//! The calls that a test expects, compared with those that were made.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The calls of one function or sequence.
#[derive(Debug, Default)]
pub(super) struct Expected {
    called: AtomicUsize,
    /// The length of a sequence; `None` for a function, which replies to any number of calls.
    replies: Option<usize>,
}

impl Expected {
    /// Expects a call for each reply of a sequence.
    pub(super) fn calls(replies: usize) -> Self {
        Self {
            called: AtomicUsize::new(0),
            replies: Some(replies),
        }
    }

    pub(super) fn note_call(&self) {
        self.called.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns how the calls of an action differ from the expected ones.
    pub(super) fn difference(&self, action: &str) -> Option<String> {
        match (self.called.load(Ordering::Relaxed), self.replies) {
            (0, None) => Some(format!("{action} was never called")),
            (called, Some(replies)) if called != replies => Some(format!(
                "{action} was called {called} times, and its sequence has {replies} replies"
            )),
            _ => None,
        }
    }
}

/// The differences between the calls that a test expects and those that were made. `Debug` and
/// `Display` list them.
#[derive(Clone, PartialEq, Eq)]
pub struct UnmetExpectations(pub(super) Vec<String>);

impl UnmetExpectations {
    /// Returns a sentence for each difference.
    #[must_use]
    pub fn differences(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for UnmetExpectations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the calls are not as expected: {}", self.0.join("; "))
    }
}

// Tests print it with `unwrap`.
impl fmt::Debug for UnmetExpectations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for UnmetExpectations {}
