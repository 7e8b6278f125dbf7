//! Small pieces of Rust: names and types.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use lower::{Member, Type};

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
