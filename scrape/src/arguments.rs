//! The command line.

use std::path::PathBuf;

use clap::ValueEnum;
use tencentcloud_api_generator::spec::{self, is_service_name};

use crate::options::{FileOptions, Input};

/// Brings documentation pages into specs/sources/ and records them in specs/sources.yaml
///
/// Takes saved pages (HTML), Markdown, plain text and texts of PDF manuals, one by one or in folders.
/// HTML is reduced to title, date and article. The product is read from the pages themselves; a chapter
/// that does not name its own (data types, error codes, history) takes that of its neighbours.
#[derive(Debug, clap::Parser)]
#[command(
    name = "cargo xtask scrape",
    bin_name = "cargo xtask scrape",
    max_term_width = 100,
    after_help = "\
Examples:
  cargo xtask scrape page.html                 a saved page
  cargo xtask scrape ~/docs/cbs/               a folder of pages, with the folders in it
  cargo xtask scrape --service cbs errors.md   a chapter that comes alone

Exit codes:
  0  all pages were dealt with
  1  some were not: they are named, with the reason; the others are stored
  2  the command line makes no sense
  3  nothing more could be done: another scrape is at work, or the disk refuses"
)]
pub(crate) struct Arguments {
    /// Files and folders
    #[arg(required = true, value_name = "WHAT")]
    what: Vec<String>,
    /// The folder with sources/ and sources.yaml
    #[arg(long, value_name = "FOLDER", default_value = "specs", hide = true)]
    pub(crate) specs: PathBuf,
    /// Store into this folder instead; it begins as a copy of the pages and the manifest
    #[arg(long, value_name = "FOLDER")]
    pub(crate) into: Option<PathBuf>,
    /// The service of chapters that come without an action page beside them
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// The language of the files, where neither name nor words tell it
    #[arg(long, value_enum)]
    language: Option<Language>,
    /// Store pages even if they say far less than the ones that are there
    #[arg(long)]
    accept_layout: bool,
    /// Print one JSON object a line: what becomes of each page, and at the end the counts
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    /// English
    En,
    /// Chinese
    Zh,
}

impl Arguments {
    /// The files that are named, or what makes no sense.
    pub(crate) fn inputs(&self) -> Result<Vec<Input>, String> {
        let inputs = self.what.iter().map(|what| {
            let path = PathBuf::from(what);
            if path.exists() {
                return Ok(Input { path });
            }
            Err(format!("there is no file or folder `{what}`"))
        });
        inputs.collect()
    }

    pub(crate) fn file_options(&self) -> Result<FileOptions, String> {
        if let Some(name) = &self.service
            && !is_service_name(name)
        {
            return Err(format!(
                "`{name}` is no name of a service: that is the first part of its domain, such as cvm"
            ));
        }
        Ok(FileOptions {
            service: self.service.clone(),
            language: self.language.map(|language| match language {
                Language::En => spec::Language::En,
                Language::Zh => spec::Language::Zh,
            }),
            accept_layout: self.accept_layout,
        })
    }
}
