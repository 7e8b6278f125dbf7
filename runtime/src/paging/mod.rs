//! Iteration over the pages of an action.
//!
//! Paging ends with a page
//!
//! - that reaches the total in the reply. The latest stated total counts, because it may change
//!   between pages, and later pages may omit it.
//! - that is empty, or shorter than requested if no reply has a total.
//! - whose token is absent, empty or the same as an earlier one, or whose flag ends paging.
//! - that is the second in a row without items. If a flag announces more, a thousand are allowed.
//!
//! A page that repeats the previous page is an error, [`RepeatedPage`]. The action ignores the
//! requested position, and ending silently would look like a complete result.
//!
//! An empty page before the total is reached is an error too, [`MissingItems`], which tells both
//! numbers. The items of the earlier pages are returned before it. The total on the empty page
//! itself decides: if items vanished during the walk, it has shrunk too, and the walk ends. The
//! error can't tell missing items from a total that counts something else, such as the items
//! without the filters, so callers of such an action may take it for the end. The walk has no error
//! without a total, if the total isn't a positive number, if the request has a page size of 0, or
//! if the walk began on a later page whose size is unknown.
//!
//! A page whose list or token does not fit its type is an [`ErrorKind::Decode`]: the walk would
//! lose items, or end too early. A single item that does not fit is left out.
//!
//! [`ErrorKind::Decode`]: crate::ErrorKind::Decode
//! [`RepeatedPage`]: crate::RepeatedPage
//! [`MissingItems`]: crate::MissingItems

mod cursor;
mod left_out;
mod loop_guard;
mod pages;

use crate::operation::Request;

pub use pages::{Items, Pages};

/// Schema indices that lead from a request or response to a member. `&[2]` is the third member;
/// `&[0, 1]` is the second member of the structure in the first.
pub type MemberPath = &'static [usize];

/// A request whose response is paged.
pub trait PagedRequest: Request + Clone {
    /// The type of the listed items.
    type Item: Send + 'static;
    /// The way to request the next page.
    const PAGING: Paging;
    /// Returns the list of a response.
    fn items(response: Self::Response) -> Vec<Self::Item>;
    /// Returns the length of the list in a response.
    fn item_count(response: &Self::Response) -> usize;
}

/// The way to request the next page. The paths `offset`, `limit`, `number`, `size` and `token`
/// start at the request; `total`, `next` and `end` start at the response.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Paging {
    /// Paging by `Offset` and `Limit`.
    OffsetLimit {
        /// The number of items to skip: an integer, or a string that holds one.
        offset: MemberPath,
        /// The maximum number of items to return.
        limit: MemberPath,
        /// The total number of items.
        total: Option<MemberPath>,
        /// The documented default of `limit`, which distinguishes a short page from a full one.
        page_size: Option<u32>,
    },
    /// Paging by a page number that counts up.
    PageNumber {
        /// The requested page: an integer, or a string that holds one.
        number: MemberPath,
        /// The number of items per page.
        size: MemberPath,
        /// The total number of items.
        total: Option<MemberPath>,
        /// The documented default of `size`, which distinguishes a short page from a full one.
        page_size: Option<u32>,
        /// The number of the first page: usually 1, sometimes 0.
        first: u32,
    },
    /// Paging by a token that each response hands to the next request.
    Token {
        /// The request's member for the token.
        token: MemberPath,
        /// The response's member with the next token; absent or empty after the last page.
        next: MemberPath,
        /// A flag in the response that decides whether another page follows.
        end: Option<EndFlag>,
    },
}

/// A boolean in a response that states whether another page follows.
#[derive(Debug, Clone, Copy)]
pub enum EndFlag {
    /// True while more pages follow: `HasMore`, `IsTruncated`.
    More(MemberPath),
    /// True after the last page: `ListOver`, `Finished`.
    Finished(MemberPath),
}
