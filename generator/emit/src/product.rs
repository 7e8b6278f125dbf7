//! A product's crate: its root, and one folder per API version.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::intro::Origin;
use crate::names::Names;
use crate::{
    ROOT, Task, action, file, intro, manifest, methods, package, runtime, structure, waits,
};
use lower::{Constant, Crate, Package, Product, RustName, Structure, Version};

/// Returns the tasks for all files of a product, except tests.
pub(crate) fn tasks<'a>(model: &'a Crate, product: &'a Product, origin: Origin) -> Vec<Task<'a>> {
    let (package, module) = (&model.package, &product.module);
    let mut tasks = vec![
        Task::new(format!("{module}/Cargo.toml"), || {
            manifest::of_member(package, product)
        }),
        Task::new(format!("{module}/README.md"), move || {
            package::product_readme(package, product, origin)
        }),
        Task::new(format!("{module}/{ROOT}"), move || {
            root_file(package, product, origin)
        }),
    ];
    tasks.extend(package::tasks(&format!("{module}/")));
    let folder = format!("{module}/src");
    for version in &product.versions {
        let folder = format!("{folder}/{}", version.module);
        let is_newest = product.re_exports(version);
        tasks.extend(version_tasks(&folder, version, is_newest));
        let of = methods::Of {
            package,
            product,
            version,
            origin,
        };
        tasks.extend(methods::tasks(&folder, of));
        tasks.extend(version.actions.iter().map(|action| {
            let path = format!("{folder}/actions/{}.rs", action.module);
            Task::new(path, move || action::action_file(version, action))
        }));
        tasks.extend(version.structures.iter().map(|structure| {
            let path = format!("{folder}/types/{}.rs", structure.module);
            Task::new(path, move || structure_file(structure))
        }));
    }
    tasks
}

/// Returns the tasks for the files that every version has.
fn version_tasks<'a>(folder: &str, version: &'a Version, is_newest: bool) -> Vec<Task<'a>> {
    let regions = (!version.regions.is_empty())
        .then(|| Task::new(format!("{folder}/region.rs"), || region_file(version)));
    let files = vec![
        Task::new(format!("{folder}/mod.rs"), move || {
            version_file(version, is_newest)
        }),
        Task::new(format!("{folder}/client.rs"), || client_file(version)),
        Task::new(format!("{folder}/calls.rs"), || {
            format!("// {}\n\n{CALLS}", file::HEADER)
        }),
        Task::new(format!("{folder}/error_code.rs"), || {
            error_code_file(&version.error_codes)
        }),
        Task::new(format!("{folder}/actions/mod.rs"), || {
            let items = version.actions.iter().map(|action| {
                let mut names = vec![&action.request.name, &action.response.name];
                names.extend(action.filters.iter().map(|filters| &filters.name));
                (&action.module, names)
            });
            index_file("Actions: requests and responses.", items)
        }),
        Task::new(format!("{folder}/types/mod.rs"), || {
            let items = version
                .structures
                .iter()
                .map(|structure| (&structure.module, vec![&structure.name]));
            index_file("Data structures.", items)
        }),
    ];
    let waits = (!version.waiters.is_empty())
        .then(|| Task::new(format!("{folder}/wait.rs"), || waits::wait_file(version)));
    files.into_iter().chain(regions).chain(waits).collect()
}

