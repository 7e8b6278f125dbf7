//! The API generations before 3.0: hosts such as `cvm.api.qcloud.com`, requests to `/v2/index.php`.
//!
//! Their pages have the same sections as those of API 3.0, with other labels. Pages with tables and
//! code blocks are read as they are. From the text of a PDF, `printed` and `replies` rebuild both.

mod account;
mod action;
mod borders;
mod catalogue;
mod chapters;
mod content;
pub(crate) mod findings;
mod generations;
mod host;
mod members;
mod printed;
mod replies;
mod row;
mod table;
mod tree;

use std::collections::BTreeSet;

use document::{BlockKind, Document, Format};

use crate::facts::Facts;
use crate::page::Page;
use crate::table::known_types::{KnownTypes, scalar};
use crate::words::text::text_lines;
use crate::words::vocabulary::yes_or_no;
use crate::words::{is_member_name, split_word};
use printed::broken_words::KnownWords;

/// Reads the pages of retired generations. Also returns those without facts.
pub(crate) fn read<'a>(
    document: &'a Document,
    pages: &[Page<'a>],
    types: &KnownTypes,
) -> (Facts, Vec<Page<'a>>) {
    let bounded = borders::bounded(document, pages);
    let retired = pages
        .iter()
        .zip(bounded)
        .filter(|(page, _)| page.is_legacy());
    let pages: Vec<Page<'a>> = retired.map(|(_, bounded)| bounded).collect();
    let known = known_words(&pages);
    let found = parallel::map(&pages, |page| action::read(&document.file, page, &known));
    let names: BTreeSet<String> = found
        .iter()
        .flatten()
        .flat_map(|facts| &facts.actions)
        .map(|page| page.action.name.clone())
        .collect();
    let is_printed = matches!(document.format, Format::PdfText | Format::Text);
    let titles: Vec<&str> = pages.iter().map(Page::title_text).collect();
    let is_torn = document.format == Format::PdfText;
    let mut facts = Facts::default();
    let mut rest = Vec::new();
    for (page, found) in pages.into_iter().zip(found) {
        let found = found.unwrap_or_else(|| {
            chapters::read(&document.file, &page, &known, types, &names, is_printed)
        });
        if found.count() == 0 {
            rest.push(page);
        } else if is_torn && !found.actions.is_empty() {
            let unread = account::unread(&document.file, &page, &titles, &found);
            facts.findings.extend(unread);
        } else {
            let unread = crate::account::unread(document, &page, &found);
            facts.findings.extend(unread);
        }
        facts.actions.extend(found.actions);
        facts.chapters.extend(found.chapters);
        facts.findings.extend(found.findings);
    }
    generations::date(&mut facts);
    (facts, rest)
}

/// Collects the names and structures that the pages show whole.
fn known_words(pages: &[Page<'_>]) -> KnownWords {
    let mut known = KnownWords::default();
    for page in pages {
        let structures = chapters::structure_headings(page);
        known
            .structures
            .extend(structures.into_iter().map(|(_, name)| name));
        for block in page.blocks {
            if let BlockKind::Table(table) = &block.kind {
                let firsts = table.rows.iter().filter_map(|row| row.cells.first());
                known
                    .names
                    .extend(firsts.map(|cell| cell.text.trim().to_owned()));
            }
            for line in text_lines(block) {
                add_names(line.text, &mut known.names);
            }
        }
    }
    known
}

/// Adds the names in a line of JSON, of a query or of an undamaged row.
fn add_names(text: &str, names: &mut BTreeSet<String>) {
    names.extend(crate::examples::member_names(std::iter::once(text)));
    for pair in text
        .split(['?', '&'])
        .skip(usize::from(!text.starts_with('&')))
    {
        if let Some((path, _)) = pair.split_once('=') {
            let parts = path.split('.').filter(|part| is_member_name(part));
            names.extend(parts.map(str::to_owned));
        }
    }
    let (name, rest) = split_word(text);
    let column = split_word(rest).0;
    let is_row = yes_or_no(column).is_some() || scalar(column).is_some();
    if is_row && is_member_name(name) {
        let name = name
            .strip_suffix(".N")
            .or_else(|| name.strip_suffix(".n"))
            .unwrap_or(name);
        names.insert(name.to_owned());
    }
}
