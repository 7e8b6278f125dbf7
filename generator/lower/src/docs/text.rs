//! A text of the documentation as Markdown: its lines become paragraphs, lists and lists in lists.

use super::inline::{code, inline, inline_from};
use super::item::{Item, Kind, lone_name, lone_names};
use super::values::Line;
use spec::Language;

/// Converts the lines of a text to Markdown lines.
pub(crate) fn markdown(lines: &[Line], language: Language) -> Vec<String> {
    let mut text = Text {
        language,
        out: Vec::new(),
        list: None,
    };
    let mut rest = lines;
    while !rest.is_empty() {
        let taken = text.add(rest);
        rest = rest.get(taken..).unwrap_or_default();
    }
    text.out
}

/// A text under construction, and the list at its end.
struct Text {
    language: Language,
    out: Vec<String>,
    list: Option<List>,
}

/// The list that the last line belongs to.
#[derive(Clone, Copy)]
struct List {
    kind: Kind,
    /// True if the item's text announces its values: they are items below it.
    announces: bool,
}

impl Text {
    /// Adds the block that the lines start with, and returns its number of lines.
    fn add(&mut self, lines: &[Line]) -> usize {
        let [line, after @ ..] = lines else { return 0 };
        if line.text.is_empty() {
            return 1;
        }
        let list = self.list.map(|list| list.kind);
        let in_filters = list == Some(Kind::Filter);
        if line.links.is_empty() {
            if let Some(item) = Item::at_start(lines, list) {
                let words = inline(&item.text, self.language);
                self.item(
                    &format!("{}: {words}", code(item.name)),
                    item.kind,
                    &item.text,
                );
                return item.lines;
            }
            if let Some(count) = lone_names(lines) {
                self.names(lines.get(..count).unwrap_or_default());
                return count;
            }
        }
        let (bulleted, text) = bullet(line, self.language);
        if text.is_empty() {
            return 1;
        }
        if bulleted {
            self.item(&text, Kind::Value, &line.text);
        } else if in_filters
            && Item::at_start(after, None).is_some_and(|next| next.kind == Kind::Filter)
        {
            // A filter's description goes on in another line.
            self.append(&text);
        } else {
            self.paragraph(text);
        }
        1
    }

    fn item(&mut self, words: &str, kind: Kind, source: &str) {
        let is_filter = kind == Kind::Filter;
        let announces = source.ends_with([':', '：']);
        let nested = !is_filter
            && self
                .list
                .is_some_and(|list| list.kind == Kind::Filter || list.announces);
        if self.list.is_none() && !self.out.is_empty() {
            self.out.push(String::new());
        }
        let indent = if nested { "  " } else { "" };
        self.out.push(format!("{indent}- {}", words.trim_end()));
        if !nested {
            self.list = Some(List { kind, announces });
        }
    }

    fn names(&mut self, lines: &[Line]) {
        let names: Vec<String> = lines
            .iter()
            .filter_map(|line| lone_name(&line.text))
            .map(|(name, remark)| format!("{}{}", code(name), inline(remark, self.language)))
            .collect();
        self.paragraph(names.join(", "));
    }

    fn append(&mut self, words: &str) {
        if let Some(last) = self.out.last_mut() {
            last.push(' ');
            last.push_str(words);
        }
    }

    fn paragraph(&mut self, words: String) {
        if !self.out.is_empty() {
            self.out.push(String::new());
        }
        self.out.push(words);
        self.list = None;
    }
}

/// Returns whether the line is a list item, and its text as Markdown. A value at the start makes it
/// one, and so does a bullet.
fn bullet(line: &Line, language: Language) -> (bool, String) {
    for mark in ["- ", "• ", "* ", "· ", "•"] {
        if let Some(words) = line.text.strip_prefix(mark) {
            let words = words.trim_start();
            let start = line.text.len() - words.len();
            return (true, inline_from(line, start, language));
        }
    }
    let starts_with_value = line.links.first().is_some_and(|link| link.range.start == 0);
    (starts_with_value, inline_from(line, 0, language))
}

#[cfg(test)]
mod tests {
    use super::super::values;
    use super::*;

    fn converted(text: &str, language: Language) -> Vec<String> {
        markdown(&values::lines(text), language)
    }

    #[test]
    fn lines_become_paragraphs_and_lists() {
        let text = "Values:\n- `A`: one\n- `B`: two\n\n\nNote: x\n    indented";
        assert_eq!(
            converted(text, Language::En),
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
            converted(text, Language::Zh),
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
    fn values_of_filter_are_items_below_it() {
        let text = "Filter.\nimage-id - String - By ID.\nis-own - String - By owner. TRUE: own;\n\
                    FALSE: foreign.\nstate - String - By state.\nSee the list.\nzone - String - By AZ.\n\
                    image-type - String - By type. Valid values:\nPRIVATE_IMAGE: own\n\
                    PUBLIC_IMAGE: all\nAt most 10 filters.";
        assert_eq!(
            converted(text, Language::En),
            [
                "Filter.",
                "",
                "- `image-id`: String - By ID.",
                "- `is-own`: String - By owner. TRUE: own;",
                "  - `FALSE`: foreign.",
                "- `state`: String - By state. See the list.",
                "- `zone`: String - By AZ.",
                "- `image-type`: String - By type. Valid values:",
                "  - `PRIVATE_IMAGE`: own",
                "  - `PUBLIC_IMAGE`: all",
                "",
                "At most 10 filters."
            ]
        );
    }

    #[test]
    fn filter_without_facts_follows_others() {
        let text = "TemplateName\n按照【名称】进行过滤。\n类型：String\n可选项：\nA1: x\ntag:tag-key\n\
                    按照【标签】过滤。\n上限为10。";
        assert_eq!(
            converted(text, Language::Zh),
            [
                "- `TemplateName`: 按照【名称】进行过滤。 类型：String 可选项：",
                "  - `A1`: x",
                "- `tag:tag-key`: 按照【标签】过滤。",
                "",
                "上限为10。"
            ]
        );
    }

    #[test]
    fn lowercase_values_are_items_to_last() {
        let text = "Valid values:\nimage: x\nmodule: y\nzone: z\nlast words";
        assert_eq!(
            converted(text, Language::En)[2..],
            [
                "- `image`: x",
                "- `module`: y",
                "- `zone`: z",
                "",
                "last words"
            ]
        );
    }

    #[test]
    fn lone_names_become_one_paragraph() {
        let text = "All zones:\nap-seoul-1\nap-hongkong-1（售罄）\nap-tokyo-1\nlast words";
        assert_eq!(
            converted(text, Language::Zh),
            [
                "All zones:",
                "",
                "`ap-seoul-1`, `ap-hongkong-1`（售罄）, `ap-tokyo-1`",
                "",
                "last words"
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
            assert_eq!(converted(text, Language::En), [safe], "{text}");
        }
    }
}
