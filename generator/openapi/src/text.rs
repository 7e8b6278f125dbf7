//! Texts in both languages. OpenAPI's descriptions are Markdown, so that scraped text is escaped.

use serde_json::{Map, Value};

use lower::paragraphs;
use spec::{Deprecated, Localized};

/// Puts `description`, in English where there is English, and the Chinese text beside it as
/// `x-description-zh`. A description that is Chinese itself says so.
pub(super) fn describe(target: &mut Map<String, Value>, text: &Localized) {
    let Some(description) = markdown(text) else {
        return;
    };
    target.insert("description".to_owned(), description.into());
    match (&text.en, &text.zh) {
        (Some(_), Some(zh)) => {
            let zh = Localized {
                en: None,
                zh: Some(zh.clone()),
            };
            if let Some(zh) = markdown(&zh) {
                target.insert("x-description-zh".to_owned(), zh.into());
            }
        }
        (None, Some(_)) => {
            target.insert("x-description-language".to_owned(), "zh".into());
        }
        (_, None) => {}
    }
}

/// Marks what should no longer be used, and says why and since when where that is known.
pub(super) fn deprecate(target: &mut Map<String, Value>, mark: Option<&Deprecated>) {
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

fn markdown(text: &Localized) -> Option<String> {
    let lines = paragraphs(text);
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A title on one line; titles are plain text in OpenAPI.
pub(super) fn one_line(text: &Localized) -> Option<String> {
    let words: Vec<&str> = text.preferred()?.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
