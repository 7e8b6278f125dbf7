//! Constants: documented values and error codes.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_text::{docs, inner_docs};
use super::file;
use super::tokens::deprecated;
use lower::Constant;

/// A constant of a structure.
pub(super) fn associated(constant: &Constant) -> TokenStream {
    let (docs, name, value) = (docs(&constant.docs), &constant.name, &constant.value);
    let deprecated = deprecated(constant.deprecated.as_ref());
    quote!(#docs #deprecated pub const #name: &'static str = #value;)
}

/// The file with a version's error codes.
pub(super) fn error_code_file(codes: &[Constant]) -> String {
    let intro = inner_docs(&[
        "The codes that `Error::code` may return, as the documentation lists them.".to_owned(),
        String::new(),
        "The server may answer with others.".to_owned(),
    ]);
    let codes = codes.iter().map(|constant| {
        let (docs, name, value) = (docs(&constant.docs), &constant.name, &constant.value);
        let deprecated = deprecated(constant.deprecated.as_ref());
        quote!(#docs #deprecated pub const #name: &str = #value;)
    });
    file::rust(quote!(#intro #(#codes)*))
}
