//! Specs as OpenAPI 3.1, for the tools that read it.
//!
//! All actions of API 3.0 share one address, `POST https://<endpoint>/`, and the header `X-TC-Action`
//! tells them apart; OpenAPI wants a path of its own for each. The path is `/#<Action>`: what follows
//! `#` is no part of what a client sends, so that requests still go to `/`, which is what is signed. A
//! query (`/?Action=…`) would be sent, and would break the signature.

mod address;
mod document;
mod examples;
mod file_name;
mod member;
mod operation;
mod parameters;
mod schema;
mod schema_names;
mod security;
mod text;

pub use document::document;
pub use examples::counts as examples_of;
pub use file_name::file_stem;
