//! The introduction of a product: its name and what it does.

use spec::{Language, Localized};

use super::facts::Content;
use super::reader::text_lines;
use super::text::{self, TextPart};
use super::unit::Unit;
use super::vocabulary::language_of;

/// Reads a page that welcomes the reader to a product.
pub(super) fn read_introduction(unit: &Unit<'_>) -> Option<(Content, Language)> {
    let lines = text_lines(unit.blocks);
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
    let content = Content::Introduction {
        title: Localized::new(language, name),
        doc: Localized::new(language, text::join(&parts)),
    };
    Some((content, language))
}

/// `欢迎使用云服务器（Cloud Virtual Machine）。`, `Welcome to Edge Computing Machine (ECM).`,
/// `Thank you for using Tencent Cloud Block Storage!`
fn product_name(text: &str) -> Option<&str> {
    const LABELS: [&str; 5] = [
        "欢迎使用",
        "感谢您使用",
        "Welcome to use ",
        "Welcome to ",
        "Thank you for using ",
    ];
    let rest = LABELS.iter().find_map(|label| text.strip_prefix(label))?;
    let end = rest
        .find(['（', '(', '。', '.', '!', '！', ',', '，'])
        .unwrap_or(rest.len());
    let name = rest[..end].trim();
    (!name.is_empty() && name.chars().count() <= 60).then_some(name)
}

fn is_notice(text: &str) -> bool {
    matches!(
        text,
        "注意：" | "说明：" | "术语表" | "Note:" | "Notes:" | "Glossary"
    )
}
