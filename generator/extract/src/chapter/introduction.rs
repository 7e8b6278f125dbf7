//! The introduction of a product: its name and a text about it.

use document::Document;
use spec::{Language, Localized, Source};

use crate::facts::{ActionPage, Chapter, Content};
use crate::page::Page;
use crate::words::language_of;
use crate::words::text::{self, TextPart};
use crate::words::vocabulary::{greeting, is_notice};

/// Reads a page that welcomes the reader to a product, or returns `None` for any other page.
pub(crate) fn read_introduction(page: &Page<'_>) -> Option<(Content, Language)> {
    let lines = page.lines();
    let (index, name) = lines
        .iter()
        .enumerate()
        .find_map(|(index, line)| Some((index, product_name(line.text)?)))?;
    let language = language_of(lines.get(index)?.text);
    let end = lines
        .iter()
        .position(|line| is_notice(line.text))
        .unwrap_or(lines.len());
    let parts: Vec<TextPart<'_>> = lines
        .get(index..end)?
        .iter()
        .copied()
        .map(TextPart::line)
        .collect();
    let mut title = Localized::new(language, name);
    if language != Language::En
        && let Some(english) = lines.get(index).and_then(|line| english_name(line.text))
    {
        title.set(Language::En, english.to_owned());
    }
    let content = Content::Introduction {
        title,
        doc: Localized::new(language, text::join(&parts)),
    };
    Some((content, language))
}

/// Returns the product's name that a manual prints in its footers, as an introduction without text.
///
/// A document without actions may be about several products.
pub(crate) fn footer_title(document: &Document, actions: &[ActionPage]) -> Option<Chapter> {
    let name = document.footer.as_deref()?;
    let first = actions.first()?.action.sources.first()?;
    let language = language_of(name);
    Some(Chapter {
        service: None,
        version: None,
        source: Source {
            updated: None,
            url: None,
            truncated: false,
            ..first.clone()
        },
        language: Some(language),
        explorer: None,
        address: None,
        retired: false,
        content: Content::Introduction {
            title: Localized::new(language, name),
            doc: Localized::default(),
        },
    })
}

/// Returns the name after a greeting, up to the next bracket or punctuation mark.
///
/// `欢迎使用云服务器（Cloud Virtual Machine）。`, `Welcome to Edge Computing Machine (ECM).`,
/// `Thank you for using Tencent Cloud Block Storage!`
fn product_name(text: &str) -> Option<&str> {
    let name = greeting(text)?
        .split(['（', '(', '。', '.', '!', '！', ',', '，'])
        .next()?
        .trim();
    (!name.is_empty() && name.chars().count() <= 60).then_some(name)
}

/// Returns the English name in brackets behind the name after a greeting, but no abbreviation.
///
/// `欢迎使用云服务器（Cloud Virtual Machine，CVM）。`
fn english_name(text: &str) -> Option<&str> {
    let behind = greeting(text)?
        .trim_start()
        .strip_prefix(product_name(text)?)?
        .trim_start();
    let inside = behind.strip_prefix(['（', '('])?;
    let (inside, _) = inside.split_once(['）', ')'])?;
    let name = inside.split([',', '，', '、', ';', '；']).next()?.trim();
    let is_name = |c: char| c.is_ascii_alphanumeric() || " -&/".contains(c);
    let is_english = name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(is_name)
        && name.contains(|c: char| c.is_ascii_lowercase());
    (is_english && name.len() <= 60).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn product_name_follows_the_greeting() {
        for (text, name) in [
            (
                "欢迎使用云服务器（Cloud Virtual Machine）。",
                Some("云服务器"),
            ),
            (
                "Welcome to use Block Storage, our disks",
                Some("Block Storage"),
            ),
            ("Thank you for using Block Storage!", Some("Block Storage")),
            ("Welcome to (x)", None),
            ("A welcome to all", None),
        ] {
            assert_eq!(product_name(text), name, "{text}");
        }
    }

    #[test]
    fn english_name_is_in_brackets_behind_greeting() {
        for (text, name) in [
            (
                "欢迎使用云服务器（Cloud Virtual Machine）。",
                Some("Cloud Virtual Machine"),
            ),
            (
                "欢迎使用云硬盘 (Cloud Block Storage，CBS)。",
                Some("Cloud Block Storage"),
            ),
            ("欢迎使用云服务器（CVM）。", None),
            ("欢迎使用云服务器（简称 Cloud）。", None),
            ("欢迎使用云服务器。云服务器（Cloud）", None),
            ("欢迎使用云服务器（Cloud", None),
            ("云服务器（Cloud Virtual Machine）", None),
        ] {
            assert_eq!(english_name(text), name, "{text}");
        }
    }
}
