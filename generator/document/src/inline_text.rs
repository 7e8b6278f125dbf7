//! Builds the text of a paragraph or a cell: white space collapsed, links and code marked.

/// Running text in the making.
#[derive(Debug, Default)]
pub(super) struct InlineText {
    text: String,
    links: Vec<String>,
    marks: Vec<Mark>,
    /// Whether white space was read after the last word.
    space: bool,
}

#[derive(Debug)]
struct Mark {
    kind: MarkKind,
    /// Where the marked text begins.
    start: usize,
}

/// What a stretch of text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarkKind {
    /// Code: printed in backticks.
    Code,
    /// A link to the address: printed as `[text](address)`.
    Link(Option<String>),
    /// What follows a bracket of which only the end tells whether it begins a link.
    Bracket {
        /// Whether it would be an image: then the description is all that can be read.
        is_image: bool,
    },
}

/// What a closing bracket proves the stretch since the opening one to be.
#[derive(Debug)]
pub(super) enum BracketEnd {
    /// A link to the address.
    Link(Option<String>),
    /// Text in brackets.
    Text,
}

impl InlineText {
    /// Adds words; white space of any kind and length counts as one blank.
    pub(super) fn push_text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else if !is_invisible(c) {
                self.settle_space();
                self.text.push(c);
            }
        }
    }

    /// Adds code with its white space.
    pub(super) fn push_verbatim(&mut self, text: &str) {
        self.settle_space();
        self.text.push_str(text);
    }

    /// Ends the line.
    pub(super) fn break_line(&mut self) {
        self.space = false;
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Begins a list item, two blanks deeper for every level.
    pub(super) fn begin_item(&mut self, level: usize) {
        self.break_line();
        self.text.push_str(&"  ".repeat(level.min(8)));
        self.text.push_str("- ");
    }

    /// Begins a stretch of marked text.
    pub(super) fn open(&mut self, kind: MarkKind) {
        self.settle_space();
        self.marks.push(Mark {
            kind,
            start: self.text.len(),
        });
    }

    /// Ends the stretch begun last, if it is of the kind that `is_kind` accepts.
    pub(super) fn close(&mut self, is_kind: impl Fn(&MarkKind) -> bool) -> bool {
        if !self.marks.last().is_some_and(|mark| is_kind(&mark.kind)) {
            return false;
        }
        if let Some(mark) = self.marks.pop() {
            self.apply(mark);
        }
        true
    }

    /// Ends the bracket opened last; `false` where something else is open inside it.
    pub(super) fn close_bracket(&mut self, end: BracketEnd) -> bool {
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

    /// The number of stretches that are open.
    pub(super) fn depth(&self) -> usize {
        self.marks.len()
    }

    /// Whether the current line has words already.
    pub(super) fn has_words_on_line(&self) -> bool {
        !self.text.is_empty() && !self.text.ends_with('\n')
    }

    /// Takes the text and the links out; what is still open goes on in the next text.
    pub(super) fn take(&mut self) -> (String, Vec<String>) {
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

    fn settle_space(&mut self) {
        let is_inside_line = !self.text.is_empty() && !self.text.ends_with(['\n', ' ']);
        if self.space && is_inside_line {
            self.text.push(' ');
        }
        self.space = false;
    }
}

/// A link's address fit to stand in parentheses; none where it leads nowhere or is a script.
pub(super) fn address(href: &str) -> Option<String> {
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

/// Marks without width that editors leave behind; they would make equal names unequal.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || (c.is_control() && !c.is_whitespace())
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
    fn scripts_are_no_addresses() {
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
    fn items_and_breaks_leave_no_blank_lines() {
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
