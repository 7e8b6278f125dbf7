//! The content of a page by section, whether its tables are printed lines or have cells.

use document::{Block, BlockKind};

use super::host::{Address, host_of_address, stated_host};
use super::printed::broken_words::KnownWords;
use super::printed::errors::{self, ErrorRow};
use super::printed::frame::is_frame;
use super::printed::{PrintedLine, examples, tables};
use super::table::{FoundTable, table_of_cells};
use crate::page::Page;
use crate::words::looks_like_structure;
use crate::words::text::{TextLine, TextPart, text_line, text_lines};
use crate::words::vocabulary::{Section, action_reference, section_heading};

/// The parts of an action's page.
#[derive(Debug, Default)]
pub(super) struct Content<'a> {
    /// The name that the page states.
    pub(super) name: Option<String>,
    /// The name in a sentence about the common parameter Action.
    named_as_parameter: Option<String>,
    /// The host that the page states.
    pub(super) host: Option<String>,
    /// The addresses in its examples, with their lines.
    pub(super) addresses: Vec<(usize, Address)>,
    pub(super) description: Vec<TextPart<'a>>,
    pub(super) input: Vec<FoundTable<'a>>,
    pub(super) output: Vec<FoundTable<'a>>,
    /// The titles of further tables, printed apart from them.
    pub(super) titles: Vec<TextLine<'a>>,
    /// Sentences that belong to no row.
    pub(super) notes: Vec<TextPart<'a>>,
    pub(super) errors: Vec<ErrorRow>,
    /// The examples, with labels between their parts.
    pub(super) examples: Vec<Block>,
    /// The first line of a printed reply outside the examples, and the number of its lines.
    pub(super) sample: Option<(usize, usize)>,
    /// The sections that a heading opens.
    pub(super) sections: Vec<Section>,
}

impl<'a> Content<'a> {
    /// Reads a page.
    pub(super) fn read(page: &Page<'a>, known: &KnownWords) -> Self {
        let mut content = Self::default();
        let mut section = Section::Description;
        let mut blocks: Vec<(Section, &'a Block)> = Vec::new();
        for block in page.blocks {
            match heading_of(block) {
                Some(next) => {
                    section = next;
                    content.sections.push(next);
                }
                None => blocks.push((section, block)),
            }
        }
        let of = |wanted: Section| -> Vec<&'a Block> {
            let own = blocks.iter().filter(|(section, _)| *section == wanted);
            own.map(|(_, block)| *block).collect()
        };
        content.describe(&of(Section::Description), known);
        content.input = content.tables(&of(Section::Input), known);
        content.output = content.tables(&of(Section::Output), known);
        content.read_errors(&of(Section::Errors));
        content.read_examples(&of(Section::Examples));
        if content.name.is_none() {
            content.name = content.other_name(page);
        }
        content
    }

    /// Returns the name of a page whose description doesn't label it.
    fn other_name(&mut self, page: &Page<'_>) -> Option<String> {
        if self.host.is_none() || !self.sections.contains(&Section::Input) {
            return None;
        }
        let title = page.title_text();
        let is_name = looks_like_structure(title) && title.len() > 3;
        let of_title = is_name.then(|| title.to_owned());
        let shown = || {
            let lines = self.examples.iter().flat_map(text_lines);
            lines.into_iter().find_map(|line| {
                let (_, rest) = line.text.split_once("Action=")?;
                let name = rest.split(['&', ' ']).next()?;
                is_action_name(name).then(|| name.to_owned())
            })
        };
        self.named_as_parameter.take().or(of_title).or_else(shown)
    }

