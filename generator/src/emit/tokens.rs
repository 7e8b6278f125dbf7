//! Small pieces of Rust: names and types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::scope::Scope;
use crate::lower::{Member, RustName, Type};

impl ToTokens for RustName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // A `RustName` is a valid identifier, so this can't fail.
        Ident::new(self.as_str(), Span::call_site()).to_tokens(tokens);
    }
}

/// The attribute that makes the compiler warn of uses, where there is a note.
pub(super) fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated(note = #note)]))
}

/// The type as the file writes it.
pub(super) fn rust_type(ty: &Type, scope: &Scope) -> TokenStream {
    match ty {
        Type::Text => scope.string(),
        Type::Integer => quote!(i64),
        Type::Float => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Value => quote!(codegen::Value),
        Type::Structure(name) => {
            let types = &scope.types;
            quote!(#types::#name)
        }
        Type::List(element) => {
            let (vec, element) = (scope.vec(), rust_type(element, scope));
            quote!(#vec<#element>)
        }
    }
}

/// The type of a member's field.
pub(super) fn field_type(member: &Member, scope: &Scope) -> TokenStream {
    let mut ty = rust_type(&member.ty, scope);
    if member.boxed {
        let boxed = scope.boxed();
        ty = quote!(#boxed<#ty>);
    }
    if member.optional {
        let option = scope.option();
        ty = quote!(#option<#ty>);
    }
    ty
}
