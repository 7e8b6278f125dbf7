//! The comparison of a file with its facts and findings, line by line.

use std::collections::BTreeSet;
use std::ops::Range;

use document::{Block, BlockKind, Format};
use extract::{Content, Facts};
use spec::finding::Finding;

use super::fixed::{fixed, is_footer, is_frame, shared_chapters};
use super::held::{Held, make_up};
use super::printed::{Printed, printed_lines};

/// A file, its facts, and the lines on which its pages begin.
pub(crate) struct Account {
    pub(crate) facts: Facts,
    pub(crate) lines: Vec<Printed>,
    format: Format,
    starts: Vec<usize>,
    /// The lines on which headings, lines, rows and lines of code begin.
    pieces: Vec<usize>,
    /// Titles of pages and of groups. A manual may print them at the end of the page above.
    titles: BTreeSet<String>,
}

impl Account {
    /// Reads the file, or returns `None` if it isn't readable at all.
    pub(crate) fn read(file: &str, text: &str, format: Option<Format>) -> Option<Self> {
        let document = document::read(file, text.as_bytes(), format).ok()?;
        let facts = pipeline::facts_of(file, text.as_bytes(), Some(document.format));
        let titles = document
            .blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Title(title) => Some((block.line, title)),
                _ => None,
            });
        let actions = facts.actions.iter().flat_map(|page| &page.action.sources);
        let chapters = facts.chapters.iter().map(|chapter| &chapter.source);
        let mut starts: Vec<usize> = actions.chain(chapters).map(|source| source.line).collect();
        starts.extend(titles.clone().map(|(line, _)| line));
        starts.sort_unstable();
        starts.dedup();
        let mut pieces: Vec<usize> = document.blocks.iter().flat_map(lines_of_block).collect();
        pieces.extend(document.dropped.iter().map(|block| block.line));
        pieces.sort_unstable();
        Some(Self {
            pieces,
            lines: printed_lines(text, document.format),
            format: document.format,
            starts,
            titles: titles
                .flat_map(|(_, title)| title.category.iter().chain([&title.text]))
                .cloned()
                .collect(),
            facts,
        })
    }

    /// Returns the lines of pages with facts that neither a fact nor a finding has.
    pub(crate) fn misses(&self) -> Vec<&Printed> {
        let mut missed = Vec::new();
        for (index, &start) in self.starts.iter().enumerate() {
            // The frame above the first page belongs to it, but a manual begins with its contents.
            let is_manual = self.format == Format::PdfText;
            let first = if index == 0 && !is_manual { 1 } else { start };
            let end = self.starts.get(index + 1).copied().unwrap_or(usize::MAX);
            if let Some(held) = self.held(start..end) {
                missed.extend(self.misses_of_page(&held, first..end));
            }
        }
        missed
    }

    /// Returns the texts of the page that begins on one of these lines, or `None` without facts.
    fn held(&self, lines: Range<usize>) -> Option<Held> {
        let mut held = Held::default();
        let mut has_facts = false;
        for page in &self.facts.actions {
            if page
                .action
                .sources
                .iter()
                .any(|source| lines.contains(&source.line))
            {
                held.add_action(page);
                has_facts = true;
            }
        }
        for chapter in &self.facts.chapters {
            if lines.contains(&chapter.source.line) {
                held.add_chapter(chapter);
                has_facts = true;
            }
        }
        self.titles.iter().for_each(|title| held.add(title));
        for finding in &self.facts.findings {
            if self.format != Format::PdfText || lines.contains(&finding.line) {
                held.add_words(&finding.message);
            }
        }
        has_facts.then_some(held)
    }

    fn misses_of_page(&self, held: &Held, lines: Range<usize>) -> Vec<&Printed> {
        let named = self.named_lines();
        let texts = [held, fixed(), shared_chapters()];
        let texts = if self.is_shared(&lines) {
            &texts[..]
        } else {
            &texts[..2]
        };
        let on_page = self
            .lines
            .iter()
            .filter(|line| lines.contains(&line.number));
        on_page
            .filter(|line| !named.iter().any(|range| range.contains(&line.number)))
            .filter(|line| !is_frame(&line.text) && !self.is_above_footer(line))
            .filter(|line| !make_up(texts, &line.squeezed))
            .collect()
    }

    /// Returns whether the page on these lines is a chapter with texts that all products share.
    fn is_shared(&self, lines: &Range<usize>) -> bool {
        self.facts.chapters.iter().any(|chapter| {
            lines.contains(&chapter.source.line)
                && matches!(chapter.content, Content::Regions(_) | Content::Errors(_))
        })
    }

    /// Returns whether a manual prints the product's name here, above the footer of a page.
    fn is_above_footer(&self, line: &Printed) -> bool {
        let mut below = self
            .lines
            .iter()
            .skip_while(|other| other.number <= line.number);
        self.format == Format::PdfText
            && line.squeezed.chars().count() < 24
            && below.next().is_some_and(|below| is_footer(&below.text))
    }

    /// Returns the ones among these lines that no fact and no finding of the whole file has.
    pub(crate) fn misses_among(&self, lines: Range<usize>) -> Vec<&Printed> {
        let mut texts = Held::default();
        self.facts
            .actions
            .iter()
            .for_each(|page| texts.add_action(page));
        self.facts
            .chapters
            .iter()
            .for_each(|chapter| texts.add_chapter(chapter));
        self.facts
            .findings
            .iter()
            .for_each(|finding| texts.add_words(&finding.message));
        self.titles.iter().for_each(|title| texts.add(title));
        self.misses_of_page(&texts, lines)
    }

    /// Returns the lines that findings name: those from their line on that they count.
    fn named_lines(&self) -> Vec<Range<usize>> {
        let findings = self.facts.findings.iter();
        findings
            .filter(|finding| is_account(finding))
            .map(|finding| {
                // Several pieces may begin on one line of a file.
                let below = self.pieces.partition_point(|line| *line <= finding.line);
                let end = self.pieces.get(below + counted_pieces(finding) - 1);
                finding.line..end.copied().unwrap_or(usize::MAX)
            })
            .collect()
    }
}

/// Returns whether the finding names lines that nothing uses.
fn is_account(finding: &Finding) -> bool {
    let name = finding.rule.name;
    name.starts_with("unread-") || matches!(name, "site-frame" | "sample-outside-examples")
}

/// Returns the number of headings, headers, lines and rows that the finding counts.
fn counted_pieces(finding: &Finding) -> usize {
    let words: Vec<&str> = finding.message.split([' ', ':']).collect();
    let counts = words
        .windows(2)
        .filter(|pair| matches!(pair[1], "line" | "lines" | "row" | "rows"));
    let counted: usize = counts
        .filter_map(|pair| pair[0].parse::<usize>().ok())
        .sum();
    // The heading of a section and the header of a table aren't counted.
    match finding.rule.name {
        "unread-section" if finding.message.contains(" row") => counted + 2,
        "unread-section" | "unread-table" => counted + 1,
        _ => counted.max(1),
    }
}

/// Returns the lines on which the pieces of a block begin.
fn lines_of_block(block: &Block) -> Vec<usize> {
    match &block.kind {
        BlockKind::Table(table) => {
            let rows = table.rows.iter().map(|row| row.line);
            std::iter::once(block.line).chain(rows).collect()
        }
        BlockKind::Code(code) => (0..code.lines().count())
            .map(|at| block.line + at)
            .collect(),
        BlockKind::Links(_) => Vec::new(),
        _ => vec![block.line],
    }
}
