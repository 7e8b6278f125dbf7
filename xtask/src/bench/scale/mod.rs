//! Measurements of the generator at the size of the cloud, and of the crates that it makes.

mod cloud;
mod crates;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use spec::{parse_tree, render_tree};
use transaction::{Durability, Patience, Place, Writer};
use xtask::stages::{self, Stopwatch};
use xtask::tell;
use xtask::trees::{Contents, Mode, Tree, write_trees};
use xtask::workspace::Workspace;

use crate::process::{cpu_since, cpu_time, millis, own_process, peak_memory};

/// The folder for the crates.
const FOLDER: &str = "target/bench-scale";

/// Measures a quarter, half and all of the actions, each in its own process. Then compiles the
/// largest product and the facade with one product.
pub(crate) fn measure(workspace: &Workspace, actions: u32) -> Result<Map<String, Value>> {
    let mut measured = Vec::new();
    for size in [actions.div_ceil(4), actions.div_ceil(2), actions] {
        tell!("about {size} actions");
        let size = size.to_string();
        let arguments = ["--one-size", "--only", "scale", "--scale", &size];
        measured.push(own_process(workspace, &arguments)?);
    }
    let crates = crates::measure(workspace, &folder(workspace, actions))?;
    // Only at the end, because some file systems create files slowly for a minute after removals.
    let root = workspace.root().join(FOLDER);
    fs::remove_dir_all(&root).with_context(|| format!("can't remove {}", root.display()))?;
    Ok(Map::from_iter([
        ("scale".to_owned(), measured.into()),
        ("scale_crates".to_owned(), crates),
    ]))
}

fn folder(workspace: &Workspace, actions: u32) -> PathBuf {
    workspace.root().join(FOLDER).join(actions.to_string())
}

/// Measures one size in this process and prints it as JSON: renders and parses YAML, lowers the
/// specs, then emits and writes the crates.
pub(crate) fn measure_one(workspace: &Workspace, actions: u32) -> Result<()> {
    let files = stages::spec_files(workspace)?;
    let committed = pipeline::with_hand_written(stages::committed(&files)?, "specs", &files)?;
    let specs = cloud::specs(&committed, actions);
    drop((files, committed));
    let (start, cpu_before) = (Instant::now(), cpu_time());
    let mut watch = Stopwatch::start();
    let yaml = render_tree(&specs)?;
    drop(specs);
    watch.lap("render");
    let specs = parse_tree("specs", &yaml)?;
    drop(yaml);
    watch.lap("parse");
    let mut model = lower::lower(&specs)?;
    drop(specs);
    let runtime = workspace.root().join("runtime");
    model.package.runtime.path = Some(runtime.display().to_string());
    watch.lap("lower");
    let (products, actions_made) = (model.products.len(), count(&model, |v| v.actions.len()));
    let structures = count(&model, |version| version.structures.len());
    let crate_files = emit::emit(&model);
    drop(model);
    watch.lap("emit");
    write(workspace, actions, &crate_files)?;
    watch.lap("write");
    let figures = json!({
        "products": products,
        "actions": actions_made,
        "types": structures + 2 * actions_made,
        "files": crate_files.len(),
        "stages": watch.stages().iter().map(|(stage, time)| (*stage, millis(*time))).collect::<Vec<_>>(),
        "wall_ms": millis(start.elapsed()),
        "cpu_ms": cpu_since(cpu_before),
        "peak_mib": peak_memory(),
    });
    stdio::print_line(figures);
    Ok(())
}

/// Adds up the counts of all versions.
fn count(model: &lower::Crate, of_version: impl Fn(&lower::Version) -> usize) -> usize {
    let products = model.products.iter();
    products
        .flat_map(|product| &product.versions)
        .map(of_version)
        .sum()
}

/// Writes the crates into their own folder.
fn write(workspace: &Workspace, actions: u32, files: &BTreeMap<String, String>) -> Result<()> {
    let root = workspace.root().join(FOLDER);
    fs::create_dir_all(&root).with_context(|| format!("can't create {}", root.display()))?;
    let place = Place {
        state: root.join(".xtask"),
        root,
    };
    let writer = Writer::open(&place, "cargo xtask bench", Patience::NONE)?;
    let tree = Tree {
        name: &actions.to_string(),
        files: Contents::Texts(files),
        owns: &|_| true,
        marks: &emit::is_marked,
        is_exclusive: true,
        last: "",
        command: "cargo xtask bench",
        durability: Durability::Kill,
    };
    write_trees(writer.root(), &[tree], Mode::Write(&writer))?;
    Ok(())
}
