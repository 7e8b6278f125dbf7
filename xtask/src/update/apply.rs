//! Writes what was planned, all of it or nothing, and tests it.

use std::collections::BTreeMap;

use anyhow::Result;
use compare::diff::note;
use spec::Files;
use update::Plan;

use crate::stages;
use crate::stopwatch::Stopwatch;
use crate::test;
use crate::workspace::Workspace;
use crate::write_trees::{Contents, Mode, Tree, write_trees};

const COMMAND: &str = "cargo xtask update";

/// Pages, manifest, specs, what is kept, the changelog's entry and the crate.
pub(crate) fn write(
    workspace: &Workspace,
    plan: &Plan,
    files: &Files,
    today: &str,
    watch: &mut Stopwatch,
) -> Result<()> {
    let is_kept = |path: &String| path.ends_with(&format!("/{}", spec::RETIRED));
    let mut beside: Files = files.clone();
    beside.retain(|path, _| !is_kept(path));
    beside.extend(plan.retired.clone());
    let mut changelog = stages::changelog(workspace)?;
    let mut specs = stages::rendered(&plan.documented.specs)?;
    specs.extend(plan.retired.clone());
    let begun = stages::first_known_faults(&plan.documented.specs, &beside)?;
    specs.extend(begun.clone());
    beside.extend(begun);
    specs.insert("sources.yaml".to_owned(), plan.manifest()?);
    if let Some((name, text)) = entry(plan, &changelog, today) {
        specs.insert(format!("changelog/{name}.md"), text.clone());
        changelog.insert(name, text);
    }
    let krate = stages::crate_files(plan.documented.specs.clone(), &beside, &changelog, watch)?;
    let trees = [
        Tree {
            root: workspace.pages(),
            name: "specs/sources",
            files: Contents::Bytes(&plan.side.pages),
            owns: |_| true,
            command: COMMAND,
        },
        Tree {
            root: workspace.specs(),
            name: "specs",
            files: Contents::Texts(&specs),
            owns: |path| stages::owns_spec_file(path) || path.ends_with("/retired.yaml"),
            command: COMMAND,
        },
        Tree {
            root: workspace.generated(),
            name: "generated",
            files: Contents::Texts(&krate),
            owns: |_| true,
            command: COMMAND,
        },
    ];
    let all = write_trees(&trees, Mode::Write)?;
    watch.lap("write");
    for (tree, changes) in trees.iter().zip(&all) {
        let (written, removed) = (changes.written.len(), changes.removed.len());
        eprintln!("{}: {written} written, {removed} removed", tree.name);
    }
    Ok(())
}

/// The entry for the changelog: its name is the day, with a number where the day has one already.
/// Nothing where users of the crate meet nothing.
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

/// The crate's own tests: it compiles, and the documentation's examples pass.
pub(crate) fn test(workspace: &Workspace) -> Result<()> {
    let package = "--package=tencentcloud-api";
    test::cargo(workspace, &["test", package, "--all-features"], &[])
}
