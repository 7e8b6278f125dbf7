//! An action's file: request, response, and the client's method.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{docs, inner_docs, rust_type};
use super::{expr, file, structure};
use crate::lower::{Action, EndFlag, Member, Package, Paging, PagingStyle, Product, Version};
use crate::spec::RegionRule;

/// The text of an action's file.
pub(super) fn action_file(
    package: &Package,
    product: &Product,
    version: &Version,
    action: &Action,
) -> String {
    let types = quote!(types);
    let intro = inner_docs(&[format!("The action `{}`.", action.method)]);
    let import_types = uses_types(action).then(|| {
        quote!(
            use super::super::types;
        )
    });
    let request = structure::structure(&action.request, &types);
    let response = structure::structure(&action.response, &types);
    let operation = operation(version, action);
    let paged = action.paging.as_ref().map(|paging| paged(action, paging));
    let method = method(package, product, version, action);
    file::rust(quote! {
        #intro
        use ::tencentcloud_api_runtime::codegen;
        #import_types
        #request
        #operation
        #paged
        #response
        #method
    })
}

fn uses_types(action: &Action) -> bool {
    let names_type = |member: &Member| member.ty.structure().is_some();
    let bodies = [&action.request, &action.response];
    bodies
        .iter()
        .any(|body| body.members.iter().any(names_type))
}

fn operation(version: &Version, action: &Action) -> TokenStream {
    let (request, response) = (&action.request.name, &action.response.name);
    let (service, date) = (&version.service, &version.version);
    let (wire, endpoint) = (&action.wire, &action.endpoint);
    let region = match action.region {
        RegionRule::Required => quote!(Required),
        RegionRule::Optional => quote!(Optional),
        RegionRule::Unused => quote!(Unused),
    };
    let rate_limit = option(action.rate_limit.map(proc_macro2::Literal::u32_unsuffixed));
    quote! {
        impl codegen::Request for #request {
            type Response = #response;
            const OPERATION: &'static codegen::Operation = &codegen::Operation {
                service: #service,
                version: #date,
                action: #wire,
                endpoint: #endpoint,
                region: codegen::RegionRule::#region,
                rate_limit: #rate_limit,
            };
        }
    }
}

fn option(value: Option<impl quote::ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::std::option::Option::Some(#value)),
        None => quote!(::std::option::Option::None),
    }
}

fn paged(action: &Action, paging: &Paging) -> TokenStream {
    let request = &action.request.name;
    let (list, item) = &paging.items;
    let item = rust_type(item, &quote!(types));
    let style = style(&paging.style);
    quote! {
        impl codegen::PagedRequest for #request {
            type Item = #item;
            const PAGING: codegen::Paging = #style;
            fn items(response: Self::Response) -> ::std::vec::Vec<Self::Item> {
                response.#list
            }
            fn item_count(response: &Self::Response) -> usize {
                response.#list.len()
            }
        }
    }
}

fn style(style: &PagingStyle) -> TokenStream {
    match style {
        PagingStyle::OffsetLimit {
            offset,
            limit,
            total,
            page_size,
        } => {
            let (offset, limit, total) = (path(offset), path(limit), option_path(total));
            let page_size = option(page_size.map(proc_macro2::Literal::u32_unsuffixed));
            quote!(codegen::Paging::OffsetLimit {
                offset: #offset, limit: #limit, total: #total, page_size: #page_size,
            })
        }
        PagingStyle::PageNumber {
            number,
            size,
            total,
            page_size,
            first,
        } => {
            let (number, size, total) = (path(number), path(size), option_path(total));
            let page_size = option(page_size.map(proc_macro2::Literal::u32_unsuffixed));
            let first = proc_macro2::Literal::u32_unsuffixed(*first);
            quote!(codegen::Paging::PageNumber {
                number: #number, size: #size, total: #total, page_size: #page_size, first: #first,
            })
        }
        PagingStyle::Token { token, next, end } => {
            let (token, next) = (path(token), path(next));
            let end = option(end.map(|end| match end {
                EndFlag::More(index) => {
                    let flag = path(&index);
                    quote!(codegen::EndFlag::More(#flag))
                }
                EndFlag::Finished(index) => {
                    let flag = path(&index);
                    quote!(codegen::EndFlag::Finished(#flag))
                }
            }));
            quote!(codegen::Paging::Token { token: #token, next: #next, end: #end })
        }
    }
}

/// The way to a member: all that the documentation's actions need is one step.
fn path(index: &usize) -> TokenStream {
    let index = proc_macro2::Literal::usize_unsuffixed(*index);
    quote!(&[#index])
}

fn option_path(index: &Option<usize>) -> TokenStream {
    option(index.as_ref().map(path))
}

fn method(package: &Package, product: &Product, version: &Version, action: &Action) -> TokenStream {
    let (request, response) = (&action.request.name, &action.response.name);
    let name = &action.method;
    let docs_of_method = docs(&with_example(package, product, version, action));
    let pages = action.paging.as_ref().map(|paging| {
        let pages = &paging.method;
        let intro = docs(&[format!(
            "All pages of [`Self::{name}`], asked for one after the other; `items()` gives what they list."
        )]);
        quote! {
            #intro
            pub fn #pages(&self, request: #request) -> ::tencentcloud_api_runtime::Pages<#request> {
                self.inner.pages(request)
            }
        }
    });
    quote! {
        impl super::super::Client {
            #docs_of_method
            pub async fn #name(
                &self,
                request: #request,
            ) -> ::std::result::Result<#response, ::tencentcloud_api_runtime::Error> {
                self.inner.send(&request).await
            }
            #pages
        }
    }
}

/// The method's docs with the documented example as code that compiles.
fn with_example(
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
    let library = package.library();
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
    let library = proc_macro2::Ident::new(library, proc_macro2::Span::call_site());
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
