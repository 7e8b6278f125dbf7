//! The overview of actions: groups of name, purpose and rate limit.

use document::{Block, BlockKind, is_group_title};
use spec::{Catalogue, CatalogueEntry, Language, Localized};

use super::header::{Columns, columns_of_cells, columns_of_lines};
use super::known_types::{looks_like_structure, unlink};
use super::links::is_page;
use super::printed_rows::split_word;
use super::reader::{TextLine, text_line};
use super::text::{self, TextPart};
use super::unit::Unit;
use super::vocabulary::language_of;

/// The groups of the overview; empty if the page is none.
pub(super) fn read_catalogue(unit: &Unit<'_>) -> (Vec<Catalogue>, Language) {
    let mut groups: Vec<Catalogue> = groups_of_tables(unit.blocks);
    if groups.is_empty() {
        groups = groups_of_lines(unit.blocks);
        address_entries(unit.blocks, &mut groups);
    }
    groups.retain(|group| !group.actions.is_empty());
    let language = groups
        .iter()
        .flat_map(|group| &group.actions)
        .find(|entry| entry.title.zh.is_some())
        .map_or(Language::En, |_| Language::Zh);
    (groups, language)
}

fn groups_of_tables(blocks: &[Block]) -> Vec<Catalogue> {
    let mut groups = Vec::new();
    let mut last_text = "";
    for block in blocks {
        let BlockKind::Table(table) = &block.kind else {
            last_text = text_line(block).map_or(last_text, |line| line.text);
            continue;
        };
        if columns_of_cells(table.header.iter().map(|cell| cell.text.as_str()))
            != Some(Columns::Catalogue)
        {
            continue;
        }
        let entries = table.rows.iter().filter_map(|row| {
            let url = row
                .cells
                .iter()
                .flat_map(|cell| &cell.links)
                .find(|link| is_page(link))
                .cloned();
            let mut cells = row.cells.iter().map(|cell| unlink(&cell.text));
            let (name, title, limit) = (cells.next()?, cells.next()?, cells.next());
            let title = title.trim().to_owned();
            let entry = entry(
                row.line,
                name.trim(),
                title,
                limit.as_deref().map(str::trim),
            )?;
            Some(CatalogueEntry { url, ..entry })
        });
        groups.push(Catalogue {
            group: localized(last_text.trim_matches('*')),
            actions: entries.collect(),
        });
    }
    groups
}

fn groups_of_lines(blocks: &[Block]) -> Vec<Catalogue> {
    let lines: Vec<TextLine<'_>> = blocks.iter().filter_map(text_line).collect();
    let mut groups: Vec<Catalogue> = Vec::new();
    let mut draft: Option<Draft<'_>> = None;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((Columns::Catalogue, taken)) = columns_of_lines(&lines[at..]) {
            at += taken;
            continue;
        }
        at += 1;
        if begins_group(&lines, at) {
            flush(&mut draft, &mut groups);
            groups.push(Catalogue {
                group: localized(line.text),
                actions: Vec::new(),
            });
        } else if is_note(line.text) {
            flush(&mut draft, &mut groups);
        } else if begins_entry(line.text) {
            flush(&mut draft, &mut groups);
            draft = Some(Draft {
                first: *line,
                rest: Vec::new(),
            });
        } else if let Some(draft) = &mut draft {
            draft.rest.push(*line);
        }
    }
    flush(&mut draft, &mut groups);
    groups
}

/// A printed page ends with its hyperlinks in reading order: the actions' own, then those of a note below.
fn address_entries(blocks: &[Block], groups: &mut [Catalogue]) {
    let mut page_start = 0;
    for block in blocks {
        let BlockKind::Links(links) = &block.kind else {
            continue;
        };
        let pages: Vec<&String> = links.iter().filter(|link| is_page(link)).collect();
        let entries = groups.iter_mut().flat_map(|group| &mut group.actions);
        let on_page: Vec<&mut CatalogueEntry> = entries
            .filter(|entry| (page_start..block.line).contains(&entry.line))
            .collect();
        if on_page.len() <= pages.len() {
            for (entry, page) in on_page.into_iter().zip(pages) {
                entry.url = Some(page.clone());
            }
        }
        page_start = block.line;
    }
}

/// The line above a header is the next group's title, unless a page break only repeats the header.
fn begins_group(lines: &[TextLine<'_>], next: usize) -> bool {
    let above_header = matches!(
        lines.get(next..).and_then(columns_of_lines),
        Some((Columns::Catalogue, _))
    );
    above_header
        && next
            .checked_sub(1)
            .and_then(|at| lines.get(at))
            .is_some_and(|line| is_group_title(line.text))
}

/// Action names have several words in one; other words at a line's begin go on with the title above.
fn begins_entry(text: &str) -> bool {
    let (word, rest) = split_word(text);
    let capitals = word.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let lower = word.bytes().any(|b| b.is_ascii_lowercase());
    // Alone on its line, a name must have more words to be told from a title's last one.
    looks_like_structure(word) && lower && capitals > usize::from(rest.is_empty())
}

fn is_note(text: &str) -> bool {
    ["注意", "说明", "Note"]
        .iter()
        .any(|label| text.starts_with(label))
}

/// A row of the overview, or a group's title, as printed.
#[derive(Debug)]
struct Draft<'a> {
    first: TextLine<'a>,
    rest: Vec<TextLine<'a>>,
}

impl Draft<'_> {
    fn entry(&self) -> Option<CatalogueEntry> {
        let (name, rest) = split_word(self.first.text);
        let mut lines = vec![self.first.with_text(rest)];
        lines.extend(&self.rest);
        let limit = take_limit(&mut lines);
        let parts: Vec<TextPart<'_>> = lines.into_iter().map(TextPart::line).collect();
        entry(
            self.first.number,
            name,
            text::join(&parts).replace('\n', " "),
            limit,
        )
    }
}

/// The rate limit is the last number of its line; words of the title may follow on the next line.
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

fn flush(draft: &mut Option<Draft<'_>>, groups: &mut [Catalogue]) {
    if let (Some(draft), Some(group)) = (draft.take(), groups.last_mut()) {
        group.actions.extend(draft.entry());
    }
}

fn entry(line: usize, name: &str, title: String, limit: Option<&str>) -> Option<CatalogueEntry> {
    if !looks_like_structure(name) || title.is_empty() {
        return None;
    }
    let rate_limit = limit.and_then(|limit| limit.parse().ok());
    Some(CatalogueEntry {
        name: name.to_owned(),
        title: localized(&title),
        rate_limit,
        url: None,
        file: None,
        line,
    })
}

fn localized(text: &str) -> Localized {
    Localized::new(language_of(text), text)
}
