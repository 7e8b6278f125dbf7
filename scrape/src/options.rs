//! What a run is asked to do.

use std::path::PathBuf;
use std::time::Duration;

use jiff::{Timestamp, Unit};
use spec::Language;

/// A file or folder to bring in.
#[derive(Debug, Clone)]
pub(crate) struct Input {
    pub(crate) path: PathBuf,
}

/// How files are brought in.
#[derive(Debug, Clone, Default)]
pub(crate) struct FileOptions {
    /// The service of chapters whose neighbours don't tell it.
    pub(crate) service: Option<String>,
    /// The language of all files, where their names and words would tell wrongly.
    pub(crate) language: Option<Language>,
    /// Whether pages may say far less than before.
    pub(crate) accept_layout: bool,
}

/// How the site is walked.
#[derive(Debug, Clone)]
pub(crate) struct SiteOptions {
    /// When the run began.
    pub(crate) now: Timestamp,
    /// Pages dealt with a shorter time ago are not asked for again.
    pub(crate) max_age: Duration,
    /// Ask for every page as if none were stored.
    pub(crate) refresh: bool,
    /// The most pages to ask for.
    pub(crate) budget: usize,
    /// Only say what would be asked for.
    pub(crate) dry_run: bool,
    /// Whether pages may say far less than before.
    pub(crate) accept_layout: bool,
}

impl SiteOptions {
    /// The moment of the run as the manifest has it: `2026-11-25T10:00:00Z`.
    pub(crate) fn now_text(&self) -> String {
        let seconds = self.now.round(Unit::Second).unwrap_or(self.now);
        seconds.to_string()
    }
}
