//! Iterators over pages and over their items.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::cursor::{Cursor, Step};
use super::left_out;
use super::loop_guard::LastPage;
use super::{PagedRequest, Paging};
use crate::client::ServiceClient;
use crate::codec::Mismatch;
use crate::error::{Error, MissingItems, RepeatedPage};
use crate::operation::Request;
use crate::time::BoxFuture;

/// The responses of a paged action. Also a [`Stream`].
///
/// Sends nothing until the first page is requested. Any error ends the pages, including
/// [`RepeatedPage`] if a page repeats the previous page, and [`MissingItems`] if a page is empty
/// before the stated total is reached. An item that does not fit its type is left out, but counts
/// for the position of the next page. Dropping a future of [`Pages::next`] loses no page, because
/// the next future continues the same call.
#[must_use = "pages are fetched only on request"]
pub struct Pages<R: PagedRequest> {
    client: ServiceClient,
    cursor: Cursor,
    last: LastPage,
    /// The number of pages so far.
    fetched: u64,
    state: State<R>,
}

enum State<R: PagedRequest> {
    /// The request for the next page.
    Ready(R),
    /// A call in progress, with its request.
    Fetching(BoxFuture<'static, Fetched<R>>),
    Done,
}

/// A request with its reply, and the values that were left out of the reply.
type Fetched<R> = (R, Result<(<R as Request>::Response, Vec<Mismatch>), Error>);

impl<R: PagedRequest> Pages<R> {
    pub(crate) fn new(client: ServiceClient, request: R) -> Self {
        Self {
            client,
            cursor: Cursor::default(),
            last: LastPage::default(),
            fetched: 0,
            state: State::Ready(request),
        }
    }

    /// Returns the next page, or `None` after the last one.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind). `None` follows an error.
    pub async fn next(&mut self) -> Option<Result<R::Response, Error>> {
        poll_fn(|context| self.poll_page(context)).await
    }

    /// Returns the items of the remaining pages.
    pub fn items(self) -> Items<R> {
        Items {
            pages: self,
            page: Vec::new().into_iter(),
        }
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Response, Error>>> {
        let mut call = match std::mem::replace(&mut self.state, State::Done) {
            State::Ready(request) => fetch(self.client.clone(), request),
            State::Fetching(call) => call,
            State::Done => return Poll::Ready(None),
        };
        let Poll::Ready((mut request, result)) = call.as_mut().poll(context) else {
            self.state = State::Fetching(call);
            return Poll::Pending;
        };
        if let Ok((response, mismatches)) = &result {
            if let Some(error) = left_out::error(&R::PAGING, response, mismatches) {
                return Poll::Ready(Some(Err(error)));
            }
            let count = left_out::item_count(response, R::item_count(response), mismatches);
            self.fetched += 1;
            match self
                .cursor
                .advance(&R::PAGING, &mut request, response, count)
            {
                Step::Next => {
                    if let Some(error) = self.repeated(response) {
                        return Poll::Ready(Some(Err(error)));
                    }
                    self.state = State::Ready(request);
                }
                Step::End => {}
                Step::Missing { seen, total } => {
                    return Poll::Ready(Some(Err(self.missing(seen, total))));
                }
            }
        }
        Poll::Ready(Some(result.map(|(response, _)| response)))
    }

    /// Returns the error if a page repeats the previous page. The cursor checks tokens.
    fn repeated(&mut self, response: &R::Response) -> Option<Error> {
        if matches!(R::PAGING, Paging::Token { .. }) {
            return None;
        }
        if !self.last.is_repeated_by(response) {
            return None;
        }
        let action = R::OPERATION.action.to_owned();
        let page = self.fetched;
        Some(RepeatedPage { action, page }.into())
    }

    fn missing(&self, seen: i64, total: i64) -> Error {
        let error = MissingItems {
            action: R::OPERATION.action.to_owned(),
            page: self.fetched,
            seen: seen.unsigned_abs(),
            total: total.unsigned_abs(),
        };
        error.into()
    }
}

fn fetch<R: PagedRequest>(client: ServiceClient, request: R) -> BoxFuture<'static, Fetched<R>> {
    Box::pin(async move {
        let result = client.send_told(&request).await;
        (request, result)
    })
}

// Nothing needs pinning: the call is boxed.
impl<R: PagedRequest> Unpin for Pages<R> {}

impl<R: PagedRequest> Stream for Pages<R> {
    type Item = Result<R::Response, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(context)
    }
}

impl<R: PagedRequest> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = matches!(self.state, State::Done);
        f.debug_struct("Pages")
            .field("action", &R::OPERATION.action)
            .field("done", &done)
            .finish_non_exhaustive()
    }
}

/// The items of all pages. Also a [`Stream`].
#[must_use = "items are fetched only on request"]
pub struct Items<R: PagedRequest> {
    pages: Pages<R>,
    page: vec::IntoIter<R::Item>,
}

impl<R: PagedRequest> Items<R> {
    /// Returns the next item, or `None` after the last one. Fetches the next page if necessary.
    ///
    /// # Errors
    /// Any [`ErrorKind`](crate::ErrorKind). `None` follows an error.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<R::Item, Error>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(response)) => self.page = R::items(response).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: PagedRequest> Unpin for Items<R> {}

impl<R: PagedRequest> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(context)
    }
}

impl<R: PagedRequest> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Items").field(&self.pages).finish()
    }
}
