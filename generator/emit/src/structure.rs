//! A structure: the type, its setters, and the table that the runtime reads and writes it by.
//!
//! Its functions are `#[inline]`, which keeps their machine code, and that of all they lead to, out of the
//! crate: each program makes it for the structures that it uses, as it would for derived code.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::constants::associated;
use super::doc_text::docs;
use super::scope::Scope;
use super::tokens::{deprecated, field_type, rust_type};
use lower::{Member, Structure, Type};

/// The structure's items, as its file writes them.
pub(super) fn structure(structure: &Structure, scope: &Scope) -> TokenStream {
    let definition = definition(structure, scope);
    let methods = methods(structure, scope);
    let table = table(structure, scope);
    let name = &structure.name;
    quote! {
        #definition
        #methods
        #table
        impl ::std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                codegen::debug(self, f)
            }
        }
    }
}

fn definition(structure: &Structure, scope: &Scope) -> TokenStream {
    let (name, docs_of_type) = (&structure.name, docs(&structure.docs));
    let fields = structure.members.iter().map(|member| {
        let (docs, field, ty) = (docs(&member.docs), &member.field, field_type(member, scope));
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
fn methods(structure: &Structure, scope: &Scope) -> TokenStream {
    let name = &structure.name;
    let constants = structure.constants.iter().map(associated);
    let members = structure.members.iter().filter(|_| structure.sent);
    let setters = members.map(|member| setter(member, scope));
    let items: Vec<TokenStream> = constants.chain(setters).collect();
    if items.is_empty() {
        return TokenStream::new();
    }
    quote!(impl #name { #(#items)* })
}

fn setter(member: &Member, scope: &Scope) -> TokenStream {
    let field = &member.field;
    let docs = docs(&[format!("Sets [`{field}`](#structfield.{field}).")]);
    let parameter = parameter(&member.ty, scope);
    let some = scope.some();
    let value = conversion(&member.ty, &quote!(value), scope);
    let value = if member.boxed {
        let boxed = scope.boxed();
        quote!(#boxed::new(#value))
    } else {
        value
    };
    let deprecated = deprecated(member.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #field(mut self, value: impl #parameter) -> Self {
            self.#field = #some(#value);
            self
        }
    }
}

/// What a setter takes: anything that becomes the type, or lists of that.
fn parameter(ty: &Type, scope: &Scope) -> TokenStream {
    match ty {
        Type::List(element) => {
            let (iterable, element) = (scope.iterable(), parameter(element, scope));
            quote!(#iterable<Item = impl #element>)
        }
        single => {
            let (into, single) = (scope.into(), rust_type(single, scope));
            quote!(#into<#single>)
        }
    }
}

/// The setter's argument as the type.
fn conversion(ty: &Type, value: &TokenStream, scope: &Scope) -> TokenStream {
    match ty {
        Type::List(element) => match &**element {
            Type::List(_) => {
                let element = conversion(element, &quote!(list), scope);
                quote!(#value.into_iter().map(|list| #element).collect())
            }
            _ => {
                let into = scope.into();
                quote!(#value.into_iter().map(#into::into).collect())
            }
        },
        _ => quote!(#value.into()),
    }
}

fn table(structure: &Structure, scope: &Scope) -> TokenStream {
    let (name, wire) = (&structure.name, structure.name.as_str());
    let members = structure.members.iter().map(schema_member);
    let member = access(structure, scope, &quote!(member), &quote!(&));
    let member_mut = access(structure, scope, &quote!(member_mut), &quote!(&mut));
    quote! {
        impl codegen::Structure for #name {
            #[inline]
            fn schema(&self) -> &'static codegen::Schema {
                const {
                    &codegen::Schema {
                        name: #wire,
                        members: &[#(#members),*],
                    }
                }
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
fn access(
    structure: &Structure,
    scope: &Scope,
    method: &TokenStream,
    reference: &TokenStream,
) -> TokenStream {
    let (option, some, none) = (scope.option(), scope.some(), scope.none());
    let arms = structure.members.iter().enumerate().map(|(index, member)| {
        let (index, field) = (Literal::usize_unsuffixed(index), &member.field);
        quote!(#index => #reference self.#field)
    });
    let (parameter, body) = if structure.members.is_empty() {
        (quote!(_index), none)
    } else {
        let body = quote! {
            #some(match index {
                #(#arms,)*
                _ => return #none,
            })
        };
        (quote!(index), body)
    };
    quote! {
        #[inline]
        fn #method(#reference self, #parameter: usize) -> #option<#reference dyn codegen::Field> {
            #body
        }
    }
}
