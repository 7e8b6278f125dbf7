//! The chapter "Data types": structures with their members and users.

use indexmap::IndexMap;

use document::{Block, BlockKind, Table};
use spec::{Language, Localized, Required, Source, Structure};

use super::deprecation::{Thing, deprecated};
use super::header::{Columns, columns_of_cells, columns_of_lines};
use super::known_types::{KnownTypes, is_identifier, looks_like_structure};
use super::member::member_of_row;
use super::printed_rows::rows_of_lines;
use super::reader::{TextLine, text_line};
use super::row::{ParameterRow, rows_of_table};
use super::text::{self, TextPart};
use super::unit::Unit;
use super::vocabulary::{USED_BY_LABELS, language_of};

/// How far above its list of users a structure's name stands at the most, in lines.
const FARTHEST_NAME: usize = 12;

/// A structure's place among the blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Heading {
    name: String,
    /// The block of the name.
    at: usize,
    /// The block of the users.
    users: usize,
}

/// The names of the structures that a page describes.
pub(super) fn structure_names(unit: &Unit<'_>, linked: &IndexMap<String, String>) -> Vec<String> {
    headings(unit, |word| linked.contains_key(word))
        .into_iter()
        .map(|heading| heading.name)
        .collect()
}

/// The structures of a page; empty if it describes none.
pub(super) fn read_structures(
    file: &str,
    unit: &Unit<'_>,
    known: &KnownTypes,
) -> (Vec<Structure>, Language) {
    let headings = headings(unit, |word| known.is_structure(word));
    let language = headings
        .first()
        .and_then(|first| text_line(unit.blocks.get(first.users)?))
        .map_or(Language::En, |line| language_of(line.text));
    let ends = headings
        .iter()
        .skip(1)
        .map(|next| next.at)
        .chain([unit.blocks.len()]);
    let read = |(heading, end): (&Heading, usize)| {
        let blocks = unit.blocks.get(heading.at..end)?;
        Some(read_structure(file, unit, heading, blocks, known, language))
    };
    (
        headings.iter().zip(ends).filter_map(read).collect(),
        language,
    )
}

fn headings(unit: &Unit<'_>, is_linked: impl Fn(&str) -> bool) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    for (users, block) in unit.blocks.iter().enumerate() {
        if !text_line(block).is_some_and(|line| is_used_by(line.text)) {
            continue;
        }
        let first = headings.last().map_or(0, |last| last.users + 1);
        if let Some((at, name)) = name_above(unit.blocks, first, users, &is_linked) {
            headings.push(Heading { name, at, users });
        }
    }
    headings
}

fn is_used_by(text: &str) -> bool {
    USED_BY_LABELS.iter().any(|label| text.starts_with(label))
}

/// The name is a bare word above the users; a description may be one word too, but nothing links to that.
fn name_above(
    blocks: &[Block],
    first: usize,
    users: usize,
    is_linked: impl Fn(&str) -> bool,
) -> Option<(usize, String)> {
    let lowest = first.max(users.saturating_sub(FARTHEST_NAME));
    let candidates: Vec<(usize, &str)> = (lowest..users)
        .rev()
        .filter_map(|at| Some((at, bare_name(blocks.get(at)?)?)))
        .collect();
    let is_heading = |at: usize| {
        blocks
            .get(at)
            .is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
    };
    let marked = || candidates.iter().find(|(at, _)| is_heading(*at));
    let linked = || candidates.iter().find(|(_, word)| is_linked(word));
    let &(at, word) = marked().or_else(linked).or(candidates.first())?;
    // A description that only repeats the name stands below it.
    let twin = candidates
        .iter()
        .find(|(other, twin)| *twin == word && *other + 1 == at);
    Some((twin.map_or(at, |(at, _)| *at), word.to_owned()))
}

/// The block's text, where that is a single word that could name a structure.
fn bare_name(block: &Block) -> Option<&str> {
    let word = text_line(block)?.text.trim_matches('*');
    looks_like_structure(word).then_some(word)
}

fn read_structure(
    file: &str,
    unit: &Unit<'_>,
    heading: &Heading,
    blocks: &[Block],
    known: &KnownTypes,
    language: Language,
) -> Structure {
    let users_at = heading.users - heading.at;
    let doc: Vec<TextPart<'_>> = blocks
        .iter()
        .take(users_at)
        .skip(1)
        .filter_map(text_line)
        .map(TextPart::line)
        .collect();
    let below = blocks.get(users_at..).unwrap_or_default();
    let lines: Vec<TextLine<'_>> = below.iter().filter_map(text_line).collect();
    let (used_by, users_lines) = read_users(&lines);
    let rows = match below.iter().find_map(parameter_table) {
        Some((table, columns)) => rows_of_table(table, columns).0,
        None => printed_rows(lines.get(users_lines..).unwrap_or_default(), known),
    };
    let doc = text::join(&doc);
    Structure {
        name: heading.name.clone(),
        deprecated: deprecated(&doc, Thing::Structure(&heading.name), language),
        doc: Localized::new(language, doc),
        members: rows
            .iter()
            .map(|row| member_of_row(row, language))
            .collect(),
        used_by,
        inferred: None,
        sources: vec![Source {
            file: file.to_owned(),
            line: blocks.first().map_or(unit.line, |block| block.line),
            updated: unit.updated(),
            url: known.address(&heading.name),
            truncated: false,
        }],
    }
}

fn parameter_table(block: &Block) -> Option<(&Table, Columns)> {
    let BlockKind::Table(table) = &block.kind else {
        return None;
    };
    let columns = columns_of_cells(table.header.iter().map(|cell| cell.text.as_str()))?;
    matches!(
        columns,
        Columns::NameType | Columns::NameTypeRequired | Columns::NameRequiredType
    )
    .then_some((table, columns))
}

fn printed_rows<'a>(lines: &[TextLine<'a>], known: &KnownTypes) -> Vec<ParameterRow<'a>> {
    let header = (0..lines.len()).find_map(|at| {
        columns_of_lines(&lines[at..]).map(|(columns, taken)| (at + taken, columns))
    });
    if let Some((start, columns)) = header {
        return rows_of_lines(&lines[start..], columns, known);
    }
    // A page's edge may have swallowed the header.
    let rows = rows_of_lines(lines, Columns::NameTypeRequired, known);
    let has_flags = rows
        .iter()
        .any(|row| matches!(row.required, Some(Required::Known(_))));
    if has_flags {
        rows
    } else {
        rows_of_lines(lines, Columns::NameType, known)
    }
}

/// The users, from the label to the full stop, and how many lines they take.
fn read_users(lines: &[TextLine<'_>]) -> (Vec<String>, usize) {
    let mut list = String::new();
    let mut taken = 0;
    for (index, line) in lines.iter().enumerate() {
        if columns_of_lines(&lines[index..]).is_some() {
            break;
        }
        list.push(' ');
        list.push_str(line.text);
        taken = index + 1;
        if line.text.ends_with(['。', '.']) {
            break;
        }
    }
    let names = list.split_once([':', '：']).map_or("", |(_, names)| names);
    let names = super::known_types::unlink(names);
    let words =
        names.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | '.' | '。'));
    (
        words
            .filter(|word| is_identifier(word) && *word != "and")
            .map(str::to_owned)
            .collect(),
        taken,
    )
}
