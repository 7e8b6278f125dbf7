//! The account of a page: text that no fact holds is a finding.
//!
//! The words of each block are compared with the words of the page's facts and with the fixed
//! wording of the site. The comparison doesn't depend on the readers, so it also finds text that
//! a reader takes and then drops.

mod facts;
mod site;
pub(crate) mod stretch;
mod words;

use document::{Block, BlockKind, Cell, Document, Format, Row, Table};
use spec::finding::{Finding, Nature, Rule, Severity};

use crate::facts::{Content, Facts};
use crate::page::Page;
use crate::table::header::{columns_of_table, has_known_titles, header_at};
use crate::words::text::{TextLine, text_line};
use crate::words::vocabulary::{
    SAMPLE_LABELS, domain_labels, product_heading, rate_label, section_heading,
};
use facts::words_of_facts;
use stretch::{Piece, PieceKind, number, shortened, stretches};
use words::Words;

/// The rule for text that nothing uses.
pub(crate) const UNREAD_TEXT: Rule = Rule {
    name: "unread-text",
    nature: Nature::Gap,
    explanation: "A page has lines that are neither part of a fact nor fixed wording of the site. \
                  They are lost.",
};

/// The rule for a section that nothing uses.
pub(crate) const UNREAD_SECTION: Rule = Rule {
    name: "unread-section",
    nature: Nature::Gap,
    explanation: "A page has a section with an unknown heading, which no fact holds. It is lost.",
};

/// The rule for a table that nothing uses.
pub(crate) const UNREAD_TABLE: Rule = Rule {
    name: "unread-table",
    nature: Nature::Gap,
    explanation: "A page has a table with an unknown header, or with rows that no fact holds. The \
                  rows are lost.",
};

/// The rule for lines around a page that are taken for the site's frame.
pub(crate) const SITE_FRAME: Rule = Rule {
    name: "site-frame",
    nature: Nature::Remark,
    explanation: "Lines above a page's title or below its footer are taken for menus of the site, \
                  although their words are unknown. They are omitted.",
};

/// Returns notes on the lines that the document's reader took for the site's frame.
///
/// One is about the lines above the page, and one about those below it.
pub(crate) fn frame(document: &Document) -> impl Iterator<Item = Finding> {
    let top = document.blocks.first().map_or(0, |block| block.line);
    let sides = document
        .dropped
        .chunk_by(move |one, other| (one.line < top) == (other.line < top));
    sides.filter_map(|blocks| {
        let first = blocks.iter().find_map(text_line)?;
        let message = format!(
            "{} taken for menus of the site: `{}`",
            number(blocks.len(), "line"),
            shortened(first.text)
        );
        let finding = Finding::warning(&document.file, first.number, &SITE_FRAME, "", message);
        Some(finding.severity(Severity::Note))
    })
}

/// Returns a finding for each stretch of the page that its facts don't hold.
pub(crate) fn unread(document: &Document, page: &Page<'_>, facts: &Facts) -> Vec<Finding> {
    let action = facts.actions.first();
    let subject = action.map_or("", |page| page.action.name.as_str());
    let words = words_of_facts(facts);
    let account = Account {
        sets: sets(&words, page, facts),
        is_torn: document.format == Format::PdfText,
        named: facts.findings.iter().map(|finding| finding.line).collect(),
    };
    let mut pieces = Vec::new();
    let notes = page.title.into_iter().flat_map(|title| &title.notes);
    pieces.extend(notes.map(|note| account.line(TextLine::new(page.line, note), false)));
    for block in page.blocks {
        account.block(block, &mut pieces);
    }
    stretches(&pieces)
        .map(|stretch| stretch.finding(&document.file, subject))
        .collect()
}

/// Returns all sets of words that the page may contain.
fn sets<'a>(words: &'a Words, page: &Page<'_>, facts: &Facts) -> Vec<&'a Words> {
    let mut sets = vec![words, site::site_words()];
    sets.extend(page.is_legacy().then(site::retired_words));
    sets.extend(
        facts
            .chapters
            .iter()
            .filter_map(|chapter| match chapter.content {
                Content::Regions(_) | Content::Errors(_) => Some(site::shared_chapter_words()),
                Content::History(_) => Some(site::history_words()),
                _ => None,
            }),
    );
    sets
}

/// The words that a page may contain without a finding.
struct Account<'a> {
    /// The words of the facts and of the site.
    sets: Vec<&'a Words>,
    /// True if lines may begin and end within a word.
    is_torn: bool,
    /// The lines that other findings name.
    named: Vec<usize>,
}

