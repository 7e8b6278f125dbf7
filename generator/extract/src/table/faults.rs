//! Findings about the rows of tables.

use document::{Block, BlockKind, Cell, Row, Table};
use spec::finding::{Finding, Nature, Rule};

use super::column_titles::title_of_cell;
use super::header::{Columns, columns_of_table};
use super::section_tables::TableRest;
use super::{DamagedRow, ParameterRow, cells_as_text};
use crate::words::unlink;
use crate::words::vocabulary::yes_or_no;

/// The rule for the last row of a page that ends in a table.
pub(crate) const CUT_ROW: Rule = Rule {
    name: "cut-row",
    nature: Nature::Damage,
    explanation: "A page ends within a table. Its last row may be incomplete and is omitted.",
};

/// The rule for an unreadable row.
pub(crate) const DAMAGED_ROW: Rule = Rule {
    name: "damaged-row",
    nature: Nature::Damage,
    explanation: "A table row has lost its cells or their order. The row is omitted.",
};

/// The rule for a further table whose purpose the page doesn't state in known words.
pub(crate) const UNCLEAR_TABLE: Rule = Rule {
    name: "unclear-table",
    nature: Nature::Guess,
    explanation: "A page has a further table of parameters, and the words above it don't say \
                  whose. Its rows count as parameters of the same kind.",
};

/// The rule for a column of parameters with an unknown title.
pub(crate) const UNKNOWN_COLUMN: Rule = Rule {
    name: "unknown-column",
    nature: Nature::Guess,
    explanation: "A table of parameters has a column with an unknown title. Rows that every page \
                  has may tell its meaning; otherwise its cells are added to the descriptions.",
};

/// The rule for a cell of the column "required" that is neither yes nor no.
pub(crate) const UNREADABLE_ANSWER: Rule = Rule {
    name: "unreadable-answer",
    nature: Nature::Damage,
    explanation: "A table says neither yes nor no in its column `required`. It is unknown whether \
                  requests must have the parameter.",
};

/// The rule for a row with an unreadable type.
pub(crate) const UNREADABLE_TYPE: Rule = Rule {
    name: "unreadable-type",
    nature: Nature::Damage,
    explanation: "A table gives a member a type that doesn't exist. The member holds any JSON.",
};

/// A row within which a page ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CutRow {
    /// The 1-based line of the file.
    line: usize,
    /// The row's name, or the title of a structure without rows.
    name: String,
}

impl CutRow {
    pub(crate) fn new(line: usize, name: &str) -> Self {
        Self {
            line,
            name: name.to_owned(),
        }
    }

    /// Returns the row whose first cells these are.
    pub(crate) fn of_cells(row: &Row) -> Self {
        let name = row.cells.first().map_or("", |cell| &cell.text);
        Self::new(row.line, unlink(name).trim())
    }
}

/// Findings about the rows of one action or chapter.
pub(crate) struct RowFaults<'a> {
    pub(crate) file: &'a str,
    /// The action or structure that the findings name.
    pub(crate) subject: &'a str,
}

