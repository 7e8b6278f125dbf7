//! Links: from the text to the documentation's site, and from the docs to other items of the crate.

use super::inline::{inline, plain};
use crate::RustName;
use spec::{Language, Source};

/// The module of a version, as paths in documentation name it.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    path: String,
}

impl Place {
    pub(crate) fn new(product: &RustName, version: &RustName) -> Self {
        Self {
            path: format!("crate::{product}::{version}"),
        }
    }

    /// The path of an item of the version.
    pub(crate) fn item(&self, item: impl std::fmt::Display) -> String {
        format!("{}::{item}", self.path)
    }
}

/// A Markdown link at the start of the text, and its length there. Only addresses of the web and of
/// the documentation's site are followed.
pub(super) fn link(text: &str, language: Language) -> Option<(String, usize)> {
    let inside = text.strip_prefix('[')?;
    let (words, rest) = inside.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let length = 1 + words.len() + 2 + address.len() + 1;
    let words = plain(words);
    if words.is_empty() || words.contains("\\[") || words.contains("\\]") {
        return None;
    }
    Some((
        format!("[{words}]({})", absolute(address, language)?),
        length,
    ))
}

fn absolute(address: &str, language: Language) -> Option<String> {
    if !address.chars().all(is_address_char) {
        return None;
    }
    if address.starts_with("https://") || address.starts_with("http://") {
        return Some(address.to_owned());
    }
    let site = match language {
        Language::En => "https://www.tencentcloud.com",
        Language::Zh => "https://cloud.tencent.com",
    };
    let page = address.starts_with('/') && !address.starts_with("//");
    page.then(|| format!("{site}{address}"))
}

/// An address at the start of the text as an autolink, and its length there.
pub(super) fn bare_address(text: &str) -> Option<(String, usize)> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))?;
    let scheme = text.len() - rest.len();
    let end = rest
        .find(|c: char| !is_address_char(c) && c != ')')
        .unwrap_or(rest.len());
    let host = rest
        .get(..end)?
        .trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', '*', '_']);
    if !host.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let length = scheme + host.len();
    Some((format!("<{}>", text.get(..length)?), length))
}

/// Characters that mean nothing to Markdown inside an address.
fn is_address_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c)
}

/// Where a fact was read, for list items: one for each source.
pub(crate) fn provenance(sources: &[Source]) -> Vec<String> {
    sources.iter().map(source_line).collect()
}

fn source_line(source: &Source) -> String {
    let url = source.url.as_deref().and_then(bare_address);
    let page = match url {
        Some((address, _)) => address,
        None => format!("{}, line {}", super::code(&source.file), source.line),
    };
    let updated = source.updated.as_deref().unwrap_or_default();
    let updated = match inline(updated, Language::En).as_str() {
        "" => String::new(),
        date => format!(" (page of {date})"),
    };
    format!("Documentation: {page}{updated}")
}
