//! A note for a terminal.

use anstyle::{AnsiColor, Style};

use crate::change::{Diff, Level};
use crate::note::phrase::{Piece, Words};
use crate::note::{Group, SectionKind, note};

const RED: Style = AnsiColor::Red.on_default();
const GREEN: Style = AnsiColor::Green.on_default();
const YELLOW: Style = AnsiColor::Yellow.on_default();
const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();

/// Returns the note as indented lines with ANSI colours. A caller that prints elsewhere than to a
/// terminal has to strip them.
pub fn terminal(diff: &Diff) -> String {
    let mut shown = String::new();
    for service in note(diff).services {
        let title = paint(BOLD, &format!("{} {}", service.service, service.version));
        let verdict = paint(style_of(service.verdict), &service.verdict.to_string());
        shown.push_str(&format!("{title}: {verdict}\n"));
        for section in &service.sections {
            let style = match section.kind {
                SectionKind::Breaking => RED,
                SectionKind::Added => GREEN,
                SectionKind::Changed | SectionKind::Deprecated => YELLOW,
                SectionKind::Documentation => DIM,
            };
            shown.push_str(&format!("  {}\n", paint(style, section.kind.title())));
            for group in &section.groups {
                shown.push_str(&group_text(group, style));
            }
        }
    }
    shown
}

fn style_of(level: Level) -> Style {
    match level {
        Level::Major => RED,
        Level::Minor => GREEN,
        Level::Patch | Level::None => DIM,
    }
}

fn group_text(group: &Group, style: Style) -> String {
    let head = text(&group.head);
    let lines = group.lines.iter().map(|line| match line.rules.as_slice() {
        [] => text(&line.words),
        rules => {
            let names: Vec<&str> = rules.iter().map(|rule| rule.name).collect();
            let names = paint(DIM, &format!("[{}]", names.join(", ")));
            format!("{} {names}", text(&line.words))
        }
    });
    let lines: Vec<String> = lines.collect();
    let head = paint(style, &head);
    if let [line] = lines.as_slice() {
        return format!("    {head}: {line}\n");
    }
    let lines: String = lines.iter().map(|line| format!("      {line}\n")).collect();
    format!("    {head}\n{lines}")
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Joins the words, and replaces control characters of scraped text, which a terminal would obey.
fn text(words: &Words) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Plain(text) | Piece::Code(text) => text.replace(char::is_control, " "),
    };
    words.0.iter().map(text).collect()
}
