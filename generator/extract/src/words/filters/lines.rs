//! The lines that begin a filter, and the evidence that they do.

use super::facts::{is_fact, need, type_of};

/// A line that may begin a filter.
#[derive(Debug)]
pub(super) struct Head<'t> {
    /// The index of the line.
    pub(super) line: usize,
    pub(super) name: &'t str,
    /// The text after the name, without the mark between them.
    pub(super) rest: &'t str,
    pub(super) kind: Kind,
}

/// The evidence for a filter, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The line states the type or need of the filter.
    Stated,
    /// The line has only the name, and lines below state facts.
    Alone,
    /// The line has a name and its meaning.
    Meaning,
}

/// Returns the lines that may begin filters.
pub(super) fn heads<'t>(lines: &[&'t str]) -> Vec<Head<'t>> {
    let heads = lines.iter().enumerate();
    heads
        .filter_map(|(index, line)| {
            let below = lines.get(index + 1..).unwrap_or_default();
            head(index, line, below)
        })
        .collect()
}

fn head<'t>(index: usize, line: &'t str, below: &[&str]) -> Option<Head<'t>> {
    let (bulleted, text) = without_bullet(line);
    let (name, rest) = split_name(text)?;
    let head = |rest, kind| {
        Some(Head {
            line: index,
            name,
            rest,
            kind,
        })
    };
    if rest.trim().is_empty() {
        return if has_facts_below(below) {
            head("", Kind::Alone)
        } else {
            None
        };
    }
    if is_label(name) {
        return None;
    }
    if let Some(text) = after_dash(rest) {
        let first = text.split(['-', '–', '—']).next().unwrap_or_default();
        let word = first.split_whitespace().next().unwrap_or_default();
        let is_stated = type_of(first).is_some()
            || type_of(word).is_some() && states_need(first)
            || text.split(" - ").any(|part| need(part).is_some());
        let kind = if is_stated {
            Kind::Stated
        } else {
            Kind::Meaning
        };
        return head(text, kind);
    }
    if let Some(text) = after_colon(rest) {
        return head(text, Kind::Meaning);
    }
    let text = rest.strip_prefix([' ', '\u{A0}'])?.trim_start();
    let word = text.split([' ', '(', '（']).next().unwrap_or_default();
    if type_of(word).is_some() && states_need(text) {
        return head(text, Kind::Stated);
    }
    let is_chinese = text.starts_with(|c: char| !c.is_ascii());
    if bulleted && is_chinese {
        return head(text, Kind::Meaning);
    }
    None
}

fn states_need(text: &str) -> bool {
    const LABELS: [&str; 6] = [
        "Required:",
        "required:",
        "必选：",
        "是否必填",
        "(Filter)",
        "（过滤条件）",
    ];
    LABELS.iter().any(|label| text.contains(label))
}

/// Words before a colon or dash that aren't names of filters.
fn is_label(word: &str) -> bool {
    const LABELS: [&str; 29] = [
        "note",
        "notes",
        "notice",
        "example",
        "examples",
        "default",
        "attention",
        "tip",
        "tips",
        "format",
        "required",
        "optional",
        "remark",
        "remarks",
        "filter",
        "filters",
        "description",
        "enumeration",
        "enum",
        "including",
        "supported",
        "http",
        "https",
        "e.g",
        "i.e",
        "for",
        "the",
        "true",
        "false",
    ];
    LABELS.contains(&word.to_ascii_lowercase().as_str())
}

/// Removes a bullet or number from the start of a line, and says whether there was one.
fn without_bullet(line: &str) -> (bool, &str) {
    let text = line.trim_start_matches(['-', '*', '•', '·', ' ', '\u{A0}']);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = text.get(digits..).unwrap_or_default();
    let numbered = ['.', '、', ')', '）']
        .iter()
        .find_map(|mark| after.strip_prefix(*mark));
    match numbered {
        Some(rest) if digits > 0 && !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            (true, rest.trim_start())
        }
        _ => (text.len() < line.len(), text),
    }
}

/// The longest name of a filter in bytes.
const LONGEST: usize = 64;

/// Splits the name at the start of a line from the text after it. Marks of code may enclose it.
fn split_name(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(['`', '*', '【', '"', '“']);
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    let end = text.find(|c| !is_inside(c)).unwrap_or(text.len());
    let name = text.get(..end)?.trim_end_matches(['-', ':', '.']);
    let rest = text.get(name.len()..)?;
    let rest = rest.trim_start_matches(['`', '*', '】', '"', '”']);
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (starts_well && name.len() <= LONGEST && spec::is_wire_name(name)).then_some((name, rest))
}

/// Returns the text after a dash. Glued words such as `vpc-id` have none.
fn after_dash(rest: &str) -> Option<&str> {
    let text = rest.trim_start();
    let after = text.strip_prefix(['-', '–', '—'])?;
    let is_separate = rest.len() > text.len()
        || after.starts_with(|c: char| c == ' ' || c == '\u{A0}' || !c.is_ascii());
    let after = after.trim_start_matches(['-', '–', '—', ' ', '\u{A0}']);
    (is_separate && !after.is_empty()).then_some(after)
}

/// Returns the text after a colon that isn't a part of an address or a time.
fn after_colon(rest: &str) -> Option<&str> {
    let rest = rest.trim_start();
    if let Some(text) = rest.strip_prefix('：') {
        return Some(text.trim_start());
    }
    let text = rest.strip_prefix(':')?;
    let separates = text.starts_with(|next: char| next == ' ' || !next.is_ascii());
    separates.then(|| text.trim_start())
}

/// The maximum number of lines between a name and its facts.
const FARTHEST: usize = 4;

/// Returns whether lines below a lone name state facts about it, before the next lone name.
fn has_facts_below(below: &[&str]) -> bool {
    let is_name = |line: &str| {
        let (_, text) = without_bullet(line);
        split_name(text).is_some_and(|(_, rest)| rest.trim().is_empty())
    };
    below
        .iter()
        .filter(|line| !line.is_empty())
        .take(FARTHEST)
        .take_while(|line| !is_name(line))
        .any(|line| is_fact(line))
}
