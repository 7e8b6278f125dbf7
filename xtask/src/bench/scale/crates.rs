//! The size of packed crates, and the cost of compiling and documenting them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use xtask::crates::packed_size;
use xtask::tell;
use xtask::trees::files_below;
use xtask::workspace::Workspace;

use crate::compile::compiler::Compiler;
/// Measures the crates in a folder: the largest packed one, and cargo on it and on the facade with
/// one product.
pub(crate) fn measure(workspace: &Workspace, folder: &Path) -> Result<Value> {
    let mut packed = packed_crates(folder)?;
    packed.sort_by_key(|(_, bytes)| *bytes);
    let all: usize = packed.iter().map(|(_, bytes)| bytes).sum();
    let (largest, bytes) = packed.pop().context("there is no crate")?;
    let lock = workspace.root().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).context("can't copy Cargo.lock")?;
    let compiler = Compiler::new(workspace)?;
    let of_largest = folder.join(&largest).join("Cargo.toml");
    let of_facade = folder.join("Cargo.toml");
    // Neither the largest nor a tiny one.
    let feature = middle_feature(folder)?;
    let package = |folder: &str| format!("tencentcloud-api-{}", folder.replace('_', "-"));
    let (own, of_feature) = (package(&largest), package(&feature));
    Ok(json!({
        "largest": largest,
        "largest_packed_bytes": bytes,
        "all_packed_bytes": all,
        "largest_all_features": cargo(&compiler, &of_largest, &[&own], &["--all-features"])?,
        "facade_feature": feature,
        "facade_one_feature": cargo(
            &compiler,
            &of_facade,
            &["tencentcloud-api", &of_feature],
            &["--features", &feature],
        )?,
    }))
}

/// Returns the crates with their packed sizes in bytes.
fn packed_crates(folder: &Path) -> Result<Vec<(String, usize)>> {
    let mut crates: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for path in files_below(folder)? {
        let Some((product, _)) = path.split_once('/').filter(|(name, _)| *name != "src") else {
            continue;
        };
        let text = disk::read_text(&folder.join(&path))?;
        match crates.last_mut() {
            Some((last, files)) if last == product => files.push((path, text)),
            _ => crates.push((product.to_owned(), vec![(path, text)])),
        }
    }
    let size = |(product, files): (String, Vec<(String, String)>)| {
        let files = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()));
        let size = packed_size(&files.collect::<Vec<_>>());
        (product, size)
    };
    Ok(crates.into_iter().map(size).collect())
}

/// Returns the feature in the middle of the facade's list of products.
fn middle_feature(folder: &Path) -> Result<String> {
    let manifest = disk::read_text(&folder.join("Cargo.toml"))?;
    let features: Vec<&str> = manifest
        .lines()
        .filter_map(|line| line.split_once(" = [\"dep:"))
        .map(|(feature, _)| feature)
        .collect();
    let middle = features.get(features.len() / 2);
    Ok(middle
        .copied()
        .context("the facade has no product")?
        .to_owned())
}

/// Runs `cargo check` and `cargo doc` on a package, once everything except these packages is built.
/// Returns the cost of each.
fn cargo(
    compiler: &Compiler,
    manifest: &Path,
    packages: &[&str],
    options: &[&str],
) -> Result<Value> {
    tell!("{}", manifest.display());
    let run = |arguments: &[&str]| compiler.whole_run(arguments, manifest, options);
    run(&["check"])?;
    for package in packages {
        compiler.whole_run(&["clean", "--package", package], manifest, &[])?;
    }
    let (check, doc) = (run(&["check"])?, run(&["doc", "--no-deps"])?);
    Ok(json!({ "check": check.json(), "doc": doc.json() }))
}
