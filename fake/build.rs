//! Packs the committed specs, one blob for each product and version, and an index of them.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fake_model::{Summary, pack, read, summary};

fn main() -> Result<(), Box<dyn Error>> {
    let specs = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../specs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    watch(&specs)?;
    let products = read(&specs).map_err(|faults| faults.to_string())?;
    let summaries: Vec<Summary> = products.iter().map(summary).collect();
    fs::write(out.join("index"), pack(&summaries)?)?;
    let mut list = String::from("&[\n");
    for (number, product) in products.iter().enumerate() {
        fs::write(out.join(format!("product-{number}")), pack(product)?)?;
        writeln!(
            list,
            "include_bytes!(concat!(env!(\"OUT_DIR\"), \"/product-{number}\")),"
        )?;
    }
    list.push(']');
    fs::write(out.join("products.rs"), list)?;
    Ok(())
}

/// Runs this program again if a spec changes. The pages in `specs/sources/` don't matter.
fn watch(specs: &Path) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(specs)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && entry.file_name() != "sources" {
            println!("cargo::rerun-if-changed={}", entry.path().display());
        }
    }
    Ok(())
}
