//! The Rust-shaped model: everything that emission prints, with every decision already made.

mod action;
mod krate;
mod structure;

pub use action::{Action, Case, EndFlag, Example, Expected, Paging, PagingStyle};
pub use krate::{Crate, Package, Product, Version};
pub use structure::{Constant, Expr, Member, Structure, Type};
