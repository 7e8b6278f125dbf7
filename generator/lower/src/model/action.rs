//! Actions: requests and responses, paging, and documented examples.

use super::{Filters, Structure, Type};
use crate::RustName;
use spec::RegionRule;

/// An action: a method of the client, with its request and response.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The name on the wire, such as `DescribeInstances`.
    pub wire: String,
    /// The client's method, such as `describe_instances`.
    pub method: RustName,
    /// The module and file that define it.
    pub module: RustName,
    /// The host of its requests.
    pub endpoint: String,
    /// The rule for naming a region in requests.
    pub region: RegionRule,
    /// True if it changes nothing: the runtime may retry it after any failure.
    pub read_only: bool,
    /// The documented limit, in requests per second.
    pub rate_limit: Option<u32>,
    /// The reason for its deprecation, as one line of Markdown.
    pub deprecated: Option<String>,
    /// The action to use instead, if its API is retired and the action has a successor.
    pub replacement: Option<Replacement>,
    /// The method's documentation before its examples, as Markdown lines.
    pub docs: Vec<String>,
    /// The examples in the method's documentation; at least one has code.
    pub shown_examples: Vec<ShownExample>,
    /// The method's documentation after its examples: the error codes, as Markdown lines.
    pub error_docs: Vec<String>,
    /// The request of the example that opens the crate's documentation.
    pub shown: Expr,
    /// The request's type.
    pub request: Structure,
    /// The response's type.
    pub response: Structure,
    /// The documented filters of its members.
    pub filters: Vec<Filters>,
    /// The way to fetch all pages; `None` if the action does not page.
    pub paging: Option<Paging>,
    /// The documented examples, for tests.
    pub examples: Vec<Example>,
}

impl Action {
    /// Returns whether the action, its request or its response has a deprecated item.
    pub(crate) fn deprecates(&self) -> bool {
        self.deprecated.is_some() || self.request.deprecates() || self.response.deprecates()
    }
}

/// The action of a newer API to use instead of a retired one.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// The newer service's name on the wire.
    pub service: String,
    /// Its version on the wire.
    pub version: String,
    /// The newer action's name on the wire.
    pub action: String,
    /// True if the newer action is retired too.
    pub is_retired: bool,
    /// The relation between both, as Markdown lines; empty if it is plain from name or title.
    pub why: Vec<String>,
    /// The call to write; `None` if the model lacks the newer action.
    pub call: Option<ReplacingCall>,
}

/// The call to write instead of a retired one.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplacingCall {
    /// The newer product's module in the facade's root, after which its crate is named.
    pub module: RustName,
    /// The module of the newer version; `None` if the crate's root has its items.
    pub version: Option<RustName>,
    /// The newer client's method.
    pub method: RustName,
    /// The request, with the parameters that both actions have.
    pub request: Expr,
    /// The parameters that differ in more than letter case, as items of a Markdown list.
    pub differences: Vec<String>,
}

/// The way in which an action divides its results into pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    /// The client's method that walks the pages, such as `describe_instances_pages`.
    pub method: RustName,
    /// The members that select a page.
    pub style: PagingStyle,
    /// The response's field that lists the results, and the type of its elements.
    pub items: (RustName, Type),
}

/// The members that select a page, as indexes into the request's or response's members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PagingStyle {
    /// The number of results to skip, and the number to return.
    OffsetLimit {
        /// The request's member that grows by the number of results returned so far.
        offset: usize,
        /// The request's member with the page size.
        limit: usize,
        /// The response's member that counts all results.
        total: Option<usize>,
        /// The documented default page size.
        page_size: Option<u32>,
    },
    /// A page number.
    PageNumber {
        /// The request's member that grows by one per page.
        number: usize,
        /// The request's member with the page size.
        size: usize,
        /// The response's member that counts all results.
        total: Option<usize>,
        /// The documented default page size.
        page_size: Option<u32>,
        /// The number of the first page: 0 or 1.
        first: u32,
    },
    /// A token that a response returns for the next request.
    Token {
        /// The request's member.
        token: usize,
        /// The response's member.
        next: usize,
        /// The response's flag that marks the last page.
        end: Option<EndFlag>,
    },
}

/// A flag that marks the last page, as an index into the response's members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndFlag {
    /// True before the last page.
    More(usize),
    /// True on the last page.
    Finished(usize),
}

/// An example in a method's documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownExample {
    /// The heading, the text, and a request that code can't express, as Markdown lines.
    pub docs: Vec<String>,
    /// The request as code.
    pub request: Option<Expr>,
    /// The reply, as Markdown lines.
    pub reply: Vec<String>,
}

/// A documented example, for tests.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The test function.
    pub test: RustName,
    /// The example's title on its page, as Markdown lines.
    pub title: Vec<String>,
    /// The documented request.
    pub request: Option<Case>,
    /// The documented response.
    pub response: Option<Case>,
}

/// A documented request or response, as a test case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The content that the page shows.
    pub expected: Expected,
    /// The reason why this case fails; `None` if it is expected to pass.
    pub known_fault: Option<String>,
    /// The parts that the typed structures lose; the case fails unless this is empty.
    pub losses: Vec<String>,
}

/// The content of a documented request or response.
#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// A body that parses as JSON.
    Json {
        /// The documented body.
        body: serde_json::Value,
        /// The code that should encode to the body; `None` for responses.
        request: Option<Expr>,
    },
    /// Text that does not parse, and the reason.
    Unreadable(String),
}

/// A value that example code builds.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// A string literal.
    Text(String),
    /// An integer literal.
    Integer(i64),
    /// A float literal.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A `json!` call.
    Value(serde_json::Value),
    /// A list, and the type of its elements.
    List(Type, Vec<Expr>),
    /// A structure, and the setters called on its default.
    Structure(RustName, Vec<(RustName, Expr)>),
}
