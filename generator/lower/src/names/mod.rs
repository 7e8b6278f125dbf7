//! Rust names: a spelling, in the right case, as an identifier that is unique in its scope.
//!
//! A Rust keyword gets a trailing underscore everywhere (`type_`): in fields, setters, modules and
//! files. `r#self` does not exist, and one rule is easier to remember than two.

mod case;
mod scope;

use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;

pub(crate) use case::{constant, snake, type_name};
pub(crate) use scope::Scope;
use spec::{Hints, MemberList, Thing};

/// Returns the spelling of a member of a list.
pub(crate) fn member_spelling<'a>(
    list: MemberList<'_>,
    member: &'a str,
    hints: &'a Hints,
) -> &'a str {
    spelling(&list.member(member), member, hints)
}

/// Returns the spelling that a Rust name is made from: the wire's, unless an override replaces it.
pub(crate) fn spelling<'a>(thing: &Thing, wire: &'a str, hints: &'a Hints) -> &'a str {
    hints.names.get(thing).map_or(wire, String::as_str)
}

/// An ASCII identifier that isn't a keyword.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RustName(String);

impl RustName {
    /// Returns the nearest identifier.
    ///
    /// Characters that an identifier can't have are dropped, a keyword gets an underscore, and a
    /// name without letters or digits becomes the fallback.
    pub(crate) fn nearest(words: &str, fallback: &'static str) -> Self {
        let mut name: String = words
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        if name.trim_matches('_').is_empty() {
            name = fallback.to_owned();
        }
        if name.starts_with(|first: char| first.is_ascii_digit()) {
            name.insert(0, '_');
        }
        if is_reserved(&name) {
            name.push('_');
        }
        Self(shortened(name))
    }

    /// Returns the identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for RustName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        // `Ident::new` panics on invalid identifiers; a `RustName` is always valid.
        Ident::new(self.as_str(), Span::call_site()).to_tokens(tokens);
    }
}

/// Maximum length of a name. Rustdoc writes a file for each type, constant and module, and file
/// systems limit the length of its name.
const LONGEST: usize = 120;

/// Returns a long name's beginning with a hash of the whole, in the name's case.
fn shortened(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let hash = spec::short_hash(&name);
    let start: String = name.chars().take(LONGEST - 10).collect();
    let start = start.trim_end_matches('_');
    if !name.contains(|c: char| c.is_ascii_lowercase()) {
        // Without an underscore, because types of capitals can't have one.
        format!("{start}H{}", hash.to_ascii_uppercase())
    } else if name.starts_with(|first: char| first.is_ascii_uppercase()) {
        format!("{start}H{hash}")
    } else {
        format!("{start}_h{hash}")
    }
}

/// Returns whether the word is a keyword of edition 2024, or a device name that Windows rejects as
/// a file name.
fn is_reserved(word: &str) -> bool {
    KEYWORDS.contains(&word)
        || spec::is_device(word) && !word.contains(|c: char| c.is_ascii_uppercase())
}

const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "yield",
];
