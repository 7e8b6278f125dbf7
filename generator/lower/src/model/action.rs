//! Actions: their two structures, how they page, and what their examples prove.

use super::{Expr, Structure, Type};
use crate::RustName;
use spec::RegionRule;

/// An action: a method of the client, with its request and response.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The name on the wire.
    pub wire: String,
    /// The client's method.
    pub method: RustName,
    /// The module and file that holds it.
    pub module: RustName,
    /// The host that requests go to.
    pub endpoint: String,
    /// How the action treats regions.
    pub region: RegionRule,
    /// Whether it changes nothing.
    pub read_only: bool,
    /// Requests per second, as documented.
    pub rate_limit: Option<u32>,
    /// Why it should no longer be called, as one line of Markdown.
    pub deprecated: Option<String>,
    /// Documentation of the method up to its example, Markdown lines.
    pub docs: Vec<String>,
    /// Documentation of the method after its example: the error codes.
    pub error_docs: Vec<String>,
    /// The request that the method's documentation shows.
    pub shown: Expr,
    /// What is sent.
    pub request: Structure,
    /// What comes back.
    pub response: Structure,
    /// How to get all pages, where the action has pages.
    pub paging: Option<Paging>,
    /// The documented examples, for tests.
    pub examples: Vec<Example>,
}

/// How an action divides its results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The client's method that walks the pages.
    pub method: RustName,
    /// What the next request says.
    pub style: PagingStyle,
    /// The response's field that lists the results, and the type of its elements.
    pub items: (RustName, Type),
}

/// What tells one page's request from the next. Numbers are places in the members of the request
/// or the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagingStyle {
    /// How many results to pass over, and how many to give.
    OffsetLimit {
        /// The request's member that is raised by the results seen.
        offset: usize,
        /// The request's member with the page's size.
        limit: usize,
        /// The response's member that counts all results.
        total: Option<usize>,
        /// The documented default of the page's size.
        page_size: Option<u32>,
    },
    /// A number that counts pages.
    PageNumber {
        /// The request's member that is raised by one.
        number: usize,
        /// The request's member with the page's size.
        size: usize,
        /// The response's member that counts all results.
        total: Option<usize>,
        /// The documented default of the page's size.
        page_size: Option<u32>,
        /// The number of the first page.
        first: u32,
    },
    /// A token of the response goes into the next request.
    Token {
        /// The request's member.
        token: usize,
        /// The response's member.
        next: usize,
        /// The response's flag that settles whether there is more.
        end: Option<EndFlag>,
    },
}

/// A flag of a response that tells whether there is more; numbers are places in its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndFlag {
    /// True while there is more.
    More(usize),
    /// True after the last page.
    Finished(usize),
}

/// A documented example, for tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The test function.
    pub test: RustName,
    /// What the page calls it, Markdown lines.
    pub title: Vec<String>,
    /// What the documented request must become.
    pub request: Option<Case>,
    /// What the documented response must become.
    pub response: Option<Case>,
}

/// One half of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What the page shows.
    pub expected: Expected,
    /// Why this case fails, where that is known.
    pub known_fault: Option<String>,
    /// What the typed structures lose of it, so that it fails.
    pub losses: Vec<String>,
}

/// What the page shows of a request or response.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// A body, and for requests the code that should encode to it.
    Json {
        /// The documented body.
        body: serde_json::Value,
        /// The typed request; absent for responses.
        request: Option<Expr>,
    },
    /// Text that can't be read, and why.
    Unreadable(String),
}
