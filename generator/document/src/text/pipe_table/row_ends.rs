//! The lines that end rows, found once for all lines of a file.

use super::cells::{ends_with_pipe, is_lone_pipe, is_rule, opening, split};
use super::header::Form;

/// For every line, the index of the next line of each kind. One pass from the end fills it.
pub(super) struct RowEnds {
    /// The next line that can close a row begun above it.
    closing: Vec<usize>,
    /// The next line that cannot belong to a row begun above it, if no pipe opens the rows.
    foreign: Vec<usize>,
    /// The same if a pipe opens every row. Headings and fences may then be text of a cell, because
    /// a lost closing pipe shows at the next opening one.
    section: Vec<usize>,
    /// The next line with an opening pipe.
    opened: Vec<usize>,
    /// The number of cells if a pipe closes the line but does not open it, otherwise 0.
    closed_cells: Vec<usize>,
}

impl RowEnds {
    pub(super) fn new(lines: &[&str]) -> Self {
        let none = lines.len();
        let mut row_ends = Self {
            closing: vec![none; none + 1],
            foreign: vec![none; none + 1],
            section: vec![none; none + 1],
            opened: vec![none; none + 1],
            closed_cells: lines.iter().map(|line| closed_cells(line)).collect(),
        };
        let (mut closing, mut foreign, mut section, mut opened) = (none, none, none, none);
        for (index, line) in lines.iter().enumerate().rev() {
            let opens_row = opening(line).is_some() && !is_lone_pipe(line);
            let below = lines.get(index + 1).copied().unwrap_or_default();
            if ends_with_pipe(line) && !opens_row {
                closing = index;
            }
            let is_table = is_rule(line) || (line.contains('|') && is_rule(below));
            if is_table || is_heading_or_fence(line) {
                foreign = index;
            }
            if is_table || is_section(line) {
                section = index;
            }
            if opens_row {
                opened = index;
            }
            for (list, value) in [
                (&mut row_ends.closing, closing),
                (&mut row_ends.foreign, foreign),
                (&mut row_ends.section, section),
                (&mut row_ends.opened, opened),
            ] {
                if let Some(slot) = list.get_mut(index) {
                    *slot = value;
                }
            }
        }
        row_ends
    }

    /// Returns the line, from `index` on, that closes a row begun above.
    ///
    /// Returns `None` if another row or block begins first.
    pub(super) fn closing(&self, index: usize, form: Form) -> Option<usize> {
        let closing = self.closing.get(index).copied()?;
        (closing < self.barrier(index, form)?).then_some(closing)
    }

    /// Returns whether nothing from the line on begins another row or block.
    pub(super) fn reaches_end(&self, index: usize, form: Form) -> bool {
        self.barrier(index, form)
            .is_none_or(|barrier| barrier + 1 >= self.foreign.len())
    }

    /// Returns the next line that begins another row or block.
    fn barrier(&self, index: usize, form: Form) -> Option<usize> {
        Some(match form {
            Form::Opened => *self.section.get(index)?.min(self.opened.get(index)?),
            Form::Trailing | Form::Between => *self.foreign.get(index)?,
        })
    }

    /// Returns whether the line is a whole row of a table without opening pipes.
    pub(super) fn is_whole_row(&self, index: usize, columns: usize) -> bool {
        self.closed_cells
            .get(index)
            .is_some_and(|cells| *cells >= columns)
    }

    /// Returns whether the line cannot belong to any row begun above it.
    pub(super) fn is_foreign(&self, index: usize) -> bool {
        self.foreign.get(index) == Some(&index)
    }
}

fn closed_cells(line: &str) -> usize {
    if !ends_with_pipe(line) || opening(line).is_some() {
        return 0;
    }
    split(line).texts.len()
}

/// Returns whether the line is a Markdown heading or the fence of a code block.
fn is_heading_or_fence(line: &str) -> bool {
    let line = line.trim_start();
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    ((1..=6).contains(&level) && words.starts_with(' '))
        || line.starts_with("```")
        || line.starts_with("~~~")
}

/// Returns whether the line is the heading of a numbered section: `## 3. Output Parameters`.
///
/// Cells contain headings too, but those are deeper or without a number.
fn is_section(line: &str) -> bool {
    let line = line.trim_start();
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let words = words.trim_start_matches([' ', '*']);
    let after = words.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&level) && after.len() < words.len() && after.starts_with(['.', '\\', '、'])
}
