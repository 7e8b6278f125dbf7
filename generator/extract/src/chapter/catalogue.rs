//! The overview of actions: groups of names, purposes and rate limits.

use document::{Block, BlockKind, Table, is_group_title};
use spec::{Catalogue, CatalogueEntry, Language, Localized};

use crate::facts::Content;
use crate::links::is_page_address;
use crate::page::Page;
use crate::table::header::{Columns, column_of_table, columns_of_table, header_at};
use crate::words::text::{self, TextLine, TextPart, text_line};
use crate::words::vocabulary::{COLUMNS, Column, is_catalogue_note};
use crate::words::{language_of, looks_like_structure, split_word, unlink};

/// Reads the groups of the overview, or returns `None` if the page isn't one.
pub(crate) fn read_catalogue(page: &Page<'_>) -> Option<(Content, Language)> {
    let mut groups: Vec<Catalogue> = groups_of_tables(page.blocks);
    if groups.is_empty() {
        groups = groups_of_lines(page);
        address_entries(page.blocks, &mut groups);
    }
    groups.retain(|group| !group.actions.is_empty());
    let titles: String = groups
        .iter()
        .flat_map(|group| &group.actions)
        .filter_map(|entry| entry.title.preferred())
        .collect();
    let language = language_of(&titles);
    (!groups.is_empty()).then_some((Content::Catalogue(groups), language))
}

/// Reads tables with cells. The line above a table is the title of its group.
fn groups_of_tables(blocks: &[Block]) -> Vec<Catalogue> {
    let mut groups = Vec::new();
    let mut last_text = "";
    for block in blocks {
        if let BlockKind::Table(table) = &block.kind {
            if columns_of_table(table) == Some(Columns::Catalogue) {
                groups.push(Catalogue {
                    group: localized(last_text.trim_matches('*')),
                    actions: entries_of_table(table),
                });
            }
        } else if let Some(line) = text_line(block) {
            last_text = line.text;
        }
    }
    groups
}

fn entries_of_table(table: &Table) -> Vec<CatalogueEntry> {
    let column = |column| column_of_table(table, column);
    let name_at = column(Column::Action).unwrap_or_default();
    let title_at = column(Column::Feature).or_else(|| column(Column::Description));
    let limit_at = column(Column::RateLimit);
    table
        .rows
        .iter()
        .filter_map(|row| {
            let cell = |at: usize| Some(unlink(&row.cells.get(at)?.text));
            let (name, title) = (cell(name_at)?, cell(title_at?)?);
            let limit = limit_at.and_then(cell);
            let limit = limit.as_deref().map(str::trim);
            let entry = entry(row.line, name.trim(), title.trim(), limit)?;
            let mut links = row.cells.iter().flat_map(|cell| &cell.links);
            Some(CatalogueEntry {
                url: links.find(|link| is_page_address(link)).cloned(),
                ..entry
            })
        })
        .collect()
}

/// The maximum length of a group's title, in characters.
const MAX_TITLE_CHARS: usize = 40;

/// Reads printed tables.
fn groups_of_lines(page: &Page<'_>) -> Vec<Catalogue> {
    let lines = page.lines();
    let mut groups: Vec<Catalogue> = Vec::new();
    let mut draft: Option<Draft<'_>> = None;
    let mut one_cell_a_line = false;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((Columns::Catalogue, taken)) = header_at(&lines, at) {
            one_cell_a_line = has_one_title_a_line(&lines, at);
            if groups.is_empty() {
                groups.push(Catalogue {
                    group: Localized::default(),
                    actions: Vec::new(),
                });
            }
            at += taken;
            continue;
        }
        at += 1;
        if is_title(line.text) && is_header(&lines, at) {
            finish(&mut draft, &mut groups);
            groups.push(Catalogue {
                group: localized(line.text),
                actions: Vec::new(),
            });
        } else if is_catalogue_note(line.text) {
            finish(&mut draft, &mut groups);
        } else if begins_entry(line.text)
            || one_cell_a_line && is_next_name(line.text, draft.as_ref())
        {
            finish(&mut draft, &mut groups);
            draft = Some(Draft {
                first: *line,
                rest: Vec::new(),
            });
        } else if let Some(draft) = &mut draft {
            draft.rest.push(*line);
        }
    }
    finish(&mut draft, &mut groups);
    groups
}

