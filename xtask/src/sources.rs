//! `cargo xtask sources`: whether the pages are those that were recorded.

use std::process::ExitCode;

use anyhow::Result;
use sources::{accept, check, parse_sources, read_pages, render_sources};

use crate::stages::{MANIFEST, manifest_text};
use crate::workspace::Workspace;
use crate::write_trees::write_file;

/// Compares the pages in specs/sources/ with specs/sources.yaml, which records where each came from
///
/// Every page has one entry with its sha256, so that nobody edits a page by accident.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask sources             lists the pages, and fails where one is not as recorded
  cargo xtask sources --accept    records new, changed and deleted pages; commit specs/sources.yaml

A new page's name says what it is: <service>/<what>.<en or zh>.<extension>, for instance
cvm/DescribeZones.zh.html. `cargo xtask scrape` names and records pages by itself.")]
pub(crate) struct Arguments {
    /// Record the pages as they are
    #[arg(long)]
    accept: bool,
}

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let text = manifest_text(workspace)?;
    let entries = parse_sources(MANIFEST, &text)?;
    let pages = read_pages(&workspace.pages())?;
    if !arguments.accept {
        for page in check(MANIFEST, &text, &entries, &pages)? {
            println!("{:>9}  {}", page.bytes.len(), page.entry.file);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let format = |file: &str, bytes: &[u8]| Some(document::read(file, bytes, None).ok()?.format);
    let accepted = accept(&entries, &pages, format)?;
    let text = render_sources(&accepted.entries)?;
    write_file(
        workspace.specs(),
        "sources.yaml",
        text,
        "cargo xtask sources --accept",
    )?;
    for change in &accepted.changes {
        println!("{change}");
    }
    println!("{MANIFEST}: {} pages recorded", accepted.entries.len());
    Ok(ExitCode::SUCCESS)
}
