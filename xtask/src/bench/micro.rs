//! The micro-benchmarks, whose figures are shown as their library prints them.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::workspace::Workspace;

/// Packages with micro-benchmarks, and the profile that their code is usually run in.
const PACKAGES: [(&str, &str); 2] = [
    ("tencentcloud-api-bench", "bench"),
    ("generator-benches", "xtask"),
];

/// Builds and runs all of them. There are no figures for the JSON: `divan` has none to give.
pub(super) fn run(workspace: &Workspace) -> Result<Map<String, Value>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    for (package, profile) in PACKAGES {
        let status = Command::new(&cargo)
            .args(["bench", "--profile", profile, "--package", package])
            .current_dir(workspace.root())
            .status()
            .with_context(|| format!("can't run the micro-benchmarks of `{package}`"))?;
        if !status.success() {
            bail!("error: the micro-benchmarks of `{package}` failed: {status}");
        }
    }
    Ok(Map::new())
}
