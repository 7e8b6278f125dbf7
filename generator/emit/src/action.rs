//! An action's file with its request, response and paging, and its methods of the client.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::expr::expr;
use crate::file::{self, Comments};
use crate::methods::Of;
use crate::names::{Names, deprecated};
use crate::{filters, replacement, structure};
use lower::{Action, EndFlag, Expr, Member, Paging, PagingStyle, RustName, V2, Version};
use spec::{Envelope, RegionRule, UNVERSIONED};

/// Returns the text of an action's file.
pub(crate) fn action_file(version: &Version, action: &Action) -> String {
    file::rust(|comments| {
        let names = Names::new(quote!(types), quote!(codegen));
        let intro = format!("The request and response of `{}`.", action.method);
        let intro = comments.inner(&[intro]);
        let import_types = uses_types(action).then(|| {
            quote!(
                use super::super::types;
            )
        });
        let request = structure::request(&action.request, &names, comments);
        let response = structure::structure(&action.response, &names, comments);
        let operation = operation(version, action);
        let filters = action.filters.iter();
        let filters = filters.map(|of_member| filters::filters(of_member, comments));
        let paging = action.paging.as_ref();
        let paged = paging.map(|paging| paged_request(action, paging, &names));
        quote! {
            #intro
            use ::tencentcloud_api_runtime::codegen;
            #import_types
            #request
            #operation
            #paged
            #(#filters)*
            #response
        }
    })
}

fn uses_types(action: &Action) -> bool {
    let names_type = |member: &Member| member.ty.structure().is_some();
    action.request.members.iter().any(names_type) || action.response.members.iter().any(names_type)
}

fn operation(version: &Version, action: &Action) -> TokenStream {
    let (request, response) = (&action.request.name, &action.response.name);
    let service = &version.service;
    // The runtime sends no version if it is empty.
    let date = match version.version.as_str() {
        UNVERSIONED => "",
        date => date,
    };
    let protocol = version.protocol.as_ref().map(protocol);
    let (wire, endpoint) = (&action.wire, &action.endpoint);
    let region = match action.region {
        RegionRule::Required => quote!(Required),
        RegionRule::Optional => quote!(Optional),
        RegionRule::Unused => quote!(Unused),
    };
    let read_only = action.read_only;
    let rate_limit = option(action.rate_limit.map(Literal::u32_unsuffixed));
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
            #protocol
        }
    }
}

/// Returns the constant that overrides the protocol of API 3.0.
fn protocol(v2: &V2) -> TokenStream {
    let path = &v2.path;
    let envelope = match v2.envelope {
        Envelope::Response => quote!(Response),
        Envelope::Code => quote!(Code),
    };
    let regions = if v2.short_regions {
        quote!(Short)
    } else {
        quote!(Long)
    };
    quote! {
        const PROTOCOL: codegen::Protocol = codegen::Protocol::V2(codegen::V2 {
            path: #path,
            envelope: codegen::Envelope::#envelope,
            regions: codegen::RegionForm::#regions,
        });
    }
}

/// Returns the client's methods: one for a call, and one for all pages. Their code names the
/// version's module `super::super`.
pub(crate) fn methods(of: Of<'_>, action: &Action, comments: &Comments) -> TokenStream {
    let (request, response) = (&action.request.name, &action.response.name);
    let name = &action.method;
    let docs = comments.outer(&method_docs(of, action));
    let deprecated = deprecated(action.deprecated.as_ref());
    let pages = action.paging.as_ref().map(|paging| {
        let pages = &paging.method;
        let docs = comments.outer(&[
            format!("Returns the pages of [`Self::{name}`], fetched one by one."),
            String::new(),
            "`items()` yields their items instead.".to_owned(),
        ]);
        quote! {
            #docs
            #deprecated
            #[inline]
            pub fn #pages(
                &self,
                request: super::super::#request,
            ) -> ::tencentcloud_api_runtime::Pages<super::super::#request> {
                self.inner.pages(request)
            }
        }
    });
    quote! {
        #docs
        #deprecated
        pub fn #name(
            &self,
            request: impl codegen::AsRequest<Request = super::super::#request>,
        ) -> impl Future<Output = Result<super::super::#response, ::tencentcloud_api_runtime::Error>> {
            self.inner.send(request)
        }
        #pages
    }
}

