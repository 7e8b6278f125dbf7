//! Reads the marks inside a paragraph or a cell: escapes, code, links, line breaks, raw tags.

use crate::inline_text::{BracketEnd, InlineText, MarkKind, address};

/// Returns the plain text of marked text, and the addresses of its links.
pub(super) fn read(text: &str) -> (String, Vec<String>) {
    let mut scanner = Scanner::default();
    for line in text.lines() {
        scanner.inline.break_line();
        scanner.scan_line(line.trim());
    }
    scanner.inline.take()
}

/// Returns the plain text of a cell, and the addresses of its links.
///
/// A cell of several lines may contain headings and fenced code, which lose their marks.
pub(super) fn read_cell(text: &str) -> (String, Vec<String>) {
    if !text.contains('\n') {
        return read(text);
    }
    let mut scanner = Scanner::default();
    let mut lines = text.lines().map(str::trim);
    // Fences without an end. The reader does not search for it again.
    let mut unclosed: Vec<&str> = Vec::new();
    while let Some(line) = lines.next() {
        scanner.inline.break_line();
        let fence = fence_of(line).filter(|fence| !unclosed.contains(fence));
        if let Some(fence) = fence {
            if !lines.clone().any(|line| line == fence) {
                unclosed.push(fence);
                scanner.scan_line(line);
                continue;
            }
            for code in lines.by_ref().take_while(|line| *line != fence) {
                scanner.inline.push_verbatim(code);
                scanner.inline.break_line();
            }
        } else {
            scanner.scan_line(without_heading_mark(line));
        }
    }
    scanner.inline.take()
}

/// Returns the marks of a fence, without the language that it may name.
fn fence_of(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let language = line.trim_start_matches(mark);
    let fence = line.get(..line.len() - language.len())?;
    (fence.len() >= 3 && !language.contains('`')).then_some(fence)
}

/// Removes the mark of a heading: `### Words` becomes `Words`.
fn without_heading_mark(line: &str) -> &str {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    if (1..=6).contains(&level) && words.starts_with(' ') {
        words.trim_start()
    } else {
        line
    }
}

/// Characters that may begin a mark.
const SPECIAL: &[char] = &['\\', '`', '!', '[', ']', '<', '&', '*'];

/// The maximum number of open brackets and tags.
const MAX_OPEN: usize = 16;

#[derive(Default)]
struct Scanner {
    inline: InlineText,
    /// True if the scanner is inside `**`.
    is_strong: bool,
    /// The number of lists opened by tags.
    lists: usize,
}

impl Scanner {
    fn scan_line(&mut self, line: &str) {
        let mut rest = self.take_item_mark(line);
        let mut failed = FailedSearches::default();
        while let Some(c) = rest.chars().next() {
            let mark_length = match c {
                '\\' => self.escape(rest),
                '`' => self.code(rest, &mut failed),
                '!' if rest.starts_with("![") => self.open_bracket("!["),
                '[' => self.open_bracket("["),
                ']' => self.close_bracket(rest),
                '<' => self.tag(rest),
                '&' => self.reference(rest),
                '*' => self.strong(rest, &mut failed),
                _ => None,
            };
            let length = mark_length.unwrap_or_else(|| {
                let first = c.len_utf8();
                let plain = rest.get(first..).unwrap_or_default();
                let length = first + plain.find(SPECIAL).unwrap_or(plain.len());
                self.inline
                    .push_text(rest.get(..length).unwrap_or_default());
                length
            });
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// Takes a list mark at the beginning of a line. Cells of several lines may contain lists.
    fn take_item_mark<'a>(&mut self, line: &'a str) -> &'a str {
        match line.strip_prefix(['-', '*', '•']) {
            Some(item) if item.starts_with([' ', '\t']) => {
                self.inline.begin_item(0);
                item.trim_start()
            }
            _ => line,
        }
    }

    /// Reads a backslash that makes the punctuation after it plain.
    fn escape(&mut self, rest: &str) -> Option<usize> {
        let c = rest.chars().nth(1).filter(char::is_ascii_punctuation)?;
        self.inline.push_text(c.encode_utf8(&mut [0; 4]));
        Some(2)
    }

    fn code(&mut self, rest: &str, failed: &mut FailedSearches) -> Option<usize> {
        let after = rest.trim_start_matches('`');
        let length = rest.len() - after.len();
        let Some(end) = failed.find_code_end(after, length) else {
            self.inline.push_text(rest.get(..length)?);
            return Some(length);
        };
        self.inline.open(MarkKind::Code);
        self.inline.push_text(after.get(..end)?);
        self.inline.close(|kind| *kind == MarkKind::Code);
        Some(length + end + length)
    }

