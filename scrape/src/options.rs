//! What a run is asked to do.

use std::path::PathBuf;

use tencentcloud_api_generator::spec::Language;

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
