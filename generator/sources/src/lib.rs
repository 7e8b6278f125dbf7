//! The manifest `specs/sources.yaml`: the origin and digest of each scraped page.

#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

mod accept;
mod page_path;
mod pages;

use serde::{Deserialize, Serialize};

pub use accept::{Accepted, NotRecorded, accept};
pub use page_path::{is_page_path, page_path};
pub use pages::{Checked, PageFault, Pages, Sound, check, check_each, read_pages};

pub use disk::sha256;

use document::Format;
use spec::Language;
use spec::fault::SpecFault;
use spec::yaml::{self, Writer};

/// The manifest's entry for one file in `specs/sources/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// The path below `specs/sources/`, with `/` as separator.
    pub file: String,
    /// The page's subject in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The service that the page describes. Chapters rely on it when they do not name a service.
    pub service: String,
    /// The API version, if a person settled it: of the page's chapters, whatever the evidence in
    /// pages, and of its actions that state none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The language of the page's texts.
    pub language: Language,
    /// The format to read the page as.
    pub format: Format,
    /// The address that the page was fetched from, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The date of the last update as printed on the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The last date or time at which the page was fetched or found unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<String>,
    /// The server's `ETag` header for this version of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The server's `Last-Modified` header for this version of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// The SHA-256 digest of the stored bytes, in hexadecimal.
    pub sha256: String,
    /// The SHA-256 digest of the original page, if the stored page is a reduced copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_sha256: Option<String>,
}

/// Parses a manifest. The entries keep their order.
///
/// # Errors
///
/// Fails with the line at which the text is not YAML, or not a list of entries.
pub fn parse_sources(file: &str, text: &str) -> Result<Vec<SourceEntry>, SpecFault> {
    yaml::parse(file, text, Writer::Sources)
}

/// Renders the entries as a manifest.
///
/// # Errors
///
/// Fails if the entries cannot be written as YAML.
pub fn render_sources(entries: &[SourceEntry]) -> Result<String, SpecFault> {
    yaml::render("sources.yaml", Writer::Sources, &entries)
}

/// Returns the manifest's first line.
pub fn sources_header() -> &'static str {
    Writer::Sources.header()
}

/// Renders one entry. A manifest is its header, then the texts of its entries, sorted by file.
///
/// # Errors
///
/// Fails if the entry cannot be written as YAML.
pub fn render_entry(entry: &SourceEntry) -> Result<String, SpecFault> {
    yaml::body("sources.yaml", Writer::Sources, &[entry])
}
