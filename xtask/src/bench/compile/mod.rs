//! The cost of compiling: the crate, programs that use it, and other ways to emit its types.

pub(crate) mod compiler;
mod consumer;
pub(crate) mod table;
mod variants;

use anyhow::{Context, Result};
use compiler::{Cheapest, Compiler, ROUNDS};
use serde_json::{Map, Value, json};
use xtask::stages;
use xtask::tell;
use xtask::workspace::Workspace;

const PRODUCT: &str = "cvm";

/// Compiles everything from scratch, and counts everything except the dependencies.
pub(crate) fn run(workspace: &Workspace) -> Result<Map<String, Value>> {
    let compiler = Compiler::new(workspace)?;
    let variants = types(workspace, &compiler)?;
    let mut crates = Vec::new();
    for product in [PRODUCT, "ecm"] {
        let name = format!("tencentcloud-api-{product}");
        tell!("{name}");
        let manifest = workspace.generated().join(product).join("Cargo.toml");
        let options = ["--no-default-features"];
        let cheapest = Cheapest::of_rounds(&compiler, &manifest, &name, &options)?;
        crates.push(json!({ "name": name, "figures": cheapest.json() }));
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
    let version = model
        .products
        .iter()
        .find(|product| product.feature == PRODUCT)
        .and_then(|product| product.newest())
        .with_context(|| format!("the specs have no product `{PRODUCT}`"))?;
    let structures = variants::structures(version);
    let mut packages = Vec::new();
    for variant in variants::ALL {
        let dependencies = (variant.dependencies)(workspace);
        let text = variants::text(&structures, variant);
        let manifest = compiler.package(variant.name, &dependencies, "lib.rs", &text)?;
        packages.push((variant, dependencies, manifest));
    }
    let mut all: Vec<_> = packages.iter().map(|_| Cheapest::default()).collect();
    for round in 1..=ROUNDS {
        for ((variant, _, manifest), cheapest) in packages.iter().zip(&mut all) {
            let count = structures.len();
            tell!("{count} types, {}, round {round} of {ROUNDS}", variant.name);
            cheapest.measure(compiler, manifest, variant.name, &[])?;
        }
    }
    let mut figures = Vec::new();
    for ((variant, dependencies, manifest), cheapest) in packages.iter().zip(all) {
        let folder = manifest.parent().context("the manifest has no folder")?;
        tell!("five actions' types, {}", variant.name);
        let program = consumer::of_variant(compiler, *variant, dependencies, folder)?;
        let types = cheapest.json();
        figures.push(json!({ "name": variant.name, "figures": types, "program": program }));
    }
    Ok(json!({ "product": PRODUCT, "types": structures.len(), "variants": figures }))
}
