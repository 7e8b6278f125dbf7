//! Builds the text of a paragraph or a cell: it collapses white space and marks links and code.

use visible::is_invisible;

/// A builder of running text.
#[derive(Debug, Default)]
pub(crate) struct InlineText {
    text: String,
    links: Vec<String>,
    marks: Vec<Mark>,
    /// True if white space follows the last word.
    space: bool,
}

#[derive(Debug)]
struct Mark {
    kind: MarkKind,
    /// The start of the marked text, in bytes.
    start: usize,
}

/// The meaning of a stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MarkKind {
    /// Code, printed in backticks.
    Code,
    /// A link to the address, printed as `[text](address)`.
    Link(Option<String>),
    /// The text after an opening bracket. Only the closing bracket tells whether it is a link.
    Bracket {
        /// True if the bracket may begin an image, of which only the description is kept.
        is_image: bool,
    },
}

/// The meaning that a closing bracket gives to the stretch since the opening one.
#[derive(Debug)]
pub(crate) enum BracketEnd {
    /// A link to the address.
    Link(Option<String>),
    /// Plain text in brackets.
    Text,
}

impl InlineText {
    /// Appends words. Any white space counts as one blank.
    pub(crate) fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else if !is_dropped(c) {
                self.flush_space();
                self.text.push(c);
            }
        }
    }

    /// Appends code with its white space.
    pub(crate) fn push_verbatim(&mut self, text: &str) {
        self.flush_space();
        self.text.push_str(text);
    }

    /// Ends the line.
    pub(crate) fn break_line(&mut self) {
        self.space = false;
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Begins a list item, indented by two blanks per level.
    pub(crate) fn begin_item(&mut self, level: usize) {
        self.break_line();
        self.text.push_str(&"  ".repeat(level.min(8)));
        self.text.push_str("- ");
    }

    /// Begins a stretch of marked text.
    pub(crate) fn open(&mut self, kind: MarkKind) {
        self.flush_space();
        self.marks.push(Mark {
            kind,
            start: self.text.len(),
        });
    }

    /// Ends the last opened stretch if `is_kind` accepts its kind. Returns whether it did.
    pub(crate) fn close(&mut self, is_kind: impl Fn(&MarkKind) -> bool) -> bool {
        if !self.marks.last().is_some_and(|mark| is_kind(&mark.kind)) {
            return false;
        }
        if let Some(mark) = self.marks.pop() {
            self.apply(mark);
        }
        true
    }

    /// Ends the last opened bracket. Returns `false` if something else is open inside it.
    pub(crate) fn close_bracket(&mut self, end: BracketEnd) -> bool {
        let Some(Mark {
            kind: kind @ MarkKind::Bracket { .. },
            ..
        }) = self.marks.last_mut()
        else {
            return false;
        };
        let is_text = matches!(end, BracketEnd::Text);
        match end {
            BracketEnd::Link(_) if *kind == (MarkKind::Bracket { is_image: true }) => {
                *kind = MarkKind::Link(None);
            }
            BracketEnd::Link(address) => *kind = MarkKind::Link(address),
            BracketEnd::Text => {}
        }
        self.close(|_| true);
        if is_text {
            self.push_text("]");
        }
        true
    }

    /// Returns the number of open stretches.
    pub(crate) fn depth(&self) -> usize {
        self.marks.len()
    }

    /// Returns whether the current line has words.
    pub(crate) fn has_words_on_line(&self) -> bool {
        !self.text.is_empty() && !self.text.ends_with('\n')
    }

    /// Takes the text and the links. Stretches that are still open continue in the next text.
    pub(crate) fn take(&mut self) -> (String, Vec<String>) {
        let kinds: Vec<MarkKind> = self.marks.iter().map(|mark| mark.kind.clone()).collect();
        while let Some(mark) = self.marks.pop() {
            self.apply(mark);
        }
        let text = std::mem::take(&mut self.text);
        self.space = false;
        self.marks = kinds
            .into_iter()
            .filter(|kind| !matches!(kind, MarkKind::Bracket { .. }))
            .map(|kind| Mark { kind, start: 0 })
            .collect();
        (text.trim().to_owned(), std::mem::take(&mut self.links))
    }

    /// Replaces the text since the mark's start by its printed form.
    fn apply(&mut self, mark: Mark) {
        let start = mark.start.min(self.text.len());
        let marked = self.text.split_off(start);
        let words = marked.trim();
        match mark.kind {
            MarkKind::Code
                if !words.is_empty() && !words.contains(['`', '\n']) && !words.contains("](") =>
            {
                self.text.push('`');
                self.text.push_str(words);
                self.text.push('`');
            }
            MarkKind::Link(Some(address)) if !words.is_empty() && words != address => {
                self.text.push('[');
                self.text.push_str(&words.replace('\n', " "));
                self.text.push_str("](");
                self.text.push_str(&address);
                self.text.push(')');
                self.links.push(address);
            }
            MarkKind::Link(Some(address)) if !words.is_empty() => {
                self.text.push_str(words);
                self.links.push(address);
            }
            MarkKind::Bracket { is_image } => {
                self.text.push_str(if is_image { "![" } else { "[" });
                self.text.push_str(&marked);
            }
            _ => self.text.push_str(&marked),
        }
    }

    /// Appends the pending blank, except at the start of a line.
    fn flush_space(&mut self) {
        let is_inside_line = !self.text.is_empty() && !self.text.ends_with(['\n', ' ']);
        if self.space && is_inside_line {
            self.text.push(' ');
        }
        self.space = false;
    }
}

