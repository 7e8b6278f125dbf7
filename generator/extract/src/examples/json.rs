//! JSON as printed: lines are wrapped at a fixed width, sometimes inside a string.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::words::is_member_name;
use crate::words::text::TextLine;

/// Joins printed lines. A line that ends inside a string continues without a break.
pub(super) fn join_lines(lines: &[TextLine<'_>]) -> String {
    let marks_line_ends = marks_line_ends(lines);
    let mut text = String::new();
    let mut state = StringState::default();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && !state.inside && !wraps_after(lines, index - 1, marks_line_ends) {
            text.push('\n');
        }
        for byte in line.text.bytes() {
            state.feed(byte);
        }
        text.push_str(line.text);
    }
    text
}

/// Returns whether the text prints a blank at true line ends, so that other lines are wrapped.
fn marks_line_ends(lines: &[TextLine<'_>]) -> bool {
    let marked = lines.iter().filter(|line| line.space_after).count();
    marked * 2 > lines.len()
}

/// Returns whether the line was too long and continues on the next one.
fn wraps_after(lines: &[TextLine<'_>], index: usize, marks_line_ends: bool) -> bool {
    marks_line_ends
        && lines
            .get(index)
            .is_some_and(|line| !line.space_after && line.text.len() > 60)
}

/// The position in JSON text relative to strings.
#[derive(Debug, Default)]
struct StringState {
    inside: bool,
    escaped: bool,
}

impl StringState {
    fn feed(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.inside => self.escaped = true,
            b'"' => self.inside = !self.inside,
            _ => {}
        }
    }
}

/// The brackets of JSON that is read line by line.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    string: StringState,
    depth: i64,
    began: bool,
}

impl Nesting {
    /// Reads one more line.
    pub(super) fn feed(&mut self, line: &str) {
        for byte in line.bytes() {
            if !self.string.inside {
                self.depth += match byte {
                    b'{' | b'[' => 1,
                    b'}' | b']' => -1,
                    _ => 0,
                };
                self.began |= matches!(byte, b'{' | b'[');
            }
            self.string.feed(byte);
        }
    }

    /// Returns whether a bracket is still open.
    pub(super) fn is_open(&self) -> bool {
        self.depth > 0
    }

    /// Returns whether at least one bracket was opened and all are closed.
    pub(super) fn is_closed(&self) -> bool {
        self.began && self.depth <= 0
    }
}

/// Returns the length of the JSON or the quoted text that a text begins with, or `None` if it lacks
/// its end.
pub(super) fn end_of_value(text: &str) -> Option<usize> {
    let mut string = StringState::default();
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        string.feed(byte);
        if string.inside {
            continue;
        }
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(index + 1);
        }
    }
    None
}

/// Parses JSON.
///
/// The error states the position and line at which the text stops being JSON.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| {
        let line = text
            .lines()
            .nth(error.line().saturating_sub(1))
            .unwrap_or_default();
        let shown: String = line.trim().chars().take(60).collect();
        format!("not JSON: {error}, near `{shown}`")
    })
}

/// Parses a response. Some texts lost the outer braces of all responses.
pub(super) fn parse_response(text: &str) -> Result<Value, String> {
    if text.starts_with("\"Response\"") {
        return parse(&format!("{{{text}}}"));
    }
    parse(text)
}

/// Returns the member names in lines of JSON, even damaged ones: `"Name":`.
pub(crate) fn member_names<'a>(lines: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in lines {
        let mut pieces = line.split('"');
        pieces.next();
        while let (Some(name), Some(after)) = (pieces.next(), pieces.next()) {
            if after.trim_start().starts_with(':') && is_member_name(name) {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_strings_are_joined() {
        let long = format!("\"A\": \"{}", "x".repeat(70));
        let lines = [
            TextLine::new(1, "{"),
            TextLine::new(2, &long),
            TextLine::new(3, "yz\","),
            TextLine::new(4, "\"B\": 1"),
            TextLine::new(5, "}"),
        ];
        let value = parse(&join_lines(&lines)).expect("joined JSON");
        assert_eq!(value["A"], format!("{}yz", "x".repeat(70)));
    }

    #[test]
    fn parse_error_states_the_line() {
        let error = parse("{\n\"A\": 1\n\"B\": 2\n}").unwrap_err();
        assert!(
            error.contains("line 3") && error.contains("\"B\": 2"),
            "{error}"
        );
    }

    #[test]
    fn response_without_outer_braces_parses() {
        assert_eq!(
            parse_response("\"Response\": {\"A\": 1}").unwrap()["Response"]["A"],
            1
        );
        assert!(parse_response("\"Other\": {}").is_err());
    }

    #[test]
    fn brackets_in_strings_are_ignored() {
        let mut nesting = Nesting::default();
        nesting.feed("{\"a\": \"}{{\"");
        assert!(nesting.is_open());
        nesting.feed("}");
        assert!(!nesting.is_open());
    }
}
