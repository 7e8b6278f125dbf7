//! Rust names from names on the wire: words, case, keywords, and no two alike in one scope.
//!
//! A Rust keyword gets a trailing underscore everywhere (`type_`), in fields, setters, modules and
//! files alike: `r#self` does not exist, and one rule is easier to guess than two.

mod case;
mod keyword;
mod rust_name;
mod scope;

pub(crate) use case::{constant, snake, type_name};
pub use rust_name::RustName;
pub(crate) use scope::Scope;
