//! Documentation, kept out of the tokens: it is most of a file's text, and nothing of it is code.
//!
//! A comment is put together as one short mark, which the printer passes through; its lines take the
//! mark's place in the printed text. Escaping, parsing and printing every line costs more than all the rest.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::quote;

thread_local! {
    /// The comments of the file that this thread is printing.
    static KEPT: RefCell<Vec<Vec<String>>> = const { RefCell::new(Vec::new()) };
}

/// No documentation holds it: lowering takes control characters out.
const MARK: char = '\u{1}';

/// Markdown lines as `///` comments.
pub(super) fn docs(lines: &[String]) -> TokenStream {
    let Some(mark) = keep(lines) else {
        return TokenStream::new();
    };
    quote!(#[doc = #mark])
}

/// Markdown lines as `//!` comments.
pub(super) fn inner_docs(lines: &[String]) -> TokenStream {
    let Some(mark) = keep(lines) else {
        return TokenStream::new();
    };
    quote!(#![doc = #mark])
}

fn keep(lines: &[String]) -> Option<String> {
    if lines.is_empty() {
        return None;
    }
    KEPT.with_borrow_mut(|kept| {
        kept.push(lines.to_vec());
        Some(format!("{MARK}{}", kept.len() - 1))
    })
}

/// The printed text of a whole file with its comments in the places of their marks.
pub(super) fn put_back(printed: &str) -> String {
    let kept = KEPT.take();
    let mut text = String::with_capacity(printed.len() * 2);
    for line in printed.lines() {
        match marked(line, &kept) {
            Some((margin, lines)) => push_comment(&mut text, margin, lines),
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    text
}

/// What stands before a mark, `    ///` for one, and the lines that belong there.
fn marked<'t, 'k>(line: &'t str, kept: &'k [Vec<String>]) -> Option<(&'t str, &'k [String])> {
    let (margin, index) = line.split_once(MARK)?;
    let lines = kept.get(index.parse::<usize>().ok()?)?;
    Some((margin, lines))
}

fn push_comment(text: &mut String, margin: &str, lines: &[String]) {
    for line in lines {
        text.push_str(margin);
        if !line.is_empty() {
            text.push(' ');
            text.push_str(line);
        }
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::formatted;

    #[test]
    fn comments_stand_where_their_marks_stood() {
        let lines = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let (inner, outer) = (
            inner_docs(&lines(&["A file."])),
            docs(&lines(&["Says \"a\\b\".", "", "More."])),
        );
        let printed = formatted(quote!(#inner impl A { #outer fn f() {} }));
        assert_eq!(
            put_back(&printed),
            "//! A file.\n\nimpl A {\n    /// Says \"a\\b\".\n    ///\n    /// More.\n    fn f() {}\n}\n"
        );
        assert!(docs(&[]).is_empty());
    }
}
