//! The elements that pages are composed of: badges, tiles, meters, folds, links.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use spec::Localized;
use spec::finding::Severity;

/// What a colour stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Something is lost or wrong.
    Error,
    /// Something is doubtful.
    Warning,
    /// Worth knowing.
    Note,
    /// As it should be.
    Good,
}

impl Tone {
    /// The class in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Good => "good",
        }
    }

    fn sign(self) -> Option<&'static str> {
        match self {
            Self::Neutral => None,
            Self::Error => Some("✕"),
            Self::Warning => Some("▲"),
            Self::Note => Some("●"),
            Self::Good => Some("✓"),
        }
    }
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
            Severity::Note => Self::Note,
        }
    }
}

/// A few words in the tone's colour.
pub fn badge(tone: Tone, words: &str) -> Markup {
    html! {
        span class={ "badge " (tone.class()) } {
            @if let Some(sign) = tone.sign() {
                span aria-hidden="true" { (sign) }
            }
            (words)
        }
    }
}

/// How bad a finding is.
pub fn severity_badge(severity: Severity) -> Markup {
    badge(severity.into(), &severity.to_string())
}

/// One figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tile {
    /// What is counted.
    pub label: &'static str,
    /// The figure.
    pub value: String,
    /// What to make of it; may be empty.
    pub remark: String,
    /// Whether it is good or bad.
    pub tone: Tone,
}

/// The figures beside each other.
pub fn tiles(tiles: &[Tile]) -> Markup {
    html! {
        ul class="tiles" {
            @for tile in tiles {
                li class={ "tile " (tile.tone.class()) } {
                    div class="label" { (tile.label) }
                    div class="value" { (tile.value) }
                    @if !tile.remark.is_empty() {
                        div class="remark" { (tile.remark) }
                    }
                }
            }
        }
    }
}

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

/// The text as it is; `what` names it for those who can't see the button's place.
pub fn copy_block(what: &str, text: &str) -> Markup {
    html! {
        div class="copy" {
            button type="button" class="needs-script" data-copy aria-label={ "Copy " (what) } { "Copy" }
            pre { code { (text) } }
        }
    }
}

/// The text in English where there is English, else in Chinese.
pub fn localized(text: &Localized) -> Markup {
    match (&text.en, &text.zh) {
        (Some(en), _) => html! { span lang="en" { (en) } },
        (None, Some(zh)) => html! { span lang="zh-Hans" { (zh) } },
        (None, None) => html! {},
    }
}

/// A link to an address that a page gave; other schemes than the web's stay plain text.
pub fn web_link(address: &str, words: &str) -> Markup {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    if !is_web {
        return html! { (words) };
    }
    html! { a href=(address) rel="noreferrer noopener" { (words) } }
}

/// A link to a file of the workspace. `up` leads from the page's folder to the workspace (`../`); the
/// line, 0 for the whole file, is only shown, as browsers can't go to lines.
pub fn workspace_link(up: &str, file: &str, line: usize) -> Markup {
    let address = utf8_percent_encode(file, IN_PATH);
    html! {
        a href={ (up) (address) } {
            (file)
            @if line > 0 { ":" (line) }
        }
    }
}

/// Whatever could end a path or begin a scheme is written as `%xx`.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_all_of_it_is_full() {
        assert!(meter(9999, 10_000).into_string().contains("99%"));
        assert!(meter(3, 3).into_string().contains("100%"));
        assert!(!meter(0, 0).into_string().contains('%'));
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let link = |address| web_link(address, "page").into_string();
        assert!(link("https://cloud.tencent.com/a?b=\"c").contains("b=&quot;c"));
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            " https://a",
            "//a",
        ] {
            assert_eq!(link(address), "page");
        }
    }

    #[test]
    fn files_can_not_leave_their_path() {
        let link = workspace_link("../", "specs/a b?c#d:\"e.txt", 3).into_string();
        assert!(
            link.contains("href=\"../specs/a%20b%3Fc%23d%3A%22e.txt\""),
            "{link}"
        );
        assert!(link.contains(":3"), "{link}");
    }
}
