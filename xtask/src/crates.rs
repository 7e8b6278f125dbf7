//! The versions and release notes of the crates, which `specs/` records next to the documentation's
//! facts.

use std::collections::BTreeMap;
use std::io::Write as _;

use anyhow::{Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use lower::{Crate, FIRST_VERSION};
use spec::{CHANGELOG, CRATE, CrateFile, Files, SpecFault, parse_crate_file};

/// The facts about the facade that `specs/` records.
#[derive(Debug, Clone, Default)]
pub struct Facade {
    /// The version in `specs/crate.yaml`; `None` if there is no such file.
    pub version: Option<String>,
    /// The notes in `specs/changelog/`, by version.
    pub notes: BTreeMap<String, String>,
}

/// The versions of the products' crates by service.
pub type Versions = BTreeMap<String, String>;

/// Returns the versions of the products' crates, and the fault of each `crate.yaml` that doesn't
/// have one, with its service.
pub fn versions(files: &Files) -> (Versions, Vec<(String, SpecFault)>) {
    let (mut versions, mut faults) = (Versions::new(), Vec::new());
    for (path, text) in files {
        let Some((service, CRATE)) = path.split_once('/') else {
            continue;
        };
        match parse_crate_file(&format!("specs/{path}"), text) {
            Ok(facts) => {
                versions.insert(service.to_owned(), facts.version);
            }
            Err(fault) => faults.push((service.to_owned(), fault)),
        }
    }
    (versions, faults)
}

/// Sets the versions of the crates. Returns the `crate.yaml` files of those that have none yet.
pub fn set_versions(model: &mut Crate, versions: &Versions, facade: &Facade) -> Files {
    let mut started = Files::new();
    let first = CrateFile {
        version: FIRST_VERSION.to_owned(),
    };
    match &facade.version {
        Some(version) => model.package.version.clone_from(version),
        None => {
            started.insert(CRATE.to_owned(), first.render());
        }
    }
    for product in &mut model.products {
        match versions.get(&product.service) {
            Some(version) => product.version.clone_from(version),
            None => {
                started.insert(format!("{}/{CRATE}", product.service), first.render());
            }
        }
    }
    started
}

/// Returns the release notes of a product's crate by version.
pub fn notes(files: &Files, service: &str) -> BTreeMap<String, String> {
    let prefix = format!("{service}/{CHANGELOG}/");
    let notes = files.iter().filter_map(|(path, text)| {
        let version = path.strip_prefix(&prefix)?.strip_suffix(".md")?;
        Some((version.to_owned(), text.clone()))
    });
    notes.collect()
}

/// Returns the changelogs of the crates by path below `generated/`.
pub(crate) fn changelogs(model: &Crate, files: &Files, facade: &Facade) -> Files {
    let of_product = |product: &lower::Product| {
        let text = emit::changelog(&notes(files, &product.service))?;
        Some((format!("{}/CHANGELOG.md", product.module), text))
    };
    let mut all: Files = model.products.iter().filter_map(of_product).collect();
    if let Some(text) = emit::changelog(&facade.notes) {
        all.insert("CHANGELOG.md".to_owned(), text);
    }
    all
}

/// The largest packed crate, in bytes. crates.io takes 10 MiB; the rest is for files that Cargo
/// adds.
const LARGEST: usize = 9_000_000;

/// Fails if a packed crate would be too large for crates.io. `crate_files` are those of all crates
/// by path below `generated/`.
///
/// # Errors
/// Names the first of these crates.
pub fn check_sizes(crate_files: &BTreeMap<String, String>) -> Result<()> {
    let mut folders: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (path, text) in crate_files {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder).or_default().push((path, text));
    }
    let mut crates = folders.iter();
    crates.try_for_each(|(folder, files)| check_size(&format!("generated/{folder}"), files))
}

/// Fails if a packed crate would be too large for crates.io. The message calls it by this name.
///
/// # Errors
/// Names the size and the limit.
pub fn check_size(name: &str, files: &[(&str, &str)]) -> Result<()> {
    let unpacked: usize = files.iter().map(|(_, text)| text.len()).sum();
    // Most crates need no packing to be small enough.
    if unpacked <= LARGEST {
        return Ok(());
    }
    let size = packed_size(files);
    if size <= LARGEST {
        return Ok(());
    }
    bail!(
        "error: the packed crate of {name} has {:.1} MB, and the limit is {:.1} MB\n  \
         = help: leave old versions of the product's API out of it: remove their pages with \
         `cargo xtask update --gone`; if crates.io grants the crate more than 10 MiB, raise `LARGEST` \
         in xtask/src/crates.rs",
        size as f64 / 1e6,
        LARGEST as f64 / 1e6
    );
}

/// Returns the size of files, packed as Cargo does.
pub fn packed_size(files: &[(&str, &str)]) -> usize {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    for (path, text) in files {
        // Writing to memory doesn't fail.
        let _ = packed.write_all(path.as_bytes());
        let _ = packed.write_all(text.as_bytes());
    }
    packed.finish().map_or(0, |bytes| bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns text that packs to about three quarters of its length.
    fn noise(bytes: usize) -> String {
        let mut random = fastrand::Rng::with_seed(1);
        (0..bytes).map(|_| random.alphanumeric()).collect()
    }

    #[test]
    fn too_large_crate_is_named() {
        let mut files = BTreeMap::from([
            ("src/lib.rs".to_owned(), String::new()),
            ("vod/src/lib.rs".to_owned(), "a".repeat(20_000_000)),
        ]);
        check_sizes(&files).unwrap();
        files.insert("cvm/src/lib.rs".to_owned(), noise(14_000_000));
        let error = check_sizes(&files).unwrap_err().to_string();
        assert!(error.contains("crate of generated/cvm has 10."), "{error}");
    }
}
