//! The content of a page of any format as a list of blocks, and its outline as text.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A file's content as blocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file as the user named it, for messages.
    pub file: String,
    /// The format that the file was read as.
    pub format: Format,
    /// The content in reading order.
    pub blocks: Vec<Block>,
    /// The product's name in the footer of most printed pages of a manual.
    pub footer: Option<String>,
    /// Blocks that the reader took for the site's frame by their place, and not by their words.
    pub dropped: Vec<Block>,
}

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A page of the documentation site, complete or reduced to its article.
    Html,
    /// Markdown: a source of the documentation, or a page converted by a tool.
    Markdown,
    /// A page as plain text, with or without pipes between table cells.
    Text,
    /// A whole manual as text extracted from a PDF.
    PdfText,
}

/// One piece of content and the line of the file on which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The 1-based line in the file.
    pub line: usize,
    /// The content.
    pub kind: BlockKind,
}

/// The kinds of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// The page's title, with the facts that the site prints around it.
    Title(Title),
    /// A heading that the format marks as such.
    Heading {
        /// The level, from 1 for the highest.
        level: u8,
        /// The heading's words.
        text: String,
    },
    /// A paragraph or a list item, which begins with `- `. In the text formats, one printed line.
    Line(Line),
    /// A table with known cell borders.
    Table(Table),
    /// A code block with its line breaks.
    Code(String),
    /// Hyperlinks that the format prints apart from their words.
    Links(Vec<String>),
}

/// A page's title and the facts that the site prints next to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Title {
    /// The group of pages that the page belongs to, if it is printed.
    pub category: Option<String>,
    /// The title, or an empty text if the format lost it.
    pub text: String,
    /// The date and time of the last update, as printed.
    pub updated: Option<String>,
    /// The lines of call-out boxes that the format moved out of the text to the title.
    pub notes: Vec<String>,
}

impl Title {
    /// Returns the texts of the call-out boxes, each with its label: `说明：…`.
    ///
    /// A page may repeat a box. Its text counts once.
    pub fn boxes(&self) -> Vec<String> {
        let mut boxes: Vec<String> = Vec::new();
        let mut label = "";
        let mut begins = true;
        for line in &self.notes {
            if is_box_label(line) {
                label = line;
                begins = true;
                continue;
            }
            match boxes.last_mut() {
                Some(text) if !begins => {
                    text.push('\n');
                    text.push_str(line);
                }
                _ if label.is_empty() => boxes.push(line.clone()),
                _ if label.is_ascii() => boxes.push(format!("{label}: {line}")),
                _ => boxes.push(format!("{label}：{line}")),
            }
            begins = false;
        }
        let mut seen = BTreeSet::new();
        boxes.retain(|text| seen.insert(text.clone()));
        boxes
    }
}

/// Returns whether the line is the label of a call-out box.
pub(crate) fn is_box_label(line: &str) -> bool {
    const LABELS: [&str; 14] = [
        "说明",
        "注意",
        "提示",
        "警告",
        "重要",
        "注",
        "Note",
        "Notes",
        "Notice",
        "Warning",
        "Important",
        "Tip",
        "Tips",
        "Caution",
    ];
    LABELS.contains(&line.trim_end_matches([':', '：']))
}

/// A line of running text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// The words without surrounding white space. Links are `[text](address)`, code is in
    /// backticks.
    pub text: String,
    /// True if white space follows the last word. In a code block broken at a fixed width, it marks
    /// a true line end.
    pub space_after: bool,
    /// True if a blank line precedes the line.
    pub blank_before: bool,
    /// The number of blanks before the first word. Only the text formats have it. In text of a PDF,
    /// one blank may mark the first line of a page.
    pub indent: usize,
    /// The number of lines directly above that have only blanks. Text of a PDF prints some
    /// characters apart from their lines, and those lines remain.
    pub holes: usize,
    /// The addresses of the line's links, in order.
    pub links: Vec<String>,
}

