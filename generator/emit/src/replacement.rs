//! The docs of retired products and actions: what to use and to write instead.

use proc_macro2::{Ident, Span};
use quote::quote;

use crate::action;
use crate::intro::Origin;
use lower::{Action, Package, Product, ReplacingCall};

/// Returns the paragraph of a retired product's docs that names the crates to use instead.
pub(crate) fn notice(package: &Package, product: &Product, origin: Origin) -> String {
    let name = |module| package.of_module(module);
    let crates = product.replacing_modules().into_iter().map(name);
    let crates: Vec<String> = crates
        .map(|name| match origin {
            Origin::Registry => format!("[`{name}`](https://docs.rs/{name})"),
            Origin::Folder => format!("`{name}`"),
        })
        .collect();
    let instead = match crates[..] {
        [] => String::new(),
        _ => format!(" Use {} instead.", crates.join(" or ")),
    };
    format!(
        "These APIs are retired, and `{}` has no feature for them.{instead}",
        package.name
    )
}

/// Returns the section of a retired method's docs with the call to write instead.
pub(crate) fn section(package: &Package, action: &Action, origin: Origin) -> Vec<String> {
    let mut docs = vec!["# What to write instead".to_owned(), String::new()];
    let Some(newer) = &action.replacement else {
        docs.push(
            "The documentation names no action of API 3.0 that replaces this one.".to_owned(),
        );
        return docs;
    };
    docs.push(format!(
        "{} has `{}` of `{}`, version `{}`{}",
        if newer.is_retired {
            "A newer API, which is retired too,"
        } else {
            "API 3.0"
        },
        newer.action,
        newer.service,
        newer.version,
        match &newer.call {
            Some(call) => format!(": {}.", link(package, call, origin)),
            None => ".".to_owned(),
        }
    ));
    if !newer.why.is_empty() {
        docs.push(String::new());
        docs.extend(newer.why.iter().cloned());
    }
    if let Some(call) = &newer.call {
        docs.push(String::new());
        docs.extend(code(package, call, origin));
        if !call.differences.is_empty() {
            docs.extend(["", "Parameters that differ:", ""].map(str::to_owned));
            docs.extend(call.differences.iter().map(|item| format!("- {item}")));
        }
    }
    docs
}

/// Returns the newer method and its crate, with links if registries have both crates.
fn link(package: &Package, call: &ReplacingCall, origin: Origin) -> String {
    let (name, method) = (package.of_module(&call.module), &call.method);
    if origin == Origin::Folder {
        return format!("the method `{method}` of the crate `{name}`");
    }
    let library = name.replace('-', "_");
    let version = call.version.as_ref();
    let version = version.map_or(String::new(), |module| format!("{module}/"));
    format!(
        "[`{method}`](https://docs.rs/{name}/latest/{library}/{version}struct.Client.html#method.{method}) \
         of the crate [`{name}`](https://docs.rs/{name})"
    )
}

/// Returns the call as a code block. Only the crates of one workspace can compile each other's.
fn code(package: &Package, call: &ReplacingCall, origin: Origin) -> Vec<String> {
    let library = package.of_module(&call.module).replace('-', "_");
    let module = &call.module;
    let fence = match origin {
        Origin::Registry => "```no_run",
        Origin::Folder => "```ignore",
    };
    let import = match &call.version {
        None => format!("use {library} as {module};"),
        Some(version) => format!("use {library}::{version} as {module};"),
    };
    let path = Ident::new(&library, Span::call_site());
    let mut code = vec![
        fence.to_owned(),
        import,
        String::new(),
        "# #[allow(deprecated)]".to_owned(),
        format!(
            "# async fn example(client: {module}::Client) -> Result<(), {library}::runtime::Error> {{"
        ),
    ];
    code.extend(action::call(
        &quote!(#path::runtime),
        module,
        &call.method,
        &call.request,
    ));
    code.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    code
}
