//! Documented values in a text: each becomes a link to its constant, at the place that lists it.

use std::collections::BTreeMap;
use std::ops::Range;

use super::inline::{clean, code_span, unlinkable};
use spec::Language;

/// A line of a text, without invisible characters, and the links in it.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub(crate) text: String,
    /// The links in their order, without overlaps.
    pub(crate) links: Vec<Link>,
}

/// A part of a line, and the Markdown that replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) range: Range<usize>,
    pub(crate) markdown: String,
}

/// Splits a text into lines without links.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    text.lines()
        .map(|line| Line {
            text: clean(line),
            links: Vec::new(),
        })
        .collect()
}

/// Links the values at the place where the text lists them: the shortest part of the text that has
/// all of them in their order. Returns whether there is such a part.
///
/// The values are words. A text also mentions values in sentences, such as a default.
pub(crate) fn link_values(
    lines: &mut [Line],
    values: &[(&str, String)],
    language: Language,
) -> bool {
    let words: Vec<Word> = lines
        .iter()
        .enumerate()
        .flat_map(|(line, Line { text, .. })| {
            let words = words(text, language).into_iter();
            words.map(move |(range, value)| (line, range, value))
        })
        .filter_map(|(line, range, word)| {
            let value = values.iter().position(|(value, _)| *value == word)?;
            Some(Word { line, range, value })
        })
        .collect();
    let Some(first) = shortest_chain(&words, values.len()) else {
        return false;
    };
    let mut next = 0;
    for word in words.into_iter().skip(first) {
        let Some((_, markdown)) = values.get(next) else {
            break;
        };
        if word.value != next {
            continue;
        }
        next += 1;
        if let Some(line) = lines.get_mut(word.line) {
            line.links.push(Link {
                range: word.range,
                markdown: markdown.clone(),
            });
        }
    }
    true
}

/// A mention of a value, by its index.
struct Word {
    line: usize,
    range: Range<usize>,
    value: usize,
}

/// Returns the index of the word that starts the shortest chain of all values in their order.
fn shortest_chain(words: &[Word], values: usize) -> Option<usize> {
    // The start of the latest chain that ends with each value.
    let mut starts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut shortest: Option<(usize, usize)> = None;
    for (at, word) in words.iter().enumerate() {
        let start = match word.value.checked_sub(1) {
            None => Some(at),
            Some(before) => starts.get(&before).copied(),
        };
        let Some(start) = start else { continue };
        starts.insert(word.value, start);
        let length = at - start;
        if word.value + 1 == values && shortest.is_none_or(|(found, _)| length < found) {
            shortest = Some((length, start));
        }
    }
    shortest.map(|(_, start)| start)
}

/// Returns whether a line has this word.
pub(crate) fn has_word(line: &str, word: &str, language: Language) -> bool {
    words(line, language)
        .iter()
        .any(|(_, found)| *found == word)
}

/// Returns the words of a line that can be values, with their places. Code in backticks is one
/// word. Links and addresses have none.
fn words(line: &str, language: Language) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = line.get(at..)
        && let Some(first) = rest.chars().next()
    {
        if let Some((_, length)) = code_span(rest) {
            let code = rest.get(1..length - 1).unwrap_or_default();
            found.push((at..at + length, code.trim()));
            at += length;
        } else if let Some(length) = unlinkable(rest, language) {
            at += length;
        } else if is_word_char(first) {
            let run = rest.find(|c| !is_word_char(c)).unwrap_or(rest.len());
            let word = rest.get(..run).unwrap_or_default();
            let word = word.trim_end_matches(['.', '-']);
            if !word.is_empty() {
                found.push((at..at + word.len(), word));
            }
            at += run;
        } else {
            at += first.len_utf8();
        }
    }
    found
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the parts of the text that link, or `None` if the text doesn't list the values.
    fn linked(text: &str, values: &[&str]) -> Option<Vec<String>> {
        let values: Vec<(&str, String)> =
            values.iter().map(|value| (*value, String::new())).collect();
        let mut lines = lines(text);
        let found = link_values(&mut lines, &values, Language::En);
        let parts = lines.iter().enumerate().flat_map(|(at, line)| {
            let part = move |link: &Link| format!("{at}:{}", &line.text[link.range.clone()]);
            line.links.iter().map(part)
        });
        found.then(|| parts.collect())
    }

    #[test]
    fn values_link_where_text_lists_them() {
        let text = "You can say `TRUE` only for images. Valid values:\nTRUE: yes\nFALSE: no\n\
                    Default value: FALSE.";
        assert_eq!(
            linked(text, &["TRUE", "FALSE"]).unwrap(),
            ["1:TRUE", "2:FALSE"]
        );
        let text = "The type of an instance. Valid values: instance, module.";
        assert_eq!(
            linked(text, &["instance", "module"]).unwrap(),
            ["0:instance", "0:module"]
        );
        let mut lines = lines(text);
        link_values(
            &mut lines,
            &[("instance", String::new()), ("module", String::new())],
            Language::En,
        );
        assert_eq!(lines[0].links[0].range.start, 39);
    }

    #[test]
    fn values_link_only_as_whole_words() {
        assert_eq!(
            linked("x86_64, arm_64, arm. i386", &["arm", "i386"]).unwrap(),
            ["0:arm", "0:i386"]
        );
        assert_eq!(
            linked("CREATING-创建中\nCPM2.0：裸金属", &["CREATING", "CPM2.0"]).unwrap(),
            ["0:CREATING", "1:CPM2.0"]
        );
        assert_eq!(
            linked("`A` : one, `B C`, `B`", &["A", "B"]).unwrap(),
            ["0:`A`", "0:`B`"]
        );
    }

    #[test]
    fn values_of_incomplete_list_stay_text() {
        for text in [
            "one, two",
            "three, two, one",
            "[one](https://x.com), two, three",
            "one two https://x.com/three",
            "`one two three`",
            "",
        ] {
            assert_eq!(linked(text, &["one", "two", "three"]), None, "{text}");
        }
    }

    #[test]
    fn repeated_value_takes_linear_time() {
        let text = "A ".repeat(200_000) + "B";
        let found = linked(&text, &["A", "B"]).unwrap();
        assert_eq!(found, ["0:A", "0:B"]);
    }
}
