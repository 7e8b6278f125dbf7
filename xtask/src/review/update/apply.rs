//! Writes a plan, all of it or nothing, and tests the result.

use std::collections::BTreeMap;

use anyhow::Result;
use compare::note;
use spec::{Files, RETIRED, render_tree};
use transaction::{Durability, Writer};
use update::Plan;
use xtask::generation;
use xtask::stages::{self, Stopwatch};
use xtask::tell;
use xtask::trees::{Changes, Contents, Mode, Tree, write_trees};
use xtask::workspace::Workspace;

/// The command in messages of other processes.
pub(crate) const COMMAND: &str = "cargo xtask update";

/// Writes pages, manifest, specs, retired items, the changelog entry and the crate.
pub(crate) fn write(
    workspace: &Workspace,
    writer: &Writer<'_>,
    plan: &Plan,
    files: &Files,
    today: &str,
    watch: &mut Stopwatch,
) -> Result<()> {
    let mut changelog = stages::changelog(workspace)?;
    let mut specs = render_tree(&plan.documented.specs)?;
    specs.extend(plan.retired.clone());
    specs.insert("sources.yaml".to_owned(), plan.manifest()?);
    if let Some((name, text)) = entry(plan, &changelog, today) {
        specs.insert(format!("changelog/{name}.md"), text.clone());
        changelog.insert(name, text);
    }
    let specs_after = plan.documented.specs.clone();
    let files_after = with_retired(files, plan);
    let (crate_files, started) =
        generation::crate_files(specs_after, &files_after, &changelog, watch)?;
    generation::tell_started(&started);
    specs.extend(started);
    let trees = [
        Tree {
            name: "specs/sources",
            files: Contents::Bytes(&plan.snapshot.pages),
            // The plan has checked that the manifest records every page.
            owns: &|_| true,
            marks: &|_| false,
            is_exclusive: false,
            last: "",
            command: COMMAND,
            durability: Durability::PowerFailure,
        },
        Tree {
            name: "specs",
            files: Contents::Texts(&specs),
            owns: &is_written,
            marks: &is_written,
            is_exclusive: false,
            last: "sources.yaml",
            command: COMMAND,
            durability: Durability::PowerFailure,
        },
        Tree {
            name: "generated",
            files: Contents::Texts(&crate_files),
            owns: &|_| true,
            marks: &|_| true,
            is_exclusive: true,
            last: "",
            command: COMMAND,
            durability: Durability::Kill,
        },
    ];
    let all = write_trees(workspace.root(), &trees, Mode::Write(writer))?;
    watch.lap("write");
    tell_changes(&trees, &all);
    Ok(())
}

/// Returns the files of the specs with the retired items of the plan.
fn with_retired(files: &Files, plan: &Plan) -> Files {
    let mut files = files.clone();
    files.retain(|path, _| !is_retired_file(path));
    files.extend(plan.retired.clone());
    files
}

fn tell_changes(trees: &[Tree<'_>], all: &[Changes]) {
    for (tree, changes) in trees.iter().zip(all) {
        let (written, removed) = (changes.written.len(), changes.removed.len());
        tell!("{}: {written} written, {removed} removed", tree.name);
    }
}

/// Returns whether this command writes a file below specs/, with a mark at its beginning.
fn is_written(path: &str) -> bool {
    stages::owns_spec_file(path) || is_retired_file(path)
}

fn is_retired_file(path: &str) -> bool {
    path.ends_with(&format!("/{RETIRED}"))
}

/// Returns the name and the text of the changelog entry. Its name is the day, with a number if the
/// day already has an entry. Returns `None` if nothing changes for users of the crate.
fn entry(plan: &Plan, known: &BTreeMap<String, String>, today: &str) -> Option<(String, String)> {
    let text = note::release_note(&plan.diff);
    if text.is_empty() {
        return None;
    }
    let numbered = (2..).map(|number| format!("{today}-{number}"));
    let mut names = std::iter::once(today.to_owned()).chain(numbered);
    let name = names.find(|name| !known.contains_key(name))?;
    Some((name, format!("{}\n", text.trim())))
}

/// Runs the crate's own tests: it compiles, and the documented examples pass.
pub(crate) fn test(workspace: &Workspace) -> Result<()> {
    let package = "--package=tencentcloud-api";
    workspace.cargo(&["test", package, "--all-features"], &[])
}
