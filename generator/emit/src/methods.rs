//! The files of the client's methods: one impl block for each group of actions.
//!
//! The documentation of the client shows the blocks in the order of the modules.

use quote::quote;

use crate::intro::Origin;
use crate::{Task, action, file};
use lower::{Group, Package, Product, Version};

/// The version that has the methods, and the crate around it.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) package: &'a Package,
    pub(crate) product: &'a Product,
    pub(crate) version: &'a Version,
    pub(crate) origin: Origin,
}

/// Returns the tasks for the files below a version's folder.
pub(crate) fn tasks<'a>(folder: &str, of: Of<'a>) -> Vec<Task<'a>> {
    let folder = format!("{folder}/methods");
    let index = Task::new(format!("{folder}/mod.rs"), move || {
        index_file(&of.version.groups)
    });
    let groups = of.version.groups.iter().map(|group| {
        let path = format!("{folder}/{}.rs", group.module);
        Task::new(path, move || group_file(of, group))
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

fn group_file(of: Of<'_>, group: &Group) -> String {
    file::rust(|comments| {
        let title = group.title.as_deref().unwrap_or("Actions");
        let intro = comments.inner(&[format!("Methods of the client: {title}.")]);
        let heading = comments.outer(&[format!("# {title}")]);
        let actions = group
            .actions
            .iter()
            .filter_map(|at| of.version.actions.get(*at));
        let methods = actions.map(|action| action::methods(of, action, comments));
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
