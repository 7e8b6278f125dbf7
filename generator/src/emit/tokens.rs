//! Small pieces of Rust: names, documentation, types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::lower::{Member, RustName, Type};

impl ToTokens for RustName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // A `RustName` is a valid identifier, so this can't fail.
        Ident::new(self.as_str(), Span::call_site()).to_tokens(tokens);
    }
}

/// Markdown lines as `///` comments.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#[doc = #lines])*)
}

/// Markdown lines as `//!` comments.
pub(super) fn inner_docs(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| spaced(line));
    quote!(#(#![doc = #lines])*)
}

/// The attribute that makes the compiler warn of uses, where there is a note.
pub(super) fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated(note = #note)]))
}

fn spaced(line: &str) -> String {
    if line.is_empty() {
        return String::new();
    }
    format!(" {line}")
}

/// The type, with `types` as the module of the data structures. Names of the standard library are
/// complete paths: a structure may be called `Option` or `String`.
pub(super) fn rust_type(ty: &Type, types: &TokenStream) -> TokenStream {
    match ty {
        Type::Text => quote!(::std::string::String),
        Type::Integer => quote!(i64),
        Type::Float => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Value => quote!(codegen::Value),
        Type::Structure(name) => quote!(#types::#name),
        Type::List(element) => {
            let element = rust_type(element, types);
            quote!(::std::vec::Vec<#element>)
        }
    }
}

/// The type of a member's field.
pub(super) fn field_type(member: &Member, types: &TokenStream) -> TokenStream {
    let mut ty = rust_type(&member.ty, types);
    if member.boxed {
        ty = quote!(::std::boxed::Box<#ty>);
    }
    if member.optional {
        ty = quote!(::std::option::Option<#ty>);
    }
    ty
}
