//! The elements that pages are composed of: badges, tiles, meters, folds, links.

use maud::{Markup, html};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use spec::Localized;
use spec::finding::Severity;

/// The meaning of a colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// No judgement.
    #[default]
    Neutral,
    /// An error or a loss.
    Error,
    /// A doubt.
    Warning,
    /// Information.
    Note,
    /// An expected or complete result.
    Good,
}

impl Tone {
    /// Returns the class in the style sheet.
    fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
            Self::Good => "good",
        }
    }

    /// Returns the sign that repeats the tone without colour.
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

/// Renders a few words in the tone's colour. A sign repeats the tone for readers who cannot see
/// colours.
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

/// Renders a finding's severity.
pub fn severity_badge(severity: Severity) -> Markup {
    badge(severity.into(), &severity.to_string())
}

/// One figure of a summary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tile {
    /// The name of the figure, such as "Actions".
    pub label: &'static str,
    /// The figure.
    pub value: String,
    /// A short comment on the figure, or an empty text.
    pub remark: String,
    /// The judgement of the figure.
    pub tone: Tone,
}

/// Renders the figures next to each other.
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

/// Renders a share as a bar with its figures, or a dash if `whole` is 0.
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
            // An SVG bar, because the page's policy forbids style attributes.
            svg aria-hidden="true" { rect width={ (percent) "%" } height="100%" {} }
            span { (part) " / " (whole) }
        }
    }
}

/// Returns the share in percent, rounded down: only a complete share is 100.
fn percent(part: usize, whole: usize) -> usize {
    part.min(whole).saturating_mul(100) / whole
}

/// A part that unfolds below a summary line. Browsers lay out its content only when needed.
#[derive(Debug, Clone)]
pub struct Fold<'a> {
    /// The part's anchor on the page, if it has one.
    pub id: Option<&'a str>,
    /// The line that is always visible.
    pub summary: Markup,
    /// The content that unfolds.
    pub inside: Markup,
    /// True if the part starts unfolded.
    pub open: bool,
}

/// Renders the part. The caller marks it as an item or group of a filtered list.
pub fn fold(fold: &Fold<'_>) -> Markup {
    html! {
        details class="fold" id=[fold.id] open[fold.open] {
            summary { (fold.summary) }
            div class="inside" { (fold.inside) }
        }
    }
}

/// Renders text with a button that copies it. Screen readers announce the button as "Copy" and
/// `subject`.
pub fn copy_block(subject: &str, text: &str) -> Markup {
    html! {
        div class="copy" {
            button type="button" class="needs-script" data-copy aria-label={ "Copy " (subject) } { "Copy" }
            pre { code { (text) } }
        }
    }
}

/// Renders the text in the preferred language, tagged with that language.
///
/// The tag lets browsers choose a fitting font and voice.
pub fn localized(text: &Localized) -> Markup {
    match text.preferred_text() {
        Some((language, words)) => html! { span lang=(language.html_tag()) { (words) } },
        None => html! {},
    }
}

/// Renders a link to a scraped address. An address that is not on the web stays plain text.
pub fn web_link(address: &str, words: &str) -> Markup {
    let is_web = address.starts_with("https://") || address.starts_with("http://");
    if !is_web {
        return html! { (words) };
    }
    html! { a href=(address) rel="noreferrer noopener" { (words) } }
}

/// Renders a link to a file of the workspace.
///
/// `up` is the path from the page's folder to the workspace, such as `../`. The line is only text,
/// because browsers cannot jump to it. Line 0 means the whole file.
pub fn workspace_link(up: &str, file: &str, line: usize) -> Markup {
    let address = utf8_percent_encode(file, ESCAPED_IN_PATH);
    html! {
        a href={ (up) (address) } {
            (file)
            @if line > 0 { ":" (line) }
        }
    }
}

/// Characters to escape in a path, because they could end the path or begin a scheme.
const ESCAPED_IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meter_is_full_only_when_complete() {
        assert!(meter(9999, 10_000).into_string().contains("99%"));
        assert!(meter(3, 3).into_string().contains("100%"));
        assert!(!meter(0, 0).into_string().contains('%'));
    }

    #[test]
    fn web_link_accepts_only_web_addresses() {
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
    fn workspace_link_escapes_the_file_name() {
        let link = workspace_link("../", "specs/a b?c#d:\"e.txt", 3).into_string();
        assert!(
            link.contains("href=\"../specs/a%20b%3Fc%23d%3A%22e.txt\""),
            "{link}"
        );
        assert!(link.contains(":3"), "{link}");
    }
}
