//! A structure: the type, its setters, and the table that the runtime reads and writes it by.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::constants::associated;
use super::tokens::{deprecated, docs, field_type, rust_type};
use crate::lower::{Member, Structure, Type};

/// The structure's items, with `types` as the module of the data structures.
pub(super) fn structure(structure: &Structure, types: &TokenStream) -> TokenStream {
    let definition = definition(structure, types);
    let methods = methods(structure, types);
    let table = table(structure);
    let name = &structure.name;
    quote! {
        #definition
        #methods
        #table
        impl ::std::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                codegen::debug(self, f)
            }
        }
    }
}

fn definition(structure: &Structure, types: &TokenStream) -> TokenStream {
    let (name, docs_of_type) = (&structure.name, docs(&structure.docs));
    let fields = structure.members.iter().map(|member| {
        let (docs, field, ty) = (docs(&member.docs), &member.field, field_type(member, types));
        let deprecated = deprecated(member.deprecated.as_ref());
        quote!(#docs #deprecated pub #field: #ty)
    });
    let deprecated = deprecated(structure.deprecated.as_ref());
    quote! {
        #docs_of_type
        #deprecated
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

/// Constants and setters; nothing where there are none.
fn methods(structure: &Structure, types: &TokenStream) -> TokenStream {
    let name = &structure.name;
    let constants = structure.constants.iter().map(associated);
    let members = structure.members.iter().filter(|_| structure.sent);
    let setters = members.map(|member| setter(member, types));
    let items: Vec<TokenStream> = constants.chain(setters).collect();
    if items.is_empty() {
        return TokenStream::new();
    }
    quote!(impl #name { #(#items)* })
}

fn setter(member: &Member, types: &TokenStream) -> TokenStream {
    let field = &member.field;
    let docs = docs(&[format!("Sets [`{field}`](#structfield.{field}).")]);
    let parameter = parameter(&member.ty, types);
    let value = conversion(&member.ty, &quote!(value));
    let value = if member.boxed {
        quote!(::std::boxed::Box::new(#value))
    } else {
        value
    };
    let deprecated = deprecated(member.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #field(mut self, value: impl #parameter) -> Self {
            self.#field = ::std::option::Option::Some(#value);
            self
        }
    }
}

/// What a setter takes: anything that becomes the type, or lists of that.
fn parameter(ty: &Type, types: &TokenStream) -> TokenStream {
    match ty {
        Type::List(element) => {
            let element = parameter(element, types);
            quote!(::std::iter::IntoIterator<Item = impl #element>)
        }
        single => {
            let single = rust_type(single, types);
            quote!(::std::convert::Into<#single>)
        }
    }
}

/// The setter's argument as the type.
fn conversion(ty: &Type, value: &TokenStream) -> TokenStream {
    match ty {
        Type::List(element) => match &**element {
            Type::List(_) => {
                let element = conversion(element, &quote!(list));
                quote!(#value.into_iter().map(|list| #element).collect())
            }
            _ => quote!(#value.into_iter().map(::std::convert::Into::into).collect()),
        },
        _ => quote!(#value.into()),
    }
}

fn table(structure: &Structure) -> TokenStream {
    let (name, wire) = (&structure.name, structure.name.as_str());
    let members = structure.members.iter().map(schema_member);
    let member = access(structure, &quote!(member), &quote!(&));
    let member_mut = access(structure, &quote!(member_mut), &quote!(&mut));
    quote! {
        impl codegen::Structure for #name {
            fn schema(&self) -> &'static codegen::Schema {
                static SCHEMA: codegen::Schema = codegen::Schema {
                    name: #wire,
                    members: &[#(#members),*],
                };
                &SCHEMA
            }
            #member
            #member_mut
        }
    }
}

fn schema_member(member: &Member) -> TokenStream {
    let wire = &member.wire;
    let required = member.required.then(|| quote!(.required()));
    let sensitive = member.sensitive.then(|| quote!(.sensitive()));
    quote!(codegen::Member::new(#wire) #required #sensitive)
}

/// The method that gives access to members by this kind of reference.
fn access(structure: &Structure, method: &TokenStream, reference: &TokenStream) -> TokenStream {
    let none = quote!(::std::option::Option::None);
    let arms = structure.members.iter().enumerate().map(|(index, member)| {
        let (index, field) = (Literal::usize_unsuffixed(index), &member.field);
        quote!(#index => #reference self.#field)
    });
    let (parameter, body) = if structure.members.is_empty() {
        (quote!(_index), none)
    } else {
        let body = quote! {
            ::std::option::Option::Some(match index {
                #(#arms,)*
                _ => return #none,
            })
        };
        (quote!(index), body)
    };
    quote! {
        fn #method(#reference self, #parameter: usize) -> ::std::option::Option<#reference dyn codegen::Field> {
            #body
        }
    }
}
