//! The types whose functions return documented filters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::file::Comments;
use lower::{FilterFunction, Filters};

/// Returns the type and its functions, for an action's file.
pub(crate) fn filters(filters: &Filters, comments: &Comments) -> TokenStream {
    let (name, docs) = (&filters.name, comments.outer(&filters.docs));
    let functions = filters
        .functions
        .iter()
        .map(|function| self::function(function, filters, comments));
    quote! {
        #docs
        #[derive(Debug)]
        pub enum #name {}
        impl #name { #(#functions)* }
    }
}

fn function(function: &FilterFunction, filters: &Filters, comments: &Comments) -> TokenStream {
    let docs = comments.outer(&function.docs);
    let Filters {
        structure,
        name_setter,
        values_setter,
        ..
    } = filters;
    let (name, wire) = (&function.name, &function.wire);
    let (key, sent_name) = match &function.key {
        Some(key) => {
            let parameter = quote!(#key: impl AsRef<str>,);
            (Some(parameter), quote!([#wire, #key.as_ref()].concat()))
        }
        None => (None, quote!(#wire)),
    };
    let (parameter, ty) = if filters.has_list {
        let ty = quote!(impl IntoIterator<Item = impl Into<String>>);
        (quote!(values), ty)
    } else {
        (quote!(value), quote!(impl Into<String>))
    };
    quote! {
        #docs
        #[must_use]
        pub fn #name(#key #parameter: #ty) -> types::#structure {
            types::#structure::default()
                .#name_setter(#sent_name)
                .#values_setter(#parameter)
        }
    }
}
