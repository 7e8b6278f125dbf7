//! The generator's stages on the workspace's files, and the time that each takes.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use lint::Baseline;
use pipeline::{Documented, HAND_WRITTEN};
use sources::{PageFault, check_each, parse_sources, read_pages};
use spec::{
    CHANGELOG, CRATE, Files, ServiceSpec, SpecFaults, parse_crate_file, parse_tree, read_files,
};

use crate::crates::Facade;
use crate::workspace::Workspace;

/// The manifest's name in messages.
pub const MANIFEST: &str = "specs/sources.yaml";

/// Returns the specs that the workspace's pages document, and the findings about them.
///
/// # Errors
/// Fails if a page or the manifest can't be read, or if they disagree.
pub fn documented(workspace: &Workspace, watch: &mut Stopwatch) -> Result<Documented> {
    let (documented, faults) = documented_soundly(workspace, watch)?;
    SpecFaults::check(faults.into_iter().map(|page| page.fault).collect())?;
    Ok(documented)
}

/// Returns the specs that the pages document which agree with the manifest, the findings about
/// them, and the faults of the other pages.
///
/// # Errors
/// Fails if a page or the manifest can't be read.
pub fn documented_soundly(
    workspace: &Workspace,
    watch: &mut Stopwatch,
) -> Result<(Documented, Vec<PageFault>)> {
    let text = manifest_text(workspace)?;
    let entries = parse_sources(MANIFEST, &text)?;
    let pages = read_pages(&workspace.pages())?;
    let sound = check_each(MANIFEST, &text, &entries, &pages);
    watch.lap("read");
    let facts = pipeline::extract_pages(&sound.pages);
    watch.lap("extract");
    let documented = pipeline::specs_of(facts);
    watch.lap("merge and lint");
    Ok((documented, sound.faults))
}

/// Returns the manifest's text: an empty list if there is no manifest yet.
///
/// # Errors
/// Fails if the manifest can't be read.
pub fn manifest_text(workspace: &Workspace) -> Result<String> {
    read_or(&workspace.manifest(), "[]\n")
}

/// Returns the workspace's spec files, hand-written ones included.
///
/// # Errors
/// Fails if a file can't be read.
pub fn spec_files(workspace: &Workspace) -> Result<Files> {
    Ok(read_files(&workspace.specs())?)
}

/// Parses the specs in the workspace, without overrides.
///
/// # Errors
/// Fails if a file isn't a valid spec.
pub fn committed(files: &Files) -> Result<Vec<ServiceSpec>> {
    Ok(parse_tree("specs", files)?)
}

/// Returns the specs in the workspace with the corrections of `overrides.yaml`.
///
/// # Errors
/// Fails if a file isn't a valid spec, or an override doesn't apply.
pub fn corrected(workspace: &Workspace) -> Result<Vec<ServiceSpec>> {
    let files = spec_files(workspace)?;
    let specs = committed(&files)?;
    Ok(pipeline::with_hand_written(specs, "specs", &files)?)
}

/// Returns the version and the release notes of the facade.
///
/// # Errors
/// Fails if a file can't be read, or has no version.
pub fn facade(workspace: &Workspace) -> Result<Facade> {
    let mut facade = Facade::default();
    let text = read_or(&workspace.specs().join(CRATE), "")?;
    if !text.is_empty() {
        let facts = parse_crate_file(&format!("specs/{CRATE}"), &text)?;
        facade.version = Some(facts.version);
    }
    let folder = workspace.specs().join(CHANGELOG);
    for file in disk::files_below(&folder, &|name| name.starts_with('.'))? {
        if let Some(version) = file.strip_suffix(".md") {
            let text = disk::read_text(&folder.join(&file))?;
            facade.notes.insert(version.to_owned(), text);
        }
    }
    Ok(facade)
}

/// Returns whether `codegen` writes a file below specs/.
pub fn owns_spec_file(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts[..] {
        ["sources", ..] => false,
        // The pages no longer have vanished items, so only `update` writes this file.
        [_, _, spec::RETIRED] => false,
        [_, _, name] => name.ends_with(".yaml") && !HAND_WRITTEN.contains(&name),
        [_, _, "actions", name] => name.ends_with(".yaml"),
        _ => false,
    }
}

/// Returns the accepted findings, or an empty baseline if the file doesn't exist yet.
///
/// # Errors
/// Fails if the file can't be read or parsed.
pub fn baseline(workspace: &Workspace) -> Result<Baseline> {
    match read_or(&workspace.baseline(), "")?.as_str() {
        "" => Ok(Baseline::default()),
        text => Ok(Baseline::parse("specs/lint.yaml", text)?),
    }
}

/// Reads a file, or returns the default if it doesn't exist.
fn read_or(path: &Path, default: &str) -> Result<String> {
    match disk::read_text(path) {
        Err(error) if error.is_absent() => Ok(default.to_owned()),
        text => Ok(text?),
    }
}

/// The stages of a run with their times, in order.
#[derive(Debug)]
pub struct Stopwatch {
    since: Instant,
    stages: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    /// Starts the first stage.
    pub fn start() -> Self {
        Self {
            since: Instant::now(),
            stages: Vec::new(),
        }
    }

    /// Ends a stage and starts the next one.
    pub fn lap(&mut self, stage: &'static str) {
        let now = Instant::now();
        self.stages.push((stage, now - self.since));
        self.since = now;
    }

    /// Returns the ended stages with their times.
    pub fn stages(&self) -> &[(&'static str, Duration)] {
        &self.stages
    }

    /// Returns the stages and their total as text: `read 3 ms, extract 120 ms, … (180 ms)`.
    pub fn summary(&self) -> String {
        let total: Duration = self.stages.iter().map(|(_, time)| *time).sum();
        let stages: Vec<String> = self
            .stages
            .iter()
            .map(|(stage, time)| format!("{stage} {}", shown(*time)))
            .collect();
        format!("{} ({})", stages.join(", "), shown(total))
    }
}

/// Formats a time as `12 ms` or `3.4 s`.
pub fn shown(time: Duration) -> String {
    if time.as_millis() < 1000 {
        return format!("{} ms", time.as_millis());
    }
    format!("{:.1} s", time.as_secs_f64())
}
