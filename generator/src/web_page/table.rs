//! Tables whose header stays in sight; on a phone each row becomes a card.

use maud::{Markup, html};

/// A column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub label: &'static str,
    /// Whether it holds numbers, which stand right.
    pub number: bool,
}

impl Column {
    /// A column of words.
    pub const fn text(label: &'static str) -> Self {
        Self {
            label,
            number: false,
        }
    }

    /// A column of numbers.
    pub const fn number(label: &'static str) -> Self {
        Self {
            label,
            number: true,
        }
    }
}

/// A table of rows of cells; the first cell of a row names it.
pub fn table(
    caption: &str,
    columns: &[Column],
    rows: impl IntoIterator<Item = Vec<Markup>>,
) -> Markup {
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
                @for cells in rows {
                    tr {
                        @for (column, cell) in columns.iter().zip(&cells).take(1) {
                            th scope="row" class=[column.number.then_some("number")] { (cell) }
                        }
                        @for (column, cell) in columns.iter().zip(&cells).skip(1) {
                            td data-label=(column.label) class=[column.number.then_some("number")] { (cell) }
                        }
                    }
                }
            }
        }
    }
}
