//! The example in a method's documentation: code that compiles, made from the documented one.

use proc_macro2::{Ident, Span};
use quote::quote;

use super::{expr, file};
use lower::{Action, Package, Product, Version};

/// The method's docs with the documented example as code that compiles.
pub(super) fn with_example(
    package: &Package,
    product: &Product,
    version: &Version,
    action: &Action,
) -> Vec<String> {
    let mut lines = action.docs.clone();
    lines.extend(["", "# Examples", "", "```no_run"].map(str::to_owned));
    lines.extend(example(package, product, version, action));
    lines.push("```".to_owned());
    if !action.error_docs.is_empty() {
        lines.push(String::new());
        lines.extend(action.error_docs.iter().cloned());
    }
    lines
}

/// The lines of a call of the action, for anyone who has a client.
fn example(
    package: &Package,
    product: &Product,
    version: &Version,
    action: &Action,
) -> Vec<String> {
    let library = package.crate_name();
    let module = &product.module;
    let newest = product
        .newest()
        .is_some_and(|newest| newest.module == version.module);
    let import = match newest {
        true => format!("use {library}::{module};"),
        false => format!("use {library}::{module}::{} as {module};", version.module),
    };
    let mut lines = vec![
        import,
        "".to_owned(),
        format!("# async fn example(client: {module}::Client) -> Result<(), {library}::Error> {{"),
    ];
    lines.extend(call(&library, product, action));
    lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
    lines
}

/// The lines that build the request, call the action with `client`, and print the response.
pub(super) fn call(library: &str, product: &Product, action: &Action) -> Vec<String> {
    let library = Ident::new(library, Span::call_site());
    let module = &product.module;
    let request = expr::expr(&action.shown, &quote!(#module), &quote!(#library));
    let method = &action.method;
    let printed = file::formatted(quote! {
        async fn example() {
            let request = #request;
            let response = client.#method(request).await?;
            println!("{response:?}");
        }
    });
    let lines: Vec<&str> = printed.lines().collect();
    let body = lines
        .get(1..lines.len().saturating_sub(1))
        .unwrap_or_default();
    let unindented = |line: &&str| line.strip_prefix("    ").unwrap_or(line).to_owned();
    body.iter().map(unindented).collect()
}
