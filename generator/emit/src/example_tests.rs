//! Tests made of the documented examples: what is sent and what comes back lose nothing.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_text::docs;
use super::{Task, expr, file};
use lower::{Case, Crate, Example, Expected, Product, Version};

/// The comparison that the tests share; hand-written, copied as it is.
const SUPPORT: &str = include_str!("templates/example_support.rs");

/// The test files of a product; none where nothing is documented by example.
pub(super) fn tasks<'a>(model: &'a Crate, product: &'a Product) -> Vec<Task<'a>> {
    let tested: Vec<&Version> = product
        .versions
        .iter()
        .filter(|v| has_examples(v))
        .collect();
    if tested.is_empty() {
        return Vec::new();
    }
    let name = &product.module;
    let mut tasks: Vec<Task<'a>> = tested
        .iter()
        .map(|&version| {
            let path = format!("tests/{name}/{}.rs", version.module);
            Task::new(path, move || version_file(model, product, version))
        })
        .collect();
    tasks.push(Task::new(format!("tests/{name}_examples.rs"), move || {
        root_file(product, &tested)
    }));
    tasks.push(Task::new("tests/support/mod.rs".to_owned(), || {
        format!("// {}\n\n{SUPPORT}", file::HEADER)
    }));
    tasks
}

fn has_examples(version: &Version) -> bool {
    version
        .actions
        .iter()
        .any(|action| !action.examples.is_empty())
}

/// One test binary a product: linking many takes longer than running them.
fn root_file(product: &Product, versions: &[&Version]) -> String {
    let feature = &product.feature;
    let modules = versions.iter().map(|version| {
        let (module, path) = (
            &version.module,
            format!("{}/{}.rs", product.module, version.module),
        );
        quote!(#[path = #path] #[rustfmt::skip] mod #module;)
    });
    file::rust(quote! {
        #![doc = " The examples of the documentation."]
        #![cfg(feature = #feature)]
        #![cfg_attr(rustfmt, rustfmt_skip)]
        mod support;
        #(#modules)*
    })
}

fn version_file(model: &Crate, product: &Product, version: &Version) -> String {
    let library =
        proc_macro2::Ident::new(&model.package.crate_name(), proc_macro2::Span::call_site());
    let (product, module) = (&product.module, &version.module);
    let allow = version.deprecates().then(|| quote!(#![allow(deprecated)]));
    let tests = version.actions.iter().flat_map(|action| {
        let response = &action.response.name;
        action
            .examples
            .iter()
            .map(move |example| (example, response))
    });
    let tests: Vec<TokenStream> = tests
        .map(|(example, response)| {
            let response = quote!(api::#response::default());
            test(example, &response, &quote!(#library))
        })
        .collect();
    file::rust(quote! {
        #![doc = " The examples of one API version, each documented request and response."]
        #allow
        use #library::#product::#module as api;
        use super::support;
        #(#tests)*
    })
}

fn test(example: &Example, response: &TokenStream, library: &TokenStream) -> TokenStream {
    let name = &example.test;
    let title = docs(&example.title);
    let request = example
        .request
        .as_ref()
        .map(|case| half(case, response, library));
    let response = example
        .response
        .as_ref()
        .map(|case| half(case, response, library));
    quote! {
        #title
        #[test]
        fn #name() {
            #request
            #response
        }
    }
}

/// The check of one half.
fn half(case: &Case, response: &TokenStream, library: &TokenStream) -> TokenStream {
    let fault = match &case.known_fault {
        Some(reason) => quote!(Some(#reason)),
        None => quote!(None),
    };
    match &case.expected {
        Expected::Unreadable(why) => quote!(support::unreadable(#why, #fault);),
        Expected::Json { body, request } => {
            let body = json_literal(body);
            match request {
                Some(request) => {
                    let request = expr::expr(request, &quote!(api), library);
                    quote!(support::request(&#request, #body, #fault);)
                }
                None => quote!(support::response(&mut #response, #body, #fault);),
            }
        }
    }
}

/// The document as a raw string, with enough hashes for whatever it holds.
fn json_literal(body: &serde_json::Value) -> TokenStream {
    let text: String = format!("{body:#}").chars().flat_map(visible).collect();
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse().unwrap_or_else(|_| quote!(#text))
}

/// Characters that have no look of their own, as JSON escapes: the compiler refuses some of them.
/// Outside of strings JSON has none but blanks and line ends.
fn visible(c: char) -> Vec<char> {
    let escaped = (c.is_control() && c != '\n')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{206f}' | '\u{feff}');
    if !escaped {
        return vec![c];
    }
    let mut units = [0; 2];
    let escapes = c
        .encode_utf16(&mut units)
        .iter()
        .map(|unit| format!("\\u{unit:04x}"));
    escapes
        .flat_map(|escape| escape.chars().collect::<Vec<_>>())
        .collect()
}
