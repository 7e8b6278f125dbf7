//! Measurements of the generator: multiples of the specs, and repeated manuals.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use document::Format;
use pipeline::facts_of;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sources::atomic::Durability;
use sources::{parse_sources, read_pages};
use spec::{ServiceSpec, parse_tree, render_tree};
use xtask::stages::{self, MANIFEST, Stopwatch, manifest_text};
use xtask::trees::{Contents, Mode, Tree, write_trees};
use xtask::workspace::Workspace;

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
        eprintln!("the specs, {size} times");
        measured.push(measure_in_own_process(workspace, size)?);
    }
    // Only at the end, because some file systems create files slowly for a minute after removals.
    let root = workspace.root().join(FOLDER);
    fs::remove_dir_all(&root).with_context(|| format!("can't remove {}", root.display()))?;
    Ok(Map::from_iter([("scale".to_owned(), measured.into())]))
}

fn measure_in_own_process(workspace: &Workspace, copies: u32) -> Result<Value> {
    let output = Command::new(std::env::current_exe()?)
        .arg("--root")
        .arg(workspace.root())
        .args(["--one-scale", "--scale", &copies.to_string()])
        .output()
        .context("can't run this program again")?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    serde_json::from_slice(&output.stdout).context("the benchmark of one size printed no figures")
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
    println!("{}", serde_json::to_string(&measured)?);
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
    let tree = Tree {
        root: workspace.root().join(FOLDER).join(copies.to_string()),
        name: "bench-scale",
        files: Contents::Texts(files),
        owns: |_| true,
        command: "cargo xtask bench",
        durability: Durability::Kill,
    };
    write_trees(&[tree], Mode::Write)?;
    Ok(())
}

/// Returns the spec under a name that no other copy has.
fn renamed(spec: &ServiceSpec, copy: u32) -> ServiceSpec {
    let mut spec = spec.clone();
    let name = format!("{}{copy}", spec.service.name);
    spec.service.name.clone_from(&name);
    for action in &mut spec.actions {
        action.service.clone_from(&name);
    }
    spec
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
        eprintln!("{}", manual.file);
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

/// Returns the milliseconds of processor time since an earlier [`cpu_time`].
fn cpu_since(before: Option<Duration>) -> Option<u64> {
    let (now, before) = cpu_time().zip(before)?;
    Some(millis(now.saturating_sub(before)))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Returns the processor time of all threads so far, or `None` on systems other than Linux.
fn cpu_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name, in parentheses, may contain spaces.
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u64>().ok();
    // `utime` and `stime`, in hundredths of a second on every Linux.
    Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
}

/// Returns the peak memory in MiB, or `None` on systems other than Linux.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024)
}
