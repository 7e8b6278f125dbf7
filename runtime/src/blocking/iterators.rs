//! Pages, items and events as iterators.

use std::fmt;

use http::HeaderMap;

use super::block_on;
use crate::error::Error;
use crate::paging::{self, PagedRequest};
use crate::stream::{self, Event, EventData};

/// An iterator over the responses of a paged action. It sends nothing until the first page is
/// requested. Any error ends the pages.
#[must_use = "pages are fetched only on request"]
pub struct Pages<R: PagedRequest>(paging::Pages<R>);

impl<R: PagedRequest> Pages<R> {
    pub(crate) fn new(inner: paging::Pages<R>) -> Self {
        Self(inner)
    }

    /// Returns the items of the remaining pages.
    pub fn items(self) -> Items<R> {
        Items(self.0.items())
    }
}

/// An iterator over the items of all pages. Any error ends the items.
#[must_use = "items are fetched only on request"]
pub struct Items<R: PagedRequest>(paging::Items<R>);

/// An iterator over the events of a reply. Dropping it closes the connection. Any error ends the
/// events.
#[must_use = "streams do nothing unless iterated"]
pub struct Events<T = String>(stream::Events<T>);

impl Events {
    pub(crate) fn new(inner: stream::Events) -> Self {
        Self(inner)
    }

    /// Returns the events with their data decoded; see
    /// [`Events::typed`](crate::Events::typed).
    pub fn typed<T: EventData + 'static>(self) -> Events<T> {
        Events(self.0.typed())
    }

    /// Returns the events with their data decoded by a function; see
    /// [`Events::typed_with`](crate::Events::typed_with).
    pub fn typed_with<T, E>(
        self,
        decode: impl FnMut(&Event) -> Result<Option<T>, E> + Send + 'static,
    ) -> Events<T>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Events(self.0.typed_with(decode))
    }
}

impl<T> Events<T> {
    /// Returns the headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }
}

/// Implements `Iterator` and `Debug` by the asynchronous counterpart that a type wraps.
macro_rules! iterate {
    ($type:ident<$parameter:ident $(: $bound:ident)?>, $item:ty) => {
        impl<$parameter $(: $bound)?> Iterator for $type<$parameter> {
            type Item = Result<$item, Error>;

            fn next(&mut self) -> Option<Self::Item> {
                // The only error of `block_on` is that its background thread cannot be started.
                block_on(self.0.next()).unwrap_or_else(|error| Some(Err(error.into())))
            }
        }

        impl<$parameter $(: $bound)?> fmt::Debug for $type<$parameter> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

iterate!(Pages<R: PagedRequest>, R::Response);
iterate!(Items<R: PagedRequest>, R::Item);
iterate!(Events<T>, Event<T>);
