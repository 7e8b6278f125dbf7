//! The facade: the crate that re-exports the runtime and the products' crates.

use proc_macro2::{Ident, Span};
use quote::quote;

use crate::{ROOT, Task, file, intro, manifest, package};
use lower::Crate;

/// Returns the tasks for the facade's files.
pub(crate) fn tasks(model: &Crate) -> Vec<Task<'_>> {
    let mut tasks = vec![
        Task::new("Cargo.toml", || manifest::of_facade(model)),
        Task::new("README.md", || package::facade_readme(model)),
        Task::new(ROOT, || root_file(model)),
    ];
    tasks.extend(package::tasks(""));
    tasks
}

fn root_file(model: &Crate) -> String {
    file::rust(|comments| {
        let docs = intro::of_facade(model, comments);
        let modules = model.facade_products().map(|product| {
            let (feature, module) = (&product.feature, &product.module);
            let of_product = model.package.crate_of_product(product);
            let of_product = Ident::new(&of_product, Span::call_site());
            quote! {
                #[cfg(feature = #feature)]
                #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]
                pub use ::#of_product as #module;
            }
        });
        quote! {
            #docs
            #![cfg_attr(docsrs, feature(doc_cfg))]
            #![cfg_attr(rustfmt, rustfmt_skip)]

            pub use ::tencentcloud_api_runtime as runtime;
            // The docs above have them by subject.
            #[doc(hidden)]
            pub use ::tencentcloud_api_runtime::*;

            #(#modules)*
        }
    })
}
