//! The module of ready-made waits.

use proc_macro2::TokenStream;
use quote::quote;

use crate::file::{self, Comments};
use lower::{RustName, Type, Version, WaitIds, WaitStep, Waiter};

/// Returns the file of a version's waits.
pub(crate) fn wait_file(version: &Version) -> String {
    file::rust(|comments| {
        let intro = comments.inner(&[
            "Ready-made waits for the end of asynchronous actions.".to_owned(),
            String::new(),
            "For other conditions, a client has `wait_until`.".to_owned(),
        ]);
        let waiters = version.waiters.iter();
        let waiters = waiters.map(|waiter| function(waiter, comments));
        quote! {
            #intro
            #[doc(no_inline)]
            pub use ::tencentcloud_api_runtime::wait::*;
            use ::tencentcloud_api_runtime::codegen;
            #(#waiters)*
        }
    })
}

fn function(waiter: &Waiter, comments: &Comments) -> TokenStream {
    let docs = comments.outer(&waiter.docs);
    let (name, request) = (&waiter.name, &waiter.request);
    let (state, success, failure) = (&waiter.state_wire, &waiter.success, &waiter.failure);
    let others = waiter.others.iter().map(|member| {
        let field = &member.field;
        match member.ty {
            Type::Integer => quote!(#field: i64,),
            _ => quote!(#field: impl Into<String>,),
        }
    });
    let (ids, id_list) = match &waiter.ids {
        WaitIds::One(field) => (
            quote!(#field: impl Into<String>),
            quote!(vec![#field.into()]),
        ),
        WaitIds::Many(_) => (
            quote!(ids: impl IntoIterator<Item = impl Into<String>>),
            quote!(ids.into_iter().map(Into::into).collect()),
        ),
    };
    let of_request = waiter.request_id.is_some();
    let request_id = of_request.then(|| quote!(request_id: impl Into<String>,));
    let wanted = match of_request {
        true => quote!(Some(request_id.into())),
        false => quote!(None),
    };
    let (bindings, build) = builder(waiter);
    let observe = observe(waiter);
    quote! {
        #docs
        pub fn #name(
            client: &super::Client,
            #(#others)*
            #request_id
            #ids,
        ) -> codegen::Waiter<super::#request> {
            #(#bindings)*
            let goal = codegen::Goal {
                state: #state,
                success: &[#(#success),*],
                failure: &[#(#failure),*],
                request_id: #wanted,
            };
            client.inner.waiter(goal, #id_list, #build, #observe)
        }
    }
}

/// Returns bindings, and the closure that builds a request for some ids.
fn builder(waiter: &Waiter) -> (Vec<TokenStream>, TokenStream) {
    let request = &waiter.request;
    let texts = waiter
        .others
        .iter()
        .filter(|member| member.ty == Type::Text);
    let bindings = texts.map(|member| {
        let field = &member.field;
        quote!(let #field: String = #field.into();)
    });
    let others = waiter.others.iter().map(|member| {
        let field = &member.field;
        match member.ty {
            Type::Integer => quote!(.#field(#field)),
            _ => quote!(.#field(#field.as_str())),
        }
    });
    let limit = waiter.limit.iter();
    let limit = limit.map(|field| quote!(.#field(ids.len() as i64)));
    let ids = match &waiter.ids {
        WaitIds::One(field) => quote!(.#field(ids.concat())),
        WaitIds::Many(field) => quote!(.#field(ids)),
    };
    let build = quote! {
        |ids| super::#request::default() #(#others)* #ids #(#limit)*
    };
    (bindings.collect(), build)
}

/// Returns the closure that finds the states in a response.
fn observe(waiter: &Waiter) -> TokenStream {
    let steps = waiter.steps.iter().map(
        |WaitStep {
             field,
             is_optional_list,
         }| {
            let flatten = is_optional_list.then(|| quote!(.flatten()));
            quote!(.flat_map(|item| item.#field.iter() #flatten))
        },
    );
    let text = |field: &Option<RustName>| match field {
        Some(field) => quote!(item.#field.as_deref()),
        None => quote!(None),
    };
    let (id, request_id) = (text(&waiter.id), text(&waiter.request_id));
    let field = &waiter.state;
    let state = match waiter.state_is_text {
        true => quote!(item.#field.as_deref().map(Into::into)),
        false => quote!(item.#field.map(|state| state.to_string().into())),
    };
    quote! {
        |response| {
            let items = ::core::iter::once(response) #(#steps)*;
            items.map(|item| codegen::Observed { id: #id, state: #state, request_id: #request_id }).collect()
        }
    }
}
