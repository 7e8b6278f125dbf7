//! The names of structures on a page, and the blocks that belong to each.
//!
//! A list of users or a table of members shows that a name above it is a structure's.

use std::collections::BTreeSet;

use document::{Block, BlockKind};

use crate::page::Page;
use crate::table::header::{MAX_HEADER_LINES, columns_of_table, header_at};
use crate::table::printed_types::listed_structure;
use crate::words::looks_like_structure;
use crate::words::text::{TextLine, text_line};
use crate::words::vocabulary::{Section, is_data_types_title, section_heading, used_by};

/// The maximum number of blocks from a structure's name to the list of its users.
const MAX_NAME_DISTANCE: usize = 12;

/// The position of a structure among the page's blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    pub(super) name: String,
    /// The index of the name's block.
    pub(super) at: usize,
    /// The index of the block with the users, or `None` if the page doesn't list them.
    pub(super) users: Option<usize>,
}

/// Finds the structures of a page.
pub(super) fn headings(page: &Page<'_>, is_linked: impl Fn(&str) -> bool) -> Vec<Heading> {
    let marked = marked_headings(page);
    let blocks = page.blocks;
    let lists_users = |at: &usize| blocks.get(*at).is_some_and(is_used_by);
    let users: Vec<usize> = (0..blocks.len()).filter(lists_users).collect();
    let has_users = !users.is_empty();
    // A page without users has its tables to show that a word is a structure's name.
    let anchors = if !has_users && marked.is_empty() && is_data_types(page) {
        (1..blocks.len())
            .filter(|at| begins_table(blocks, *at))
            .collect()
    } else {
        users
    };
    if anchors.is_empty() {
        return marked;
    }
    let of_marked: BTreeSet<usize> = marked.iter().filter_map(|heading| heading.users).collect();
    let names = NameFinder::new(blocks, is_linked);
    let mut headings = Vec::new();
    let mut first = 0;
    for anchor in anchors {
        if !of_marked.contains(&anchor)
            && let Some((at, name)) = names.above(first, anchor)
        {
            let users = has_users.then_some(anchor);
            headings.push(Heading { name, at, users });
        }
        first = anchor + 1;
    }
    headings.extend(marked);
    headings.sort_by_key(|heading| heading.at);
    headings
}

/// Finds the structures with a marked heading: below it are users or a table of members.
fn marked_headings(page: &Page<'_>) -> Vec<Heading> {
    let blocks = page.blocks;
    let names: Vec<(usize, String)> = blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| Some((at, name_of_heading(block)?)))
        .collect();
    if names.is_empty() {
        return Vec::new();
    }
    let is_action = is_action(blocks);
    let is_data_types = is_data_types(page);
    let ends = names
        .iter()
        .skip(1)
        .map(|(at, _)| *at)
        .chain([blocks.len()]);
    names
        .iter()
        .zip(ends)
        .filter_map(|((at, name), end)| {
            let mut inside = at + 1..end;
            let users = inside.find(|index| blocks.get(*index).is_some_and(is_used_by));
            let may_be_bare = !is_action && (is_data_types || !names_a_part(name));
            let has_table = || (at + 1..end).any(|index| begins_table(blocks, index));
            (users.is_some() || (may_be_bare && has_table())).then(|| Heading {
                name: name.clone(),
                at: *at,
                users,
            })
        })
        .collect()
}

/// Returns whether the block begins a list of a structure's users.
fn is_used_by(block: &Block) -> bool {
    text_line(block).is_some_and(|line| used_by(line.text).is_some())
}

/// Returns whether the page is the chapter on data types by its title.
fn is_data_types(page: &Page<'_>) -> bool {
    let first_heading = page.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading { text, .. } => Some(text.as_str()),
        _ => None,
    });
    is_data_types_title(page.title_text()) || first_heading.is_some_and(is_data_types_title)
}

/// Returns whether the blocks have sections of an action page.
fn is_action(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| {
        let is_heading = matches!(block.kind, BlockKind::Heading { .. });
        let section = text_line(block).and_then(|line| section_heading(line.text, is_heading));
        matches!(section, Some(Section::Input | Section::Output))
    })
}

/// Returns whether the word is more likely the heading of a page's part than a structure.
fn names_a_part(word: &str) -> bool {
    const PARTS: [&str; 18] = [
        "request",
        "requests",
        "response",
        "responses",
        "parameter",
        "parameters",
        "input",
        "inputs",
        "output",
        "outputs",
        "example",
        "examples",
        "description",
        "overview",
        "errors",
        "fields",
        "headers",
        "body",
    ];
    PARTS.contains(&word.to_ascii_lowercase().as_str())
}

