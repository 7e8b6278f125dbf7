//! Walking through actions that answer in pages.

mod rule;

pub use rule::{EndFlag, MemberPath, PagedRequest, Paging};
