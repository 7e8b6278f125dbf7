//! `specs/sources.yaml`: where each scraped page came from, and whether it is still the page that was recorded.

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
pub use pages::{Checked, Pages, check, read_pages, sha256};

use document::Format;
use spec::Language;
use spec::fault::SpecFault;
use spec::yaml::{self, Writer};

/// One file in `specs/sources/`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// The path below `specs/sources/`, with `/` between its parts.
    pub file: String,
    /// What it is, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The service that it describes, for chapters that don't name theirs.
    pub service: String,
    /// The language of its texts.
    pub language: Language,
    /// How it is to be read.
    pub format: Format,
    /// The address that it was fetched from, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its last update, where the page states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The day or moment that it was fetched or found unchanged, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<String>,
    /// What the server calls this version of the page: its header `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When the server says that the page changed: its header `Last-Modified`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// SHA-256 of the page as it was served or saved, where it was reduced before it was stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_sha256: Option<String>,
}

/// The manifest that a text holds, in its order.
pub fn parse_sources(file: &str, text: &str) -> Result<Vec<SourceEntry>, SpecFault> {
    yaml::parse(file, text, Writer::Sources)
}

/// The manifest's text.
pub fn render_sources(entries: &[SourceEntry]) -> Result<String, SpecFault> {
    yaml::render("sources.yaml", Writer::Sources, &entries)
}

/// The manifest's first line.
pub fn sources_header() -> &'static str {
    Writer::Sources.header()
}

/// The text of one entry. The manifest is its header and the entries' texts, sorted by file.
pub fn render_entry(entry: &SourceEntry) -> Result<String, SpecFault> {
    yaml::body("sources.yaml", Writer::Sources, &[entry])
}
