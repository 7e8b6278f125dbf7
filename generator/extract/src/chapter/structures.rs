//! The chapter "Data types": structures with their members and the actions that use them.

use document::{Block, BlockKind, Table};
use indexmap::IndexMap;
use spec::{Language, Localized, Required, Source, Structure};

use crate::facts::Content;
use crate::page::Page;
use crate::table::header::{Columns, columns_of_table, header_at, headers};
use crate::table::known_types::KnownTypes;
use crate::table::printed_rows::rows_of_lines;
use crate::table::{ParameterRow, rows_of_table};
use crate::words::deprecation::{Subject, deprecated};
use crate::words::text::{self, TextLine, TextPart, text_line};
use crate::words::vocabulary::used_by;
use crate::words::{is_identifier, language_of, looks_like_structure, unlink};

/// The maximum number of blocks from a structure's name to the list of its users.
const MAX_NAME_DISTANCE: usize = 12;

/// Returns the names of the structures that a page describes.
pub(crate) fn structure_names(page: &Page<'_>, linked: &IndexMap<String, String>) -> Vec<String> {
    headings(page, |word| linked.contains_key(word))
        .into_iter()
        .map(|heading| heading.name)
        .collect()
}

/// Reads the structures of a page, or returns `None` if it doesn't describe any.
pub(crate) fn read_structures(
    file: &str,
    page: &Page<'_>,
    known: &KnownTypes,
) -> Option<(Content, Language)> {
    let headings = headings(page, |word| known.is_structure(word));
    let users = page.blocks.get(headings.first()?.users)?;
    let language = text_line(users).map_or(Language::En, |line| language_of(line.text));
    let ends = headings
        .iter()
        .skip(1)
        .map(|next| next.at)
        .chain([page.blocks.len()]);
    let chapter = StructureChapter {
        file,
        page,
        known,
        language,
    };
    let structures: Vec<Structure> = headings
        .iter()
        .zip(ends)
        .filter_map(|(heading, end)| {
            let blocks = page.blocks.get(heading.at..end)?;
            Some(chapter.structure(heading, blocks))
        })
        .collect();
    (!structures.is_empty()).then_some((Content::Structures(structures), language))
}

/// The position of a structure among the page's blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Heading {
    name: String,
    /// The index of the name's block.
    at: usize,
    /// The index of the block with the users.
    users: usize,
}

/// Finds the structures of a page by the lists of their users.
fn headings(page: &Page<'_>, is_linked: impl Fn(&str) -> bool) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    for (users, block) in page.blocks.iter().enumerate() {
        if text_line(block).is_none_or(|line| used_by(line.text).is_none()) {
            continue;
        }
        let first = headings.last().map_or(0, |last| last.users + 1);
        if let Some((at, name)) = name_above(page.blocks, first, users, &is_linked) {
            headings.push(Heading { name, at, users });
        }
    }
    headings
}

/// Finds the structure's name, a bare word above its users, and returns it with its index.
///
/// A description may be one word too. A heading or a word with links to it is then the name.
fn name_above(
    blocks: &[Block],
    first: usize,
    users: usize,
    is_linked: impl Fn(&str) -> bool,
) -> Option<(usize, String)> {
    let lowest = first.max(users.saturating_sub(MAX_NAME_DISTANCE));
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
    // A description that only repeats the name follows it.
    let twin = candidates
        .iter()
        .find(|(other, twin)| *twin == word && *other + 1 == at);
    Some((twin.map_or(at, |(at, _)| *at), word.to_owned()))
}

/// Returns the block's text if it is a single word that could name a structure.
fn bare_name(block: &Block) -> Option<&str> {
    let word = text_line(block)?.text.trim_matches('*');
    looks_like_structure(word).then_some(word)
}

/// The properties that all structures of a chapter share.
struct StructureChapter<'a> {
    file: &'a str,
    page: &'a Page<'a>,
    known: &'a KnownTypes,
    language: Language,
}

impl StructureChapter<'_> {
    /// Reads one structure from its blocks. The first block has the name.
    fn structure(&self, heading: &Heading, blocks: &[Block]) -> Structure {
        let (above, below) = blocks
            .split_at_checked(heading.users - heading.at)
            .unwrap_or((blocks, &[]));
        let doc: Vec<TextPart<'_>> = above
            .iter()
            .skip(1)
            .filter_map(text_line)
            .map(TextPart::line)
            .collect();
        let doc = text::join(&doc);
        let lines: Vec<TextLine<'_>> = below.iter().filter_map(text_line).collect();
        let (used_by, rest) = read_users(&lines);
        let rows = match below.iter().find_map(parameter_table) {
            Some((table, columns)) => rows_of_table(table, columns).0,
            None => printed_rows(rest, self.known),
        };
        Structure {
            name: heading.name.clone(),
            deprecated: deprecated(&doc, Subject::Structure(&heading.name), self.language),
            doc: Localized::new(self.language, doc),
            members: rows
                .iter()
                .map(|row| row.to_member(self.language))
                .collect(),
            used_by,
            inferred: None,
            sources: vec![Source {
                file: self.file.to_owned(),
                line: blocks.first().map_or(self.page.line, |block| block.line),
                updated: self.page.updated(),
                url: self.known.address(&heading.name),
                truncated: false,
            }],
        }
    }
}

fn parameter_table(block: &Block) -> Option<(&Table, Columns)> {
    let BlockKind::Table(table) = &block.kind else {
        return None;
    };
    let columns = columns_of_table(table)?;
    columns.is_parameters().then_some((table, columns))
}

fn printed_rows<'a>(lines: &[TextLine<'a>], known: &KnownTypes) -> Vec<ParameterRow<'a>> {
    if let Some((columns, below)) = headers(lines).next() {
        return rows_of_lines(below, columns, known);
    }
    // A page break may have lost the header.
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

/// Reads the users, from the label to the full stop, and returns them with the lines below.
fn read_users<'l, 'a>(lines: &'l [TextLine<'a>]) -> (Vec<String>, &'l [TextLine<'a>]) {
    let mut list = String::new();
    let mut taken = 0;
    for (index, line) in lines.iter().enumerate() {
        if header_at(lines, index).is_some() {
            break;
        }
        list.push(' ');
        list.push_str(line.text);
        taken = index + 1;
        if line.text.ends_with(['。', '.']) {
            break;
        }
    }
    let names = used_by(&list).unwrap_or_default();
    let users = unlink(names)
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | '.' | '。'))
        .filter(|word| is_identifier(word) && *word != "and")
        .map(str::to_owned)
        .collect();
    (users, lines.get(taken..).unwrap_or_default())
}
