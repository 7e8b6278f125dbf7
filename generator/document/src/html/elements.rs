//! What the elements of a page are for.

use scraper::node::Element;

use super::frame::has_class;

/// Elements that never hold documentation.
const CHROME_ELEMENTS: &[&str] = &[
    "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "canvas",
    "video", "audio", "button", "select", "textarea", "input", "nav", "footer", "aside",
];

/// Parts of the site's frame inside the content's box.
const CHROME_CLASSES: &[&str] = &[
    "markdown-nav",
    "rno-title-module",
    "rno-api-explorer",
    "rno-header-crumbs-2",
    "com-share-bubble",
    "J-docShareModal",
    "J-docDetailPagination",
];

/// Whether the element and all in it belong to the site.
pub(super) fn is_chrome(element: &Element) -> bool {
    CHROME_ELEMENTS.contains(&element.name())
        || CHROME_CLASSES.iter().any(|class| has_class(element, class))
        || element.attr("hidden").is_some()
}

/// Elements that begin and end a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "blockquote"
            | "dl"
            | "dt"
            | "dd"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "address"
            | "fieldset"
            | "form"
            | "center"
            | "caption"
            | "hr"
            | "body"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}
