//! Damaged pages: something unknown inserted, or a label deleted or misspelt.

use document::{BlockKind, Document, Format};

/// A damaged page, and the lines that were inserted.
#[derive(Debug)]
pub(crate) struct Mutant {
    pub(crate) text: String,
    pub(crate) inserted: std::ops::Range<usize>,
    pub(crate) what: String,
}

/// Returns the page with unknown content inserted above each block, and below the last one.
pub(crate) fn with_insertions(text: &str, document: &Document) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    let kinds = insertions(document.format);
    for (index, above) in borders(document, lines.len()).into_iter().enumerate() {
        // All kinds at all borders take minutes. The kinds take turns, and there are many pages.
        let turn = kinds.iter().cycle().skip(index).take(1);
        for (what, inserted) in turn {
            mutants.push(insert(&lines, above, what, inserted));
        }
    }
    for above in row_borders(document) {
        let row = odd_row(document.format);
        mutants.push(insert(&lines, above, "an odd row", &[row]));
    }
    mutants
}

/// Returns the 1-based lines that begin a block below the title, and the line after the last one.
fn borders(document: &Document, count: usize) -> Vec<usize> {
    let blocks = document.blocks.iter();
    let mut borders: Vec<usize> = blocks
        .skip_while(|block| matches!(block.kind, BlockKind::Title(_)))
        .map(|block| block.line)
        .collect();
    if document.format != Format::Html {
        borders.push(count + 1);
    }
    borders.dedup();
    borders
}

/// Returns the lines on which rows of tables begin.
fn row_borders(document: &Document) -> Vec<usize> {
    let tables = document
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        });
    let rows = tables.flat_map(|table| &table.rows);
    rows.map(|row| row.line).collect()
}

fn insert(lines: &[&str], above: usize, what: &str, inserted: &[&str]) -> Mutant {
    let at = (above - 1).min(lines.len());
    let (before, after) = lines.split_at(at);
    let text: Vec<&str> = [before, inserted, after].concat();
    Mutant {
        text: text.join("\n") + "\n",
        inserted: at + 1..at + 1 + inserted.len(),
        what: format!("{what} above line {above}"),
    }
}

/// Returns lines of unknown content in the format.
fn insertions(format: Format) -> Vec<(&'static str, Vec<&'static str>)> {
    let paragraph = "Quorums of zanzibar lanterns fizzle.";
    match format {
        Format::Markdown => vec![
            ("a paragraph", vec!["", paragraph, ""]),
            (
                "a section",
                vec!["", "## Wobbly appendix", "", paragraph, ""],
            ),
            (
                "a table",
                vec![
                    "",
                    "| Gizmo | Flavour |",
                    "|---|---|",
                    "| Wobbler | Vermilion dusk |",
                    "",
                ],
            ),
        ],
        Format::Html => vec![
            (
                "a paragraph",
                vec!["<p>Quorums of zanzibar lanterns fizzle.</p>"],
            ),
            (
                "a section",
                vec![
                    "<h2>Wobbly appendix</h2>",
                    "<p>Quorums of zanzibar lanterns fizzle.</p>",
                ],
            ),
            (
                "a table",
                vec![
                    "<table><thead><tr><th>Gizmo</th><th>Flavour</th></tr></thead>",
                    "<tbody><tr><td>Wobbler</td><td>Vermilion dusk</td></tr></tbody></table>",
                ],
            ),
        ],
        Format::Text | Format::PdfText => vec![
            ("a paragraph", vec![paragraph]),
            ("a section", vec!["", "Wobbly appendix", "", paragraph, ""]),
            ("a table", vec!["Gizmo Flavour", "Wobbler Vermilion dusk"]),
            (
                "a table with pipes",
                vec![
                    "",
                    "| Gizmo | Flavour |",
                    "|---|---|",
                    "| Wobbler | Vermilion dusk |",
                    "",
                ],
            ),
        ],
    }
}

fn odd_row(format: Format) -> &'static str {
    match format {
        Format::Html => "<tr><td>Wobbler frobnicator</td></tr>",
        Format::Markdown => "| Wobbler frobnicator | |",
        Format::Text | Format::PdfText => "| Wobbler frobnicator | |",
    }
}

/// Returns the page with each short line deleted, and with each misspelt.
///
/// Short lines are headings, headers of tables, labels and titles.
pub(crate) fn without_labels(text: &str, document: &Document) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let mut mutants = Vec::new();
    for (index, number) in label_lines(document).into_iter().enumerate() {
        let Some(line) = number.checked_sub(1).and_then(|at| lines.get(at)) else {
            continue;
        };
        let (what, replaced) = if index % 2 == 0 {
            ("misspelt", misspelt(line))
        } else {
            ("deleted", String::new())
        };
        let mut changed = lines.clone();
        changed[number - 1] = &replaced;
        mutants.push(Mutant {
            text: changed.join("\n") + "\n",
            inserted: number..number + 1,
            what: format!("line {number} `{line}` {what}"),
        });
    }
    mutants
}

/// The maximum length of a label, in characters.
const MAX_LABEL_CHARS: usize = 40;

fn label_lines(document: &Document) -> Vec<usize> {
    let mut lines: Vec<usize> = Vec::new();
    for block in &document.blocks {
        let is_label = match &block.kind {
            BlockKind::Heading { .. } | BlockKind::Table(_) => true,
            BlockKind::Line(line) => line.text.chars().count() <= MAX_LABEL_CHARS,
            _ => false,
        };
        if is_label {
            lines.push(block.line);
        }
    }
    lines.dedup();
    lines
}

/// Doubles a letter in the middle of each word of three letters or more outside of tags.
fn misspelt(line: &str) -> String {
    let mut changed = String::new();
    let mut in_tag = false;
    let mut letters = 0;
    for c in line.chars() {
        in_tag = (in_tag || c == '<') && c != '>';
        letters = if c.is_alphabetic() && !in_tag {
            letters + 1
        } else {
            0
        };
        changed.push(c);
        if letters == 2 {
            changed.push(c);
        }
    }
    changed
}
