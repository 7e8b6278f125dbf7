//! What names mean in a file: where the data structures are, and how the standard library's are written.

use proc_macro2::TokenStream;
use quote::quote;

use lower::RustName;

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

/// A file's names. A data structure may be called `Option` or `String`: the file that defines it writes
/// whole paths, and in all others the prelude's names mean what they always mean.
pub(super) struct Scope {
    /// The module of the data structures.
    pub(super) types: TokenStream,
    whole_paths: bool,
}

impl Scope {
    /// A file that defines no name of the prelude.
    pub(super) fn new(types: TokenStream) -> Self {
        Self {
            types,
            whole_paths: false,
        }
    }

    /// The file that defines this structure.
    pub(super) fn defining(name: &RustName, types: TokenStream) -> Self {
        Self {
            types,
            whole_paths: PRELUDE.contains(&name.as_str()),
        }
    }

    pub(super) fn string(&self) -> TokenStream {
        self.name(quote!(String), quote!(string::String))
    }

    pub(super) fn vec(&self) -> TokenStream {
        self.name(quote!(Vec), quote!(vec::Vec))
    }

    pub(super) fn boxed(&self) -> TokenStream {
        self.name(quote!(Box), quote!(boxed::Box))
    }

    pub(super) fn option(&self) -> TokenStream {
        self.name(quote!(Option), quote!(option::Option))
    }

    pub(super) fn some(&self) -> TokenStream {
        self.name(quote!(Some), quote!(option::Option::Some))
    }

    pub(super) fn none(&self) -> TokenStream {
        self.name(quote!(None), quote!(option::Option::None))
    }

    pub(super) fn into(&self) -> TokenStream {
        self.name(quote!(Into), quote!(convert::Into))
    }

    pub(super) fn iterable(&self) -> TokenStream {
        self.name(quote!(IntoIterator), quote!(iter::IntoIterator))
    }

    fn name(&self, short: TokenStream, below_std: TokenStream) -> TokenStream {
        match self.whole_paths {
            true => quote!(::std::#below_std),
            false => short,
        }
    }
}
