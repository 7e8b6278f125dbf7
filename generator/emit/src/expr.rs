//! Code that builds values, for documentation and tests.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::names::Names;
use lower::{Expr, Type};

/// Returns the code of an expression.
pub(crate) fn expr(value: &Expr, names: &Names) -> TokenStream {
    let types = &names.types;
    match value {
        Expr::Text(text) => quote!(#text),
        Expr::Integer(number) => integer(*number),
        Expr::Float(number) => float(*number),
        Expr::Boolean(flag) => quote!(#flag),
        Expr::Value(any) => any_json(any, names),
        Expr::List(element, elements) => list(element, elements, names),
        Expr::Structure(name, setters) => {
            let calls: Vec<_> = setters
                .iter()
                .map(|(setter, value)| {
                    let value = expr(value, names);
                    quote!(.#setter(#value))
                })
                .collect();
            chained(quote!(#types::#name::default()), &calls)
        }
    }
}

/// The maximum number of calls in a chain. Each call nests the expression one level deeper, and the
/// printer and the compiler recurse.
const LONGEST_CHAIN: usize = 32;

/// Returns the calls as a chain on the value, or as a block of several chains.
fn chained(value: TokenStream, calls: &[TokenStream]) -> TokenStream {
    let mut chains = calls.chunks(LONGEST_CHAIN);
    let first = chains.next().unwrap_or_default();
    let mut chain = quote!(#value #(#first)*);
    let mut statements = Vec::new();
    for calls in chains {
        statements.push(quote!(let value = #chain;));
        chain = quote!(value #(#calls)*);
    }
    if statements.is_empty() {
        return chain;
    }
    quote!({ #(#statements)* #chain })
}

/// Returns an integer. Beyond `i32` it has a type suffix, because setters accept several types.
///
/// The sign is an operator, which a literal can't contain.
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

fn float(number: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(number.abs());
    if number.is_sign_negative() {
        return quote!(-#literal);
    }
    quote!(#literal)
}

/// Returns a list as an array; an empty one as a `Vec`, which states its type.
fn list(element: &Type, elements: &[Expr], names: &Names) -> TokenStream {
    if elements.is_empty() {
        let element = names.value_type(element);
        return quote!(Vec::<#element>::new());
    }
    let elements = elements.iter().map(|value| match (element, value) {
        // Inner lists must have one type, whatever their lengths.
        (Type::List(_), Expr::List(inner, elements)) => owned_list(inner, elements, names),
        _ => expr(value, names),
    });
    quote!([#(#elements),*])
}

/// Returns a list as a `Vec` of its declared type.
fn owned_list(element: &Type, elements: &[Expr], names: &Names) -> TokenStream {
    let ty = names.value_type(element);
    let elements = elements.iter().map(|value| match (element, value) {
        (Type::List(_), Expr::List(inner, elements)) => owned_list(inner, elements, names),
        // A structure needs no conversion, and may have a setter `into`.
        (Type::Structure(_), _) => expr(value, names),
        _ => {
            let value = expr(value, names);
            quote!(#value.into())
        }
    });
    quote!(Vec::<#ty>::from([#(#elements),*]))
}

/// The maximum number of values inside a `json!` call. The macro recurses up to three times for
/// each, and the compiler allows 128 levels.
const MOST_VALUES: usize = 32;

/// Returns a `json!` call, or for a large value its text, which the program parses.
fn any_json(value: &serde_json::Value, names: &Names) -> TokenStream {
    let library = &names.library;
    if count(value) > MOST_VALUES {
        let text = value.to_string();
        return quote!(#text.parse::<#library::Value>().unwrap());
    }
    let value = json(value);
    quote!(#library::json!(#value))
}

/// Returns the number of values in a JSON text, including itself.
fn count(value: &serde_json::Value) -> usize {
    1 + match value {
        serde_json::Value::Array(elements) => elements.iter().map(count).sum(),
        serde_json::Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// Returns the argument of a `json!` call.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_chain_is_split() {
        let chain = |count: usize| {
            let calls: Vec<_> = (0..count).map(|_| quote!(.set(1))).collect();
            chained(quote!(T::default()), &calls).to_string()
        };
        assert!(chain(LONGEST_CHAIN).starts_with("T :: default () . set"));
        let split = chain(2 * LONGEST_CHAIN + 1);
        assert_eq!(split.matches("let value").count(), 2, "{split}");
        assert!(split.ends_with("; value . set (1) }"), "{split}");
    }

    #[test]
    fn ten_thousand_calls_are_printed() {
        let calls: Vec<_> = (0..10_000).map(|_| quote!(.set(1))).collect();
        let chain = chained(quote!(T::default()), &calls);
        let file = syn::parse2(quote!(fn f() -> T { #chain })).unwrap();
        let text = prettyplease::unparse(&file);
        assert_eq!(text.matches(".set(1)").count(), 10_000);
    }
}
