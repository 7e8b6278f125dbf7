//! Splits a line into cells.

/// The cells of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cells {
    /// The cells' text, trimmed.
    pub(super) texts: Vec<String>,
    /// True if the line ends with a pipe.
    pub(super) closed: bool,
}

/// Splits a line at its pipes, except those escaped by a backslash. `\|` becomes a pipe.
pub(super) fn split(line: &str) -> Cells {
    let mut texts = vec![String::new()];
    let mut escaped = false;
    for c in line.trim().chars() {
        match (escaped, c) {
            (true, '|') => push(&mut texts, "|"),
            (true, _) => {
                push(&mut texts, "\\");
                push(&mut texts, c.encode_utf8(&mut [0; 4]));
            }
            (false, '\\') => {}
            (false, '|') => texts.push(String::new()),
            (false, _) => push(&mut texts, c.encode_utf8(&mut [0; 4])),
        }
        escaped = !escaped && c == '\\';
    }
    if escaped {
        push(&mut texts, "\\");
    }
    let closed = texts.len() > 1 && texts.last().is_some_and(String::is_empty);
    if closed {
        texts.pop();
    }
    for text in &mut texts {
        *text = text.trim().to_owned();
    }
    Cells { texts, closed }
}

/// Splits a line that may begin with the row's opening pipe.
pub(super) fn split_row(line: &str) -> Cells {
    split(opening(line).unwrap_or(line))
}

/// Returns the text after the pipe that opens a row.
pub(super) fn opening(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix('|')
}

/// Returns whether the last character is a pipe without an escaping backslash.
pub(super) fn ends_with_pipe(line: &str) -> bool {
    line.trim_end().strip_suffix('|').is_some_and(|rest| {
        let slashes = rest.len() - rest.trim_end_matches('\\').len();
        slashes % 2 == 0
    })
}

/// Returns whether the line is only a pipe: an empty cell, or the end of a cell begun above.
pub(super) fn is_lone_pipe(line: &str) -> bool {
    line.trim() == "|"
}

/// Returns whether the line is the rule below a header: `|---|:-:|`, with or without outer pipes.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    if !line.contains('|') || !line.contains('-') {
        return false;
    }
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').all(|cell| {
        let cell = cell.trim();
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
    })
}

/// Appends to the last cell.
fn push(texts: &mut [String], text: &str) {
    if let Some(last) = texts.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslash_escapes_only_pipes() {
        let cells = split(r"a \| b | c\_d | e\");
        assert_eq!(cells.texts, ["a | b", r"c\_d", r"e\"]);
        assert!(!cells.closed);
        assert!(ends_with_pipe(r"a \\|"));
        assert!(!ends_with_pipe(r"a \|"));
    }

    #[test]
    fn is_rule_accepts_dashes_between_pipes() {
        for rule in ["|---|", "---|---|", "| :-- | --: |", "--- | ---", "|-|-|"] {
            assert!(is_rule(rule), "{rule}");
        }
        for other in ["---", "| |", "|---|x|", "|", "||--|", "- | a"] {
            assert!(!is_rule(other), "{other}");
        }
    }
}
