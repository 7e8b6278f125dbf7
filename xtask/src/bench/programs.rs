//! The programs that measure: built without debug checks, run, and their figures read.

use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::workspace::Workspace;

/// Keeps memory that is free at the heap's end. Where it ends, and so whose calls give pages back and fetch them again,
/// depends on what the other contenders have put there.
const KEEP_MEMORY: [(&str, &str); 2] = [
    ("MALLOC_TRIM_THRESHOLD_", "1073741824"),
    ("MALLOC_MMAP_THRESHOLD_", "1073741824"),
];

/// CPU time of calls.
pub(super) fn calls(workspace: &Workspace) -> Result<Map<String, Value>> {
    figures_of(workspace, "bench-calls", &KEEP_MEMORY)
}

/// Allocations, and the memory of many calls at once.
pub(super) fn memory(workspace: &Workspace) -> Result<Map<String, Value>> {
    figures_of(workspace, "bench-memory", &[])
}

/// From the start of a program to its first reply.
pub(super) fn first_call(workspace: &Workspace) -> Result<Map<String, Value>> {
    figures_of(workspace, "bench-first-call", &[])
}

/// Builds and runs a program of the package of benchmarks, which prints JSON.
fn figures_of(
    workspace: &Workspace,
    program: &str,
    environment: &[(&str, &str)],
) -> Result<Map<String, Value>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--profile", "bench"])
        .args(["--package", "tencentcloud-api-bench", "--bin", program])
        .current_dir(workspace.root())
        .envs(environment.iter().copied())
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("can't run `{program}`"))?;
    if !output.status.success() {
        bail!("error: `{program}` failed: {}", output.status);
    }
    let figures = serde_json::from_slice(&output.stdout);
    figures.with_context(|| format!("`{program}` printed no figures"))
}
