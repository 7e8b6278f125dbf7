//! A structure: the type, its setters, and the table by which the runtime reads and writes it.
//!
//! Its functions are `#[inline]`, which keeps machine code for them and their callees out of the
//! crate. Each program generates it for the structures that it uses, as for derived code.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::file::Comments;
use crate::limits::limits;
use crate::names::{Names, deprecated};
use lower::{Constant, Member, Structure, Type};

/// Returns the items of a structure.
pub(crate) fn structure(structure: &Structure, names: &Names, comments: &Comments) -> TokenStream {
    items(structure, names, comments, None)
}

/// Returns the items of an action's request.
pub(crate) fn request(request: &Structure, names: &Names, comments: &Comments) -> TokenStream {
    items(request, names, comments, Some(quote!(Request)))
}

/// Returns the type, its setters and its table. The runtime's macro adds what all structures have.
fn items(
    structure: &Structure,
    names: &Names,
    comments: &Comments,
    role: Option<TokenStream>,
) -> TokenStream {
    let definition = definition(structure, names, comments);
    let methods = methods(structure, names, comments);
    let table = table(structure, names);
    let name = &structure.name;
    quote! {
        #definition
        #methods
        #table
        codegen::structure!(#name #role);
    }
}

fn definition(structure: &Structure, names: &Names, comments: &Comments) -> TokenStream {
    let (name, docs) = (&structure.name, comments.outer(&structure.docs));
    let fields = structure.members.iter().map(|member| {
        let (docs, field) = (comments.outer(&member.docs), &member.field);
        let ty = names.field_type(member);
        let deprecated = deprecated(member.deprecated.as_ref());
        quote!(#docs #deprecated pub #field: #ty)
    });
    let deprecated = deprecated(structure.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Default)]
        #[non_exhaustive]
        pub struct #name { #(#fields),* }
    }
}

/// Returns the impl block with constants and setters, unless it would be empty.
fn methods(structure: &Structure, names: &Names, comments: &Comments) -> TokenStream {
    let name = &structure.name;
    let mut items: Vec<TokenStream> = structure
        .constants
        .iter()
        .map(|value| constant(value, &quote!(&'static str), comments))
        .collect();
    if structure.sent {
        let setters = structure
            .members
            .iter()
            .map(|member| setter(member, names, comments));
        items.extend(setters);
    }
    if items.is_empty() {
        return TokenStream::new();
    }
    quote!(impl #name { #(#items)* })
}

/// Returns a constant. In an impl block, its type needs a lifetime.
pub(crate) fn constant(constant: &Constant, ty: &TokenStream, comments: &Comments) -> TokenStream {
    let docs = comments.outer(&constant.docs);
    let (name, value) = (&constant.name, &constant.value);
    let deprecated = deprecated(constant.deprecated.as_ref());
    quote!(#docs #deprecated pub const #name: #ty = #value;)
}

fn setter(member: &Member, names: &Names, comments: &Comments) -> TokenStream {
    let field = &member.field;
    let docs = comments.outer(&[format!("Sets [`{field}`](#structfield.{field}).")]);
    let parameter = parameter(&member.ty, names);
    let some = names.some();
    let mut value = conversion(&member.ty, &quote!(value), names);
    if member.boxed {
        let boxed = names.boxed();
        value = quote!(#boxed::new(#value));
    }
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

/// Returns the trait of a setter's argument: a conversion to the type, or an iterable of values
/// that convert.
fn parameter(ty: &Type, names: &Names) -> TokenStream {
    match ty {
        Type::List(element) => {
            let (iterable, element) = (names.iterable(), parameter(element, names));
            quote!(#iterable<Item = impl #element>)
        }
        single => {
            let (into, single) = (names.into(), names.value_type(single));
            quote!(#into<#single>)
        }
    }
}

/// Returns the conversion of a setter's argument to the type.
fn conversion(ty: &Type, value: &TokenStream, names: &Names) -> TokenStream {
    match ty {
        Type::List(element) => match &**element {
            Type::List(_) => {
                let element = conversion(element, &quote!(list), names);
                quote!(#value.into_iter().map(|list| #element).collect())
            }
            _ => {
                let into = names.into();
                quote!(#value.into_iter().map(#into::into).collect())
            }
        },
        _ => quote!(#value.into()),
    }
}

fn table(structure: &Structure, names: &Names) -> TokenStream {
    let (name, wire) = (&structure.name, structure.name.as_str());
    let members = structure.members.iter().map(schema_member);
    let member = access(structure, names, &quote!(member), &quote!(&));
    let member_mut = access(structure, names, &quote!(member_mut), &quote!(&mut));
    let limits = limits(structure, names);
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
            #limits
        }
    }
}

fn schema_member(member: &Member) -> TokenStream {
    let wire = &member.wire;
    let required = member.required.then(|| quote!(.required()));
    let sensitive = member.sensitive.then(|| quote!(.sensitive()));
    let escaped = wire
        .contains(|c: char| matches!(c, '"' | '\\' | '\0'..='\u{1f}'))
        .then(|| quote!(.escaped()));
    quote!(codegen::Member::new(#wire) #required #sensitive #escaped)
}

/// Returns the method that borrows a member by its index, with this kind of reference.
fn access(
    structure: &Structure,
    names: &Names,
    method: &TokenStream,
    reference: &TokenStream,
) -> TokenStream {
    let (option, some, none) = (names.option(), names.some(), names.none());
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
