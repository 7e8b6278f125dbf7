//! What calls tell of themselves: spans for `tracing`, and members that the documentation lacks.

mod bodies;
mod drift;
mod spans;

pub use drift::UnknownMember;

pub(crate) use bodies::log_body;
pub(crate) use drift::Drift;
pub(crate) use spans::{Outcome, attempt_span, call_span};
