//! Splits a line into cells.

/// The cells of a line, and whether a pipe closes the last one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cells {
    /// The cells' text, trimmed.
    pub(super) texts: Vec<String>,
    /// Whether the line ends with a pipe.
    pub(super) closed: bool,
}

/// Splits at the pipes that no backslash escapes; `\|` becomes a pipe.
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

/// The cells of a line that may begin with the row's opening pipe.
pub(super) fn split_row(line: &str) -> Cells {
    split(opening(line).unwrap_or(line))
}

/// What follows the pipe that opens a row.
pub(super) fn opening(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix('|')
}

/// Whether the last character is a pipe that no backslash escapes.
pub(super) fn ends_with_pipe(line: &str) -> bool {
    line.trim_end().strip_suffix('|').is_some_and(|rest| {
        let slashes = rest.len() - rest.trim_end_matches('\\').len();
        slashes % 2 == 0
    })
}

/// Whether the line is a pipe alone: an empty cell, or the end of a cell begun above.
pub(super) fn is_lone_pipe(line: &str) -> bool {
    line.trim() == "|"
}

/// Whether the line is the rule below a header: `|---|:-:|`, with or without outer pipes.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('|') && line.contains('-') && {
        let inner = line.strip_prefix('|').unwrap_or(line);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        inner.split('|').all(|cell| {
            let cell = cell.trim();
            let cell = cell.strip_prefix(':').unwrap_or(cell);
            let cell = cell.strip_suffix(':').unwrap_or(cell);
            !cell.is_empty() && cell.bytes().all(|byte| byte == b'-')
        })
    }
}

fn push(texts: &mut [String], text: &str) {
    if let Some(last) = texts.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_escape_pipes_only() {
        let cells = split(r"a \| b | c\_d | e\");
        assert_eq!(cells.texts, ["a | b", r"c\_d", r"e\"]);
        assert!(!cells.closed);
        assert!(ends_with_pipe(r"a \\|"));
        assert!(!ends_with_pipe(r"a \|"));
    }

    #[test]
    fn rules() {
        for rule in ["|---|", "---|---|", "| :-- | --: |", "--- | ---", "|-|-|"] {
            assert!(is_rule(rule), "{rule}");
        }
        for other in ["---", "| |", "|---|x|", "|", "||--|", "- | a"] {
            assert!(!is_rule(other), "{other}");
        }
    }
}
