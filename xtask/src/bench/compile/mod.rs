//! The cost of compiling: the crate, a consumer of five actions, and other ways to emit the types.

mod compiler;
mod consumer;
pub(crate) mod table;
mod variants;

use anyhow::{Context, Result};
use compiler::{Compiler, Least, ROUNDS};
use serde_json::{Map, Value, json};
use xtask::stages;
use xtask::workspace::Workspace;

const PRODUCT: &str = "cvm";
const CRATE: &str = "tencentcloud-api";

/// Compiles everything from scratch and counts everything but the dependencies.
pub(crate) fn run(workspace: &Workspace) -> Result<Map<String, Value>> {
    let compiler = Compiler::new(workspace)?;
    let variants = types(workspace, &compiler)?;
    let mut crates = Vec::new();
    for features in [PRODUCT, "ecm", "csip,cvm,cwp,ecm"] {
        eprintln!("{CRATE} with {features}");
        let manifest = workspace.generated().join("Cargo.toml");
        let options = ["--no-default-features", "--features", features];
        let least = Least::of_rounds(&compiler, &manifest, CRATE, &options)?;
        crates.push(json!({ "name": features, "figures": least.json() }));
    }
    Ok(Map::from_iter([
        ("crate".to_owned(), Value::Array(crates)),
        ("variants".to_owned(), variants),
        (
            "consumer".to_owned(),
            consumer::programs(workspace, &compiler)?,
        ),
    ]))
}

/// Compiles the types of one product, emitted in several ways, and a program for each way.
fn types(workspace: &Workspace, compiler: &Compiler) -> Result<Value> {
    let model = lower::lower(&stages::corrected(workspace)?)?;
    let product = model.products.iter().find(|one| one.feature == PRODUCT);
    let version = product.and_then(|product| product.newest());
    let version = version.with_context(|| format!("the specs have no product `{PRODUCT}`"))?;
    let structures = variants::structures(version);
    let mut packages = Vec::new();
    for variant in variants::ALL {
        let dependencies = (variant.dependencies)(workspace);
        let text = variants::text(&structures, variant);
        let manifest = compiler.package(variant.name, &dependencies, "lib.rs", &text)?;
        packages.push((variant, dependencies, manifest));
    }
    let mut least: Vec<_> = packages.iter().map(|_| Least::default()).collect();
    for round in 1..=ROUNDS {
        for ((variant, _, manifest), least) in packages.iter().zip(&mut least) {
            let count = structures.len();
            eprintln!("{count} types, {}, round {round} of {ROUNDS}", variant.name);
            least.measure(compiler, manifest, variant.name, &[])?;
        }
    }
    let mut figures = Vec::new();
    for ((variant, dependencies, manifest), least) in packages.iter().zip(least) {
        let folder = manifest.parent().context("the manifest has no folder")?;
        eprintln!("five actions' types, {}", variant.name);
        let program = consumer::of_variant(compiler, *variant, dependencies, folder)?;
        figures.push(json!({ "name": variant.name, "figures": least.json(), "program": program }));
    }
    Ok(json!({ "product": PRODUCT, "types": structures.len(), "variants": figures }))
}
