//! What the self-contained HTML pages share: the frame, and the parts that they are put together from.
//!
//! Markup is written with `maud`, which escapes every text, so that nothing that was scraped can become
//! markup. A page loads nothing: style and script lie in it, and its policy names them by their hashes,
//! so that browsers run nothing else.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod elements;
mod table;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

pub use elements::{
    Fold, Tile, Tone, badge, copy_block, fold, localized, meter, severity_badge, tiles, web_link,
    workspace_link,
};
pub use table::{Column, Facet, Row, empty_state, facets, filter, table};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A page that is complete in one file.
#[derive(Debug, Clone)]
pub struct WebPage<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is about, in a sentence or two.
    pub lead: Markup,
    /// What is seen before the first section: tiles, mostly.
    pub summary: Markup,
    /// Its sections; each gets a link in the navigation.
    pub sections: Vec<Section>,
    /// How it came to be: the last line.
    pub foot: Markup,
    /// Rules of its own, after the common ones.
    pub style: &'static str,
    /// A script of its own, after the common one.
    pub script: &'static str,
}

/// A section of a page.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its address on the page.
    pub id: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// What stands in it.
    pub content: Markup,
}

impl WebPage<'_> {
    /// The page's HTML.
    pub fn render(&self) -> String {
        let style = format!("{STYLE}{}", self.style);
        let script = format!("{SCRIPT}{}", self.script);
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy(&style, &script));
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) }
                    style { (PreEscaped(&style)) }
                }
                body {
                    a class="skip" href="#content" { "Skip to the content" }
                    div class="frame" { (self.body()) }
                    script { (PreEscaped(&script)) }
                }
            }
        };
        page.into_string()
    }

    fn body(&self) -> Markup {
        html! {
            header class="page-head" {
                div {
                    h1 { (self.title) }
                    div class="lead" { (self.lead) }
                }
                button type="button" class="needs-script" data-theme-switch { "Auto" }
            }
            @if self.sections.len() > 1 {
                nav class="page-nav" aria-label="Sections" {
                    ul {
                        @for section in &self.sections {
                            li { a href={ "#" (section.id) } { (section.title) } }
                        }
                    }
                }
            }
            main id="content" {
                (self.summary)
                @for section in &self.sections {
                    section aria-labelledby=(section.id) {
                        h2 id=(section.id) { (section.title) }
                        (section.content)
                    }
                }
            }
            footer class="page-foot" { (self.foot) }
        }
    }
}

/// The policy for a page with exactly this style and this script.
fn policy(style: &str, script: &str) -> String {
    format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(script)
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> String {
        let page = WebPage {
            title: text,
            lead: html! { (text) },
            summary: html! {},
            sections: Vec::new(),
            foot: html! {},
            style: "",
            script: "",
        };
        page.render()
    }

    #[test]
    fn texts_never_become_markup() {
        let html = page("</title><script>alert(1)</script>");
        assert_eq!(html.matches("<script>").count(), 1);
        assert!(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)"));
    }

    #[test]
    fn a_page_loads_nothing() {
        let html = page("Plain");
        for word in ["src=", "<link", "@import", "url(", "http://", "https://"] {
            assert!(!html.contains(word), "{word}");
        }
    }

    #[test]
    fn style_and_script_end_where_they_should() {
        assert!(!STYLE.contains("</"));
        assert!(!SCRIPT.contains("</"));
    }

    #[test]
    fn scripts_are_named_by_their_hashes() {
        // The example of the specification of content security policies, level 2.
        let expected = "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert!(policy("", "alert('Hello, world.');").contains(expected));
    }
}