/// Returns a link's address in a form that fits in parentheses.
///
/// Returns `None` if the address is empty or a script.
pub(crate) fn address(href: &str) -> Option<String> {
    let href = href.trim();
    let scheme = href
        .split_once(':')
        .map_or("", |(scheme, _)| scheme)
        .trim()
        .to_ascii_lowercase();
    if href.is_empty() || matches!(scheme.as_str(), "javascript" | "data" | "vbscript") {
        return None;
    }
    let mut address = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '`' => address.push_str("%60"),
            _ if c.is_control() => {}
            _ if c.is_whitespace() => address.push_str("%20"),
            _ => address.push(c),
        }
    }
    Some(address)
}

/// Returns whether the reader drops the character. Otherwise it would make equal names differ.
fn is_dropped(c: char) -> bool {
    is_invisible(c) || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_collapses_around_marks() {
        let mut inline = InlineText::default();
        inline.push_text("  Array\u{a0}of ");
        inline.open(MarkKind::Link(address(" /a b#(c) ")));
        inline.open(MarkKind::Code);
        inline.push_text(" Filter ");
        assert!(inline.close(|kind| *kind == MarkKind::Code));
        assert!(inline.close(|kind| matches!(kind, MarkKind::Link(_))));
        inline.push_text("\n , \u{200b}x");
        let (text, links) = inline.take();
        assert_eq!(text, "Array of [`Filter`](/a%20b#%28c%29) , x");
        assert_eq!(links, ["/a%20b#%28c%29"]);
    }

    #[test]
    fn address_rejects_scripts() {
        for href in [
            "javascript: void 0;",
            " JavaScript:x",
            "data:text/html,x",
            "",
        ] {
            assert_eq!(address(href), None, "{href}");
        }
        assert_eq!(address("#Filter").as_deref(), Some("#Filter"));
    }

    #[test]
    fn breaks_before_items_leave_no_blanks() {
        let mut inline = InlineText::default();
        inline.push_text("Value: ");
        inline.break_line();
        inline.begin_item(0);
        inline.push_text(" ASC ");
        inline.break_line();
        inline.begin_item(1);
        inline.push_text("DESC");
        assert_eq!(inline.take().0, "Value:\n- ASC\n  - DESC");
    }
}