    /// Reads the description, and takes name and host from it.
    fn describe(&mut self, blocks: &[&'a Block], known: &KnownWords) {
        let lines = blocks.iter().flat_map(|block| text_lines(block));
        for line in lines {
            let text = line.text.trim();
            self.named_as_parameter = self
                .named_as_parameter
                .take()
                .or_else(|| name_of_parameter(text));
            if is_frame(text) {
                continue;
            }
            if let Some(name) = labelled_name(text) {
                self.name.get_or_insert(name);
                continue;
            }
            if self.host.is_none()
                && let Some(host) = stated_host(line)
            {
                self.host = Some(host);
                continue;
            }
            if let Some(name) = name_in(text) {
                self.name.get_or_insert(name);
            }
            let is_member = |word: &str| known.names.contains(word);
            if super::printed::frame::is_table_title(line, is_member) {
                self.titles.push(line);
                continue;
            }
            self.description.push(TextPart::line(line));
        }
        self.description.extend(cells_of(blocks));
    }

    fn tables(&mut self, blocks: &[&'a Block], known: &KnownWords) -> Vec<FoundTable<'a>> {
        let mut above: Option<TextLine<'a>> = None;
        let mut tables = Vec::new();
        let mut has_cells = false;
        let mut notes = Vec::new();
        for block in blocks {
            if let BlockKind::Table(table) = &block.kind {
                has_cells = true;
                let title = above.take().map(|line| line.text.to_owned());
                tables.extend(table_of_cells(block.line, title, table, known));
            } else if let Some(line) = text_line(block).filter(|line| !is_frame(line.text)) {
                let before = above.replace(line);
                notes.extend(before.map(TextPart::line));
            }
        }
        if has_cells {
            notes.extend(above.map(TextPart::line));
            self.notes.extend(notes);
            return tables;
        }
        let lines: Vec<TextLine<'a>> = blocks.iter().filter_map(|block| text_line(block)).collect();
        let found = tables::read(&lines, known);
        self.titles.extend(found.titles);
        self.notes
            .extend(found.notes.into_iter().map(TextPart::line));
        self.sample = self.sample.or(found.sample);
        found.tables
    }

    fn read_errors(&mut self, blocks: &[&'a Block]) {
        let tables = blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Table(table) => errors::rows_of_table(table),
            _ => None,
        });
        self.errors = tables.flatten().collect();
        if self.errors.is_empty() {
            let lines: Vec<TextLine<'_>> =
                blocks.iter().filter_map(|block| text_line(block)).collect();
            self.errors = errors::rows_of_lines(&lines);
        }
    }

    fn read_examples(&mut self, blocks: &[&'a Block]) {
        for line in blocks.iter().flat_map(|block| text_lines(block)) {
            let address = host_of_address(line.text.trim());
            self.addresses
                .extend(address.map(|address| (line.number, address)));
        }
        let has_code = blocks
            .iter()
            .any(|block| matches!(block.kind, BlockKind::Code(_)));
        self.examples = if has_code {
            examples::relabelled(blocks)
        } else {
            let lines: Vec<PrintedLine<'_>> = blocks
                .iter()
                .filter_map(|block| PrintedLine::of(block))
                .collect();
            examples::labelled(&lines)
        };
    }
}

/// Returns the section that the block opens as a heading.
fn heading_of(block: &Block) -> Option<Section> {
    let is_heading = matches!(block.kind, BlockKind::Heading { .. });
    section_heading(text_line(block)?.text, is_heading)
}

/// Returns the text of tables in a description, a line per row.
fn cells_of<'a>(blocks: &[&'a Block]) -> Vec<TextPart<'a>> {
    let tables = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    });
    tables
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .filter(|cell| !cell.text.is_empty() && stated_host(TextLine::new(0, &cell.text)).is_none())
        .map(|cell| TextPart::cell(&cell.text))
        .collect()
}

/// Returns whether the line states the name of its page's action.
pub(super) fn states_name(text: &str) -> bool {
    labelled_name(text.trim()).is_some() || name_in(text).is_some()
}

/// Returns the name after its label: `接口名: DescribeEip`.
fn labelled_name(text: &str) -> Option<String> {
    const LABELS: [&str; 5] = ["接口名称", "接口名", "接口", "API name", "Action"];
    let rest = LABELS.iter().find_map(|label| text.strip_prefix(label))?;
    let name = rest.trim_start().strip_prefix([':', '：'])?.trim();
    is_action_name(name).then(|| name.to_owned())
}

/// Returns the name in the sentence about the common parameter: `此接口的 Action 字段为 CreateVpc`.
fn name_of_parameter(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("Action")?;
    let rest = rest.trim_start().strip_prefix("字段")?.trim_start();
    let rest = rest.trim_start_matches(['名', '为', '是', ':', '：', ' ', '`']);
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    let name = rest.get(..end)?;
    is_action_name(name).then(|| name.to_owned())
}

/// Returns the name in brackets after `本接口`: `本接口 (DescribeZones) 用于…`.
fn name_in(text: &str) -> Option<String> {
    let rest = action_reference(text)?;
    let name = rest.trim_start().strip_prefix(['(', '（'])?;
    let (name, _) = name.split_once([')', '）'])?;
    is_action_name(name.trim()).then(|| name.trim().to_owned())
}

fn is_action_name(name: &str) -> bool {
    let starts_small = name.starts_with(|first: char| first.is_ascii_lowercase());
    looks_like_structure(name) || (starts_small && crate::words::is_identifier(name))
}
