//! Writes a plan, all of it or nothing, and tests the result.

use std::collections::BTreeMap;

use anyhow::Result;
use spec::{Files, RETIRED};
use transaction::{Durability, Writer};
use update::Plan;
use xtask::crates::check_sizes;
use xtask::stages::{self, Stopwatch};
use xtask::tell;
use xtask::trees::{Changes, Contents, Mode, Tree, write_trees};
use xtask::workspace::Workspace;
use xtask::{generation, products};

use super::release::{files_after, release};

/// The command in messages of other processes.
pub(crate) const COMMAND: &str = "cargo xtask update";

/// Writes pages, manifest, specs, retired items, versions, release notes and the crates.
pub(crate) fn write(
    workspace: &Workspace,
    writer: &Writer<'_>,
    plan: &Plan,
    files: &Files,
    today: &str,
    watch: &mut Stopwatch,
) -> Result<()> {
    let release = release(plan, files, &stages::facade(workspace)?, today)?;
    let specs_after = plan.documented.specs.clone();
    let files_after = files_after(&without_retired(files), &[&plan.retired, &release.files]);
    let generation = generation::of_sound(specs_after, &files_after, &release.facade, watch)?;
    generation::tell_started(&generation.started);
    let mut specs = generation.specs;
    specs.extend(plan.retired.clone());
    specs.extend(release.files.clone());
    specs.insert("sources.yaml".to_owned(), plan.manifest()?);
    let readmes = products::readmes(workspace, &generation.products, &generation.coverage)?;
    let crate_files = generation.crate_files;
    check_sizes(&crate_files)?;
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
        crates_tree(&crate_files),
        products::tree(&readmes, COMMAND),
    ];
    let all = write_trees(workspace.root(), &trees, Mode::Write(writer))?;
    watch.lap("write");
    tell_changes(&trees, &all);
    Ok(())
}

fn crates_tree(files: &BTreeMap<String, String>) -> Tree<'_> {
    Tree {
        name: "generated",
        files: Contents::Texts(files),
        owns: &|_| true,
        marks: &emit::is_marked,
        is_exclusive: true,
        last: "",
        command: COMMAND,
        durability: Durability::Kill,
    }
}

/// Returns the files of the specs, without the retired items.
fn without_retired(files: &Files) -> Files {
    let mut files = files.clone();
    files.retain(|path, _| !is_retired_file(path));
    files
}

fn tell_changes(trees: &[Tree<'_>], all: &[Changes]) {
    for (tree, changes) in trees.iter().zip(all) {
        let (written, removed) = (changes.written.len(), changes.removed.len());
        let name = if tree.name.is_empty() {
            "readme"
        } else {
            tree.name
        };
        tell!("{name}: {written} written, {removed} removed");
    }
}

/// Returns whether this command writes a file below specs/, with a mark at its beginning.
fn is_written(path: &str) -> bool {
    stages::owns_spec_file(path) || is_retired_file(path)
}

fn is_retired_file(path: &str) -> bool {
    path.ends_with(&format!("/{RETIRED}"))
}

/// Runs the tests of the products' crates: they compile, and the documented examples pass.
pub(crate) fn test(workspace: &Workspace) -> Result<()> {
    let arguments = ["test", "--workspace", "--all-features"];
    workspace.cargo_in("generated", &arguments, &[])
}
