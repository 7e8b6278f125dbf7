//! Parts that unfold: browsers lay out what is folded only when it comes into sight.

use maud::{Markup, html};

/// A part with a line that is always seen.
#[derive(Debug, Clone)]
pub struct Fold<'a> {
    /// The part's address on the page, if it has one.
    pub id: Option<&'a str>,
    /// The line that is seen.
    pub summary: Markup,
    /// What unfolds.
    pub inside: Markup,
    /// Whether it is open at first.
    pub open: bool,
}

/// The part; whether it is an item or a group of a filtered list is for what is around it to say.
pub fn fold(fold: &Fold<'_>) -> Markup {
    html! {
        details class="fold" id=[fold.id] open[fold.open] {
            summary { (fold.summary) }
            div class="inside" { (fold.inside) }
        }
    }
}