    fn open_bracket(&mut self, bracket: &str) -> Option<usize> {
        if self.inline.depth() >= MAX_OPEN {
            return None;
        }
        self.inline.open(MarkKind::Bracket {
            is_image: bracket.starts_with('!'),
        });
        Some(bracket.len())
    }

    fn close_bracket(&mut self, rest: &str) -> Option<usize> {
        let (end, length) = match rest.strip_prefix("](").and_then(link_target) {
            Some((target, length)) => (BracketEnd::Link(address(&target)), length + 2),
            None => (BracketEnd::Text, 1),
        };
        self.inline.close_bracket(end).then_some(length)
    }

    /// Reads a raw tag with a meaning for the text. Any other text in angle brackets is a
    /// placeholder.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        let body = rest.strip_prefix('<')?;
        let end = body
            .bytes()
            .take(MAX_MARK_BYTES)
            .position(|byte| matches!(byte, b'>' | b'<'))?;
        let (body, after) = body.split_at_checked(end)?;
        if !after.starts_with('>') {
            return None;
        }
        if body.starts_with("https://") || body.starts_with("http://") {
            self.inline.open(MarkKind::Link(address(body)));
            self.inline.push_text(body);
            self.inline.close(|_| true);
            return Some(end + 2);
        }
        self.apply_tag(body).then_some(end + 2)
    }

    fn apply_tag(&mut self, body: &str) -> bool {
        let is_end = body.starts_with('/');
        let name = body
            .trim_start_matches('/')
            .split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match name.as_str() {
            "br" | "p" | "div" | "pre" | "tr" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            | "blockquote" | "hr" => self.inline.break_line(),
            "li" if !is_end => self.inline.begin_item(self.lists.saturating_sub(1)),
            "li" => self.inline.break_line(),
            "ul" | "ol" => {
                self.inline.break_line();
                self.lists = if is_end {
                    self.lists.saturating_sub(1)
                } else {
                    self.lists.saturating_add(1)
                };
            }
            "code" => self.toggle(is_end, MarkKind::Code),
            "a" => self.toggle(is_end, MarkKind::Link(href(body))),
            "b" | "strong" | "i" | "em" | "u" | "s" | "del" | "font" | "span" | "sup" | "sub"
            | "small" | "center" | "mark" => {}
            _ => return false,
        }
        true
    }

    fn toggle(&mut self, is_end: bool, kind: MarkKind) {
        let is_code = kind == MarkKind::Code;
        if is_end {
            self.inline.close(|open| match open {
                MarkKind::Code => is_code,
                MarkKind::Link(_) => !is_code,
                MarkKind::Bracket { .. } => false,
            });
        } else if self.inline.depth() < MAX_OPEN {
            self.inline.open(kind);
        }
    }

    /// Reads a character reference: `&nbsp;`, `&#124;`.
    fn reference(&mut self, rest: &str) -> Option<usize> {
        let length = 1 + rest.bytes().take(12).position(|byte| byte == b';')?;
        let reference = rest.get(..length)?;
        let decoded = html_escape::decode_html_entities(reference);
        if decoded == reference {
            return None;
        }
        self.inline.push_text(&decoded);
        Some(length)
    }

    /// Drops `**` around words, because emphasis means nothing here. Elsewhere `**` is text.
    fn strong(&mut self, rest: &str, failed: &mut FailedSearches) -> Option<usize> {
        let after = rest.strip_prefix("**")?;
        let is_mark = self.is_strong
            || (!after.starts_with(char::is_whitespace) && failed.has_strong_end(after));
        if !is_mark {
            self.inline.push_text("**");
            return Some(2);
        }
        self.is_strong = !self.is_strong;
        Some(2)
    }
}

/// Marks whose end is not on the line. The scanner does not search for it again.
#[derive(Default)]
struct FailedSearches {
    /// True for each number of backticks without an end.
    code: [bool; 5],
    /// True if `**` has no end.
    strong: bool,
}

impl FailedSearches {
    /// Returns the start of the run of backticks that closes the code.
    fn find_code_end(&mut self, text: &str, length: usize) -> Option<usize> {
        let failed = self.code.get_mut(length)?;
        if *failed {
            return None;
        }
        let mut from = 0;
        while let Some(found) = text.get(from..)?.find('`') {
            let start = from + found;
            let run = text.get(start..)?;
            let run = run.len() - run.trim_start_matches('`').len();
            if run == length {
                return Some(start);
            }
            from = start + run;
        }
        *failed = true;
        None
    }

