//! Tables, and the filters that narrow lists on a page.

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

/// A choice of one value among several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facet<'a> {
    /// The key by which items answer to it: one word.
    pub key: &'static str,
    /// What is chosen: "Rule".
    pub label: &'static str,
    /// The values, without spaces, with how they are shown.
    pub options: Vec<(&'a str, String)>,
}

/// The controls for the list of that id. `wanted` says what can be typed: "Action or title".
pub fn filter(list: &str, wanted: &str, facets: &[Facet<'_>]) -> Markup {
    html! {
        form class="filter needs-script" role="search" aria-label=(wanted) data-filter=(list) {
            input type="search" placeholder=(wanted) aria-label=(wanted) aria-controls=(list)
                aria-keyshortcuts="/" autocomplete="off" spellcheck="false";
            @for facet in facets {
                select data-facet=(facet.key) aria-label=(facet.label) {
                    option value="" { (facet.label) ": all" }
                    @for (value, shown) in &facet.options {
                        option value=(value) { (facet.label) ": " (shown) }
                    }
                }
            }
            output aria-live="polite" {}
        }
    }
}

/// The value of an item's `data-facets`: `rule:used-by state:new`.
pub fn facets(facets: &[(&'static str, &str)]) -> String {
    let written: Vec<String> = facets
        .iter()
        .map(|(key, value)| format!("{key}:{}", value.replace(char::is_whitespace, "-")))
        .collect();
    written.join(" ")
}

/// What a filtered list shows when nothing is left of it.
pub fn empty_state(words: &str) -> Markup {
    html! { p class="empty" data-empty hidden { (words) } }
}
