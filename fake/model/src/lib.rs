//! Specs, reduced to what the fake cloud needs, and packed for embedding.
//!
//! The build script of the fake packs the committed specs. The option `--specs` does the same when
//! the fake starts.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod pack;
mod product;
mod reduce;

pub use behave::Behaviour;
pub use pack::{Summary, Unpackable, pack, summary, unpack};
pub use product::{Action, ErrorCode, Example, Member, Product, Structure, Type};
pub use reduce::{read, reduce};
