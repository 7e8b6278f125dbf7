//! An action's file: request, response, and the client's method.

use proc_macro2::TokenStream;
use quote::quote;

use super::doc_text::{docs, inner_docs};
use super::method_docs::with_example;
use super::paging::{option, paged};
use super::scope::Scope;
use super::tokens::deprecated;
use super::{file, structure};
use lower::{Action, Member, Package, Product, Version};
use spec::RegionRule;

/// The text of an action's file.
pub(super) fn action_file(
    package: &Package,
    product: &Product,
    version: &Version,
    action: &Action,
) -> String {
    let scope = Scope::new(quote!(types));
    let intro = inner_docs(&[format!("The action `{}`.", action.method)]);
    let import_types = uses_types(action).then(|| {
        quote!(
            use super::super::types;
        )
    });
    let request = structure::structure(&action.request, &scope);
    let response = structure::structure(&action.response, &scope);
    let operation = operation(version, action);
    let paged = action
        .paging
        .as_ref()
        .map(|paging| paged(action, paging, &scope));
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
    let read_only = action.read_only;
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
                read_only: #read_only,
                rate_limit: #rate_limit,
            };
        }
    }
}

fn method(package: &Package, product: &Product, version: &Version, action: &Action) -> TokenStream {
    let (request, response) = (&action.request.name, &action.response.name);
    let name = &action.method;
    let deprecated = deprecated(action.deprecated.as_ref());
    let docs_of_method = docs(&with_example(package, product, version, action));
    let pages = action.paging.as_ref().map(|paging| {
        let pages = &paging.method;
        let intro = docs(&[format!(
            "All pages of [`Self::{name}`], asked for one after the other; `items()` gives what they list."
        )]);
        quote! {
            #intro
            #deprecated
            #[inline]
            pub fn #pages(&self, request: #request) -> ::tencentcloud_api_runtime::Pages<#request> {
                self.inner.pages(request)
            }
        }
    });
    quote! {
        impl super::super::Client {
            #docs_of_method
            #deprecated
            pub async fn #name(
                &self,
                request: #request,
            ) -> Result<#response, ::tencentcloud_api_runtime::Error> {
                self.inner.send(&request).await
            }
            #pages
        }
    }
}
