//! The newer pages, in a folder of their own: nothing of the workspace is touched before it is all there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use sources::sha256;
use update::{Side, Wishes};

use super::Arguments;
use crate::stages::manifest_text;
use crate::workspace::Workspace;

/// What was brought in.
#[derive(Debug, Default)]
pub(crate) struct Staged {
    /// A folder with `sources/` and `sources.yaml`; none where nothing is to be brought in.
    pub(crate) folder: Option<PathBuf>,
    /// Pages that the site does not have any more, by their path below `sources/`.
    pub(crate) vanished: Vec<String>,
    /// Pages that could not be had, and why.
    pub(crate) troubles: Vec<String>,
}

/// Fills the folder, or takes the one that was named.
pub(crate) fn stage(workspace: &Workspace, arguments: &Arguments) -> Result<Staged> {
    if let Some(folder) = &arguments.staged {
        if !folder.join("sources.yaml").is_file() {
            bail!(
                "error: {} holds no sources.yaml\n  = help: fill it with `cargo xtask scrape … --into {}`",
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

/// Has `scrape` bring the pages in; its progress goes to the terminal, its events come here.
fn scrape(workspace: &Workspace, arguments: &Arguments) -> Result<Staged> {
    let folder = workspace.root().join("target/update");
    prepare(workspace, &folder, arguments.from.is_some())?;
    let program = std::env::current_exe().context("this program does not know its own file")?;
    let mut command = Command::new(program);
    command.arg("--root").arg(workspace.root()).arg("scrape");
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
    // Exit code 1: some pages were not dealt with; the events tell which.
    if !matches!(output.status.code(), Some(0 | 1)) {
        bail!("`cargo xtask scrape` failed: {}", output.status);
    }
    let mut staged = events(&String::from_utf8_lossy(&output.stdout));
    let manifest = folder.join("sources.yaml").is_file();
    staged.folder = manifest.then_some(folder);
    Ok(staged)
}

/// Clears the folder, unless an earlier run began from the same pages: then fetching goes on where it
/// stopped.
fn prepare(workspace: &Workspace, folder: &Path, afresh: bool) -> Result<()> {
    let failed = || format!("can't prepare {}", folder.display());
    let base = sha256(manifest_text(workspace)?.as_bytes());
    let mark = folder.with_extension("base");
    let goes_on = !afresh && fs::read_to_string(&mark).is_ok_and(|known| known == base);
    if folder.exists() && !goes_on {
        fs::remove_dir_all(folder).with_context(failed)?;
    }
    fs::create_dir_all(folder).with_context(failed)?;
    fs::write(&mark, base).with_context(failed)
}

/// What `scrape --json` says of a page.
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
        .filter_map(|line| serde_json::from_str(line).ok());
    for event in events.filter(|event: &PageEvent| event.event == "page") {
        let name = event.address.or(event.input).or(event.file.clone());
        let name = name.unwrap_or_default();
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

/// Services and files that nobody knows are misspelt.
pub(crate) fn check_names(wishes: &Wishes, now: &Side, newer: &Side) -> Result<()> {
    let entries = || now.entries.iter().chain(&newer.entries);
    for service in &wishes.only {
        if !entries().any(|entry| entry.service == *service) {
            bail!("error: no page is recorded for a service `{service}`");
        }
    }
    for file in &wishes.gone {
        if !now.entries.iter().any(|entry| entry.file == *file) {
            let shown = Path::new("specs/sources").join(file);
            bail!("error: there is no page {} to be gone", shown.display());
        }
    }
    Ok(())
}
