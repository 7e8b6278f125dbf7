//! The text that facts hold, and whether a line can be put together from it.

use std::collections::HashSet;

use extract::{ActionPage, Chapter, Content};
use serde_json::Value;

use super::printed::squeeze;

/// All texts of facts, squeezed.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// The texts one after the other, with a border between them.
    all: String,
    /// Whole texts, which count however short they are.
    whole: HashSet<String>,
}

/// The minimum length of a piece of a text. Three letters of other scripts are a word or two.
const MIN_ASCII: usize = 6;
const MIN_OTHER: usize = 3;

impl Held {
    /// Adds a text.
    pub(crate) fn add(&mut self, text: &str) {
        let squeezed = squeeze(text);
        if !squeezed.is_empty() {
            self.all.push_str(&squeezed);
            self.all.push('\0');
            self.whole.insert(squeezed);
        }
    }

    /// Adds a text, and each of its words as a whole.
    pub(crate) fn add_words(&mut self, text: &str) {
        self.add(text);
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            self.add(word);
        }
    }

    /// Adds everything that an action page holds.
    pub(crate) fn add_action(&mut self, page: &ActionPage) {
        let action = serde_json::to_value(&page.action).expect("an action");
        self.add_value(&action);
        self.add_value(&serde_json::to_value(&page.errors).expect("errors"));
    }

    /// Adds everything that a chapter holds.
    pub(crate) fn add_chapter(&mut self, chapter: &Chapter) {
        let value = match &chapter.content {
            Content::Structures(structures) => serde_json::to_value(structures),
            Content::Errors(errors) => serde_json::to_value(errors),
            Content::Catalogue(groups) => serde_json::to_value(groups),
            Content::History(releases) => serde_json::to_value(releases),
            Content::Regions(regions) => serde_json::to_value(regions),
            Content::Introduction { title, doc } => serde_json::to_value([title, doc]),
        };
        self.add_value(&value.expect("a chapter"));
        self.add_value(&serde_json::to_value(&chapter.source).expect("a source"));
    }

    fn add_value(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add_words(text),
            Value::Array(items) => items.iter().for_each(|item| self.add_value(item)),
            Value::Object(members) => {
                for (name, value) in members {
                    self.add(name);
                    self.add_value(value);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => self.add(&value.to_string()),
        }
    }
}

/// Returns whether pieces of the texts make up the squeezed line.
///
/// A line may begin and end within a word, so its first and last piece may be short.
pub(crate) fn make_up(texts: &[&Held], line: &str) -> bool {
    let ends: Vec<usize> = line
        .char_indices()
        .map(|(at, _)| at)
        .chain([line.len()])
        .collect();
    let mut tried = vec![false; ends.len()];
    let mut starts = vec![0];
    while let Some(start) = starts.pop() {
        if start + 1 == ends.len() {
            return true;
        }
        if std::mem::replace(&mut tried[start], true) {
            continue;
        }
        let is_held = |end: usize| {
            let piece = &line[ends[start]..ends[end]];
            texts.iter().any(|text| text.all.contains(piece))
        };
        let longest = longest_end(start, ends.len() - 1, is_held);
        // The longest piece is tried first, because it comes last.
        for end in start + 1..=longest {
            let piece = &line[ends[start]..ends[end]];
            let min = if piece.is_ascii() {
                MIN_ASCII
            } else {
                MIN_OTHER
            };
            let is_edge = start == 0 || end + 1 == ends.len();
            let is_whole = || texts.iter().any(|text| text.whole.contains(piece));
            if end - start >= min || is_edge || is_whole() {
                starts.push(end);
            }
        }
    }
    false
}

/// Returns the last end up to which the texts have the piece. They then have all shorter ones.
fn longest_end(start: usize, last: usize, is_held: impl Fn(usize) -> bool) -> usize {
    if is_held(last) {
        return last;
    }
    let (mut held, mut missing) = (start, last);
    while missing - held > 1 {
        let middle = held + (missing - held) / 2;
        if is_held(middle) {
            held = middle;
        } else {
            missing = middle;
        }
    }
    held
}
