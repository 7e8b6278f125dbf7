//! JSON held against documented types.

pub mod conformance;
mod context;
pub mod typed_value;

pub use context::Context;
