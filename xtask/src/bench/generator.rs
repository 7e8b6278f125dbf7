//! Measurements of the generator: multiples of the specs, and repeated manuals.

use std::collections::BTreeMap;
use std::fs;
use std::time::Instant;

use anyhow::{Context, Result};
use document::Format;
use pipeline::facts_of;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sources::{parse_sources, read_pages};
use spec::{ServiceSpec, parse_tree, render_tree};
use transaction::{Durability, Patience, Place, Writer};
use xtask::stages::{self, MANIFEST, Stopwatch, manifest_text};
use xtask::tell;
use xtask::trees::{Contents, Mode, Tree, write_trees};
use xtask::workspace::Workspace;

use crate::pages::renamed;
use crate::process::{cpu_since, cpu_time, millis, own_process, peak_memory};

/// The folder for the crates.
const FOLDER: &str = "target/bench-scale";

/// The figures of one size.
#[derive(Debug, Serialize)]
struct Measured {
    copies: u32,
    actions: usize,
    types: usize,
    files: usize,
    /// The stages in order, with their milliseconds.
    stages: Vec<(&'static str, u64)>,
    wall_ms: u64,
    cpu_ms: Option<u64>,
    peak_mib: Option<u64>,
}

/// Measures a quarter, half and all of the copies, each in its own process.
pub(crate) fn measure_scales(workspace: &Workspace, copies: u32) -> Result<Map<String, Value>> {
    let mut sizes = vec![copies.div_ceil(4), copies.div_ceil(2), copies];
    sizes.dedup();
    let mut measured = Vec::new();
    for size in sizes {
        tell!("the specs, {size} times");
        measured.push(own_process(
            workspace,
            &[
                "--one-size",
                "--only",
                "scale",
                "--scale",
                &size.to_string(),
            ],
        )?);
    }
    // Only at the end, because some file systems create files slowly for a minute after removals.
    let root = workspace.root().join(FOLDER);
    fs::remove_dir_all(&root).with_context(|| format!("can't remove {}", root.display()))?;
    Ok(Map::from_iter([("scale".to_owned(), measured.into())]))
}

/// Measures one size in this process and prints it as JSON.
pub(crate) fn measure_one_scale(workspace: &Workspace, copies: u32) -> Result<()> {
    let files = stages::spec_files(workspace)?;
    let specs = pipeline::with_hand_written(stages::committed(&files)?, "specs", &files)?;
    drop(files);
    let specs: Vec<ServiceSpec> = (0..copies)
        .flat_map(|copy| specs.iter().map(move |spec| renamed(spec, copy)))
        .collect();
    let measured = generate(workspace, copies, specs)?;
    stdio::print_line(serde_json::to_string(&measured)?);
    Ok(())
}

/// Runs the stages after extraction: renders and parses YAML, lowers the specs, then emits and
/// writes the crate.
fn generate(workspace: &Workspace, copies: u32, specs: Vec<ServiceSpec>) -> Result<Measured> {
    let (start, cpu_before) = (Instant::now(), cpu_time());
    let mut watch = Stopwatch::start();
    let yaml = render_tree(&specs)?;
    drop(specs);
    watch.lap("render");
    let specs = parse_tree("specs", &yaml)?;
    drop(yaml);
    watch.lap("parse");
    let model = lower::lower(&specs)?;
    drop(specs);
    watch.lap("lower");
    let actions = count(&model, |version| version.actions.len());
    let structures = count(&model, |version| version.structures.len());
    let crate_files = emit::emit(&model);
    drop(model);
    watch.lap("emit");
    write(workspace, copies, &crate_files)?;
    watch.lap("write");
    Ok(Measured {
        copies,
        actions,
        types: structures + 2 * actions,
        files: crate_files.len(),
        stages: watch
            .stages()
            .iter()
            .map(|(stage, time)| (*stage, millis(*time)))
            .collect(),
        wall_ms: millis(start.elapsed()),
        cpu_ms: cpu_since(cpu_before),
        peak_mib: peak_memory(),
    })
}

/// Adds up the counts of all versions.
fn count(model: &lower::Crate, of_version: impl Fn(&lower::Version) -> usize) -> usize {
    model
        .products
        .iter()
        .flat_map(|product| &product.versions)
        .map(of_version)
        .sum()
}

/// Writes the crate into its own folder.
fn write(workspace: &Workspace, copies: u32, files: &BTreeMap<String, String>) -> Result<()> {
    let root = workspace.root().join(FOLDER);
    std::fs::create_dir_all(&root).with_context(|| format!("can't create {}", root.display()))?;
    let place = Place {
        state: root.join(".xtask"),
        root,
    };
    let writer = Writer::open(&place, "cargo xtask bench", Patience::NONE)?;
    let tree = Tree {
        name: &copies.to_string(),
        files: Contents::Texts(files),
        owns: &|_| true,
        marks: &|_| true,
        is_exclusive: true,
        last: "",
        command: "cargo xtask bench",
        durability: Durability::Kill,
    };
    write_trees(writer.root(), &[tree], Mode::Write(&writer))?;
    Ok(())
}

/// The lengths of the texts, as the number of times that they repeat a manual.
const REPETITIONS: [usize; 4] = [1, 2, 4, 8];

/// Reads every manual 1, 2, 4 and 8 times in a row.
pub(crate) fn measure_texts(workspace: &Workspace) -> Result<Map<String, Value>> {
    let entries = parse_sources(MANIFEST, &manifest_text(workspace)?)?;
    let pages = read_pages(&workspace.pages())?;
    let manuals = entries
        .iter()
        .filter(|entry| entry.format == Format::PdfText);
    let mut measured = Vec::new();
    for manual in manuals {
        let Some(text) = pages.get(&manual.file) else {
            continue;
        };
        tell!("{}", manual.file);
        let lengths = REPETITIONS.map(|times| measure_text(&manual.file, text, times));
        measured.extend(lengths);
    }
    Ok(Map::from_iter([("text".to_owned(), measured.into())]))
}

fn measure_text(file: &str, text: &[u8], repetitions: usize) -> Value {
    let repeated = text.repeat(repetitions);
    let (start, cpu_before) = (Instant::now(), cpu_time());
    let facts = facts_of(file, &repeated, Some(Format::PdfText));
    let (wall, cpu_ms) = (start.elapsed(), cpu_since(cpu_before));
    json!({
        "file": file,
        "repetitions": repetitions,
        "bytes": repeated.len(),
        "actions": facts.actions.len(),
        "wall_ms": millis(wall),
        "cpu_ms": cpu_ms,
    })
}
