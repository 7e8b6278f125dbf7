//! The frame and the elements of self-contained HTML pages.
//!
//! Markup is written with `maud`, which escapes every text, so scraped text never becomes markup. A
//! page loads nothing: it contains its style and script. Its policy names both by their hashes, so
//! browsers run nothing else.

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
    /// The title.
    pub title: &'a str,
    /// One or two sentences about the page.
    pub lead: Markup,
    /// The content above the first section, for example tiles.
    pub summary: Markup,
    /// The sections. Each gets a link in the navigation.
    pub sections: Vec<Section>,
    /// The last line, which says how the page was made.
    pub foot: Markup,
    /// The page's own CSS rules, appended to the common ones.
    pub style: &'static str,
    /// The page's own script, appended to the common one.
    pub script: &'static str,
}

/// A section of a page.
#[derive(Debug, Clone)]
pub struct Section {
    /// The anchor on the page.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// The content below the heading.
    pub content: Markup,
}

impl WebPage<'_> {
    /// Renders the page as HTML.
    pub fn render(&self) -> String {
        self.render_with("")
    }

    /// Renders the page as HTML. Its script may also connect to the server that sends the page.
    pub fn render_connected(&self) -> String {
        self.render_with("; connect-src 'self'")
    }

    /// Renders the page with further directives of its policy.
    fn render_with(&self, directives: &str) -> String {
        let style = format!("{STYLE}{}", self.style);
        let script = format!("{SCRIPT}{}", self.script);
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content={ (policy(&style, &script)) (directives) };
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

/// Returns the content security policy for a page with exactly this style and this script.
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
    fn page_text_never_becomes_markup() {
        let html = page("</title><script>alert(1)</script>");
        assert_eq!(html.matches("<script>").count(), 1);
        assert!(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)"));
    }

    #[test]
    fn page_loads_nothing() {
        let html = page("Plain");
        for word in ["src=", "<link", "@import", "url(", "http://", "https://"] {
            assert!(!html.contains(word), "{word}");
        }
    }

    #[test]
    fn only_connected_page_connects() {
        let page = WebPage {
            title: "Plain",
            lead: html! {},
            summary: html! {},
            sections: Vec::new(),
            foot: html! {},
            style: "",
            script: "",
        };
        assert!(!page.render().contains("connect-src"));
        assert!(
            page.render_connected()
                .contains("form-action 'none'; connect-src 'self'\"")
        );
    }

    #[test]
    fn style_and_script_lack_end_tags() {
        assert!(!STYLE.contains("</"));
        assert!(!SCRIPT.contains("</"));
    }

    #[test]
    fn policy_names_scripts_by_hash() {
        // The example of the Content Security Policy specification, level 2.
        let expected = "script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert!(policy("", "alert('Hello, world.');").contains(expected));
    }
}