/// Returns whether each of the first titles of a header fills a line, as each cell below does.
fn has_one_title_a_line(lines: &[TextLine<'_>], at: usize) -> bool {
    let title = |at: usize| COLUMNS.exact(lines.get(at)?.text);
    title(at) == Some(Column::Action) && title(at + 1).is_some()
}

/// Returns whether a line with one cell is the name of the next action.
fn is_next_name(text: &str, draft: Option<&Draft<'_>>) -> bool {
    let has_inner_capital = text.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    looks_like_structure(text)
        && match draft {
            Some(draft) => draft.ends_with_limit() || has_inner_capital && !draft.rest.is_empty(),
            None => true,
        }
}

/// Returns whether a line above a header is the title of a group.
fn is_title(text: &str) -> bool {
    let is_short = text.chars().count() <= MAX_TITLE_CHARS && !text.contains(['。', ':', '：']);
    is_group_title(text) || is_short && !text.is_ascii() && text.ends_with("API")
}

fn is_header(lines: &[TextLine<'_>], at: usize) -> bool {
    matches!(header_at(lines, at), Some((Columns::Catalogue, _)))
}

/// Returns whether the line begins with an action's name, which joins several words.
///
/// Other words at the beginning of a line continue the title above.
fn begins_entry(text: &str) -> bool {
    let (word, rest) = split_word(text);
    let capitals = word.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let lower = word.bytes().any(|b| b.is_ascii_lowercase());
    // A name without other words on its line needs more capitals than a title's last word has.
    looks_like_structure(word) && lower && capitals > usize::from(rest.is_empty())
}

/// Moves the draft to the last group.
fn finish(draft: &mut Option<Draft<'_>>, groups: &mut [Catalogue]) {
    if let (Some(draft), Some(group)) = (draft.take(), groups.last_mut()) {
        group.actions.extend(draft.entry());
    }
}

/// The printed lines of an entry.
#[derive(Debug)]
struct Draft<'a> {
    first: TextLine<'a>,
    rest: Vec<TextLine<'a>>,
}

impl Draft<'_> {
    fn ends_with_limit(&self) -> bool {
        let last = self.rest.last();
        last.is_some_and(|line| line.text.bytes().all(|b| b.is_ascii_digit()))
    }

    fn entry(&self) -> Option<CatalogueEntry> {
        let (name, rest) = split_word(self.first.text);
        let mut lines = vec![self.first.with_text(rest)];
        lines.extend(&self.rest);
        let limit = take_limit(&mut lines);
        let parts: Vec<TextPart<'_>> = lines.into_iter().map(TextPart::line).collect();
        let title = text::join(&parts).replace('\n', " ");
        entry(self.first.number, name, &title, limit)
    }
}

/// Removes and returns the rate limit, the last number at the end of a line.
///
/// Words of the title may follow on the next line.
fn take_limit<'a>(lines: &mut [TextLine<'a>]) -> Option<&'a str> {
    for line in lines.iter_mut().rev() {
        let (before, last) = line.text.rsplit_once(' ').unwrap_or(("", line.text));
        if !last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()) {
            line.text = before.trim_end();
            return Some(last);
        }
    }
    None
}

/// Gives the entries of printed tables the addresses at the end of their printed page.
///
/// The addresses are in reading order: first those of the actions, then those of a note below.
fn address_entries(blocks: &[Block], groups: &mut [Catalogue]) {
    let mut page_start = 0;
    for block in blocks {
        let BlockKind::Links(links) = &block.kind else {
            continue;
        };
        let addresses: Vec<&String> = links.iter().filter(|link| is_page_address(link)).collect();
        let on_page: Vec<&mut CatalogueEntry> = groups
            .iter_mut()
            .flat_map(|group| &mut group.actions)
            .filter(|entry| (page_start..block.line).contains(&entry.line))
            .collect();
        if on_page.len() <= addresses.len() {
            for (entry, address) in on_page.into_iter().zip(addresses) {
                entry.url = Some(address.clone());
            }
        }
        page_start = block.line;
    }
}

fn entry(line: usize, name: &str, title: &str, limit: Option<&str>) -> Option<CatalogueEntry> {
    if !looks_like_structure(name) || title.is_empty() {
        return None;
    }
    let rate_limit = limit.and_then(|limit| limit.parse().ok());
    Some(CatalogueEntry {
        name: name.to_owned(),
        title: localized(title),
        rate_limit,
        url: None,
        file: None,
        line,
    })
}

fn localized(text: &str) -> Localized {
    Localized::new(language_of(text), text)
}