/// A table with cell borders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The cells of the header row, or an empty list without a header.
    pub header: Vec<Cell>,
    /// The rows below the header.
    pub rows: Vec<Row>,
    /// The beginning of a further row, if the file ends within it.
    pub cut: Option<Row>,
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The 1-based line in the file.
    pub line: usize,
    /// The row's cells. A damaged row may have fewer cells than the header.
    pub cells: Vec<Cell>,
}

/// One cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text, with `\n` between lines and `- ` before list items. Links are `[text](address)`,
    /// code is in backticks.
    pub text: String,
    /// The addresses of the cell's links, in order.
    pub links: Vec<String>,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Text => "text",
            Self::PdfText => "text of a PDF",
        })
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} ({})", self.file, self.format)?;
        self.blocks.iter().try_for_each(|block| block.fmt(f))
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>4} ", self.line)?;
        match &self.kind {
            BlockKind::Title(title) => write_title(f, title),
            BlockKind::Heading { level, text } => writeln!(f, "h{level} {text}"),
            BlockKind::Line(line) => write_line(f, line),
            BlockKind::Table(table) => write_table(f, table),
            BlockKind::Code(code) => write_code(f, code),
            BlockKind::Links(links) => writeln!(f, "links {}", links.join(" ")),
        }
    }
}

fn write_title(f: &mut fmt::Formatter<'_>, title: &Title) -> fmt::Result {
    write!(f, "title {:?}", title.text)?;
    if let Some(category) = &title.category {
        write!(f, " in {category:?}")?;
    }
    if let Some(updated) = &title.updated {
        write!(f, " updated {updated}")?;
    }
    writeln!(f)
}

/// Writes a line. `¶` marks a blank line before it, `·` white space after its last word.
fn write_line(f: &mut fmt::Formatter<'_>, line: &Line) -> fmt::Result {
    let before = if line.blank_before { "¶" } else { " " };
    let after = if line.space_after { "·" } else { "" };
    write!(f, "{before}{}{after}", line.text)?;
    write_links(f, &line.links)?;
    writeln!(f)
}

fn write_table(f: &mut fmt::Formatter<'_>, table: &Table) -> fmt::Result {
    write!(f, "table")?;
    write_cells(f, &table.header)?;
    for row in &table.rows {
        write!(f, "{:>9} ", row.line)?;
        write_cells(f, &row.cells)?;
    }
    if let Some(row) = &table.cut {
        write!(f, "{:>9} cut", row.line)?;
        write_cells(f, &row.cells)?;
    }
    Ok(())
}

fn write_cells(f: &mut fmt::Formatter<'_>, cells: &[Cell]) -> fmt::Result {
    for cell in cells {
        write!(f, " ¦ {}", cell.text.replace('\n', "⏎"))?;
        write_links(f, &cell.links)?;
    }
    writeln!(f)
}

fn write_links(f: &mut fmt::Formatter<'_>, links: &[String]) -> fmt::Result {
    if links.is_empty() {
        return Ok(());
    }
    write!(f, " → {}", links.join(" "))
}

fn write_code(f: &mut fmt::Formatter<'_>, code: &str) -> fmt::Result {
    writeln!(f, "code")?;
    code.lines()
        .try_for_each(|line| writeln!(f, "     | {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_have_labels_and_count_once() {
        let notes = [
            "说明",
            "只能指定其中一个。",
            "说明",
            "只能指定其中一个。",
            "Note",
            "a",
            "b",
        ];
        let title = Title {
            notes: notes.map(str::to_owned).to_vec(),
            ..Title::default()
        };
        assert_eq!(title.boxes(), ["说明：只能指定其中一个。", "Note: a\nb"]);
        let bare = Title {
            notes: vec!["text".to_owned(), "说明".to_owned()],
            ..Title::default()
        };
        assert_eq!(
            bare.boxes(),
            ["text"],
            "a label without a text is not a box"
        );
    }
}
