//! Reads Markdown: a source of the documentation, or a page that a tool converted.
//!
//! This reader works line by line. A CommonMark parser would end a table's row at the line's end,
//! although converters write cells of several lines. It would also mistake placeholders like
//! `<FunctionName>` for markup.

mod block_form;
mod html_blocks;
mod inline;

use crate::html::{self, Limit};
use crate::text::PipeTables;
use crate::{Block, BlockKind, Cell, Document, Format, Line, ReadError, chrome};
use block_form::BlockForm;
use html_blocks::HtmlBlocks;

/// Reads a Markdown file.
///
/// # Errors
///
/// Fails if HTML inside the file is nested too deeply or has too many elements.
pub(crate) fn read(file: &str, text: &str) -> Result<Document, ReadError> {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader::new(&lines);
    while reader.next < lines.len() {
        let lines_before = reader.next;
        reader
            .read_block()
            .map_err(|limit| limit.into_error(file, lines_before))?;
    }
    let (blocks, dropped) = chrome::remove(reader.blocks);
    Ok(Document {
        file: file.to_owned(),
        format: Format::Markdown,
        blocks,
        dropped,
        footer: None,
    })
}

struct Reader<'a> {
    lines: &'a [&'a str],
    tables: PipeTables<'a>,
    blocks: Vec<Block>,
    next: usize,
    blank_before: bool,
    lists: Lists,
    html: HtmlBlocks,
}

impl<'a> Reader<'a> {
    fn new(lines: &'a [&'a str]) -> Self {
        Self {
            lines,
            tables: PipeTables::new(lines),
            blocks: Vec::new(),
            next: 0,
            blank_before: false,
            lists: Lists::default(),
            html: HtmlBlocks::default(),
        }
    }

    fn read_block(&mut self) -> Result<(), Limit> {
        let start = self.next;
        let line = self.lines.get(start).copied().unwrap_or_default();
        self.next = start + 1;
        if line.trim().is_empty() {
            self.blank_before = true;
            return Ok(());
        }
        if let Some(table) = self.tables.table_at(start) {
            self.next = table.end.max(start + 1);
            self.push(start, BlockKind::Table(table.into_table(cell_of)));
            return Ok(());
        }
        if let Some(end) = self.html.end(self.lines, start) {
            return self.read_html(start, end);
        }
        let form = BlockForm::at(self.lines, start, self.starts_code());
        self.read_form(start, line, form);
        Ok(())
    }

    /// Returns whether indented text is code: only after a blank line and outside of lists.
    fn starts_code(&self) -> bool {
        (self.blank_before || self.next == 1) && self.lists.is_empty()
    }

    fn read_html(&mut self, start: usize, end: usize) -> Result<(), Limit> {
        let text = self.lines.get(start..end).unwrap_or_default().join("\n");
        self.blocks.extend(html::read_fragment(&text, start)?);
        self.next = end;
        self.blank_before = false;
        Ok(())
    }

    fn read_form(&mut self, start: usize, line: &str, form: BlockForm) {
        match form {
            BlockForm::Rule => self.blank_before = true,
            BlockForm::Code { code, end } => {
                self.next = end;
                self.push(start, BlockKind::Code(code));
            }
            BlockForm::Heading { level, text, end } => {
                self.next = end;
                self.lists.end();
                let (text, _) = inline::read(&text);
                if !text.is_empty() {
                    self.push(start, BlockKind::Heading { level, text });
                }
            }
            BlockForm::Item { indent, mark, text } => {
                let level = self.lists.level(indent);
                let prefix = format!("{}{mark} ", "  ".repeat(level));
                self.push_line(start, line, &prefix, &text);
            }
            BlockForm::Text { indent, text } => {
                if indent == 0 && self.blank_before {
                    self.lists.end();
                }
                self.push_line(start, line, "", &text);
            }
        }
    }

    fn push_line(&mut self, start: usize, line: &str, prefix: &str, text: &str) {
        let (text, links) = inline::read(text);
        let mut blank_before = self.blank_before;
        for (index, text) in text.lines().enumerate() {
            let prefix = if index == 0 { prefix } else { "" };
            let line = Line {
                text: format!("{prefix}{text}"),
                space_after: line.ends_with(char::is_whitespace),
                blank_before,
                links: if index == 0 {
                    links.clone()
                } else {
                    Vec::new()
                },
                ..Line::default()
            };
            self.push(start, BlockKind::Line(line));
            blank_before = false;
        }
    }

    fn push(&mut self, start: usize, kind: BlockKind) {
        self.blocks.push(Block {
            line: start + 1,
            kind,
        });
        self.blank_before = false;
    }
}

fn cell_of(text: &str) -> Cell {
    let (text, links) = inline::read_cell(text);
    Cell { text, links }
}

/// The indents of the open list items, outermost first.
#[derive(Debug, Default)]
struct Lists {
    indents: Vec<usize>,
}

/// The deepest level of list items. Deeper indents are not structure.
const MAX_LEVEL: usize = 8;

impl Lists {
    /// Opens an item with this indent and returns its level, from 0.
    fn level(&mut self, indent: usize) -> usize {
        while self.indents.last().is_some_and(|open| *open >= indent) {
            self.indents.pop();
        }
        if self.indents.len() < MAX_LEVEL {
            self.indents.push(indent);
        }
        self.indents.len() - 1
    }

    /// Returns whether no list is open.
    fn is_empty(&self) -> bool {
        self.indents.is_empty()
    }

    /// Ends all lists.
    fn end(&mut self) {
        self.indents.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_levels_follow_indents() {
        let mut lists = Lists::default();
        let levels: Vec<usize> = [0, 4, 8, 4, 0, 2].map(|indent| lists.level(indent)).into();
        assert_eq!(levels, [0, 1, 2, 1, 0, 1]);
    }
}
