//! Tests made from the documented examples: typed requests and responses keep all their JSON.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::Task;
use crate::expr::expr;
use crate::file::{self, Comments};
use crate::names::Names;
use lower::{Case, Crate, Example, Expected, Product, RustName, Version};
use visible::is_invisible;

/// The comparison that the tests share, hand-written.
const SUPPORT: &str = include_str!("templates/example_support.rs");

/// The exchanges with retired APIs, hand-written, in a module of the comparison.
const WIRE: &str = include_str!("templates/wire_support.rs");

/// Returns the tasks for the test files of a product; none if its documentation has no examples.
pub(super) fn tasks<'a>(model: &'a Crate, product: &'a Product) -> Vec<Task<'a>> {
    let tested: Vec<&Version> = product
        .versions
        .iter()
        .filter(|v| has_examples(v))
        .collect();
    if tested.is_empty() {
        return Vec::new();
    }
    let folder = format!("{}/tests", product.module);
    let is_retired = product.is_retired();
    let wire = if is_retired { WIRE_MODULE } else { "" };
    let mut tasks = vec![Task::new(format!("{folder}/support/mod.rs"), move || {
        format!("// {}\n\n{SUPPORT}{wire}", file::HEADER)
    })];
    if is_retired {
        tasks.push(Task::new(format!("{folder}/support/wire.rs"), || {
            format!("// {}\n\n{WIRE}", file::HEADER)
        }));
    }
    tasks.extend(tested.iter().map(|&version| {
        let path = format!("{folder}/examples/{}.rs", version.module);
        Task::new(path, move || version_file(model, product, version))
    }));
    let root = format!("{folder}/examples.rs");
    tasks.push(Task::new(root, move || root_file(&tested)));
    tasks
}

/// The lines that add the exchanges to the comparison.
const WIRE_MODULE: &str = "\nmod wire;\n\npub(crate) use wire::{received, sent};\n";

fn has_examples(version: &Version) -> bool {
    version
        .actions
        .iter()
        .any(|action| !action.examples.is_empty())
}

/// Returns a product's only test binary: linking several takes longer than running them.
fn root_file(versions: &[&Version]) -> String {
    let modules = versions.iter().map(|version| {
        let module = &version.module;
        let path = format!("examples/{module}.rs");
        quote!(#[path = #path] #[rustfmt::skip] mod #module;)
    });
    file::rust(|_| {
        quote! {
            #![doc = " Tests made from the documentation's examples."]
            #![cfg_attr(rustfmt, rustfmt_skip)]
            mod support;
            #(#modules)*
        }
    })
}

fn version_file(model: &Crate, product: &Product, version: &Version) -> String {
    let library = Ident::new(&model.package.crate_of_product(product), Span::call_site());
    let module = &version.module;
    let allow = version.deprecates().then(|| quote!(#![allow(deprecated)]));
    let names = Names::new(quote!(api), quote!(#library::runtime));
    file::rust(|comments| {
        let tests = version.actions.iter().flat_map(|action| {
            let of = Tested {
                request: &action.request.name,
                response: &action.response.name,
                is_retired: version.protocol.is_some(),
                names: &names,
            };
            action
                .examples
                .iter()
                .map(move |example| test(example, of, comments))
        });
        quote! {
            #![doc = " Tests of one API version: each documented request and response."]
            #allow
            use #library::#module as api;
            use super::support;
            #(#tests)*
        }
    })
}

/// The action whose examples are tested.
#[derive(Clone, Copy)]
struct Tested<'a> {
    request: &'a RustName,
    response: &'a RustName,
    is_retired: bool,
    names: &'a Names,
}

fn test(example: &Example, of: Tested<'_>, comments: &Comments) -> TokenStream {
    let name = &example.test;
    let title = comments.outer(&example.title);
    let check = |case: &Case| check(case, of);
    let (request, response) = (
        example.request.as_ref().map(check),
        example.response.as_ref().map(check),
    );
    quote! {
        #title
        #[test]
        fn #name() {
            #request
            #response
        }
    }
}

/// Returns the check of a request or response.
fn check(case: &Case, of: Tested<'_>) -> TokenStream {
    let names = of.names;
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
                    let check = if of.is_retired {
                        quote!(sent)
                    } else {
                        quote!(request)
                    };
                    let request = expr(request, names);
                    quote!(support::#check(&#request, #body, #fault);)
                }
                None => {
                    let (types, response) = (&names.types, of.response);
                    if of.is_retired {
                        let request = of.request;
                        return quote!(support::received::<#types::#request>(#body, #fault););
                    }
                    quote!(support::response(&mut #types::#response::default(), #body, #fault);)
                }
            }
        }
    }
}

/// Returns the JSON as a raw string with enough hashes for its content.
fn json_literal(body: &serde_json::Value) -> TokenStream {
    let text = with_visible_characters(&format!("{body:#}"));
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse().unwrap_or_else(|_| quote!(#text))
}

/// Escapes invisible characters in JSON, because the compiler rejects some of them.
///
/// They are all in strings: between values, JSON has only spaces and line feeds.
fn with_visible_characters(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        let is_line_separator = matches!(c, '\u{2028}' | '\u{2029}');
        if is_invisible(c) || is_line_separator || (c.is_control() && c != '\n') {
            for unit in c.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}
