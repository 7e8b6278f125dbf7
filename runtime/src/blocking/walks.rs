//! Pages, items and events as iterators.

use std::fmt;
use std::future::Future;

use http::HeaderMap;

use super::driver::block_on;
use crate::codec::Structure;
use crate::error::Error;
use crate::paging::{self, PagedRequest};
use crate::stream::{self, Event};

/// Waits for the next entry of a walk; that there is no thread to wait with is its error.
fn next<T>(entry: impl Future<Output = Option<Result<T, Error>>>) -> Option<Result<T, Error>> {
    block_on(entry).unwrap_or_else(|error| Some(Err(error.into())))
}

/// Responses page by page. Nothing is sent before the first page is asked for, and after an error there
/// are no more.
#[must_use = "pages are fetched only when asked for"]
pub struct Pages<R: PagedRequest>(paging::Pages<R>);

impl<R: PagedRequest> Pages<R> {
    pub(super) fn new(inner: paging::Pages<R>) -> Self {
        Self(inner)
    }

    /// The items of all pages, one by one.
    pub fn items(self) -> Items<R> {
        Items(self.0.items())
    }
}

impl<R: PagedRequest> Iterator for Pages<R> {
    type Item = Result<R::Response, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        next(self.0.next())
    }
}

impl<R: PagedRequest> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The items of all pages, one by one.
#[must_use = "items are fetched only when asked for"]
pub struct Items<R: PagedRequest>(paging::Items<R>);

impl<R: PagedRequest> Iterator for Items<R> {
    type Item = Result<R::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        next(self.0.next())
    }
}

impl<R: PagedRequest> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The events of a reply, one by one. The connection is closed when this is dropped.
#[must_use = "events are received only when asked for"]
pub struct Events<T = String>(stream::Events<T>);

impl Events {
    pub(super) fn new(inner: stream::Events) -> Self {
        Self(inner)
    }

    /// The same events with their data decoded, as the response that the action documents or any
    /// other structure.
    pub fn typed<T: Structure + Default>(self) -> Events<T> {
        Events(self.0.typed())
    }
}

impl<T> Events<T> {
    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }
}

impl<T> Iterator for Events<T> {
    type Item = Result<Event<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        next(self.0.next())
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
