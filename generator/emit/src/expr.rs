//! Code that builds values, for documentation and tests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use lower::{Expr, Type};

/// The expression, with the paths of the module that holds the structures and of the crate.
pub(super) fn expr(value: &Expr, module: &TokenStream, library: &TokenStream) -> TokenStream {
    match value {
        Expr::Text(text) => quote!(#text),
        Expr::Integer(number) => integer(*number),
        Expr::Float(number) => float(*number),
        Expr::Boolean(flag) => quote!(#flag),
        Expr::Value(any) => {
            let any = json(any);
            quote!(#library::json!(#any))
        }
        Expr::List(element, elements) => list(element, elements, module, library),
        Expr::Structure(name, setters) => {
            let calls = setters.iter().map(|(setter, value)| {
                let value = expr(value, module, library);
                quote!(.#setter(#value))
            });
            quote!(#module::#name::default() #(#calls)*)
        }
    }
}

/// Numbers beyond `i32` need their type, since the setters take more than one. The sign is an
/// operator: a literal has none.
fn integer(number: i64) -> TokenStream {
    let literal = match (i32::try_from(number), i64::try_from(number.unsigned_abs())) {
        (Ok(small), _) => Literal::u32_unsuffixed(small.unsigned_abs()),
        (_, Ok(large)) => Literal::i64_suffixed(large),
        _ => return quote!(i64::MIN),
    };
    if number.is_negative() {
        return quote!(-#literal);
    }
    quote!(#literal)
}

fn list(
    element: &Type,
    elements: &[Expr],
    module: &TokenStream,
    library: &TokenStream,
) -> TokenStream {
    if elements.is_empty() {
        let element = element_type(element, module, library);
        return quote!(Vec::<#element>::new());
    }
    let elements = elements.iter().map(|value| match (element, value) {
        // Lists in a list must be of one type, whatever their lengths.
        (Type::List(_), Expr::List(inner, elements)) => owned(inner, elements, module, library),
        _ => expr(value, module, library),
    });
    quote!([#(#elements),*])
}

/// A list as a `Vec` of its declared type.
fn owned(
    element: &Type,
    elements: &[Expr],
    module: &TokenStream,
    library: &TokenStream,
) -> TokenStream {
    let ty = element_type(element, module, library);
    let elements = elements.iter().map(|value| match (element, value) {
        (Type::List(_), Expr::List(inner, elements)) => owned(inner, elements, module, library),
        _ => {
            let value = expr(value, module, library);
            quote!(#value.into())
        }
    });
    quote!(Vec::<#ty>::from([#(#elements),*]))
}

/// The elements' type of a list without elements.
fn element_type(ty: &Type, module: &TokenStream, library: &TokenStream) -> TokenStream {
    match ty {
        Type::Text => quote!(String),
        Type::Integer => quote!(i64),
        Type::Float => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Value => quote!(#library::Value),
        Type::Structure(name) => quote!(#module::#name),
        Type::List(element) => {
            let element = element_type(element, module, library);
            quote!(Vec<#element>)
        }
    }
}

fn json(value: &serde_json::Value) -> TokenStream {
    match value {
        serde_json::Value::Null => quote!(null),
        serde_json::Value::Bool(flag) => quote!(#flag),
        serde_json::Value::Number(number) => json_number(number),
        serde_json::Value::String(text) => quote!(#text),
        serde_json::Value::Array(elements) => {
            let elements = elements.iter().map(json);
            quote!([#(#elements),*])
        }
        serde_json::Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = json(value);
                quote!(#name: #value)
            });
            quote!({#(#members),*})
        }
    }
}

fn json_number(number: &serde_json::Number) -> TokenStream {
    let literal = match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(number), _, _) => return integer(number),
        (_, Some(number), _) => Literal::u64_suffixed(number),
        (_, _, Some(number)) if number.is_finite() => return float(number),
        _ => Literal::i32_unsuffixed(0),
    };
    quote!(#literal)
}

fn float(number: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(number.abs());
    if number.is_sign_negative() {
        return quote!(-#literal);
    }
    quote!(#literal)
}