    fn has_strong_end(&mut self, text: &str) -> bool {
        self.strong = self.strong || !text.contains("**");
        !self.strong
    }
}

/// The maximum length of an address or tag, in bytes. It bounds the search for the end of broken
/// ones.
const MAX_MARK_BYTES: usize = 2048;

/// Returns a link's target without its title, and the length up to the end of the closing
/// parenthesis.
fn link_target(text: &str) -> Option<(String, usize)> {
    let mut target = String::new();
    let mut depth = 0_usize;
    let mut in_title = false;
    let mut escaped = false;
    for (index, c) in text
        .char_indices()
        .take_while(|(index, _)| *index < MAX_MARK_BYTES)
    {
        match c {
            _ if escaped => escaped = false,
            '\\' => {
                escaped = true;
                continue;
            }
            ')' if depth == 0 => {
                let target = target.trim_matches(['<', '>']).to_owned();
                return Some((target, index + 1));
            }
            ')' => depth -= 1,
            '(' => depth += 1,
            '[' | ']' if !in_title => return None,
            c if c.is_whitespace() && !target.is_empty() => in_title = true,
            _ => {}
        }
        if !in_title {
            target.push(c);
        }
    }
    None
}

/// Returns the address in `a href="…"`.
fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value.get(1..)?.split(quote).next()?,
        None => value.split_whitespace().next()?,
    };
    address(&html_escape::decode_html_entities(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(markdown: &str) -> String {
        read(markdown).0
    }

    #[test]
    fn escapes_and_references_become_characters() {
        assert_eq!(text(r"1\. tc3\_request \- \d \\"), r"1. tc3_request - \d \");
        assert_eq!(
            text("a &#124; b&nbsp;&lt;c&gt; &Limit=1&amp;x; &bogus;"),
            "a | b <c> &Limit=1&x; &bogus;"
        );
    }

    #[test]
    fn links_may_have_parentheses_and_titles() {
        let (text, links) = read(
            r#"Array of [Filter](/a/##Filter), [x](</b>) [y](/d(1) "t") [z\]](/e\_f) [1] ![i](/p.png)"#,
        );
        assert_eq!(
            text,
            "Array of [Filter](/a/##Filter), [x](/b) [y](/d%281%29) [z]](/e_f) [1] i"
        );
        assert_eq!(links, ["/a/##Filter", "/b", "/d%281%29", "/e_f"]);
        assert_eq!(read("[a](javascript:x)").0, "a");
        assert_eq!(read("[a [b] c").0, "[a [b] c");
    }

    #[test]
    fn unknown_tags_stay_as_placeholders() {
        assert_eq!(text("示例值：<FunctionName>"), "示例值：<FunctionName>");
        assert_eq!(
            text(
                "Value:<br><li>ASC: up</li><li> `DESC`<br/>by <b>time</b> <font color='red'>x</font>"
            ),
            "Value:\n- ASC: up\n- `DESC`\nby time x"
        );
        assert_eq!(
            text("<ul><li>a<ul><li>b</li></ul></li></ul>c"),
            "- a\n  - b\nc"
        );
        assert_eq!(read("<a href=\"/x?a=1&amp;b\">t</a>").0, "[t](/x?a=1&b)");
        assert_eq!(text("a < b <= c <"), "a < b <= c <");
    }

    #[test]
    fn headings_and_fences_in_cells_become_text() {
        for (cell, text) in [
            ("Alias.\n### Format\n- short", "Alias.\nFormat\n- short"),
            (
                "Sample:\n```json\n{\"a_b\": [1](2), **x**}\n```\nend",
                "Sample:\n{\"a_b\": [1](2), **x**}\nend",
            ),
            ("a\n```\n**open**", "a\n```\nopen"),
            ("# comment", "# comment"),
            ("a\n#hash\n####### seven", "a\n#hash\n####### seven"),
        ] {
            assert_eq!(read_cell(cell).0, text, "{cell}");
        }
    }

    #[test]
    fn emphasis_is_dropped_but_masks_stay() {
        assert_eq!(text(r"**Note:** AKID **\*\*\*** 是"), "Note: AKID *** 是");
        assert_eq!(text("a ** b, 2**10, *x*"), "a ** b, 2**10, *x*");
    }

    #[test]
    fn code_content_stays_literal() {
        assert_eq!(
            text(r"``a`b`` `c\_d` `[x](y)` `open"),
            "a`b `c\\_d` [x](y) `open"
        );
    }

    #[test]
    fn cell_lines_and_items_are_kept() {
        assert_eq!(text("first  \n-   a\n\\- b\nlast"), "first\n- a\n- b\nlast");
    }
}
