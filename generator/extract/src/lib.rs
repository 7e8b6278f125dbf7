//! Stage 2: from a [`Document`] to API [`Facts`].
//!
//! A document is split into its pages. Each page is an action, known chapters, or without facts.
//! Dependencies go one way: `words`, then `page` and `table`, then `examples`, `chapter` and
//! `action`, then `account`, then this file.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod account;
mod action;
mod chapter;
mod examples;
mod facts;
mod links;
mod page;
mod retired;
mod table;
mod words;

use std::collections::BTreeSet;

use document::{BlockKind, Document};
use spec::finding::{Finding, Nature, Rule, Severity};

use action::findings;
pub use action::findings::{FOREIGN_HOST, MISSING_DOMAIN};
pub use examples::partial_json::read as readable_json;
pub use facts::{ActionPage, Chapter, Content, ExplorerLink, Facts, Retired};
pub use links::{PageNumbers, page_numbers};
use page::{Page, split_into_pages};
use table::faults;
use table::header::glued_titles;
use table::known_types::KnownTypes;
use table::printed_types::listed_structure;
pub use words::secrets::sensitive;
use words::split_word;
use words::text::{TextLine, text_line};

/// The rules of this stage, sorted by name.
pub const RULES: &[&Rule] = &[
    &findings::ACTION_NAME_DIFFERS,
    &faults::CUT_ROW,
    &faults::DAMAGED_ROW,
    &retired::findings::EXAMPLE_HOST,
    &retired::findings::EXAMPLE_WITHOUT_ACTION,
    &findings::FOREIGN_HOST,
    &GLUED_CELLS,
    &findings::HOST_OF_EXAMPLE,
    &LEGACY_GENERATION,
    &retired::findings::LOST_ROWS,
    &findings::MISSING_DOMAIN,
    &findings::MISSING_SECTION,
    &findings::MISSING_VERSION,
    &NO_FACTS,
    &retired::findings::SAMPLE_OUTSIDE_EXAMPLES,
    &account::SITE_FRAME,
    &SUPPORTING_CHAPTER,
    &faults::UNCLEAR_TABLE,
    &faults::UNKNOWN_COLUMN,
    &account::UNREAD_SECTION,
    &account::UNREAD_TABLE,
    &account::UNREAD_TEXT,
    &faults::UNREADABLE_ANSWER,
    &UNREADABLE_PAGE,
    &faults::UNREADABLE_TYPE,
];

/// The rule for a file that `document::read` rejects. The caller of that function reports it.
pub const UNREADABLE_PAGE: Rule = Rule {
    name: "unreadable-page",
    nature: Nature::Damage,
    explanation: "A file can't be read at all: it is empty, binary, too large, or in another \
                  encoding.",
};

/// Extracts the API facts of a document.
pub fn extract(document: &Document) -> Facts {
    let pages = split_into_pages(document);
    let current: Vec<&Page<'_>> = pages.iter().filter(|page| !page.is_legacy()).collect();
    let known = known_types(document, &current);
    let (retired, skipped) = retired::read(document, &pages, &known);
    let mut facts = Facts::default();
    for found in parallel::map(&current, |page| read_page(document, page, &known)) {
        facts.actions.extend(found.actions);
        facts.chapters.extend(found.chapters);
        facts.findings.extend(found.findings);
    }
    links::address_pages(&mut facts);
    facts
        .chapters
        .extend(chapter::footer_title(document, &facts.actions));
    name_service(&mut facts);
    facts.actions.extend(retired.actions);
    facts.chapters.extend(retired.chapters);
    facts.findings.extend(retired.findings);
    facts.findings.extend(skipped_pages(document, &skipped));
    facts.findings.extend(glued_table(document));
    if facts.count() > 0 {
        facts.findings.extend(account::frame(document));
    }
    if facts.actions.is_empty() && facts.chapters.is_empty() {
        facts.findings.push(no_facts(document, &current));
    }
    facts
}

