//! Raises the versions that are too low for their changes, and notes the reasons.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use release::{Plan, Reason, Role, Step};
use spec::{CHANGELOG, CRATE, with_crate_version};
use transaction::{Changes, Durability};
use xtask::archives::RUNTIME;
use xtask::tell;
use xtask::workspace::Workspace;

use super::COMMAND;
use crate::notes::{dated, today};

/// Raises the versions of a plan in the files that state them, all or none.
pub(super) fn write(workspace: &Workspace, plan: &Plan) -> Result<()> {
    let raises = plan.raises();
    if raises.is_empty() {
        tell!("all versions are high enough");
        return Ok(());
    }
    let writer = workspace.writer(COMMAND)?;
    let mut files = BTreeMap::new();
    for (file, step) in &raises {
        let text = disk::read_text(&workspace.root().join(file))?;
        if matches!(step.role, Role::Runtime | Role::Companion) {
            files.insert((*file).to_owned(), raised_manifest(&text, step)?);
            continue;
        }
        files.insert((*file).to_owned(), with_crate_version(&text, &step.to));
        let path = note_path(file, &step.to);
        let note = disk::read_text(&workspace.root().join(&path)).ok();
        let note = dated(note.as_ref(), &today(), &note_text(step));
        files.insert(path, note);
    }
    let mut changes = Changes::default();
    for (path, text) in &files {
        changes.write(path.clone(), text.as_bytes(), Durability::PowerFailure);
    }
    writer.commit(&changes)?;
    for step in raises.values() {
        tell!(
            "{}: {} → {} in {}",
            step.name,
            step.stated,
            step.to,
            step.version_file
        );
    }
    tell!("next: `cargo xtask codegen`, then commit");
    Ok(())
}

/// Returns the path of the release note next to a `crate.yaml`.
fn note_path(version_file: &str, version: &str) -> String {
    let folder = version_file.strip_suffix(CRATE).unwrap_or("specs/");
    format!("{folder}{CHANGELOG}/{version}.md")
}

/// Returns the note for the crate's users. Changes of the documentation have theirs already.
fn note_text(step: &Step) -> String {
    let lines = step.reasons.iter().filter_map(Reason::for_users);
    lines.map(|line| format!("* {line}\n")).collect()
}

/// Returns the workspace's manifest with another version of the hand-written crates. They share
/// one, which the dependency on the runtime states too.
fn raised_manifest(text: &str, step: &Step) -> Result<String> {
    let (from, to) = (
        format!("version = \"{}\"", step.stated),
        format!("version = \"{}\"", step.to),
    );
    let mut places = 0;
    let raised = |line: &str| {
        let states = line == from || line.starts_with(&format!("{RUNTIME} = "));
        if !states || !line.contains(&from) {
            return format!("{line}\n");
        }
        places += 1;
        format!("{}\n", line.replacen(&from, &to, 1))
    };
    let raised: String = text.lines().map(raised).collect();
    if places == 0 {
        bail!(
            "error: Cargo.toml has no line `{from}`\n  \
             = help: raise the version of {RUNTIME} to {} by hand",
            step.to
        );
    }
    Ok(raised)
}
