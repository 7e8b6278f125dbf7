//! An identifier that is known to be valid Rust.

use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

use super::keyword::is_keyword;

/// An ASCII identifier that is no keyword.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustName(String);

impl RustName {
    /// The nearest identifier: whatever can't stand in one is left out, keywords get an underscore,
    /// and nothing at all becomes the fallback.
    pub(crate) fn nearest(words: &str, fallback: &'static str) -> Self {
        let mut name: String = words
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        if name.trim_matches('_').is_empty() {
            name = fallback.to_owned();
        }
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert(0, '_');
        }
        if is_keyword(&name) {
            name.push('_');
        }
        Self(name)
    }

    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for RustName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // A `RustName` is a valid identifier, so this can't fail.
        Ident::new(self.as_str(), Span::call_site()).to_tokens(tokens);
    }
}