/// Returns the types that the document's tables can name.
///
/// A document that describes structures describes all that its pages name. Other documents also
/// name structures of other pages.
fn known_types(document: &Document, pages: &[&Page<'_>]) -> KnownTypes {
    let linked = links::linked_structures(&document.blocks);
    let described: BTreeSet<String> = pages
        .iter()
        .flat_map(|page| chapter::structure_names(page, &linked))
        .collect();
    if !described.is_empty() {
        return KnownTypes::closed(described, linked);
    }
    let listed = document
        .blocks
        .iter()
        .filter_map(text_line)
        .filter_map(|line| listed_structure(line.text))
        .collect();
    let code = document.blocks.iter().flat_map(|block| match &block.kind {
        BlockKind::Line(line) => line.text.lines(),
        BlockKind::Code(code) => code.lines(),
        _ => "".lines(),
    });
    KnownTypes::open(listed, linked, examples::member_names(code))
}

/// Reads a page as an action, or else as every kind of chapter that it contains.
fn read_page(document: &Document, page: &Page<'_>, known: &KnownTypes) -> Facts {
    let file = &document.file;
    let mut facts = match action::read_action(file, page, known) {
        Some(facts) => facts,
        None => chapter::read_chapters(file, page, known),
    };
    if facts.count() > 0 {
        let subject = facts.actions.first();
        let subject = subject.map_or("", |page| page.action.name.as_str());
        let unknown = faults::unknown_words(file, subject, page.blocks);
        facts.findings.extend(unknown);
        let unread = account::unread(document, page, &facts);
        facts.findings.extend(unread);
    }
    facts
}

/// Assigns the chapters of a manual to the service and version of its actions.
///
/// A document with actions of several services or versions leaves its chapters unassigned.
fn name_service(facts: &mut Facts) {
    let mut named = facts
        .actions
        .iter()
        .map(|page| (&page.action.service, &page.action.version))
        // A damaged page that lost either says nothing.
        .filter(|(service, version)| !service.is_empty() && !version.is_empty());
    let Some(first) = named.next() else {
        return;
    };
    if named.any(|other| other != first) {
        return;
    }
    let (service, version) = first;
    for chapter in &mut facts.chapters {
        chapter.service.get_or_insert_with(|| service.clone());
        chapter.version.get_or_insert_with(|| version.clone());
    }
}

/// The rule for a document with pages of older API generations.
const LEGACY_GENERATION: Rule = Rule {
    name: "legacy-generation",
    nature: Nature::Remark,
    explanation: "A document has pages of API generations before 3.0 that describe no action and no \
                  known chapter. They are omitted.",
};

/// Reports the number of pages of older API generations.
fn skipped_pages(document: &Document, legacy: &[Page<'_>]) -> Option<Finding> {
    let (first, count) = (legacy.first()?, legacy.len());
    // The accepted findings in `specs/lint.yaml` contain this message.
    let message = match count {
        1 => "a page of an API generation before 3.0 has no facts".to_owned(),
        _ => format!("{count} pages of API generations before 3.0 have no facts"),
    };
    let finding = Finding::warning(&document.file, first.line, &LEGACY_GENERATION, "", message);
    Some(finding.severity(Severity::Note))
}

/// The rule for a document with a table whose cells nothing separates.
const GLUED_CELLS: Rule = Rule {
    name: "glued-cells",
    nature: Nature::Damage,
    explanation: "A text has lost the separators between table cells. Cells are told apart by \
                  their content.",
};

/// Reports the first table that lost the separators of its cells.
fn glued_table(document: &Document) -> Option<Finding> {
    let header = document.blocks.iter().enumerate().find_map(|(at, block)| {
        let line = text_line(block)?;
        let titles = glued_titles(line.text)?;
        // Two titles are also words of a heading or a label, unless a row follows: `接口描述`.
        let next = document.blocks.get(at + 1).and_then(text_line);
        let is_row = |next: TextLine<'_>| {
            let word = split_word(next.text).0;
            word.starts_with(|first: char| first.is_ascii_uppercase()) && !word.is_ascii()
        };
        let is_heading = matches!(block.kind, BlockKind::Heading { .. });
        (!is_heading && (titles > 2 || next.is_some_and(is_row))).then_some(line)
    })?;
    let message = format!(
        "nothing separates the cells of the table with the header `{}`",
        header.text
    );
    let finding = Finding::warning(&document.file, header.number, &GLUED_CELLS, "", message);
    Some(finding.help("scrape the page again as HTML or Markdown"))
}

/// The rule for a document without facts.
pub const NO_FACTS: Rule = Rule {
    name: "no-facts",
    nature: Nature::Damage,
    explanation: "A page yields no facts. It isn't an API page, or it was read in the wrong \
                  format.",
};

/// The rule for a chapter that every product has.
const SUPPORTING_CHAPTER: Rule = Rule {
    name: "supporting-chapter",
    nature: Nature::Remark,
    explanation: "A page is a chapter that all products share, such as the one on signatures. It \
                  yields no code.",
};

/// Reports a document without facts. For a chapter that every product has, a note is enough.
fn no_facts(document: &Document, pages: &[&Page<'_>]) -> Finding {
    let file = &document.file;
    let topic = pages
        .iter()
        .find_map(|page| chapter::supporting_chapter(page));
    if let Some(topic) = topic {
        let message = format!("the chapter on the {topic} has no facts about one product's API");
        let finding = Finding::warning(file, 1, &SUPPORTING_CHAPTER, "", message);
        return finding.severity(Severity::Note);
    }
    let message = "the file contains neither an API page nor a known chapter";
    Finding::warning(file, 1, &NO_FACTS, "", message)
        .help("check that the file is a page of the API documentation, or set its format")
}
