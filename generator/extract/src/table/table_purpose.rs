//! The purpose of a section's further table, from the words above it.

use super::ParameterRow;
use crate::words::text::TextLine;
use crate::words::vocabulary::{TableWord, table_words};
use crate::words::{is_chinese, is_identifier, looks_like_structure, member_name};

/// The purpose of a table below the first one of its section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Further rows of the section.
    Continuation,
    /// Filters, possibly of the member with this name.
    Filters(Option<String>),
    /// The members of a structure, or of the member with this name.
    Structure(String),
    /// The words above the table don't say.
    Unclear,
}

/// The last words of a table's title.
const TITLE_ENDS: [&str; 8] = [
    "过滤条件",
    "过滤条件表",
    "过滤条件列表",
    "参数说明",
    "结构说明",
    "filters",
    "filter conditions",
    "filter list",
];

/// The maximum length of a table's title, in characters.
const MAX_TITLE_CHARS: usize = 40;

/// Words of announcements that look like names.
const NO_NAMES: [&str; 40] = [
    "A",
    "API",
    "Among",
    "An",
    "And",
    "Array",
    "As",
    "Below",
    "Common",
    "Data",
    "Description",
    "Details",
    "Each",
    "Field",
    "Fields",
    "Following",
    "For",
    "In",
    "Input",
    "It",
    "JSON",
    "Note",
    "Object",
    "Of",
    "Output",
    "Parameter",
    "Parameters",
    "Request",
    "Response",
    "See",
    "Structure",
    "Supported",
    "Table",
    "The",
    "These",
    "This",
    "Type",
    "Types",
    "Valid",
    "Where",
];

/// The maximum number of lines above a table that may state its purpose.
const MAX_LINES: usize = 3;

/// Returns the purpose of a table with these rows below these lines.
///
/// `known` are the rows of the tables above.
pub(crate) fn purpose_of(
    above: &[TextLine<'_>],
    rows: &[ParameterRow<'_>],
    known: &[&ParameterRow<'_>],
) -> Purpose {
    if above.is_empty() {
        return Purpose::Continuation;
    }
    above
        .iter()
        .rev()
        .take(MAX_LINES)
        .map(|line| purpose_of_line(line.text, rows, known))
        .find(|purpose| *purpose != Purpose::Unclear)
        .unwrap_or(Purpose::Unclear)
}

/// Returns whether a line above a printed header says that another table begins.
pub(crate) fn introduces_table(line: &TextLine<'_>) -> bool {
    let lower = line.text.to_lowercase();
    // A sentence with a full stop is the description of a row above a page break.
    let is_title = !line.text.contains(['。', '；', ';'])
        && line.text.chars().count() <= MAX_TITLE_CHARS
        && TITLE_ENDS.iter().any(|end| lower.ends_with(end));
    let is_announcement = line.text.ends_with(['：', ':']) && !table_words(line.text).is_empty();
    is_title || is_announcement
}

fn purpose_of_line(text: &str, rows: &[ParameterRow<'_>], known: &[&ParameterRow<'_>]) -> Purpose {
    let words = table_words(text);
    let says = |word: TableWord| words.contains(&word);
    let names: Vec<&str> = names_in(text).collect();
    let member = names.iter().copied().find(|name| is_member(name, known));
    if says(TableWord::Filters) && !has_structure_rows(rows) {
        return Purpose::Filters(member.map(str::to_owned));
    }
    if says(TableWord::Own) && member.is_none() {
        return Purpose::Continuation;
    }
    let is_announced = !words.is_empty() || text.ends_with(['：', ':']);
    let structure = names
        .iter()
        .copied()
        .find(|name| is_structured(name, known));
    let candidates: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| looks_like_structure(name) && !NO_NAMES.contains(name))
        .collect();
    let is_title = names.len() == 1 && text.trim_matches(['*', '`', ' ']) == names.concat();
    match (structure, candidates.as_slice()) {
        (Some(name), _) if is_announced || is_title => Purpose::Structure(name.to_owned()),
        (None, [name]) if is_title || (is_announced && may_be_structure(name, known)) => {
            Purpose::Structure((*name).to_owned())
        }
        _ => Purpose::Unclear,
    }
}

/// Returns the identifiers in a text, without the `.N` of lists.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.') || is_chinese(c))
        .map(|word| word.trim_matches('.'))
        .map(|word| word.strip_suffix(".N").unwrap_or(word))
        .filter(|word| is_identifier(word) && member_name(word).is_some())
}

fn is_member(name: &str, known: &[&ParameterRow<'_>]) -> bool {
    known.iter().any(|row| row.name == name)
}

/// Returns whether a structure has the name, or a member whose type isn't basic.
fn is_structured(name: &str, known: &[&ParameterRow<'_>]) -> bool {
    known.iter().any(|row| {
        let structure = row.type_name.as_ref().and_then(|found| found.structure());
        structure == Some(name) || (row.name == name && !row.is_plain())
    })
}

/// Returns whether the name may be that of a structure: a member of a basic type isn't one.
fn may_be_structure(name: &str, known: &[&ParameterRow<'_>]) -> bool {
    known.iter().all(|row| row.name != name || !row.is_plain()) || is_structured(name, known)
}

/// Returns whether the rows describe the structure `Filter` itself, and not filters.
fn has_structure_rows(rows: &[ParameterRow<'_>]) -> bool {
    let has = |names: &[&str]| rows.iter().any(|row| names.contains(&row.name.as_str()));
    has(&["Name", "Key", "Field"]) && has(&["Values", "Value"])
}
