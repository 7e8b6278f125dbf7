//! The files of the client's methods: one impl block for each group of actions.
//!
//! The documentation of the client shows the blocks in the order of the modules.

use quote::quote;

use crate::{Task, action, file};
use lower::{Group, Package, Product, Version};

/// Returns the tasks for the files below a version's folder.
pub(crate) fn tasks<'a>(
    folder: &str,
    package: &'a Package,
    product: &'a Product,
    version: &'a Version,
) -> Vec<Task<'a>> {
    let folder = format!("{folder}/methods");
    let index = Task::new(format!("{folder}/mod.rs"), || index_file(&version.groups));
    let groups = version.groups.iter().map(|group| {
        let path = format!("{folder}/{}.rs", group.module);
        Task::new(path, move || group_file(package, product, version, group))
    });
    [index].into_iter().chain(groups).collect()
}

fn index_file(groups: &[Group]) -> String {
    file::rust(|comments| {
        let intro = comments.inner(&["The client's methods, by group.".to_owned()]);
        let modules = groups.iter().map(|group| &group.module);
        quote!(#intro #(mod #modules;)*)
    })
}

fn group_file(package: &Package, product: &Product, version: &Version, group: &Group) -> String {
    file::rust(|comments| {
        let title = group.title.as_deref().unwrap_or("Actions");
        let intro = comments.inner(&[format!("Methods of the client: {title}.")]);
        let heading = comments.outer(&[format!("# {title}")]);
        let actions = group
            .actions
            .iter()
            .filter_map(|at| version.actions.get(*at));
        let methods =
            actions.map(|action| action::methods(package, product, version, action, comments));
        quote! {
            #intro
            use ::tencentcloud_api_runtime::codegen;

            #heading
            impl super::super::Client {
                #(#methods)*
            }
        }
    })
}
