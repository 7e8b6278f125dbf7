//! The generator's stages on the workspace's files.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use lint::Baseline;
use pipeline::{Documented, HAND_WRITTEN};
use sources::{check, parse_sources, read_pages};
use spec::{Files, ServiceSpec, parse_tree, read_files, render_tree};

use crate::stopwatch::Stopwatch;
use crate::workspace::Workspace;

/// The manifest's name in messages.
pub(crate) const MANIFEST: &str = "specs/sources.yaml";

/// What the pages document.
pub(crate) fn documented(workspace: &Workspace, watch: &mut Stopwatch) -> Result<Documented> {
    let text = manifest_text(workspace)?;
    let entries = parse_sources(MANIFEST, &text)?;
    let pages = read_pages(&workspace.pages())?;
    let checked = check(MANIFEST, &text, &entries, &pages)?;
    watch.lap("read");
    let facts = pipeline::extract_pages(&checked);
    watch.lap("extract");
    let documented = pipeline::specs_of(facts);
    watch.lap("merge and lint");
    Ok(documented)
}

/// The manifest's text; none where there is no manifest yet.
pub(crate) fn manifest_text(workspace: &Workspace) -> Result<String> {
    let path = workspace.manifest();
    if !path.exists() {
        return Ok(String::from("[]\n"));
    }
    fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))
}

/// The spec files as they lie in the workspace, hand-written ones too.
pub(crate) fn spec_files(workspace: &Workspace) -> Result<Files> {
    Ok(read_files(&workspace.specs())?)
}

/// The specs that lie in the workspace.
pub(crate) fn committed(files: &Files) -> Result<Vec<ServiceSpec>> {
    Ok(parse_tree("specs", files)?)
}

/// The specs that lie in the workspace, with the corrections of `overrides.yaml`.
pub(crate) fn corrected(workspace: &Workspace) -> Result<Vec<ServiceSpec>> {
    let files = spec_files(workspace)?;
    let specs = committed(&files)?;
    Ok(pipeline::with_hand_written(specs, "specs", &files)?)
}

/// The spec files that should lie in the workspace.
pub(crate) fn rendered(specs: &[ServiceSpec]) -> Result<Files> {
    Ok(render_tree(specs)?)
}

/// The `known_faults.yaml` of products that have no files yet. They are named: somebody has to read them.
pub(crate) fn first_known_faults(specs: &[ServiceSpec], files: &Files) -> Result<Files> {
    let begun = lower::first_known_faults(specs, files)?;
    for path in begun.keys() {
        eprintln!(
            "specs/{path}: examples that contradict their tables; review them, their tests pass over them"
        );
    }
    Ok(begun)
}

/// The crate's files that should lie in the workspace.
pub(crate) fn crate_files(
    specs: Vec<ServiceSpec>,
    files: &Files,
    changelog: &BTreeMap<String, String>,
    watch: &mut Stopwatch,
) -> Result<BTreeMap<String, String>> {
    let specs = pipeline::with_hand_written(specs, "specs", files)?;
    let model = lower::lower(&specs)?;
    watch.lap("lower");
    let mut files = emit::emit(&model);
    if let Some(text) = emit::changelog(changelog) {
        files.insert("CHANGELOG.md".to_owned(), text);
    }
    watch.lap("emit");
    Ok(files)
}

/// The notes that updates left for the crate's changelog, by their day.
pub(crate) fn changelog(workspace: &Workspace) -> Result<BTreeMap<String, String>> {
    let folder = workspace.specs().join("changelog");
    let mut notes = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(notes);
    }
    let failed = || format!("can't read {}", folder.display());
    for entry in fs::read_dir(&folder).with_context(failed)? {
        let path = entry.with_context(failed)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(day) = name.strip_suffix(".md") {
            let text = fs::read_to_string(&path).with_context(failed)?;
            notes.insert(day.to_owned(), text);
        }
    }
    Ok(notes)
}

/// Whether a file below specs/ is written by `codegen`.
pub(crate) fn owns_spec_file(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["sources", ..] => false,
        // What vanished is not in the pages any more: only `update` writes it down.
        [_, _, spec::RETIRED] => false,
        [_, _, name] => name.ends_with(".yaml") && !HAND_WRITTEN.contains(&name),
        [_, _, "actions", name] => name.ends_with(".yaml"),
        _ => false,
    }
}

/// The accepted findings; none where none were accepted yet.
pub(crate) fn baseline(workspace: &Workspace) -> Result<Baseline> {
    let path = workspace.baseline();
    if !path.exists() {
        return Ok(Baseline::default());
    }
    let text =
        fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    Ok(Baseline::parse("specs/lint.yaml", &text)?)
}
