//! A search box with choices beside it, which narrows a list on the page.
//!
//! The list is an element with the filter's id. In it `data-item` marks what is shown or hidden, by its
//! text or, where it has one, its `data-text`; `data-group` marks what vanishes when nothing in it is
//! left. An item answers to choices by its `data-facets`, as [`facets`] writes them.

use maud::{Markup, html};

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
