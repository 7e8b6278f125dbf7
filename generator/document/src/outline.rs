//! Prints a document one block a line, for reading by eye and for comparing.

use std::fmt;

use super::{Block, BlockKind, Cell, Document, Format, Line, Table, Title};

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

/// `¶` marks a blank line before, `·` white space after the last word.
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
