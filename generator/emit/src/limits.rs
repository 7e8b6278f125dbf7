//! The tables of limits that the runtime checks before sending.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::names::Names;
use lower::{Limit, Rule, Structure};

/// Returns the method with a structure's limits; no tokens if it has none.
pub(crate) fn limits(structure: &Structure, names: &Names) -> TokenStream {
    if structure.limits.is_empty() {
        return TokenStream::new();
    }
    let limits = structure
        .limits
        .iter()
        .map(|limit| self::limit(limit, names));
    quote! {
        #[inline]
        fn limits(&self) -> &'static [codegen::Limit] {
            const { &[#(#limits),*] }
        }
    }
}

fn limit(limit: &Limit, names: &Names) -> TokenStream {
    let index = Literal::usize_unsuffixed(limit.member);
    let rule = rule(&limit.rule, names);
    let sentence = &limit.sentence;
    quote!(codegen::Limit::new(#index, codegen::LimitRule::#rule, #sentence))
}

fn rule(rule: &Rule, names: &Names) -> TokenStream {
    let option = |value: Option<TokenStream>| match value {
        Some(value) => {
            let some = names.some();
            quote!(#some(#value))
        }
        None => names.none(),
    };
    let count = |value: &Option<u64>| {
        option(value.map(|count| Literal::u64_unsuffixed(count).into_token_stream()))
    };
    let integer = |value: &Option<i64>| {
        option(value.map(|number| Literal::i64_unsuffixed(number).into_token_stream()))
    };
    let float = |value: &Option<(f64, bool)>| {
        option(value.map(|(number, allowed)| {
            let number = Literal::f64_unsuffixed(number);
            quote!((#number, #allowed))
        }))
    };
    let (name, parts) = match rule {
        Rule::Integer(low, high) => (quote!(Integer), vec![integer(low), integer(high)]),
        Rule::Float(low, high) => (quote!(Float), vec![float(low), float(high)]),
        Rule::MultipleOf(step) => {
            let step = Literal::i64_unsuffixed(*step);
            (quote!(MultipleOf), vec![quote!(#step)])
        }
        Rule::Characters(low, high) => (quote!(Characters), vec![count(low), count(high)]),
        Rule::Bytes(low, high) => (quote!(Bytes), vec![count(low), count(high)]),
        Rule::Items(low, high) => (quote!(Items), vec![count(low), count(high)]),
        Rule::ItemsOf(of, low, high) => {
            (quote!(ItemsOf), vec![quote!(#of), count(low), count(high)])
        }
        Rule::Excludes(other) => (quote!(Excludes), vec![index(*other)]),
        Rule::AnyOf(members) => {
            let members = members.iter().map(|member| index(*member));
            (quote!(AnyOf), vec![quote!(&[#(#members),*])])
        }
        Rule::RequiredWhen(other, values) => (
            quote!(RequiredWhen),
            vec![index(*other), quote!(&[#(#values),*])],
        ),
    };
    quote!(#name(#(#parts),*))
}

fn index(index: usize) -> TokenStream {
    Literal::usize_unsuffixed(index).into_token_stream()
}
