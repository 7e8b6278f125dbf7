//! One event.

use std::time::Duration;

/// An event of a stream, its data as text or decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T = String> {
    /// The event's name, where the server gave it one.
    pub event: Option<String>,
    /// The data; the lines of a text are joined by line feeds.
    pub data: T,
    /// The event's id, where the server gave it one.
    pub id: Option<String>,
    /// How long to wait before connecting anew, where the server said so with this event.
    pub retry: Option<Duration>,
}

impl Event {
    /// An event of data alone.
    #[must_use]
    pub fn new(data: impl Into<String>) -> Self {
        Self {
            event: None,
            data: data.into(),
            id: None,
            retry: None,
        }
    }

    /// The same event with its data decoded.
    pub(super) fn decoded<T, E>(
        self,
        decode: impl FnOnce(String) -> Result<T, E>,
    ) -> Result<Event<T>, E> {
        Ok(Event {
            event: self.event,
            data: decode(self.data)?,
            id: self.id,
            retry: self.retry,
        })
    }
}
