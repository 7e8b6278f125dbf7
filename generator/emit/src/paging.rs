//! How an action pages, as the runtime wants it stated.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::scope::Scope;
use super::tokens::rust_type;
use lower::{Action, EndFlag, Paging, PagingStyle};

pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// The request's paging, and how to take the list out of a response.
pub(super) fn paged(action: &Action, paging: &Paging, scope: &Scope) -> TokenStream {
    let request = &action.request.name;
    let (list, item) = &paging.items;
    let item = rust_type(item, scope);
    let style = style(&paging.style);
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

fn style(style: &PagingStyle) -> TokenStream {
    match style {
        PagingStyle::OffsetLimit {
            offset,
            limit,
            total,
            page_size,
        } => {
            let (offset, limit, total) = (path(offset), path(limit), option_path(total));
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
            let (number, size, total) = (path(number), path(size), option_path(total));
            let page_size = option(page_size.map(Literal::u32_unsuffixed));
            let first = Literal::u32_unsuffixed(*first);
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
    let index = Literal::usize_unsuffixed(*index);
    quote!(&[#index])
}

fn option_path(index: &Option<usize>) -> TokenStream {
    option(index.as_ref().map(path))
}
