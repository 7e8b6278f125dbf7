//! What compiling costs: the crate, a consumer of five actions, and other ways to emit the same types.

mod compiler;
mod consumer;
pub(super) mod table;
mod variants;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use crate::stages;
use crate::workspace::Workspace;
use compiler::{Compiler, Mode};

const PRODUCT: &str = "cvm";
const CRATE: &str = "tencentcloud-api";

/// Compiles everything anew; dependencies do not count.
pub(super) fn run(workspace: &Workspace) -> Result<Map<String, Value>> {
    let compiler = Compiler::new(workspace)?;
    let variants = types(workspace, &compiler)?;
    let mut crates = Vec::new();
    for features in [PRODUCT, "ecm", "csip,cvm,cwp,ecm"] {
        eprintln!("{CRATE} with {features}");
        let manifest = workspace.generated().join("Cargo.toml");
        let options = ["--no-default-features", "--features", features];
        let figures = measured(&compiler, &manifest, CRATE, &options)?;
        crates.push(json!({ "name": features, "figures": figures }));
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

/// The types of one product alone, emitted in several ways.
fn types(workspace: &Workspace, compiler: &Compiler) -> Result<Value> {
    let model = tencentcloud_api_generator::lower::lower(&stages::corrected(workspace)?)?;
    let product = model.products.iter().find(|one| one.feature == PRODUCT);
    let version = product.and_then(|product| product.newest());
    let version = version.with_context(|| format!("the specs hold no product `{PRODUCT}`"))?;
    let structures = variants::structures(version);
    let mut figures = Vec::new();
    for variant in variants::ALL {
        eprintln!("{} types, {}", structures.len(), variant.name);
        let dependencies = (variant.dependencies)(workspace);
        let text = variants::text(&structures, variant);
        let manifest = compiler.package(variant.name, &dependencies, "lib.rs", &text)?;
        let alone = measured(compiler, &manifest, variant.name, &[])?;
        let folder = manifest.parent().context("a manifest lies in a folder")?;
        eprintln!("five actions' types, {}", variant.name);
        let program = consumer::of_variant(compiler, variant, &dependencies, folder)?;
        figures.push(json!({ "name": variant.name, "figures": alone, "program": program }));
    }
    Ok(json!({ "product": PRODUCT, "types": structures.len(), "variants": figures }))
}

fn measured(
    compiler: &Compiler,
    manifest: &std::path::Path,
    package: &str,
    options: &[&str],
) -> Result<Value> {
    let mut figures = Map::new();
    for mode in [Mode::Check, Mode::Debug, Mode::Release] {
        let taken = compiler.compile(manifest, package, options, mode)?;
        eprintln!("  {}: {}", mode.name(), taken.json());
        figures.insert(mode.name().to_owned(), taken.json());
    }
    Ok(Value::Object(figures))
}
