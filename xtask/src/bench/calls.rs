//! The benchmark programs: builds and runs them, and reads their figures.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use xtask::workspace::Workspace;

/// Settings that keep free memory at the end of the heap. Otherwise the order of the contenders
/// decides whose calls return memory to the kernel and request it again.
const KEEP_MEMORY: [(&str, &str); 2] = [
    ("MALLOC_TRIM_THRESHOLD_", "1073741824"),
    ("MALLOC_MMAP_THRESHOLD_", "1073741824"),
];

/// Measures the CPU time of calls.
pub(crate) fn cpu_time(workspace: &Workspace) -> Result<Map<String, Value>> {
    figures_of(workspace, "bench-calls", &KEEP_MEMORY)
}

/// Measures allocations, and the memory of many concurrent calls.
pub(crate) fn memory(workspace: &Workspace) -> Result<Map<String, Value>> {
    figures_of(workspace, "bench-memory", &[])
}

/// Measures the time from the start of a program to its first reply.
pub(crate) fn first_call(workspace: &Workspace) -> Result<Map<String, Value>> {
    figures_of(workspace, "bench-first-call", &[])
}

/// Measures the start, the memory and the calls of the fake cloud.
pub(crate) fn fake(workspace: &Workspace) -> Result<Map<String, Value>> {
    let server = build_fake(workspace)?;
    run(workspace, "bench-fake", &[&server], &[])
}

/// Builds the fake cloud as users run it. Returns its program.
fn build_fake(workspace: &Workspace) -> Result<String> {
    let output = workspace
        .cargo_command_in("")?
        .args(["build", "--release", "--package", "tencentcloud-fake"])
        .args([
            "--bin",
            "tencentcloud-fake",
            "--message-format",
            "json-render-diagnostics",
        ])
        .stderr(Stdio::inherit())
        .output()
        .context("can't build `tencentcloud-fake`")?;
    if !output.status.success() {
        bail!("error: can't build `tencentcloud-fake`: {}", output.status);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    let messages = text.lines().map(serde_json::from_str::<Value>);
    let mut programs = messages.filter_map(|message| {
        let program = message.ok()?["executable"].as_str()?.to_owned();
        Some(program)
    });
    programs
        .next_back()
        .context("cargo built no `tencentcloud-fake`")
}

/// Builds and runs a program of the bench package, which prints JSON.
fn figures_of(
    workspace: &Workspace,
    program: &str,
    environment: &[(&str, &str)],
) -> Result<Map<String, Value>> {
    run(workspace, program, &[], environment)
}

fn run(
    workspace: &Workspace,
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<Map<String, Value>> {
    let output = workspace
        .cargo_command_in("bench")?
        .args(["run", "--quiet", "--profile", "bench"])
        .args([
            "--package",
            "tencentcloud-api-bench",
            "--bin",
            program,
            "--",
        ])
        .args(arguments)
        .envs(environment.iter().copied())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("can't run `{program}`"))?;
    if !output.status.success() {
        bail!("error: `{program}` failed: {}", output.status);
    }
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("`{program}` printed no figures"))
}

/// The packages with micro-benchmarks, each with its Cargo workspace and the profile that its code
/// normally uses.
const PACKAGES: [(&str, &str, &str); 2] = [
    ("bench", "tencentcloud-api-bench", "bench"),
    ("", "generator-benches", "xtask"),
];

/// Builds and runs the micro-benchmarks. Returns no figures, because `divan` only prints them.
pub(crate) fn micro(workspace: &Workspace) -> Result<Map<String, Value>> {
    for (folder, package, profile) in PACKAGES {
        let status = workspace
            .cargo_command_in(folder)?
            .args(["bench", "--profile", profile, "--package", package])
            .status()
            .with_context(|| format!("can't run the micro-benchmarks of `{package}`"))?;
        if !status.success() {
            bail!("error: the micro-benchmarks of `{package}` failed: {status}");
        }
    }
    Ok(Map::new())
}
