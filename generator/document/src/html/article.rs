//! Converts the elements of an article into blocks.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Node;
use scraper::node::Element;

use super::parse::ParsedPage;
use super::site_elements::{has_class, is_block, is_chrome};
use super::table::TableWriter;
use crate::inline_text::{InlineText, MarkKind, address};
use crate::{Block, BlockKind, Line};

/// Returns the blocks of everything below the node.
pub(super) fn read(page: &ParsedPage, root: NodeRef<'_, Node>) -> Vec<Block> {
    let mut writer = Writer::default();
    let mut skipped = None;
    // Edges instead of recursion, because a deep page must not overflow the stack.
    for edge in root.traverse() {
        match edge {
            Edge::Open(_) if skipped.is_some() => {}
            Edge::Open(node) => match node.value() {
                Node::Text(text) => writer.text(text),
                Node::Element(element) => {
                    writer.line = page.line(node.id()).unwrap_or(0).max(writer.line);
                    if has_class(element, "rno-api-explorer") {
                        writer.explorer(node);
                    }
                    if is_chrome(element) {
                        skipped = Some(node.id());
                    } else {
                        writer.open(element);
                    }
                }
                _ => {}
            },
            Edge::Close(node) if skipped.is_some() => {
                if skipped == Some(node.id()) {
                    skipped = None;
                }
            }
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    writer.close(element.name());
                }
            }
        }
    }
    writer.end_line();
    writer.blocks
}

#[derive(Default)]
struct Writer {
    blocks: Vec<Block>,
    /// The line of the last read element.
    line: usize,
    inline: InlineText,
    /// The line on which the text in `inline` begins.
    inline_line: Option<usize>,
    heading: Option<u8>,
    code: Option<String>,
    /// The open lists. An ordered list has the number of its next item.
    lists: Vec<Option<usize>>,
    /// The mark to print before the next line of text.
    item: Option<String>,
    /// True if the next line begins a paragraph.
    is_paragraph: bool,
    table: Option<TableWriter>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.push_str(text);
        } else if let Some(cell) = self.cell() {
            cell.push_text(text);
        } else {
            if !text.trim().is_empty() {
                self.inline_line.get_or_insert(self.line);
            }
            self.inline.push_text(text);
        }
    }

    fn open(&mut self, element: &Element) {
        if self.code.is_some() {
            if element.name() == "br" {
                self.text("\n");
            }
            return;
        }
        match element.name() {
            "code" | "tt" | "kbd" | "samp" => self.target().open(MarkKind::Code),
            "a" => {
                let address = element.attr("href").and_then(address);
                self.target().open(MarkKind::Link(address));
            }
            "pre" => {
                self.begin_block();
                self.code = Some(String::new());
            }
            name => {
                let line = self.line;
                let table = self.table.as_mut();
                if !table.is_some_and(|table| table.open(name, line)) {
                    self.open_block(name);
                }
            }
        }
    }

    fn open_block(&mut self, name: &str) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_line();
                self.heading = name.get(1..).and_then(|level| level.parse().ok());
            }
            "br" => self.end_line(),
            "ul" => self.open_list(None),
            "ol" => self.open_list(Some(1)),
            "li" => self.open_item(),
            "table" => {
                self.begin_block();
                self.table = Some(TableWriter::new(self.line));
            }
            name if is_block(name) => self.begin_block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "pre" => self.end_code(),
            _ if self.code.is_some() => {}
            "code" | "tt" | "kbd" | "samp" => {
                self.target().close(|kind| *kind == MarkKind::Code);
            }
            "a" => {
                self.target()
                    .close(|kind| matches!(kind, MarkKind::Link(_)));
            }
            "table" => self.close_table(),
            name => {
                if !self.table.as_mut().is_some_and(|table| table.close(name)) {
                    self.close_block(name);
                }
            }
        }
    }

    fn close_block(&mut self, name: &str) {
        match name {
            "ul" | "ol" => {
                self.end_line();
                self.lists.pop();
            }
            "li" => {
                self.end_line();
                self.item = None;
            }
            name if is_block(name) => {
                self.end_line();
                self.is_paragraph = true;
            }
            _ => {}
        }
    }

    fn close_table(&mut self) {
        let Some(mut table) = self.table.take() else {
            return;
        };
        if table.close_nested() {
            self.table = Some(table);
            return;
        }
        self.end_line();
        let line = table.line;
        if let Some(table) = table.finish() {
            self.blocks.push(Block {
                line,
                kind: BlockKind::Table(table),
            });
        }
        self.is_paragraph = true;
    }

    /// Adds the links of the box that promotes the API Explorer. Its words carry no information.
    fn explorer(&mut self, node: NodeRef<'_, Node>) {
        self.begin_block();
        let links: Vec<String> = node
            .descendants()
            .filter_map(|node| node.value().as_element()?.attr("href"))
            .filter_map(address)
            .collect();
        if !links.is_empty() {
            self.blocks.push(Block {
                line: self.line,
                kind: BlockKind::Links(links),
            });
        }
    }

    fn open_list(&mut self, number: Option<usize>) {
        self.end_line();
        self.lists.push(number);
    }

    fn open_item(&mut self) {
        self.end_line();
        let indent = "  ".repeat(self.lists.len().saturating_sub(1).min(8));
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}.");
                *number += 1;
                mark
            }
            _ => "-".to_owned(),
        };
        self.item = Some(format!("{indent}{mark} "));
    }

    fn begin_block(&mut self) {
        self.end_line();
        self.is_paragraph = true;
    }

    /// Turns the text read so far into a block.
    fn end_line(&mut self) {
        if self.table.as_ref().is_some_and(TableWriter::has_cell) {
            return;
        }
        let (text, links) = self.inline.take();
        let line = self.inline_line.take().unwrap_or(self.line);
        let heading = self.heading.take();
        if text.is_empty() {
            return;
        }
        let kind = match heading {
            Some(level) => BlockKind::Heading { level, text },
            None => {
                let item = self.item.take();
                BlockKind::Line(Line {
                    blank_before: self.is_paragraph && item.is_none(),
                    text: item.unwrap_or_default() + &text,
                    links,
                    ..Line::default()
                })
            }
        };
        self.is_paragraph = false;
        self.blocks.push(Block { line, kind });
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else {
            return;
        };
        let code = code.trim_end_matches(['\n', ' ', '\t']);
        if let Some(cell) = self.cell() {
            cell.break_line();
            cell.push_verbatim(code);
            cell.break_line();
        } else if !code.trim().is_empty() {
            self.blocks.push(Block {
                line: self.line,
                kind: BlockKind::Code(code.to_owned()),
            });
        }
    }

    fn cell(&mut self) -> Option<&mut InlineText> {
        self.table.as_mut()?.cell()
    }

    /// Returns the text that inline elements belong to: the open cell, or else the paragraph.
    fn target(&mut self) -> &mut InlineText {
        match self.table.as_mut().and_then(TableWriter::cell) {
            Some(cell) => cell,
            None => &mut self.inline,
        }
    }
}
