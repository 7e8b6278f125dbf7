//! Walking through actions that answer in pages.
//!
//! A walk ends with the page
//!
//! * that completes the total which the server states; the newest one counts, so it may shrink or grow on the way;
//! * that is shorter than asked for, where no total is stated, or that is empty;
//! * whose token is absent, empty, the one just used, or one that came before; or whose flag says so;
//! * after which the server finds nothing twice in a row (a thousand times, while a flag says that there is more).
//!
//! A page that lists the same as the one before is an error, [`RepeatedPage`](crate::RepeatedPage): the action ignores what it is asked for,
//! and ending silently would pass for completeness.

mod cursor;
mod cycle;
mod pages;
mod repeat;
mod rule;

pub use pages::{Items, Pages};
pub use rule::{EndFlag, MemberPath, PagedRequest, Paging};
