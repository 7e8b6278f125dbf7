//! The tokens of a printed reply, and the brackets printed apart from them.

use super::super::printed::PrintedLine;
use super::is_displaced;

/// The token for items that the documentation leaves out: `......`.
pub(super) const ELLIPSIS: &str = "…";

/// A token of JSON, with the place between it and the token before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) text: String,
    /// The indentation of the line that the token begins, or `None` within a line.
    pub(super) indent: Option<usize>,
    pub(super) gap: Gap,
}

/// The place between two tokens, where displaced brackets may belong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// The number of brackets that left a hole here.
    pub(super) holes: usize,
    /// True if a printed page ends here, because its last and first holes may be lost.
    pub(super) is_edge: bool,
    /// The printed part that follows.
    pub(super) part: usize,
}

/// A printed reply: its tokens, and the displaced brackets of each printed part.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) tokens: Vec<Token>,
    /// The place behind the last token.
    pub(super) last: Gap,
    /// The displaced brackets of all parts, in order.
    pub(super) brackets: Vec<&'static str>,
    /// The number of brackets up to the end of each part.
    pub(super) ends: Vec<usize>,
}

impl Parts {
    /// Reads the lines. A line that ends within a string continues on the next line of code.
    pub(super) fn read(lines: &[PrintedLine<'_>]) -> Self {
        let mut reader = Reader::default();
        for line in lines {
            if is_displaced(line) {
                reader.add_brackets(line);
            } else {
                reader.add_code(line);
            }
        }
        reader.finish()
    }
}

#[derive(Debug, Default)]
struct Reader {
    parts: Parts,
    /// The beginning of a line that ends within a string.
    open: String,
    indent: usize,
    holes: usize,
    is_edge: bool,
    in_brackets: bool,
}

impl Reader {
    fn add_brackets(&mut self, line: &PrintedLine<'_>) {
        self.holes += line.holes;
        self.in_brackets = true;
        self.parts.brackets.extend(brackets_of(line.line.text));
    }

    fn add_code(&mut self, line: &PrintedLine<'_>) {
        if std::mem::take(&mut self.in_brackets) {
            self.parts.ends.push(self.parts.brackets.len());
            self.is_edge = true;
        }
        self.holes += line.holes;
        if self.open.is_empty() {
            self.indent = line.indent;
        }
        let mut text = std::mem::take(&mut self.open);
        text.push_str(line.line.text);
        if ends_in_string(&text) {
            // The break may follow a blank of the string.
            text.extend(line.line.space_after.then_some(' '));
            self.open = text;
            return;
        }
        self.add_tokens(&text);
    }

    fn add_tokens(&mut self, text: &str) {
        let after_colon = self
            .parts
            .tokens
            .last()
            .is_some_and(|last| last.text == ":");
        for (index, token) in tokens_of(text).into_iter().enumerate() {
            let is_first = index == 0;
            let mut gap = Gap {
                part: self.parts.ends.len(),
                ..Gap::default()
            };
            if is_first {
                let comma = usize::from(token == ",");
                gap.holes = std::mem::take(&mut self.holes) + comma + usize::from(after_colon);
                gap.is_edge = std::mem::take(&mut self.is_edge);
            }
            self.parts.tokens.push(Token {
                text: token,
                indent: is_first.then_some(self.indent),
                gap,
            });
        }
    }

    fn finish(mut self) -> Parts {
        let open = std::mem::take(&mut self.open);
        if !open.is_empty() {
            self.add_tokens(&open);
        }
        self.parts.last = Gap {
            holes: self.holes,
            is_edge: true,
            part: self.parts.ends.len(),
        };
        self.parts.ends.push(self.parts.brackets.len());
        self.parts
    }
}

/// Returns whether a line has only brackets, or only the dots for items left out.
pub(super) fn is_brackets(text: &str) -> bool {
    let is_bracket = |c: char| matches!(c, '{' | '}' | '[' | ']') || c.is_whitespace();
    !text.is_empty() && (text.chars().all(is_bracket) || is_dots(text))
}

fn is_dots(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|byte| byte == b'.') || text == ELLIPSIS
}

fn brackets_of(text: &str) -> Vec<&'static str> {
    if is_dots(text) {
        return vec![ELLIPSIS];
    }
    let bracket = |c: char| match c {
        '{' => Some("{"),
        '}' => Some("}"),
        '[' => Some("["),
        ']' => Some("]"),
        _ => None,
    };
    text.chars().filter_map(bracket).collect()
}

/// Returns whether the text ends within a string.
pub(super) fn ends_in_string(text: &str) -> bool {
    let (mut inside, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

/// Splits a line of JSON into tokens. Full-width punctuation and Python's words become JSON's.
fn tokens_of(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '{' | '}' | '[' | ']' | ',' | ':' | '，' | '：' => first.len_utf8(),
            _ => word_length(rest),
        };
        let (token, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        tokens.push(match token {
            "：" => ":".to_owned(),
            "，" => ",".to_owned(),
            "True" => "true".to_owned(),
            "False" => "false".to_owned(),
            "None" => "null".to_owned(),
            dots if is_dots(dots) => ELLIPSIS.to_owned(),
            _ => token.to_owned(),
        });
        rest = after.trim_start();
    }
    tokens
}

/// Returns the length of the string at the start of a text, with its quotes.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

fn word_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || "{}[],:\"，：".contains(c))
        .unwrap_or(text.len())
}
