//! Tables whose header stays in sight; on a phone each row becomes a card.

use maud::{Markup, html};

/// A column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column<'a> {
    /// Its header.
    pub label: &'a str,
    /// Whether it holds numbers, which stand right.
    pub number: bool,
}

impl<'a> Column<'a> {
    /// A column of words.
    pub const fn text(label: &'a str) -> Self {
        Self {
            label,
            number: false,
        }
    }

    /// A column of numbers.
    pub const fn number(label: &'a str) -> Self {
        Self {
            label,
            number: true,
        }
    }
}

/// A row; its first cell names it.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The cells, one a column.
    pub cells: Vec<Markup>,
    /// What a filter finds the row by; rows without are no items of a filter.
    pub text: Option<String>,
    /// What choices it answers to, as [`facets`](super::facets) writes them.
    pub facets: String,
}

impl Row {
    /// A row that no filter touches.
    pub fn new(cells: Vec<Markup>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

/// A table. The caption is for those who can't see what is around it.
pub fn table(caption: &str, columns: &[Column<'_>], rows: impl IntoIterator<Item = Row>) -> Markup {
    html! {
        table class="cards" {
            caption class="visually-hidden" { (caption) }
            thead {
                tr {
                    @for column in columns {
                        th scope="col" class=[column.number.then_some("number")] { (column.label) }
                    }
                }
            }
            tbody {
                @for row in rows {
                    tr data-item[row.text.is_some()] data-text=[row.text.as_ref()] data-facets=[row.text.as_ref().map(|_| &row.facets)] {
                        @for (column, cell) in columns.iter().zip(&row.cells).take(1) {
                            th scope="row" class=[column.number.then_some("number")] { (cell) }
                        }
                        @for (column, cell) in columns.iter().zip(&row.cells).skip(1) {
                            td data-label=(column.label) class=[column.number.then_some("number")] { (cell) }
                        }
                    }
                }
            }
        }
    }
}
