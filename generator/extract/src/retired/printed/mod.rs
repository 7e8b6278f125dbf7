//! Pages whose tables are printed lines: sections, tables and examples from lines.
//!
//! Text of a PDF breaks names and types within words, and prints labels, headings of further tables
//! and call-out boxes apart from their places.

pub(super) mod broken_words;
pub(super) mod errors;
pub(super) mod examples;
pub(super) mod frame;
pub(super) mod rows;
pub(super) mod tables;

use document::{Block, BlockKind};

use crate::words::text::{TextLine, text_line};

/// A printed line with the white space around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct PrintedLine<'a> {
    pub(super) line: TextLine<'a>,
    /// See [`Line::indent`](document::Line::indent).
    pub(super) indent: usize,
    /// See [`Line::holes`](document::Line::holes).
    pub(super) holes: usize,
}

impl<'a> PrintedLine<'a> {
    /// Returns a block as a printed line, or `None` if it has no text.
    pub(super) fn of(block: &'a Block) -> Option<Self> {
        let (indent, holes) = match &block.kind {
            BlockKind::Line(line) => (line.indent, line.holes),
            _ => (0, 0),
        };
        Some(Self {
            line: text_line(block)?,
            indent,
            holes,
        })
    }
}
