//! Blocks of Markdown: paragraphs and lists, from the documentation's text or from facts.

use super::inline::inline;
use super::text::markdown;
use super::values::{self, link_values};
use spec::{Language, Localized};

/// Markdown lines under construction.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// Adds lines as a separate block.
    pub(crate) fn block(mut self, lines: impl IntoIterator<Item = String>) -> Self {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines.extend(lines);
        self
    }

    /// Adds one paragraph or heading.
    pub(crate) fn line(self, line: impl Into<String>) -> Self {
        self.block([line.into()])
    }

    /// Adds a list, unless it is empty. Its bullets differ from those of a list just before it,
    /// because Markdown joins lists with equal bullets.
    pub(crate) fn list(self, items: impl IntoIterator<Item = String>) -> Self {
        let before = self.lines.last().map(String::as_str).unwrap_or_default();
        let bullet = if before.trim_start().starts_with("- ") {
            '*'
        } else {
            '-'
        };
        self.block(items.into_iter().map(|item| format!("{bullet} {item}")))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines
    }
}

/// Converts the preferred language's text to Markdown lines.
///
/// Every line is a paragraph, as on the page. Lines with a bullet are list items. So are filters
/// and values with their descriptions.
pub fn paragraphs(text: &Localized) -> Vec<String> {
    let lines = text.preferred().map(values::lines).unwrap_or_default();
    markdown(&lines, language(text))
}

/// Converts a text as [`paragraphs`] does, and links the values where the text lists them. Returns
/// also whether it lists all of them.
pub(crate) fn paragraphs_with_values(
    text: &Localized,
    values: &[(&str, String)],
) -> (Vec<String>, bool) {
    let language = language(text);
    let mut lines = text.preferred().map(values::lines).unwrap_or_default();
    let linked = link_values(&mut lines, values, language);
    (markdown(&lines, language), linked)
}

/// Returns whether a line of the text that readers see calls this value the default.
pub(crate) fn states_default(text: &Localized, default: &str) -> bool {
    let language = language(text);
    let lines = text.preferred().map(values::lines).unwrap_or_default();
    lines.iter().any(|line| {
        let lowercase = line.text.to_ascii_lowercase();
        (lowercase.contains("default") || lowercase.contains("默认"))
            && values::has_word(&line.text, default, language)
    })
}

/// Returns the first line of a text that is not blank, as Markdown.
pub(crate) fn first_line(text: &Localized) -> Option<String> {
    text.preferred()?
        .lines()
        .map(|line| inline(line, language(text)))
        .find(|line| !line.is_empty())
}

/// Returns the language of the preferred text.
pub(crate) fn language(text: &Localized) -> Language {
    text.preferred_text()
        .map_or(Language::En, |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_values_link_in_place() {
        let text = Localized::new(
            Language::Zh,
            "实例状态，默认为SOFT。\nHARD：直接<b>\n* SOFT 仅软关机\n默认取值：SOFT。",
        );
        let link = |value: &'static str| (value, format!("[`{value}`][Self::TYPE_{value}]"));
        let (lines, linked) = paragraphs_with_values(&text, &[link("HARD"), link("SOFT")]);
        assert!(linked);
        assert_eq!(
            lines,
            [
                "实例状态，默认为SOFT。",
                "",
                "- [`HARD`][Self::TYPE_HARD]：直接\\<b>",
                "- [`SOFT`][Self::TYPE_SOFT] 仅软关机",
                "",
                "默认取值：SOFT。"
            ]
        );
        let (lines, linked) = paragraphs_with_values(&text, &[link("HARD"), link("SOLID")]);
        assert!(!linked);
        assert_eq!(lines[2], "- `HARD`: 直接\\<b>");
    }

    #[test]
    fn default_is_stated_as_word_of_its_line() {
        let states = |text: &str, default: &str| {
            states_default(&Localized::new(Language::Zh, text), default)
        };
        assert!(states("偏移量，默认为0。", "0"));
        assert!(states("One.\nDefault value: `WRR`.", "WRR"));
        assert!(!states("偏移量，默认为10。", "0"));
        assert!(!states("From 0 to 5.\n默认值见文档。", "0"));
        assert!(!states("The default: Legacy BIOS", "Legacy BIOS"));
    }

    #[test]
    fn blank_text_has_no_lines() {
        let blank = Localized::new(Language::Zh, " \n\u{200b}\n");
        assert_eq!(paragraphs(&blank), Vec::<String>::new());
        assert_eq!(paragraphs(&Localized::default()), Vec::<String>::new());
    }
}