impl Account<'_> {
    /// Adds the block's pieces, read or unread.
    fn block<'b>(&self, block: &'b Block, pieces: &mut Vec<Piece<'b>>) {
        match &block.kind {
            BlockKind::Table(table) => self.table(block.line, table, pieces),
            BlockKind::Code(code) => self.code(block.line, code, pieces),
            // Other blocks have the words of these links.
            BlockKind::Links(_) => {}
            BlockKind::Title(_) | BlockKind::Heading { .. } | BlockKind::Line(_) => {
                let is_heading = matches!(block.kind, BlockKind::Heading { .. });
                let line = text_line(block);
                pieces.extend(line.map(|line| self.line(line, is_heading)));
            }
        }
    }

    fn line<'b>(&self, line: TextLine<'b>, is_heading: bool) -> Piece<'b> {
        // A finding about a line of HTML is about the text below the heading that shares the line.
        let is_named = !is_heading && self.is_named(line.number);
        let is_read = is_named
            || section_heading(line.text, is_heading).is_some()
            || (is_heading && product_heading(line.text).is_some())
            || if is_code(line.text) {
                self.has_code(line.text)
            } else {
                self.has(site::after_numbered_label(line.text))
            }
            || header_at(&[line], 0).is_some();
        let kind = if is_heading {
            PieceKind::Heading
        } else {
            PieceKind::Line
        };
        Piece {
            line: line.number,
            kind,
            text: vec![line.text],
            is_read,
        }
    }

    /// Adds the lines of code. They belong together, so one unread line makes all unread.
    fn code<'b>(&self, first: usize, code: &'b str, pieces: &mut Vec<Piece<'b>>) {
        let lines = || (first..).zip(code.lines());
        let is_read = lines().all(|(line, text)| self.is_named(line) || self.has_code(text));
        pieces.extend(lines().map(|(line, text)| Piece {
            line,
            kind: PieceKind::Line,
            text: vec![text.trim()],
            is_read,
        }));
    }

    /// Adds the header and the rows of a table.
    ///
    /// Below an unknown header, no row counts as read: it may have known words by chance.
    fn table<'b>(&self, line: usize, table: &'b Table, pieces: &mut Vec<Piece<'b>>) {
        let has_cells = |line: usize, cells: &[Cell]| {
            self.is_named(line) || cells.iter().all(|cell| self.has_cell(&cell.text))
        };
        let states_request = !table.rows.is_empty() && table.rows.iter().all(states_request);
        let is_read = has_cells(line, &table.header) || has_known_titles(table) || states_request;
        // The rows below an unknown header may tell its meaning.
        let is_known = is_read || columns_of_table(table).is_some();
        pieces.push(Piece {
            line,
            kind: PieceKind::Header,
            text: texts(&table.header),
            is_read,
        });
        pieces.extend(table.rows.iter().map(|row| Piece {
            line: row.line,
            kind: PieceKind::Row,
            text: texts(&row.cells),
            is_read: states_request || (is_known && has_cells(row.line, &row.cells)),
        }));
    }

    fn is_named(&self, line: usize) -> bool {
        self.named.contains(&line)
    }

    fn has(&self, text: &str) -> bool {
        words::contain(&self.sets, text, self.is_torn)
    }

    /// Returns whether the facts hold the cell, line by line. Its lines may become several facts.
    fn has_cell(&self, text: &str) -> bool {
        // Text and sample value are two facts, so their words aren't neighbours.
        let parts = |line: &'_ str| {
            let sample = SAMPLE_LABELS
                .iter()
                .find_map(|label| line.split_once(label));
            let (text, sample) = sample.unwrap_or((line, ""));
            [text, sample].map(|part| words::contain(&self.sets, part, false))
        };
        text.lines().flat_map(parts).all(|is_read| is_read)
    }

    /// Returns whether the facts hold the words of a line of code.
    ///
    /// JSON and queries are parsed, so their words may have other neighbours in the facts.
    fn has_code(&self, text: &str) -> bool {
        site::is_request_frame(text)
            || words::contain_each(&self.sets, text, self.is_torn)
            || self.has(text)
    }
}

/// Returns whether the line looks like part of a request or of JSON.
fn is_code(text: &str) -> bool {
    text.starts_with(['{', '}', '[', ']', '"', '&'])
        || text.len() >= words::MIN_PIECE_BYTES && !text.contains(' ')
        || site::is_request_frame(text)
}

/// Returns whether the row states the domain or the rate limit of requests, next to its label.
fn states_request(row: &Row) -> bool {
    let [label, _] = row.cells.as_slice() else {
        return false;
    };
    domain_labels(&label.text).next().is_some() || rate_label(&label.text).is_some()
}

fn texts(cells: &[Cell]) -> Vec<&str> {
    cells.iter().map(|cell| cell.text.as_str()).collect()
}
