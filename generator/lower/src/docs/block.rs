//! Blocks of Markdown: paragraphs and lists, from the documentation's text or from facts.

use super::inline::{code, inline};
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
        let bullet = if before.starts_with("- ") { '*' } else { '-' };
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
/// Every line is a paragraph, as on the page. Lines with a bullet are list items, and so is each
/// filter: a key with its description and facts.
pub fn paragraphs(text: &Localized) -> Vec<String> {
    text.preferred()
        .map(|words| markdown(words, language(text)))
        .unwrap_or_default()
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

fn markdown(text: &str, language: Language) -> Vec<String> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut out: Vec<String> = Vec::new();
    let mut in_list = false;
    let mut rest = &lines[..];
    while let [line, after @ ..] = rest {
        let (item, words) = if let Some(filter) = Filter::at_start(rest) {
            rest = filter.after;
            let key = code(filter.key);
            (true, format!("{key}: {}", inline(&filter.words, language)))
        } else {
            rest = after;
            let (item, words) = bullet(line);
            (item, inline(words, language))
        };
        if words.is_empty() {
            continue;
        }
        let continues_list = item && in_list;
        if !continues_list && !out.is_empty() {
            out.push(String::new());
        }
        out.push(if item { format!("- {words}") } else { words });
        in_list = item;
    }
    out
}

/// Returns whether the line is a list item, and its text.
fn bullet(line: &str) -> (bool, &str) {
    for mark in ["- ", "• ", "* ", "· ", "•"] {
        if let Some(words) = line.strip_prefix(mark) {
            return (true, words.trim_start());
        }
    }
    (false, line)
}

/// A filter's key, description and facts, each on a line:
///
/// ```text
/// vpc-id
/// 按照【VPC ID】进行过滤。VPC ID例如：vpc-xxxxxxxx。
/// 类型：String
/// 必选：否
/// ```
struct Filter<'t> {
    key: &'t str,
    words: String,
    after: &'t [&'t str],
}

impl<'t> Filter<'t> {
    /// The maximum number of lines of a description.
    const LONGEST: usize = 4;

    /// Returns the filter that the lines start with: the facts show that a lone word is a key.
    fn at_start(lines: &'t [&'t str]) -> Option<Self> {
        let [key, rest @ ..] = lines else { return None };
        if !Self::is_key(key) {
            return None;
        }
        let described = rest
            .iter()
            .take(Self::LONGEST + 1)
            .take_while(|line| !Self::is_key(line) && !Self::is_fact(line))
            .count();
        let facts = rest
            .iter()
            .skip(described)
            .take_while(|line| Self::is_fact(line))
            .count();
        if facts == 0 {
            return None;
        }
        let (words, after) = rest.split_at_checked(described + facts)?;
        Some(Self {
            key,
            words: words.join(" "),
            after,
        })
    }

    /// Returns whether the line is one word such as `zone`, `vpc-id` or `tag:tag-key`.
    fn is_key(line: &str) -> bool {
        line.starts_with(|first: char| first.is_ascii_lowercase())
            && line.ends_with(|last: char| last.is_ascii_alphanumeric())
            && line
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c))
    }

    fn is_fact(line: &str) -> bool {
        [
            "类型：",
            "必选：",
            "可选项：",
            "Type: ",
            "Required: ",
            "Valid values: ",
        ]
        .iter()
        .any(|label| line.starts_with(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_paragraphs_and_lists() {
        let text = "Values:\n- `A`: one\n- `B`: two\n\n\nNote: x\n    indented";
        assert_eq!(
            markdown(text, Language::En),
            [
                "Values:",
                "",
                "- `A`: one",
                "- `B`: two",
                "",
                "Note: x",
                "",
                "indented"
            ]
        );
    }

    #[test]
    fn filters_become_list_items() {
        let text = "zone\n按照【可用区】过滤。\n类型：String\n必选：否\nvpc-id\n按照【VPC】过滤。类型：String\n\
                    必选：否\n每次请求的上限为10。\nzone\nlast";
        assert_eq!(
            markdown(text, Language::Zh),
            [
                "- `zone`: 按照【可用区】过滤。 类型：String 必选：否",
                "- `vpc-id`: 按照【VPC】过滤。类型：String 必选：否",
                "",
                "每次请求的上限为10。",
                "",
                "zone",
                "",
                "last"
            ]
        );
    }

    #[test]
    fn line_start_never_becomes_block() {
        for (text, safe) in [
            ("# Heading", "\\# Heading"),
            ("> quote", "\\> quote"),
            ("1. first", "1\\. first"),
            ("2) second", "2\\) second"),
            ("===", "\\==="),
            ("---", "\\---"),
            ("+ plus", "\\+ plus"),
            ("- # in a list", "- \\# in a list"),
            ("- - twice", "- \\- twice"),
            ("```rust", "\\`\\`\\`rust"),
            ("~~~", "\\~\\~\\~"),
            ("| a | b |", "\\| a \\| b \\|"),
            ("---|---", "\\---\\|---"),
        ] {
            assert_eq!(markdown(text, Language::En), [safe], "{text}");
        }
    }

    #[test]
    fn blank_text_has_no_lines() {
        assert_eq!(
            markdown(" \n\u{200b}\n", Language::En),
            Vec::<String>::new()
        );
        assert_eq!(paragraphs(&Localized::default()), Vec::<String>::new());
    }
}