/// Returns the docs of the method for a call: its description, the documented examples with code
/// that compiles, and the error codes.
fn method_docs(of: Of<'_>, action: &Action) -> Vec<String> {
    let Of {
        package,
        product,
        version,
        origin,
    } = of;
    let library = package.crate_of_product(product);
    let module = &product.module;
    let mut import = if product.re_exports(version) {
        format!("use {library} as {module};")
    } else {
        format!("use {library}::{} as {module};", version.module)
    };
    let path = Ident::new(&library, Span::call_site());
    let runtime = quote!(#path::runtime);
    let mut blocks = vec![action.docs.clone()];
    if version.protocol.is_some() {
        blocks.push(replacement::section(package, action, origin));
    }
    blocks.push(vec!["# Examples".to_owned()]);
    for example in &action.shown_examples {
        blocks.push(example.docs.clone());
        if let Some(request) = &example.request {
            let mut code = vec!["```no_run".to_owned(), import.clone()];
            if !import.starts_with('#') {
                // Further examples hide the import.
                import.insert_str(0, "# ");
                code.push(String::new());
            }
            code.push(format!(
                "# async fn example(client: {module}::Client) -> Result<(), {library}::runtime::Error> {{"
            ));
            code.extend(call(&runtime, module, &action.method, request));
            code.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
            blocks.push(code);
        }
        blocks.push(example.reply.clone());
    }
    blocks.push(action.error_docs.clone());
    blocks.retain(|block| !block.is_empty());
    blocks.join(&String::new())
}

/// Returns the lines that build a request, call the method of `client`, and print the response.
/// `library` is the path to the items of the runtime.
pub(crate) fn call(
    library: &TokenStream,
    module: &RustName,
    method: &RustName,
    request: &Expr,
) -> Vec<String> {
    let request = expr(request, &Names::new(quote!(#module), quote!(#library)));
    let printed = file::formatted(quote! {
        async fn example() {
            let request = #request;
            let response = client.#method(request).await?;
            println!("{response:?}");
        }
    });
    let lines: Vec<&str> = printed.lines().collect();
    let [_signature, body @ .., _brace] = &lines[..] else {
        return Vec::new();
    };
    body.iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line).to_owned())
        .collect()
}

/// Returns the impl that makes the request pageable: its paging style, and the items of a response.
fn paged_request(action: &Action, paging: &Paging, names: &Names) -> TokenStream {
    let request = &action.request.name;
    let (list, item) = &paging.items;
    let item = names.value_type(item);
    let style = paging_style(&paging.style);
    quote! {
        impl codegen::PagedRequest for #request {
            type Item = #item;
            const PAGING: codegen::Paging = #style;
            #[inline]
            fn items(response: Self::Response) -> Vec<Self::Item> {
                response.#list
            }
            #[inline]
            fn item_count(response: &Self::Response) -> usize {
                response.#list.len()
            }
        }
    }
}

fn paging_style(style: &PagingStyle) -> TokenStream {
    match style {
        PagingStyle::OffsetLimit {
            offset,
            limit,
            total,
            page_size,
        } => {
            let (offset, limit) = (member_path(*offset), member_path(*limit));
            let total = option(total.map(member_path));
            let page_size = option(page_size.map(Literal::u32_unsuffixed));
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
            let (number, size) = (member_path(*number), member_path(*size));
            let total = option(total.map(member_path));
            let page_size = option(page_size.map(Literal::u32_unsuffixed));
            let first = Literal::u32_unsuffixed(*first);
            quote!(codegen::Paging::PageNumber {
                number: #number, size: #size, total: #total, page_size: #page_size, first: #first,
            })
        }
        PagingStyle::Token { token, next, end } => {
            let (token, next) = (member_path(*token), member_path(*next));
            let end = option(end.map(end_flag));
            quote!(codegen::Paging::Token { token: #token, next: #next, end: #end })
        }
    }
}

fn end_flag(flag: EndFlag) -> TokenStream {
    match flag {
        EndFlag::More(index) => {
            let path = member_path(index);
            quote!(codegen::EndFlag::More(#path))
        }
        EndFlag::Finished(index) => {
            let path = member_path(index);
            quote!(codegen::EndFlag::Finished(#path))
        }
    }
}

/// Returns the path to a member. The runtime accepts nested members; documented ones never are.
fn member_path(index: usize) -> TokenStream {
    let index = Literal::usize_unsuffixed(index);
    quote!(&[#index])
}

fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
