//! Tables, and filters that narrow lists on a page.

use maud::{Markup, html};

/// A column of a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Column<'a> {
    /// The header cell.
    pub label: &'a str,
    /// True if the column holds numbers, which are right-aligned.
    pub number: bool,
}

impl<'a> Column<'a> {
    /// Creates a column of text.
    pub const fn text(label: &'a str) -> Self {
        Self {
            label,
            number: false,
        }
    }

    /// Creates a column of numbers.
    pub const fn number(label: &'a str) -> Self {
        Self {
            label,
            number: true,
        }
    }
}

/// A row of a table. Its first cell is the row's header.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The cells, one per column.
    pub cells: Vec<Markup>,
    /// The text that a filter searches. A row without it is not an item of a filter.
    pub text: Option<String>,
    /// The choices that the row matches, as rendered by [`facets`].
    pub facets: String,
}

impl Row {
    /// Creates a row that filters ignore.
    pub fn new(cells: Vec<Markup>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

/// Renders a table. Its header stays visible, and its rows become cards on a phone.
///
/// The caption is for screen readers.
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
    /// The key that items use in `data-facets`: one word.
    pub key: &'static str,
    /// The label of the choice, such as "Rule".
    pub label: &'static str,
    /// The values, without spaces, and their labels.
    pub options: Vec<(&'a str, String)>,
}

/// Renders a search box and choices that narrow a list on the page.
///
/// `list` is the id of the list's element. In the list, `data-item` marks an element to show or
/// hide, by its `data-text` or else its text. `data-group` marks an element to hide when all items
/// in it are hidden. `data-facets` holds the choices that an item matches, as rendered by
/// [`facets`]. `hint` is the placeholder of the search box: "Action or title".
pub fn filter(list: &str, hint: &str, facets: &[Facet<'_>]) -> Markup {
    html! {
        form class="filter needs-script" role="search" aria-label=(hint) data-filter=(list) {
            input type="search" placeholder=(hint) aria-label=(hint) aria-controls=(list)
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

/// Renders the value of an item's `data-facets`: `rule:used-by state:new`.
pub fn facets(facets: &[(&'static str, &str)]) -> String {
    let written: Vec<String> = facets
        .iter()
        .map(|(key, value)| format!("{key}:{}", value.replace(char::is_whitespace, "-")))
        .collect();
    written.join(" ")
}

/// Renders the message for a filtered list without matches.
pub fn empty_state(words: &str) -> Markup {
    html! { p class="empty" data-empty hidden { (words) } }
}
