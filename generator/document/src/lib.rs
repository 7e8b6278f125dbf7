//! Stage 1: page bytes of any format become one [`Document`].
//!
//! Readers know formats and the site's chrome, and nothing about the API that a page describes.

mod detect;
mod html;
mod inline_text;
mod markdown;
mod outline;
pub mod pdf_text;
mod pipe_table;
mod read_error;
mod site_chrome;
mod source_text;
mod tab_table;
mod text;

pub use detect::format_of;
pub use html::reduce;
pub use read_error::ReadError;

/// Reads a file in the given format, or in the one that its text shows.
///
/// # Errors
///
/// The file is empty, too large, no UTF-8 text, too deeply nested, or holds no documentation.
pub fn read(file: &str, bytes: &[u8], format: Option<Format>) -> Result<Document, ReadError> {
    let text = source_text::decode(file, bytes)?;
    let format = format.unwrap_or_else(|| format_of(text));
    let document = match format {
        Format::Html => html::read(file, text)?,
        Format::Markdown => markdown::read(file, text)?,
        Format::Text => text::read(file, text),
        Format::PdfText => pdf_text::read(file, text),
    };
    if document.blocks.is_empty() {
        return Err(ReadError::NoContent {
            file: file.to_owned(),
            format,
        });
    }
    Ok(document)
}

pub use pdf_text::is_group_title;

use serde::{Deserialize, Serialize};

/// What a reader made of one file: its blocks in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file as the user named it, for messages.
    pub file: String,
    /// The format that it was read as.
    pub format: Format,
    /// The content in reading order.
    pub blocks: Vec<Block>,
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A page of the documentation site, complete or reduced to its article.
    Html,
    /// Markdown: the sources of the documentation, or a page converted by a tool.
    Markdown,
    /// A page as plain text, with or without pipes between table cells.
    Text,
    /// A whole manual as text taken from a PDF.
    PdfText,
}

/// One piece of content and the line of the file it begins on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// 1-based line in the file.
    pub line: usize,
    /// What stands there.
    pub kind: BlockKind,
}

/// The kinds of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// The page's title, with what the site prints around it.
    Title(Title),
    /// A heading that the format marks as one.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// The heading's words.
        text: String,
    },
    /// A paragraph, a list item (begins with `- `), or in the line formats one printed line.
    Line(Line),
    /// A table with known cell borders.
    Table(Table),
    /// A code block with its line breaks.
    Code(String),
    /// Hyperlinks that the format prints apart from their words.
    Links(Vec<String>),
}

/// A page's title and the facts that the site prints beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// The group that the page belongs to, where it is printed.
    pub category: Option<String>,
    /// The title itself; empty where the format lost it.
    pub text: String,
    /// Date and time of the last update, as printed.
    pub updated: Option<String>,
    /// Lines of boxes that the format prints beside the title, apart from their place in the text.
    pub notes: Vec<String>,
}

/// A line of running text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The words, without white space around them. Links are `[text](address)`, code is in backticks.
    pub text: String,
    /// Whether white space followed the last word: in a code block broken at a fixed width this is a true line end.
    pub space_after: bool,
    /// Whether a blank line stood before.
    pub blank_before: bool,
    /// Where the line's links lead, in order.
    pub links: Vec<String>,
}

/// A table whose cells the format separates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The cells of the header row; empty where there is none.
    pub header: Vec<Cell>,
    /// The rows below it.
    pub rows: Vec<Row>,
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// 1-based line in the file.
    pub line: usize,
    /// The cells, as many as the row has: a damaged row may have fewer than the header.
    pub cells: Vec<Cell>,
}

/// One cell: text with `\n` between lines, `- ` before list items, backticks around code, links as `[text](address)`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The cell's text.
    pub text: String,
    /// Where the cell's links lead, in order.
    pub links: Vec<String>,
}
