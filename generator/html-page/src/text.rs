//! Documented text with its language, so that browsers choose fonts and voices that fit.

use maud::{Markup, html};

use spec::Localized;

/// The text in English where there is English, else in Chinese.
pub fn localized(text: &Localized) -> Markup {
    match (&text.en, &text.zh) {
        (Some(en), _) => html! { span lang="en" { (en) } },
        (None, Some(zh)) => html! { span lang="zh-Hans" { (zh) } },
        (None, None) => html! {},
    }
}
