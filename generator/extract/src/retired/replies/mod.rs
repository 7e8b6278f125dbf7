//! Replies whose braces and brackets the text of a PDF prints apart from their lines.
//!
//! A printed page shows the code first, and then all braces and brackets that stood alone or ended
//! a line, in order. Each left a hole: a line of blanks, a `:` at a line's end, or a `,` at a
//! line's start. So the brackets of each part go back in order, into its holes. The result counts
//! only if it is JSON, and if deeper members are indented more.

mod fill;
mod tokens;

use serde_json::Value;

use super::printed::PrintedLine;
use tokens::Parts;

/// Returns the JSON of a printed reply, or `None` if its brackets don't fit.
pub(super) fn restore(lines: &[PrintedLine<'_>]) -> Option<Value> {
    intact(lines).or_else(|| {
        let parts = Parts::read(lines);
        let tokens = fill::fill(&parts)?;
        serde_json::from_str(&tokens.join(" ")).ok()
    })
}

/// Returns the JSON of a reply that has its brackets.
fn intact(lines: &[PrintedLine<'_>]) -> Option<Value> {
    let texts: Vec<&str> = lines.iter().map(|line| line.line.text).collect();
    serde_json::from_str(&texts.join("\n")).ok()
}

/// Returns whether a string is open after the text, which may itself begin within a string.
pub(super) fn ends_in_string(begins_inside: bool, text: &str) -> bool {
    let open = if begins_inside { "\"" } else { "" };
    tokens::ends_in_string(&format!("{open}{text}"))
}

/// Returns whether a line has only brackets, which the format may have printed apart.
///
/// The first line of a printed page has one more blank.
pub(super) fn is_displaced(line: &PrintedLine<'_>) -> bool {
    line.indent <= 1 && tokens::is_brackets(line.line.text)
}

#[cfg(test)]
mod tests;
