//! The prose rules, in Rust comments, Rust strings and Markdown.

use std::collections::BTreeSet;

use crate::rust_source::{Kind, prose_pieces};

/// The longest line of a comment or of Markdown, in characters.
const WIDTH: usize = 100;

/// The words that no documentation comment opens with.
const OPENERS: [&str; 7] = ["What", "Where", "Who", "How", "Which", "When", "Whether"];

/// Markdown between these two lines shows text that breaks the rules.
const OFF: &str = "<!-- prose: off -->";
const ON: &str = "<!-- prose: on -->";

/// Returns `line: rule: text` for every violation in a Rust file.
pub(crate) fn rust_violations(source: &str) -> Vec<String> {
    let pieces = prose_pieces(source);
    let lines: Vec<&str> = source.lines().collect();
    let mut violations = BTreeSet::new();
    let mut fenced = false;
    for (index, piece) in pieces.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| pieces.get(before));
        let follows = before.is_some_and(|before| piece.continues(before));
        if !follows {
            fenced = false;
        }
        let is_comment = piece.kind != Kind::Text;
        if is_comment && piece.text.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced {
            continue;
        }
        if !follows && piece.is_documentation() && opens_with_question(&piece.text) {
            violations.insert((piece.line, "documentation opens with a question word"));
        }
        let before = before.filter(|_| follows).map_or("", |before| &before.text);
        let after = pieces
            .get(index + 1)
            .filter(|after| after.continues(piece))
            .map_or("", |after| &after.text);
        if let Some(rule) = forbidden_phrase(before, &piece.text, after) {
            violations.insert((piece.line, rule));
        }
        let line = lines.get(piece.line - 1).copied().unwrap_or_default();
        if is_comment && is_too_wide(line, &piece.text) {
            violations.insert((piece.line, TOO_WIDE));
        }
    }
    described(&violations, &lines)
}

/// Returns `line: rule: text` for every violation in a Markdown file.
pub(crate) fn markdown_violations(source: &str, check_width: bool) -> Vec<String> {
    let lines: Vec<&str> = source.lines().collect();
    let mut violations = BTreeSet::new();
    let mut exempt = false;
    for (index, line) in lines.iter().enumerate() {
        let start = line.trim_start();
        if start.starts_with("```") {
            exempt = !exempt;
        } else if start == OFF || start == ON {
            exempt = start == OFF;
        } else if !exempt {
            let neighbour =
                |at: Option<usize>| at.and_then(|at| lines.get(at)).map_or("", |line| line);
            let (before, after) = (index.checked_sub(1), index.checked_add(1));
            if let Some(rule) = forbidden_phrase(neighbour(before), line, neighbour(after)) {
                violations.insert((index + 1, rule));
            }
            if check_width && is_too_wide(line, line) {
                violations.insert((index + 1, TOO_WIDE));
            }
        }
    }
    described(&violations, &lines)
}

fn described(violations: &BTreeSet<(usize, &str)>, lines: &[&str]) -> Vec<String> {
    let text = |line: usize| lines.get(line - 1).map_or("", |text| text.trim());
    violations
        .iter()
        .map(|(line, rule)| format!("{line}: {rule}: {}", text(*line)))
        .collect()
}

const TOO_WIDE: &str = "more than 100 columns";

/// Returns whether a line is too long. Rows of tables and lines with a URL may be.
fn is_too_wide(line: &str, prose: &str) -> bool {
    let is_row = prose.trim_start().starts_with('|');
    line.chars().count() > WIDTH && !is_row && !line.contains("://")
}

fn opens_with_question(documentation: &str) -> bool {
    let first = documentation.split_whitespace().next().unwrap_or_default();
    OPENERS.contains(&first)
}

/// Returns the rule that a phrase on this line breaks. `before` and `after` are the neighbouring
/// lines of the same text, because a phrase may continue on the next line.
pub(crate) fn forbidden_phrase(before: &str, line: &str, after: &str) -> Option<&'static str> {
    let [before, line, after] = [before, line, after].map(without_code);
    let own = line.split_whitespace().count();
    let words: Vec<String> = line
        .split_whitespace()
        .chain(after.split_whitespace().take(2))
        .map(plain_word)
        .collect();
    let mut previous = before.split_whitespace().last().map(plain_word);
    for start in 0..own {
        let word = |offset| words.get(start + offset).map_or("", String::as_str);
        let there = previous.as_deref() == Some("there");
        match (word(0), word(1), word(2)) {
            ("is" | "are", "no", next)
                if !there && !matches!(next, "" | "longer" | "more" | "less") =>
            {
                return Some("`is no`, `are no`: write `is not a`, `without`");
            }
            ("are", none, _) if ends_with_word(none, "none") => {
                return Some("`are none`: name what is missing");
            }
            ("be", had, _) if ends_with_word(had, "had") => {
                return Some("`can be had`, `could be had`: name who fetches, finds or has it");
            }
            _ => previous = Some(word(0).to_owned()),
        }
    }
    None
}

/// Returns a word in lower case without the quotes and brackets before it. Punctuation after it
/// stays, because it ends a phrase.
fn plain_word(word: &str) -> String {
    word.trim_start_matches(['"', '\'', '(', '[', '*', '_', '“', '‘'])
        .to_lowercase()
}

/// Returns whether the text is the word, with or without punctuation after it.
fn ends_with_word(text: &str, word: &str) -> bool {
    text.trim_end_matches(|c: char| !c.is_alphanumeric()) == word
}

/// Replaces inline code by a word, because it may quote anything.
fn without_code(line: &str) -> String {
    let mut parts = line.split('`');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let Some(code) = parts.next() {
        match parts.next() {
            Some(prose) => text = text + "code" + prose,
            None => text = text + " " + code,
        }
    }
    text
}