/// Returns the crate's root.
fn root_file(package: &Package, product: &Product, origin: Origin) -> String {
    file::rust(|comments| {
        let docs = intro::of_product(package, product, origin, comments);
        let newest = product.newest().map(|version| &version.module);
        let modules = product.versions.iter().map(|version| {
            let module = &version.module;
            // The docs show the newest version's items only in the root.
            let hidden = (newest == Some(module)).then(|| quote!(#[doc(hidden)]));
            quote!(#hidden #[rustfmt::skip] pub mod #module;)
        });
        let newest = newest.map(|module| quote!(#[doc(inline)] pub use self::#module::*;));
        let runtime = runtime::re_exports(product);
        quote! {
            #docs
            #![cfg_attr(docsrs, feature(doc_cfg))]
            #![cfg_attr(rustfmt, rustfmt_skip)]

            #runtime

            #(#modules)*
            #newest
        }
    })
}

/// Returns the file of a version's module. The crate's root has the overview of the newest version.
fn version_file(version: &Version, is_newest: bool) -> String {
    file::rust(|comments| {
        let mut docs = version.docs.clone();
        if !is_newest {
            docs.push(String::new());
            docs.extend(version.overview.iter().cloned());
        }
        let docs = comments.inner(&docs);
        let actions = glob("actions", version.actions.is_empty());
        let types = glob("types", version.structures.is_empty());
        let region = (!version.regions.is_empty()).then(|| {
            quote!(
                pub mod region;
            )
        });
        let wait = (!version.waiters.is_empty()).then(|| {
            quote!(
                pub mod wait;
            )
        });
        let allow = version.deprecates().then(|| quote!(#![allow(deprecated)]));
        quote! {
            #docs
            #allow
            mod client;
            mod methods;
            mod calls;
            mod actions;
            pub mod error_code;
            #region
            mod types;
            #wait

            #actions
            pub use self::client::Client;
            #types
        }
    })
}

/// Returns a re-export of all items of a module, unless the module is empty.
fn glob(module: &str, is_empty: bool) -> Option<TokenStream> {
    if is_empty {
        return None;
    }
    let module = Ident::new(module, Span::call_site());
    Some(quote!(#[doc(inline)] pub use self::#module::*;))
}

/// The client's file, with the names in capitals as placeholders.
const CLIENT: &str = include_str!("templates/client.rs");

/// The client's methods for calls of any action.
const CALLS: &str = include_str!("templates/calls.rs");

/// Returns the client's file. Each group of actions adds its methods in its own file.
fn client_file(version: &Version) -> String {
    // Placeholders include their quotation marks. Literals escape theirs, so an inserted value
    // never contains a placeholder.
    let literal = |text: &str| Literal::string(text).to_string();
    let text = CLIENT
        .replace("\"SERVICE\"", &literal(&version.service))
        .replace("\"VERSION\"", &literal(&version.version))
        .replace("\"ENDPOINT\"", &literal(&version.endpoint));
    format!("// {}\n\n{text}", file::HEADER)
}

fn error_code_file(codes: &[Constant]) -> String {
    file::rust(|comments| {
        let intro = comments.inner(&[
            "The documented error codes, for comparison with `Error::code`.".to_owned(),
            String::new(),
            "The server may also return undocumented codes.".to_owned(),
        ]);
        let ty = quote!(&str);
        let constants = codes
            .iter()
            .map(|code| structure::constant(code, &ty, comments));
        quote!(#intro #(#constants)*)
    })
}

fn region_file(version: &Version) -> String {
    file::rust(|comments| {
        let intro = comments.inner(&version.region_docs);
        let ty = quote!(&str);
        let regions = version.regions.iter();
        let constants = regions.map(|region| structure::constant(region, &ty, comments));
        quote!(#intro #(#constants)*)
    })
}

fn structure_file(structure: &Structure) -> String {
    file::rust(|comments| {
        let intro = comments.inner(&[format!("The data structure `{}`.", structure.name)]);
        let names = Names::defining(&structure.name, quote!(super), quote!(codegen));
        let items = structure::structure(structure, &names, comments);
        quote!(#intro use ::tencentcloud_api_runtime::codegen; #items)
    })
}

/// Returns a module that re-exports names of its private modules.
fn index_file<'a>(
    intro: &str,
    items: impl Iterator<Item = (&'a RustName, Vec<&'a RustName>)>,
) -> String {
    let mut items: Vec<_> = items.collect();
    items.sort();
    let modules = items.iter().map(|(module, _)| module);
    let names = items
        .iter()
        .map(|(module, names)| quote!(pub use self::#module::{#(#names),*};));
    file::rust(|comments| {
        let intro = comments.inner(&[intro.to_owned()]);
        quote!(#intro #(mod #modules;)* #(#names)*)
    })
}