impl RowFaults<'_> {
    /// Reports the row within which the page ends.
    pub(crate) fn cut(&self, row: &CutRow) -> Finding {
        let message = format!(
            "the page ends with the row `{}`, which may be incomplete and is omitted",
            row.name
        );
        self.warning(row.line, &CUT_ROW, message)
            .help("scrape the page again")
    }

    /// Reports the rows and tables that are unreadable or unclear.
    pub(crate) fn rest(&self, rest: &TableRest<'_>) -> Vec<Finding> {
        let damaged = rest.damaged.iter().map(|row| self.damaged(row));
        let unclear = rest.unclear.iter().map(|(line, sentence)| {
            let message = format!("the words `{sentence}` don't say whose table follows");
            self.warning(*line, &UNCLEAR_TABLE, message)
                .help("compare with the live page, and correct the rows in overrides.yaml")
        });
        damaged.chain(unclear).collect()
    }

    fn damaged(&self, row: &DamagedRow) -> Finding {
        let message = format!("the table row `{}` is unreadable", row.text);
        self.warning(row.line, &DAMAGED_ROW, message)
            .help("compare with the live page")
    }

    /// Reports the rows without a readable type.
    pub(crate) fn types<'r>(
        &self,
        rows: impl Iterator<Item = &'r ParameterRow<'r>>,
    ) -> Vec<Finding> {
        rows.filter(|row| row.type_name.is_none())
            .map(|row| {
                let message = format!(
                    "`{}` has the unreadable type `{}`",
                    row.name, row.type_words
                );
                self.warning(row.line, &UNREADABLE_TYPE, message)
                    .help("set the type in overrides.yaml")
            })
            .collect()
    }

    /// Reports the titles that the vocabulary lacks.
    fn titles(&self, line: usize, table: &Table) -> Option<Finding> {
        let is_unknown = |cell: &&Cell| {
            let text = cell.text.trim();
            !text.is_empty() && title_of_cell(text).is_none()
        };
        let unknown: Vec<&str> = table
            .header
            .iter()
            .filter(is_unknown)
            .map(|cell| cell.text.trim())
            .collect();
        let message = format!("the column `{}` has an unknown title", unknown.join("`, `"));
        let finding = self.warning(line, &UNKNOWN_COLUMN, message);
        (!unknown.is_empty()).then(|| finding.help("add the title to the vocabulary"))
    }

    /// Reports the first cell of the column "required" that is neither yes nor no.
    fn answers(&self, table: &Table, columns: Columns) -> Option<Finding> {
        let answers = table.rows.iter().filter_map(|row| {
            let cell = columns.row_cells(&row.cells)?.required?;
            Some((row.line, cell.text.trim()))
        });
        let mut unknown = answers.filter(|(_, answer)| {
            let has_words = answer
                .chars()
                .any(|c| !matches!(c, '-' | '–' | '—' | '/' | ' '));
            has_words && yes_or_no(answer).is_none()
        });
        let (line, answer) = unknown.next()?;
        let more = match unknown.count() {
            0 => String::new(),
            more => format!(", as {more} more rows do"),
        };
        let message = format!("the column `required` says `{answer}`{more}: neither yes nor no");
        let finding = self.warning(line, &UNREADABLE_ANSWER, message);
        Some(finding.help("add the word to the vocabulary, or set `required` in overrides.yaml"))
    }

    fn warning(&self, line: usize, rule: &'static Rule, message: String) -> Finding {
        Finding::warning(self.file, line, rule, self.subject, message)
    }
}

/// Returns a finding for each column of parameters whose title or answers aren't known words.
pub(crate) fn unknown_words(file: &str, subject: &str, blocks: &[Block]) -> Vec<Finding> {
    let faults = RowFaults { file, subject };
    let tables = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) => Some((block.line, table)),
        _ => None,
    });
    let parameters = tables.filter_map(|(line, table)| {
        let columns = columns_of_table(table).filter(|columns| columns.is_parameters())?;
        Some((line, table, columns))
    });
    parameters
        .flat_map(|(line, table, columns)| {
            let titles = faults.titles(line, table);
            let answers = faults.answers(table, columns);
            titles.into_iter().chain(answers)
        })
        .collect()
}

/// Returns a finding for each table that ends within a row.
pub(crate) fn cut_rows(file: &str, blocks: &[Block]) -> Vec<Finding> {
    let cut = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) => table.cut.as_ref(),
        _ => None,
    });
    let faults = RowFaults { file, subject: "" };
    cut.map(|row| {
        let shown = DamagedRow {
            line: row.line,
            text: cells_as_text(&row.cells),
        };
        faults.cut(&CutRow::new(shown.line, &shown.text))
    })
    .collect()
}
