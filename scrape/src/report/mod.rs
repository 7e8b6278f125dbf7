//! What a run says while it works and when it is done.

mod event;
mod reporter;
mod summary;

pub use event::{Event, Outcome, PageEvent};
pub(crate) use reporter::Reporter;
pub use summary::Summary;
