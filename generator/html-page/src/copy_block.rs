//! Text to be pasted elsewhere, with a button that copies it.

use maud::{Markup, html};

/// The text as it is; `what` names it for those who can't see the button's place.
pub fn copy_block(what: &str, text: &str) -> Markup {
    html! {
        div class="copy" {
            button type="button" class="needs-script" data-copy aria-label={ "Copy " (what) } { "Copy" }
            pre { code { (text) } }
        }
    }
}
