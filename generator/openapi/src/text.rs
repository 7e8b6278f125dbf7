//! Texts, hosts and addresses from pages. OpenAPI renders descriptions as Markdown.

use serde_json::{Map, Value};

use lower::paragraphs;
use spec::{Deprecated, Language, Localized, Source};

/// Puts `description`, in English if possible.
///
/// Texts in further languages go into `x-description-zh` and the like. A description in another
/// language than English is marked by `x-description-language`.
pub(crate) fn describe(target: &mut Map<String, Value>, text: &Localized) {
    let Some(description) = markdown(text) else {
        return;
    };
    target.insert("description".to_owned(), description.into());
    let mut texts = text.texts();
    if let Some((language, _)) = texts.next()
        && language != Language::En
    {
        target.insert("x-description-language".to_owned(), language.code().into());
    }
    for (language, other) in texts {
        if let Some(other) = markdown(&Localized::new(language, other)) {
            target.insert(format!("x-description-{}", language.code()), other.into());
        }
    }
}

fn markdown(text: &Localized) -> Option<String> {
    let lines = paragraphs(text);
    if lines.is_empty() {
        return None;
    }
    Some(lines.join("\n"))
}

/// Marks a deprecated item, with the reason and the date if known.
pub(crate) fn deprecate(target: &mut Map<String, Value>, mark: Option<&Deprecated>) {
    let Some(mark) = mark else { return };
    target.insert("deprecated".to_owned(), true.into());
    let mut reason = Map::new();
    describe(&mut reason, &mark.note);
    if let Some(since) = &mark.since {
        reason.insert("since".to_owned(), since.clone().into());
    }
    if !reason.is_empty() {
        target.insert("x-deprecation".to_owned(), reason.into());
    }
}

/// Returns a title on one line. Titles in OpenAPI are plain text.
pub(crate) fn one_line(text: &Localized) -> Option<String> {
    let words: Vec<&str> = text.preferred()?.split_whitespace().collect();
    if words.is_empty() {
        return None;
    }
    Some(words.join(" "))
}

/// Returns the text if it is a host: letters, digits, hyphens and dots.
pub(crate) fn host(text: &str) -> Option<&str> {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    if text.split('.').all(is_label) {
        Some(text)
    } else {
        None
    }
}

/// Returns the first web address of the sources' pages.
pub(crate) fn page(sources: &[Source]) -> Option<&str> {
    sources
        .iter()
        .filter_map(|source| source.url.as_deref())
        .find(|url| is_web_address(url))
}

fn is_web_address(text: &str) -> bool {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    is_web
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c))
}
