//! Names of the standard library as short as the file allows.
//!
//! Code is put together with whole paths, because a data structure may be called `Option` or `String`.
//! Almost no file defines such a name; in all others the prelude's names mean what they always mean.

use proc_macro2::{Group, TokenStream, TokenTree};

/// The prelude's names and their whole paths below `::std`, longer paths first.
const SHORT: [(&[&str], &str); 9] = [
    (&["option", "Option", "Some"], "Some"),
    (&["option", "Option", "None"], "None"),
    (&["option", "Option"], "Option"),
    (&["vec", "Vec"], "Vec"),
    (&["string", "String"], "String"),
    (&["boxed", "Box"], "Box"),
    (&["result", "Result"], "Result"),
    (&["convert", "Into"], "Into"),
    (&["iter", "IntoIterator"], "IntoIterator"),
];

/// The same tokens with the prelude's short names, unless they define one of them.
pub(super) fn shorten(tokens: TokenStream) -> TokenStream {
    if defines_prelude_name(tokens.clone()) {
        tokens
    } else {
        shorten_all(tokens)
    }
}

/// Only structs are ever defined under a scraped name.
fn defines_prelude_name(tokens: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.windows(2).any(|pair| match pair {
        [TokenTree::Ident(keyword), TokenTree::Ident(name)] => {
            keyword == "struct" && SHORT.iter().any(|(_, short)| name == short)
        }
        _ => false,
    })
}

fn shorten_all(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut shortened = Vec::with_capacity(tokens.len());
    let mut rest = tokens.as_slice();
    while let [first, others @ ..] = rest {
        if let Some((name, after)) = short_name(rest) {
            shortened.push(name);
            rest = after;
            continue;
        }
        shortened.push(match first {
            TokenTree::Group(group) => in_group(group),
            other => other.clone(),
        });
        rest = others;
    }
    shortened.into_iter().collect()
}

fn in_group(group: &Group) -> TokenTree {
    let mut shortened = Group::new(group.delimiter(), shorten_all(group.stream()));
    shortened.set_span(group.span());
    TokenTree::Group(shortened)
}

/// The short name of the path at the front, and what follows the path.
fn short_name(tokens: &[TokenTree]) -> Option<(TokenTree, &[TokenTree])> {
    let (root, below) = segment(tokens)?;
    if root != "std" {
        return None;
    }
    SHORT.iter().find_map(|(path, short)| {
        let mut rest = below;
        let mut span = None;
        for wanted in *path {
            let (found, after) = segment(rest)?;
            if found != wanted {
                return None;
            }
            span = Some(found.span());
            rest = after;
        }
        Some((
            TokenTree::Ident(proc_macro2::Ident::new(short, span?)),
            rest,
        ))
    })
}

/// `::name` at the front, and what follows it.
fn segment(tokens: &[TokenTree]) -> Option<(&proc_macro2::Ident, &[TokenTree])> {
    match tokens {
        [
            TokenTree::Punct(one),
            TokenTree::Punct(two),
            TokenTree::Ident(name),
            rest @ ..,
        ] if one.as_char() == ':' && two.as_char() == ':' => Some((name, rest)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quote::quote;

    #[test]
    fn whole_paths_become_the_preludes_names() {
        let long = quote! {
            pub struct Filter { pub name: ::std::option::Option<::std::string::String> }
            fn f() -> ::std::option::Option<u8> { ::std::option::Option::Some(::std::option::Option::None?) }
            impl ::std::fmt::Debug for Filter {}
        };
        let short = quote! {
            pub struct Filter { pub name: Option<String> }
            fn f() -> Option<u8> { Some(None?) }
            impl ::std::fmt::Debug for Filter {}
        };
        assert_eq!(shorten(long).to_string(), short.to_string());
    }

    #[test]
    fn a_file_that_defines_a_name_of_the_prelude_keeps_whole_paths() {
        let tokens = quote!(
            pub struct Option {
                pub name: ::std::option::Option<::std::string::String>,
            }
        );
        assert_eq!(shorten(tokens.clone()).to_string(), tokens.to_string());
    }
}
