//! A note as Markdown.

use std::collections::BTreeSet;

use crate::change::{CrateStep, Diff, Level, Rule};
use crate::note::phrase::{Piece, Words};
use crate::note::{Group, Line, Note, note};

/// Returns the whole note, with the verdicts and an explanation of their rules. `steps` are those
/// of the products' crates.
pub fn markdown(diff: &Diff, steps: &[CrateStep]) -> String {
    let note = note(diff);
    let mut text = verdicts(diff, steps);
    text.push_str(&body(&note, "##"));
    let rules: BTreeSet<&Rule> = lines(&note)
        .flat_map(|line| line.rules.iter().copied())
        .collect();
    if rules.is_empty() {
        return text;
    }
    text.push_str("\n## Rules\n\n");
    for rule in rules {
        text.push_str(&format!("* `{rule}`: {}\n", rule.explanation));
    }
    text
}

/// Returns the note about a product as a changelog entry, whose headings begin at the third level.
pub fn release_note(diff: &Diff, service: &str) -> String {
    let mut note = note(diff);
    note.services.retain(|one| one.service == service);
    body(&note, "###")
}

fn verdicts(diff: &Diff, steps: &[CrateStep]) -> String {
    if diff.verdict == Level::None {
        return "# No changes\n".to_owned();
    }
    let rows: String = steps
        .iter()
        .map(|step| {
            let service = escaped(&step.service);
            format!("| {service} | {} | {step} |\n", step.verdict)
        })
        .collect();
    format!(
        "# Changes: {}\n\n| product | level | crate |\n|---|---|---|\n{rows}",
        diff.verdict
    )
}

fn lines(note: &Note) -> impl Iterator<Item = &Line> {
    note.services
        .iter()
        .flat_map(|service| &service.sections)
        .flat_map(|section| &section.groups)
        .flat_map(|group| &group.lines)
}

fn body(note: &Note, heading: &str) -> String {
    let mut text = String::new();
    for service in &note.services {
        let (name, version) = (&service.service, &service.version);
        text.push_str(&format!(
            "\n{heading} {} {} ({})\n",
            escaped(name),
            escaped(version),
            service.verdict
        ));
        for section in &service.sections {
            text.push_str(&format!("\n{heading}# {}\n\n", section.kind.title()));
            for group in &section.groups {
                text.push_str(&group_text(group));
            }
        }
    }
    text
}

fn group_text(group: &Group) -> String {
    let mut head = inline(&group.head);
    if let Some(url) = &group.url
        && is_web_address(url)
    {
        head = format!("{head} ([page]({url}))");
    }
    if let [line] = group.lines.as_slice() {
        return format!("* {head}: {}\n", line_text(line));
    }
    let mut text = format!("* {head}\n");
    for line in &group.lines {
        text.push_str(&format!("  * {}\n", line_text(line)));
    }
    text
}

fn line_text(line: &Line) -> String {
    let words = inline(&line.words);
    if line.rules.is_empty() {
        return words;
    }
    let rules: Vec<String> = line.rules.iter().map(|rule| format!("`{rule}`")).collect();
    format!("{words} ({})", rules.join(", "))
}

fn inline(words: &Words) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Plain(text) => escaped(text),
        Piece::Code(text) => code(text),
    };
    words.0.iter().map(text).collect()
}

/// Encloses the text in more backticks than it contains in a row.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let text = text.replace(['\n', '\r'], " ");
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Escapes the characters that Markdown or HTML would interpret.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' | '&' | '~'
        ) {
            safe.push('\\');
        }
        safe.push(if c.is_control() { ' ' } else { c });
    }
    safe
}

/// Returns whether the text is a web address without characters that would end the link.
fn is_web_address(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web
        && url
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scraped_text_never_becomes_markup() {
        assert_eq!(escaped("<b>*x*</b> [a](b)"), r"\<b\>\*x\*\</b\> \[a\](b)");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("a\nb"), "`a b`");
        assert!(!is_web_address("javascript:alert(1)"));
        assert!(!is_web_address("https://a.b/)x"));
    }
}
