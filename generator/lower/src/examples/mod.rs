//! Documented examples: as code for documentation, and as cases for tests.

mod cases;
mod losses;
mod shown;
mod value;

pub(crate) use cases::{concerns, lower_examples};
pub(crate) use shown::shown_request;
pub(crate) use value::Shapes;
