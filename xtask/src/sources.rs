//! `cargo xtask sources`: the pages compared with their manifest.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;
use sources::{Pages, SourceEntry, accept, check, parse_sources, read_pages, render_sources};
use xtask::say;
use xtask::stages::{MANIFEST, manifest_text};
use xtask::trees::write_files;
use xtask::workspace::Workspace;

/// Compares the pages in specs/sources/ with the manifest, specs/sources.yaml
///
/// Every page has an entry with its origin and its SHA-256, which reveals accidental edits.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask sources             lists the pages; fails if one differs from its record
  cargo xtask sources --accept    records new, changed and deleted pages; commit specs/sources.yaml

Name a new page <service>/<content>.<en or zh>.<extension>, such as
cvm/DescribeZones.zh.html. `cargo xtask scrape` names and records pages automatically.")]
pub(crate) struct Arguments {
    /// Record the pages as they are
    #[arg(long)]
    accept: bool,
}

const ACCEPT: &str = "cargo xtask sources --accept";

pub(crate) fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    if !arguments.accept {
        let (text, entries, pages) = read(workspace)?;
        for page in check(MANIFEST, &text, &entries, &pages)? {
            say!("{:>9}  {}", page.bytes.len(), page.entry.file);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let writer = workspace.writer(ACCEPT)?;
    // A scrape writes the manifest too.
    let _pages = workspace.page_writer(ACCEPT)?;
    let (_, entries, pages) = read(workspace)?;
    let format = |file: &str, bytes: &[u8]| Some(document::read(file, bytes, None).ok()?.format);
    let accepted = accept(&entries, &pages, format)?;
    let text = render_sources(&accepted.entries)?;
    let files = BTreeMap::from([("sources.yaml".to_owned(), text)]);
    write_files(&writer, &files, ACCEPT)?;
    for change in &accepted.changes {
        say!("{change}");
    }
    say!("{MANIFEST}: {} pages recorded", accepted.entries.len());
    Ok(ExitCode::SUCCESS)
}

/// Returns the manifest's text, its entries, and the pages.
fn read(workspace: &Workspace) -> Result<(String, Vec<SourceEntry>, Pages)> {
    let text = manifest_text(workspace)?;
    let entries = parse_sources(MANIFEST, &text)?;
    let pages = read_pages(&workspace.pages())?;
    Ok((text, entries, pages))
}
