//! Walking through actions that answer in pages.
//!
//! A walk ends with the page
//!
//! * that completes the total which the server states; the newest one counts, so it may shrink or grow on the way;
//! * that is shorter than asked for, where no total is stated, or that is empty;
//! * whose token is absent, empty, the one just used, or one that came before; or whose flag says so;
//! * after which the server finds nothing twice in a row (a thousand times, while a flag says that there is more).
//!
//! A page that lists the same as the one before is an error, [`RepeatedPage`]: the action ignores what it is asked for,
//! and ending silently would pass for completeness.

mod cursor;
mod loop_guard;
mod pages;

use crate::operation::Request;

pub use loop_guard::RepeatedPage;
pub use pages::{Items, Pages};

/// Schema indices that lead from a request or response to one of its members: `&[2]` is the third
/// member, `&[0, 1]` the second member of the structure in the first.
pub type MemberPath = &'static [usize];

/// A request whose response comes in pages.
pub trait PagedRequest: Request + Clone {
    /// What the pages list.
    type Item: Send + 'static;
    /// How to ask for the next page.
    const PAGING: Paging;
    /// Takes the list out of a response.
    fn items(response: Self::Response) -> Vec<Self::Item>;
    /// The length of the list in a response.
    fn item_count(response: &Self::Response) -> usize;
}

/// How to ask for the next page. Paths starting at the request: `offset`, `limit`, `number`, `size`,
/// `token`; at the response: `total`, `next`, `end`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Paging {
    /// `Offset` and `Limit`.
    OffsetLimit {
        /// How many items to skip: a whole number, or a text holding one.
        offset: MemberPath,
        /// How many items to return at most.
        limit: MemberPath,
        /// How many items there are in all.
        total: Option<MemberPath>,
        /// The documented default of `limit`, which tells a short page from a full one.
        page_size: Option<u32>,
    },
    /// A page number that counts up.
    PageNumber {
        /// The page wanted: a whole number, or a text holding one.
        number: MemberPath,
        /// How many items a page holds.
        size: MemberPath,
        /// How many items there are in all.
        total: Option<MemberPath>,
        /// The documented default of `size`, which tells a short page from a full one.
        page_size: Option<u32>,
        /// The number of the first page: 1, at times 0.
        first: u32,
    },
    /// A token from each response that the next request hands back.
    Token {
        /// Where the request takes the token.
        token: MemberPath,
        /// Where the response holds the next one; absent or empty after the last page.
        next: MemberPath,
        /// A flag in the response that settles whether there is more.
        end: Option<EndFlag>,
    },
}

/// A boolean in a response that tells whether more pages follow.
#[derive(Debug, Clone, Copy)]
pub enum EndFlag {
    /// True while there is more: `HasMore`, `IsTruncated`.
    More(MemberPath),
    /// True after the last page: `ListOver`, `Finished`.
    Finished(MemberPath),
}
