//! A share as a bar with its figures.

use maud::{Markup, html};

/// `part` of `whole`; a whole of nothing has no share.
pub fn meter(part: usize, whole: usize) -> Markup {
    if whole == 0 {
        return html! { span class="muted" { "–" } };
    }
    let percent = percent(part, whole);
    let level = match percent {
        100 => "",
        50..100 => "part",
        _ => "low",
    };
    html! {
        span class={ "meter " (level) } {
            // The bar is drawn: the policy allows no style on elements.
            svg aria-hidden="true" { rect width={ (percent) "%" } height="100%" {} }
            span { (part) " / " (whole) }
        }
    }
}

/// Whole percents, rounded down: only all of it is a hundred.
fn percent(part: usize, whole: usize) -> usize {
    part.min(whole).saturating_mul(100) / whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_of_it_is_full() {
        assert!(meter(9999, 10_000).into_string().contains("99%"));
        assert!(meter(3, 3).into_string().contains("100%"));
        assert!(!meter(0, 0).into_string().contains('%'));
    }
}