/// Returns the name in a heading: `Placement`, `1.2 Placement`, `Placement 结构`.
fn name_of_heading(block: &Block) -> Option<String> {
    const KINDS: [&str; 10] = [
        "结构",
        "结构体",
        "对象",
        "数据结构",
        "structure",
        "Structure",
        "object",
        "Object",
        "struct",
        "type",
    ];
    let BlockKind::Heading { text, .. } = &block.kind else {
        return None;
    };
    let text = text
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | ' '))
        .trim_matches(['*', '`', ' ']);
    // `DatabaseObject` is a name, and `Database object` is not.
    let word = KINDS
        .iter()
        .find_map(|kind| text.strip_suffix(kind))
        .filter(|word| !word.ends_with(|c: char| c.is_ascii_alphanumeric()) || !text.is_ascii())
        .filter(|word| !word.is_empty())
        .unwrap_or(text)
        .trim_matches(['*', '`', ' ']);
    looks_like_structure(word).then(|| word.to_owned())
}

/// Returns whether the block is a table of members with cells.
pub(super) fn is_parameter_table(block: &Block) -> bool {
    let BlockKind::Table(table) = &block.kind else {
        return false;
    };
    columns_of_table(table).is_some_and(|columns| columns.is_parameters())
}

/// Returns whether the block is or begins a table of members.
pub(super) fn begins_table(blocks: &[Block], at: usize) -> bool {
    let ahead: Vec<TextLine<'_>> = blocks
        .iter()
        .skip(at)
        .take(MAX_HEADER_LINES)
        .map_while(text_line)
        .collect();
    let printed = header_at(&ahead, 0).map(|(columns, _)| columns);
    printed.is_some_and(|columns| columns.is_parameters())
        || blocks.get(at).is_some_and(is_parameter_table)
}

/// A finder of names that no mark distinguishes from other words.
struct NameFinder<'a, F> {
    blocks: &'a [Block],
    is_linked: F,
    /// The structures that rows of the page name as elements of arrays.
    used: BTreeSet<String>,
}

impl<'a, F: Fn(&str) -> bool> NameFinder<'a, F> {
    fn new(blocks: &'a [Block], is_linked: F) -> Self {
        let lines = blocks.iter().filter_map(text_line);
        Self {
            blocks,
            is_linked,
            used: lines
                .filter_map(|line| listed_structure(line.text))
                .collect(),
        }
    }

    /// Finds the structure's name, a bare word above its users or table, and returns it with its
    /// index.
    ///
    /// A description may be one word too. A heading, or a word with links to it, is then the name.
    fn above(&self, first: usize, anchor: usize) -> Option<(usize, String)> {
        let lowest = first.max(anchor.saturating_sub(MAX_NAME_DISTANCE));
        let candidates: Vec<(usize, &str)> = (lowest..anchor)
            .rev()
            .filter_map(|at| Some((at, bare_name(self.blocks.get(at)?)?)))
            .collect();
        let marked = || candidates.iter().find(|(at, _)| self.is_heading(*at));
        let linked = || candidates.iter().find(|(_, word)| (self.is_linked)(word));
        let &(at, word) = marked()
            .or_else(linked)
            .or_else(|| self.nearest(&candidates))?;
        // A description that only repeats the name follows it.
        let twin = candidates
            .iter()
            .find(|(other, twin)| *twin == word && *other + 1 == at);
        Some((twin.map_or(at, |(at, _)| *at), word.to_owned()))
    }

    /// Returns the word nearest to the users, unless it describes a word directly above it.
    fn nearest<'c>(&self, candidates: &'c [(usize, &'a str)]) -> Option<&'c (usize, &'a str)> {
        let nearest = candidates.first()?;
        let above = candidates.get(1).filter(|(at, word)| {
            let is_used = |word: &str| self.used.contains(word);
            at + 1 == nearest.0
                && self.is_paragraph(*at)
                && self.is_paragraph(nearest.0)
                && (is_used(word) || !is_used(nearest.1))
        });
        above.or(Some(nearest))
    }

    fn is_heading(&self, at: usize) -> bool {
        let block = self.blocks.get(at);
        block.is_some_and(|block| matches!(block.kind, BlockKind::Heading { .. }))
    }

    fn is_paragraph(&self, at: usize) -> bool {
        let line = self.blocks.get(at).and_then(text_line);
        line.is_some_and(|line| line.blank_before)
    }
}

/// Returns the block's text if it is a single word that could name a structure.
fn bare_name(block: &Block) -> Option<&str> {
    let word = text_line(block)?.text.trim_matches('*');
    looks_like_structure(word).then_some(word)
}
