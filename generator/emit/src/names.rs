//! Names and types as the printed code refers to them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use lower::{Member, RustName, Type};

/// Names of the prelude that generated files use.
const PRELUDE: [&str; 9] = [
    "Box",
    "Into",
    "IntoIterator",
    "None",
    "Option",
    "Result",
    "Some",
    "String",
    "Vec",
];

/// The paths by which code refers to types.
///
/// A data structure can have a prelude name such as `Option` or `String`. The file that defines it
/// has to write the prelude's names as full paths.
pub(crate) struct Names {
    /// The module of the data structures.
    pub(crate) types: TokenStream,
    /// The module that exports `Value`.
    pub(crate) library: TokenStream,
    full_paths: bool,
}

impl Names {
    /// Returns the names for a file that defines no structure with a prelude name.
    pub(crate) fn new(types: TokenStream, library: TokenStream) -> Self {
        Self {
            types,
            library,
            full_paths: false,
        }
    }

    /// Returns the names for the file that defines this structure.
    pub(crate) fn defining(name: &RustName, types: TokenStream, library: TokenStream) -> Self {
        Self {
            types,
            library,
            full_paths: PRELUDE.contains(&name.as_str()),
        }
    }

    /// Returns the type of a value.
    pub(crate) fn value_type(&self, ty: &Type) -> TokenStream {
        let Self { types, library, .. } = self;
        match ty {
            Type::Text => self.prelude(quote!(String), quote!(string::String)),
            Type::Integer | Type::Float | Type::Boolean => {
                let name = Ident::new(&ty.to_string(), Span::call_site());
                quote!(#name)
            }
            Type::Value => quote!(#library::Value),
            Type::ResourceResults => quote!(#library::ResourceResults),
            Type::Structure(name) => quote!(#types::#name),
            Type::List(element) => {
                let vec = self.prelude(quote!(Vec), quote!(vec::Vec));
                let element = self.value_type(element);
                quote!(#vec<#element>)
            }
        }
    }

    /// Returns the type of a member's field.
    pub(crate) fn field_type(&self, member: &Member) -> TokenStream {
        let mut ty = self.value_type(&member.ty);
        if member.boxed {
            let boxed = self.boxed();
            ty = quote!(#boxed<#ty>);
        }
        if member.optional {
            let option = self.option();
            ty = quote!(#option<#ty>);
        }
        ty
    }

    pub(crate) fn boxed(&self) -> TokenStream {
        self.prelude(quote!(Box), quote!(boxed::Box))
    }

    pub(crate) fn option(&self) -> TokenStream {
        self.prelude(quote!(Option), quote!(option::Option))
    }

    pub(crate) fn some(&self) -> TokenStream {
        self.prelude(quote!(Some), quote!(option::Option::Some))
    }

    pub(crate) fn none(&self) -> TokenStream {
        self.prelude(quote!(None), quote!(option::Option::None))
    }

    pub(crate) fn into(&self) -> TokenStream {
        self.prelude(quote!(Into), quote!(convert::Into))
    }

    pub(crate) fn iterable(&self) -> TokenStream {
        self.prelude(quote!(IntoIterator), quote!(iter::IntoIterator))
    }

    fn prelude(&self, short: TokenStream, below_std: TokenStream) -> TokenStream {
        if self.full_paths {
            quote!(::std::#below_std)
        } else {
            short
        }
    }
}

/// Returns the attribute of a deprecated item, with which the compiler warns its users.
pub(crate) fn deprecated(note: Option<&String>) -> Option<TokenStream> {
    note.map(|note| quote!(#[deprecated(note = #note)]))
}
