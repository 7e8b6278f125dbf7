//! `specs/sources.yaml`: where each scraped page came from, and whether it is still the page that was recorded.

mod accept;
mod check;
mod pages;

use serde::{Deserialize, Serialize};

pub use accept::{Accepted, NotRecorded, accept};
pub use check::{Checked, check};
pub use pages::{Pages, read_pages, sha256};

use super::Language;
use super::fault::SpecFault;
use super::yaml::{self, Writer};
use crate::document::Format;

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
    /// The day that it was fetched, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<String>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The manifest that a text holds, in its order.
pub fn parse_sources(file: &str, text: &str) -> Result<Vec<SourceEntry>, SpecFault> {
    yaml::parse(file, text, Writer::Sources)
}

/// The manifest's text.
pub fn render_sources(entries: &[SourceEntry]) -> Result<String, SpecFault> {
    yaml::render("sources.yaml", Writer::Sources, &entries)
}
