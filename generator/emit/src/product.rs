//! A product's files: its module, and below it one folder a version.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_text::inner_docs;
use super::scope::Scope;
use super::{Task, action, client, constants, file, structure};
use lower::{Crate, Product, RustName, Version};

/// All files of a product.
pub(super) fn tasks<'a>(model: &'a Crate, product: &'a Product) -> Vec<Task<'a>> {
    let folder = format!("src/{}", product.module);
    let path = format!("{folder}/mod.rs");
    let mut tasks = vec![Task::new(path, move || product_file(product))];
    for version in &product.versions {
        let folder = format!("{folder}/{}", version.module);
        tasks.extend(version_tasks(&folder, version));
        tasks.extend(version.actions.iter().map(|action| {
            let path = format!("{folder}/actions/{}.rs", action.module);
            let print = move || action::action_file(&model.package, product, version, action);
            Task::new(path, print)
        }));
    }
    tasks
}

fn version_tasks<'a>(folder: &str, version: &'a Version) -> Vec<Task<'a>> {
    let mut tasks = vec![
        Task::new(format!("{folder}/mod.rs"), move || version_file(version)),
        Task::new(format!("{folder}/client.rs"), move || {
            client::client_file(version)
        }),
        Task::new(format!("{folder}/error_code.rs"), move || {
            constants::error_code_file(&version.error_codes)
        }),
        Task::new(format!("{folder}/actions/mod.rs"), move || {
            let actions = version.actions.iter();
            let items = actions.map(|action| {
                let names = vec![&action.request.name, &action.response.name];
                (&action.module, names)
            });
            index_file("Actions: requests, responses and methods.", items)
        }),
        Task::new(format!("{folder}/types/mod.rs"), move || {
            let structures = version.structures.iter();
            let items = structures.map(|structure| (&structure.module, vec![&structure.name]));
            index_file("Data structures.", items)
        }),
    ];
    tasks.extend(version.structures.iter().map(|structure| {
        let path = format!("{folder}/types/{}.rs", structure.module);
        Task::new(path, move || {
            let intro = inner_docs(&[format!("The data structure `{}`.", structure.name)]);
            let scope = Scope::defining(&structure.name, quote!(super));
            let items = structure::structure(structure, &scope);
            file::rust(quote!(#intro use ::tencentcloud_api_runtime::codegen; #items))
        })
    }));
    tasks
}

fn product_file(product: &Product) -> String {
    let docs = inner_docs(&product.docs);
    let modules = product.versions.iter().map(|version| {
        let module = &version.module;
        quote!(pub mod #module;)
    });
    let newest = product.newest().map(|version| {
        let module = &version.module;
        quote!(pub use self::#module::*;)
    });
    file::rust(quote!(#docs #(#modules)* #newest))
}

fn version_file(version: &Version) -> String {
    let docs = inner_docs(&version.docs);
    let actions = glob("actions", version.actions.is_empty());
    let types = glob("types", version.structures.is_empty());
    let allow = version.deprecates().then(|| quote!(#![allow(deprecated)]));
    file::rust(quote! {
        #docs
        #allow
        mod actions;
        mod client;
        pub mod error_code;
        mod types;

        #actions
        pub use self::client::Client;
        #types
    })
}

/// A re-export of all that a module has, unless it has nothing.
fn glob(module: &str, is_empty: bool) -> Option<TokenStream> {
    let module = proc_macro2::Ident::new(module, proc_macro2::Span::call_site());
    (!is_empty).then(|| quote!(pub use self::#module::*;))
}

/// A module that re-exports names of its private modules.
fn index_file<'a>(
    intro: &str,
    items: impl Iterator<Item = (&'a RustName, Vec<&'a RustName>)>,
) -> String {
    let intro = inner_docs(&[intro.to_owned()]);
    let mut items: Vec<_> = items.collect();
    items.sort();
    let modules = items.iter().map(|(module, _)| quote!(mod #module;));
    let names = items
        .iter()
        .map(|(module, names)| quote!(pub use self::#module::{#(#names),*};));
    file::rust(quote!(#intro #(#modules)* #(#names)*))
}
