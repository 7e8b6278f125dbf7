//! The documentation's lines as Markdown paragraphs and lists.

use super::inline::inline;
use spec::{Language, Localized};

/// The preferred language's text as Markdown. Every line is a paragraph, as on the page; lines that
/// begin with a bullet are list items.
pub fn paragraphs(text: &Localized) -> Vec<String> {
    let language = match text.en {
        Some(_) => Language::En,
        None => Language::Zh,
    };
    text.preferred()
        .map(|text| markdown(text, language))
        .unwrap_or_default()
}

fn markdown(text: &str, language: Language) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut in_list = false;
    for line in text.lines() {
        let (item, words) = bullet(line.trim());
        let words = inline(words, language);
        if words.is_empty() {
            continue;
        }
        let goes_on = item && in_list;
        if !goes_on && !out.is_empty() {
            out.push(String::new());
        }
        out.push(if item { format!("- {words}") } else { words });
        in_list = item;
    }
    out
}

/// Whether the line is a list item, and its words.
fn bullet(line: &str) -> (bool, &str) {
    for mark in ["- ", "• ", "* ", "· ", "•"] {
        if let Some(words) = line.strip_prefix(mark) {
            return (true, words.trim_start());
        }
    }
    (false, line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_and_bullets_are_lists() {
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
    fn nothing_at_a_line_start_becomes_a_block() {
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
    fn no_text_gives_no_lines() {
        assert_eq!(
            markdown(" \n\u{200b}\n", Language::En),
            Vec::<String>::new()
        );
        assert_eq!(paragraphs(&Localized::default()), Vec::<String>::new());
    }
}
