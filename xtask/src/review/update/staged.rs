//! The newer pages, staged in a separate folder. The workspace stays untouched until it has all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use sources::sha256;
use spec::fault::did_you_mean;
use update::{Snapshot, UpdateOptions};
use xtask::arguments::Update as Arguments;
use xtask::programs::SCRAPE;
use xtask::stages::manifest_text;
use xtask::unknown_service;
use xtask::workspace::Workspace;

/// The staged pages.
#[derive(Debug, Default)]
pub(crate) struct Staged {
    /// The folder with `sources/` and `sources.yaml`; `None` if no page was staged.
    pub(crate) folder: Option<PathBuf>,
    /// Pages that the site no longer has, by their path below `sources/`.
    pub(crate) vanished: Vec<String>,
    /// Pages that `scrape` could not fetch, each with the reason.
    pub(crate) troubles: Vec<String>,
}

/// Fills the staging folder, or takes the one that the arguments name.
pub(crate) fn stage(workspace: &Workspace, arguments: &Arguments) -> Result<Staged> {
    if let Some(folder) = &arguments.staged {
        if !folder.join("sources.yaml").is_file() {
            bail!(
                "error: {} has no sources.yaml\n  = help: fill it with `cargo xtask scrape … --into {}`",
                folder.display(),
                folder.display()
            );
        }
        return Ok(Staged {
            folder: Some(folder.clone()),
            ..Staged::default()
        });
    }
    let only_forgets = !arguments.forget.is_empty() || !arguments.gone.is_empty();
    if arguments.from.is_none() && only_forgets {
        return Ok(Staged::default());
    }
    scrape(workspace, arguments)
}

/// Runs `scrape`. Its progress goes to the terminal, and this function reads its events.
fn scrape(workspace: &Workspace, arguments: &Arguments) -> Result<Staged> {
    let folder = workspace.root().join("target/update");
    prepare(workspace, &folder, arguments.from.is_some())?;
    let mut command = SCRAPE.command(workspace);
    match (&arguments.from, arguments.only.as_slice()) {
        (Some(path), _) => command.arg(path),
        (None, [only]) => command.args(["--known", "--only", only]),
        (None, _) => command.arg("--known"),
    };
    if arguments.accept_layout {
        command.arg("--accept-layout");
    }
    let output = command
        .args(["--json", "--into"])
        .arg(&folder)
        .args(&arguments.scrape)
        .stderr(Stdio::inherit())
        .output()
        .context("can't run `cargo xtask scrape`")?;
    // Exit code 1 means that some pages failed. The events name them.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("`cargo xtask scrape` failed: {}", output.status);
    }
    let mut staged = events(&String::from_utf8_lossy(&output.stdout));
    if folder.join("sources.yaml").is_file() {
        staged.folder = Some(folder);
    }
    Ok(staged)
}

/// Clears the folder, unless fetching can resume because an earlier run started from the same
/// pages.
fn prepare(workspace: &Workspace, folder: &Path, from_start: bool) -> Result<()> {
    let failed = || format!("can't prepare {}", folder.display());
    let base = sha256(manifest_text(workspace)?.as_bytes());
    let mark = folder.with_extension("base");
    let resumes = !from_start && fs::read_to_string(&mark).is_ok_and(|known| known == base);
    if folder.exists() && !resumes {
        // The mark goes first: a run killed here must not resume from half of the pages.
        if mark.exists() {
            fs::remove_file(&mark).with_context(failed)?;
        }
        fs::remove_dir_all(folder).with_context(failed)?;
    }
    fs::create_dir_all(folder).with_context(failed)?;
    fs::write(&mark, base).with_context(failed)
}

/// An event that `scrape --json` prints for a page.
#[derive(Deserialize)]
struct PageEvent {
    event: String,
    outcome: Option<String>,
    file: Option<String>,
    address: Option<String>,
    input: Option<String>,
    reason: Option<String>,
}

fn events(lines: &str) -> Staged {
    let mut staged = Staged::default();
    let events = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<PageEvent>(line).ok())
        .filter(|event| event.event == "page");
    for event in events {
        let name = event
            .address
            .or(event.input)
            .or(event.file.clone())
            .unwrap_or_default();
        let reason = event.reason.unwrap_or_default();
        match (event.outcome.as_deref(), event.file) {
            (Some("vanished"), Some(file)) => staged.vanished.push(file),
            (Some("failed" | "layout-changed" | "vanished"), _) => {
                staged.troubles.push(format!("{name}: {reason}"));
            }
            _ => {}
        }
    }
    staged
}

/// Fails if the options name an unknown service or file.
pub(crate) fn check_names(
    options: &UpdateOptions,
    current: &Snapshot,
    newer: &Snapshot,
) -> Result<()> {
    let entries = || current.entries.iter().chain(&newer.entries);
    for service in &options.only {
        if !entries().any(|entry| entry.service == *service) {
            let known = entries().map(|entry| entry.service.as_str());
            return Err(unknown_service(service, known));
        }
    }
    for file in &options.gone {
        if !current.entries.iter().any(|entry| entry.file == *file) {
            let shown = Path::new("specs/sources").join(file);
            let known = current.entries.iter().map(|entry| entry.file.as_str());
            bail!(
                "error: there is no page {} to remove{}\n  = help: see specs/sources.yaml",
                shown.display(),
                did_you_mean(file, known)
            );
        }
    }
    Ok(())
}
