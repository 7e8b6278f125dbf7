//! Walking through actions that answer in pages.

mod cursor;
mod cycle;
mod pages;
mod rule;

pub use pages::{Items, Pages};
pub use rule::{EndFlag, MemberPath, PagedRequest, Paging};
