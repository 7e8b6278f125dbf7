//! The generator on many times the specs.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::{Map, Value};
use spec::{ServiceSpec, parse_tree, render_tree};

use super::process::{cpu_time, peak_memory};
use crate::stages;
use crate::workspace::Workspace;
use crate::write_trees::{Contents, Mode, Tree, write_trees};

/// Where the crates are written.
const FOLDER: &str = "target/bench-scale";

/// One size, measured.
#[derive(Debug, Serialize)]
struct Measured {
    copies: u32,
    actions: usize,
    types: usize,
    files: usize,
    /// Milliseconds by stage, in order.
    stages: Vec<(&'static str, u64)>,
    wall_ms: u64,
    cpu_ms: Option<u64>,
    peak_mib: Option<u64>,
}

/// A quarter, half and all of the copies, each in its own process.
pub(super) fn compare(workspace: &Workspace, copies: u32) -> Result<Map<String, Value>> {
    let mut sizes = vec![copies.div_ceil(4), copies.div_ceil(2), copies];
    sizes.dedup();
    let mut measured = Vec::new();
    for size in sizes {
        eprintln!("the specs, {size} times");
        measured.push(in_own_process(workspace, size)?);
    }
    // All at once: some file systems make no new file in place of one removed within the last minute, and look at each.
    let root = workspace.root().join(FOLDER);
    fs::remove_dir_all(&root).with_context(|| format!("can't remove {}", root.display()))?;
    Ok(Map::from_iter([("scale".to_owned(), measured.into())]))
}

fn in_own_process(workspace: &Workspace, copies: u32) -> Result<Value> {
    let output = Command::new(std::env::current_exe()?)
        .arg("--root")
        .arg(workspace.root())
        .args(["bench", "--one-scale", "--scale", &copies.to_string()])
        .output()
        .context("can't run this program once more")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("a size of specs printed no figures")
}

/// Measures one size in this process and prints it as JSON.
pub(super) fn measure(workspace: &Workspace, copies: u32) -> Result<()> {
    let files = stages::spec_files(workspace)?;
    let specs = pipeline::with_hand_written(stages::committed(&files)?, "specs", &files)?;
    drop(files);
    let specs: Vec<ServiceSpec> = (0..copies)
        .flat_map(|copy| specs.iter().map(move |spec| renamed(spec, copy)))
        .collect();
    let measured = generate(workspace, copies, specs)?;
    println!("{}", serde_json::to_string(&measured)?);
    Ok(())
}

/// The stages after extraction: YAML written and read, the model, the crate, its files.
fn generate(workspace: &Workspace, copies: u32, specs: Vec<ServiceSpec>) -> Result<Measured> {
    let (start, cpu_before) = (Instant::now(), cpu_time());
    let mut laps = Laps::new();
    let yaml = render_tree(&specs)?;
    drop(specs);
    laps.lap("render");
    let specs = parse_tree("specs", &yaml)?;
    drop(yaml);
    laps.lap("parse");
    let model = lower::lower(&specs)?;
    drop(specs);
    laps.lap("lower");
    let actions = count(&model, |version| version.actions.len());
    let structures = count(&model, |version| version.structures.len());
    let crate_files = emit::emit(&model);
    drop(model);
    laps.lap("emit");
    write(workspace, copies, &crate_files)?;
    laps.lap("write");
    let cpu = cpu_time()
        .zip(cpu_before)
        .map(|(now, before)| now.saturating_sub(before).as_millis() as u64);
    Ok(Measured {
        copies,
        actions,
        types: structures + 2 * actions,
        files: crate_files.len(),
        stages: laps.stages,
        wall_ms: start.elapsed().as_millis() as u64,
        cpu_ms: cpu,
        peak_mib: peak_memory(),
    })
}

fn count(model: &lower::Crate, what: impl Fn(&lower::Version) -> usize) -> usize {
    let versions = model.products.iter().flat_map(|product| &product.versions);
    versions.map(what).sum()
}

/// Writes the crate into a folder of its own.
fn write(workspace: &Workspace, copies: u32, files: &BTreeMap<String, String>) -> Result<()> {
    let tree = Tree {
        root: workspace.root().join(FOLDER).join(copies.to_string()),
        name: "bench-scale",
        files: Contents::Texts(files),
        owns: |_| true,
        command: "cargo xtask bench",
    };
    write_trees(&[tree], Mode::Write)?;
    Ok(())
}

/// The spec under a name of its own.
fn renamed(spec: &ServiceSpec, copy: u32) -> ServiceSpec {
    let mut spec = spec.clone();
    let name = format!("{}{copy}", spec.service.name);
    spec.service.name.clone_from(&name);
    for action in &mut spec.actions {
        action.service.clone_from(&name);
    }
    spec
}

/// Times between points.
struct Laps {
    since: Instant,
    stages: Vec<(&'static str, u64)>,
}

impl Laps {
    fn new() -> Self {
        Self {
            since: Instant::now(),
            stages: Vec::new(),
        }
    }

    fn lap(&mut self, stage: &'static str) {
        let ms = self.since.elapsed().as_millis() as u64;
        self.stages.push((stage, ms));
        self.since = Instant::now();
    }
}
