//! Documentation comments: the documentation's text and facts as Markdown that rustdoc has nothing
//! against.

mod action;
mod block;
mod inline;
mod links;
mod member;
mod structure;

pub(crate) use action::{action_docs, error_docs, request_docs, response_docs};
pub use block::paragraphs;
pub(crate) use inline::{code, inline};
pub(crate) use links::{Place, provenance};
pub(crate) use member::{constant_docs, member_docs};
pub(crate) use structure::{error_code_docs, product_docs, structure_docs, version_docs};

/// Markdown lines under construction.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    lines: Vec<String>,
}

impl Docs {
    /// Adds lines as a block of their own.
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

    /// Adds a list, nothing where it is empty. Its marks differ from those of a list just before:
    /// Markdown would make one list of both.
    pub(crate) fn list(self, items: impl IntoIterator<Item = String>) -> Self {
        let before = self.lines.last().map(String::as_str).unwrap_or_default();
        let mark = if before.starts_with("- ") { '*' } else { '-' };
        self.block(items.into_iter().map(|item| format!("{mark} {item}")))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines
    }
}
